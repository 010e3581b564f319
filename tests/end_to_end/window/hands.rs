//! What the person does by hand, and takes back.

use recado_tests::{
    CARLOS_JSON, Office, wait,
    window::{Called, ENTER, Window},
};
use serde_json::json;

use super::luana;

#[test]
fn somebody_added_by_hand_stands_on_the_board_with_a_number_that_senders_find_again() {
    let (office, window) = clinic();
    window.button("Novo contato");
    window.fill("Nome", "Rita Fontes");
    window.fill("Telefone", "(11) 98765-0001");
    window.fill("Anotação", "Quer saber do clareamento");
    window.button("Adicionar");
    window.wait_for_card_in("Rita Fontes", "Novos");
    let contact = office.recado.only_contact();
    assert_eq!(contact["phones"], json!(["+5511987650001"]));

    office.post_json(&super::lead("Rita", "11 98765 0001", "Sou eu de novo"));
    window.wait_for_card_that_says("Rita Fontes", "Sou eu de novo");
    assert_eq!(
        window.cards().len(),
        1,
        "what a sender calls her changes no name that was typed"
    );
    window.open_contact("Rita Fontes");
    window.wait_for_text("Quer saber do clareamento");
}

#[test]
fn a_new_name_is_kept_and_can_be_taken_back() {
    let (office, window) = clinic_with_carlos();
    window.open_contact("Carlos");
    rename(&window, "Carlos Menezes");
    window.wait_for_card_in("Carlos Menezes", "Novos");
    assert_eq!(office.recado.only_contact()["name"], "Carlos Menezes");

    window.button("Desfazer");
    window.wait_for_card_in("Carlos", "Novos");
    assert_eq!(office.recado.only_contact()["name"], "Carlos");
}

#[test]
fn a_note_stands_in_the_timeline_and_on_no_card() {
    let (office, window) = clinic_with_carlos();
    window.open_contact("Carlos");
    window.click("radio", "Anotação");
    window.fill("Só para você: anote aqui", "Prefere de manhã");
    window.button("Anotar");
    wait::until("the note in the drawer", || {
        window.drawer().contains("Prefere de manhã").then_some(())
    });
    assert!(!window.card("Carlos").says.contains("Prefere de manhã"));
    assert_eq!(
        office.recado.only_contact()["last_message"],
        "Quero agendar um horário"
    );
}

#[test]
fn an_archived_card_leaves_the_board_until_that_is_undone_or_they_write_again() {
    let (office, window) = clinic_with_carlos();
    window.open_contact("Carlos");
    window.button("Mais");
    window.click("menuitem", "Arquivar");
    window.wait_until_no_card_of("Carlos");
    window.button("Desfazer");
    window.wait_for_card_in("Carlos", "Novos");

    window.open_contact("Carlos");
    window.button("Mais");
    window.click("menuitem", "Arquivar");
    window.wait_until_no_card_of("Carlos");
    office.post_json(&super::lead("Carlos", "+5501999999999", "Mudei de ideia"));
    window.wait_for_card_that_says("Carlos", "Mudei de ideia");
}

#[test]
fn a_dragged_card_goes_back_when_that_is_undone() {
    let (office, window) = clinic_with_carlos();
    window.drag("Carlos").to("Agendados");
    window.wait_for_card_in("Carlos", "Agendados");
    window.button("Desfazer");
    window.wait_for_card_in("Carlos", "Novos");
    assert_eq!(office.recado.only_contact()["stage"], "Novos");
}

#[test]
fn the_order_that_was_made_by_dragging_is_kept() {
    let (office, window) = clinic_with_carlos();
    office.post_json(&luana("Bom dia!"));
    window.wait_for_cards("Novos", &["Luana Prates", "Carlos"]);
    window.drag("Luana Prates").to("Em conversa");
    window.wait_for_cards("Em conversa", &["Luana Prates"]);
    window.drag("Carlos").to("Em conversa");
    window.wait_for_cards("Em conversa", &["Carlos", "Luana Prates"]);
    window.drag("Luana Prates").to("Em conversa");
    window.wait_for_cards("Em conversa", &["Luana Prates", "Carlos"]);

    drop(window);
    office.close_window();
    let window = office.open();
    window.wait_for_cards("Em conversa", &["Luana Prates", "Carlos"]);
}

#[test]
fn a_reply_opens_the_conversation_elsewhere_and_ends_the_waiting() {
    let office = Office::of_a_clinic();
    let window = office.open();
    office.wait_for_receiving();
    office.post_json(&luana("Vocês atendem sábado?"));
    window.wait_for_card_that_says("Luana Prates", "esperando resposta");
    window.open_contact("Luana Prates");
    window.fill("Escreva a resposta", "Atendemos até as 13h!");
    window.button("Abrir WhatsApp");
    let opened = wait::until("a link to be opened", || office.opened().into_iter().next());
    assert!(
        opened.starts_with("https://wa.me/5511987654321?text=Atendemos%20at%C3%A9"),
        "{opened}"
    );
    window.wait_for_text("Resposta por WhatsApp");
    wait::until("nobody to wait", || {
        (!window.card("Luana Prates").says.contains("esperando resposta")).then_some(())
    });
}

fn rename(window: &Window, name: &str) {
    window.button(Called::Has("Trocar o nome"));
    // The old name is marked, so that what is typed takes its place.
    window.wait_for("textbox", "Nome");
    window.type_text(name);
    window.press(&[ENTER]);
}

fn clinic() -> (Office, Window) {
    let office = Office::of_a_clinic();
    let window = office.open();
    window.wait_for("heading", "Clínica Sorriso");
    office.wait_for_receiving();
    (office, window)
}

fn clinic_with_carlos() -> (Office, Window) {
    let (office, window) = clinic();
    office.post_json(CARLOS_JSON);
    window.wait_for_card_in("Carlos", "Novos");
    (office, window)
}
