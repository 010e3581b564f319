//! From the first start to a card that was moved and stays moved.

use recado_tests::{CARLOS_JSON, CARLOS_XML, Office};

#[test]
fn from_the_welcome_to_a_card_that_stays_where_it_was_dragged() {
    let office = Office::unused();
    let window = office.open();
    window.wait_for("heading", "Quando alguém chama, sua mesa fica sabendo.");
    window.fill("Nome do seu negócio", "Clínica Sorriso");
    window.button("Começar");

    // The board shows the address of the one source, which is to be copied.
    window.wait_for_text("/in/");
    let address = address_in(&window.text());
    assert_eq!(office.recado.sources().len(), 1);
    assert_eq!(office.recado.sources()[0]["address"], address.as_str());

    // What comes from now on must appear in this page, not in another that was loaded for it.
    window.ask("window.isTheFirstPage = true", Vec::new());
    office
        .post_to_address(&address, "application/json", CARLOS_JSON)
        .expect_verdict("accepted");
    office
        .post_to_address(&address, "application/xml", CARLOS_XML)
        .expect_verdict("accepted");
    let card = window.wait_for_card_that_says("Carlos", "2 recados não lidos");
    assert_eq!(card.stage, "Novos");
    assert!(card.says.contains("Quero agendar um horário"), "{card:?}");
    assert_eq!(window.cards().len(), 1);
    assert_eq!(window.ask("return window.isTheFirstPage", Vec::new()), true);
    assert_eq!(
        window.stages(),
        [
            "Novos",
            "Em conversa",
            "Agendados",
            "Confirmados",
            "Atendidos",
            "Perdidos"
        ]
    );

    window.drag("Carlos").to("Em conversa");
    window.wait_for_card_in("Carlos", "Em conversa");
    assert_eq!(office.recado.only_contact()["stage"], "Em conversa");

    drop(window);
    office.kill(recado_tests::WINDOW);
    office.kill(recado_tests::DESK);
    let window = office.open();
    window.wait_for_cards("Em conversa", &["Carlos"]);
    assert_eq!(window.cards().len(), 1);
}

/// The one address of a source that the page shows.
fn address_in(text: &str) -> String {
    let address = text
        .split_whitespace()
        .find(|word| word.starts_with("http://127.0.0.1:") && word.contains("/in/"))
        .unwrap_or_else(|| panic!("no address in:\n{text}"));
    address
        .trim_matches(|letter: char| "'\"".contains(letter))
        .to_owned()
}
