//! Connecting a sender in the window: only the genuine one gets in, a mistyped key is corrected, an unknown system is
//! understood by clicking, and nothing that came before is lost.

use recado_tests::{
    Answer, Office, wait,
    whatsapp::{self, SIGNATURE},
    window::{Called, Window},
};
use serde_json::json;

const SECRET: &str = "the-app-secret-of-the-clinic";

#[test]
fn a_sender_is_connected_a_forged_delivery_is_refused_and_seen_and_a_genuine_one_arrives() {
    let (office, window) = clinic_at_its_connections();
    connect_whatsapp(&window, SECRET);
    window.wait_for_text("Esperando o primeiro recado…");

    let forged = whatsapp::text_message("5511900000032", "Ninguém", "wamid.2", "Cliquem aqui");
    deliver(&office, &forged, "a guess").expect_problem(401);
    window.wait_for_text("1 entrega foi recusada, e nenhuma entrou depois");
    assert!(office.recado.contacts().is_empty());

    let body = whatsapp::text_message("5511900000031", "Rafael", "wamid.1", "Bom dia, quanto custa?");
    deliver(&office, &body, SECRET).expect_verdict("accepted");
    window.wait_for_text("O primeiro recado chegou");
    window.wait_until_text_is_gone("1 entrega foi recusada, e nenhuma entrou depois");
    window.button("Ver no quadro");
    window.wait_for_card_that_says("Rafael", "Bom dia, quanto custa?");
    assert_eq!(window.cards().len(), 1);
}

#[test]
fn a_mistyped_key_is_corrected_and_the_refused_lead_is_recovered() {
    let (office, window) = clinic_at_its_connections();
    connect_whatsapp(&window, "mistyped");
    let body = whatsapp::text_message("5511900000031", "Rafael", "wamid.1", "Bom dia, quanto custa?");
    deliver(&office, &body, SECRET).expect_problem(401);
    window.wait_for_text("1 entrega recusada espera a chave certa.");

    window.button("Trocar a chave");
    window.fill("Chave secreta do aplicativo", SECRET);
    window.button("Guardar");
    window.wait_for_text("1 recado recuperado");
    window.wait_until_gone("button", "Trocar a chave");
    window.button("Ver no quadro");
    window.wait_for_card_that_says("Rafael", "Bom dia, quanto custa?");
    assert!(!window.text().contains(SECRET));
}

#[test]
fn an_unknown_system_is_mapped_by_clicking_and_what_named_nobody_is_recovered() {
    let (office, window) = clinic_at_its_connections();
    for (name, phone) in [("Rita", "11987650001"), ("Carlos", "11987650002")] {
        let body = json!({ "x": { "a": name, "b": [phone, "Quero um horário"] } });
        office
            .post("application/json", &body.to_string())
            .expect_verdict("unmatched");
    }
    assert!(office.recado.contacts().is_empty());

    window.button("Outro sistema");
    window.click("treeitem", Called::Has("Carlos"));
    window.click("menuitem", "Nome");
    window.click("treeitem", Called::Has("11987650002"));
    window.click("menuitem", "Telefone");
    window.wait_for_text("0 → 2 com contato");
    window.button("Salvar os campos");
    window.wait_for_text("2 recados recuperados estão no quadro.");
    window.button("Ver no quadro");
    window.wait_for_cards("Novos", &["Carlos", "Rita"]);

    let next = json!({ "x": { "a": "Luana", "b": ["11987650003", "Bom dia"] } });
    office.post_json(&next.to_string());
    window.wait_for_card_in("Luana", "Novos");
}

#[test]
fn a_new_connection_is_tried_out_from_its_page_and_none_of_that_is_the_senders_trouble() {
    let (office, window) = clinic_at_its_connections();
    connect_whatsapp(&window, SECRET);
    window.button("Enviar os testes");
    window.wait_for_text("Os 5 testes foram respondidos como deviam");
    for answer in [
        "Aceita (200)",
        "Recusada (401)",
        "(400)",
        "A segunda foi reconhecida",
        "Barrada (413)",
    ] {
        window.wait_for_text(answer);
    }
    assert_eq!(office.recado.only_contact()["test"], true);
    window.wait_for_text("Esperando o primeiro recado…");
    assert!(!window.text().contains("nenhuma entrou depois"));

    window.button("Tirar o teste do quadro");
    window.wait_for_text("Teste removido");
    assert!(office.recado.contacts().is_empty());
    assert!(office.recado.deliveries().is_empty());

    window.button("Enviar de novo: Prova falsa");
    window.button("Ver entrega: Prova falsa");
    window.wait_for("heading", "Atividade");
    window.wait_for_text("Não provou de quem vem");
}

fn clinic_at_its_connections() -> (Office, Window) {
    let office = Office::of_a_clinic();
    let window = office.open();
    office.wait_for_receiving();
    window.button("Conexões");
    window.wait_for("heading", "Conexões");
    (office, window)
}

fn connect_whatsapp(window: &Window, secret: &str) {
    window.button("Nova conexão");
    window.fill("Buscar um remetente", "whatsapp business");
    window.button(Called::Begins("WhatsApp Business (Meta)"));
    window.wait_for("heading", "WhatsApp Business (Meta)");
    window.fill("Chave secreta do aplicativo", secret);
    window.button("Guardar");
    window.wait_for("button", "Trocar: Chave secreta do aplicativo");
}

/// To the source that was made last, signed with this secret.
#[track_caller]
fn deliver(office: &Office, body: &str, secret: &str) -> Answer {
    let source = wait::until("the new source", || {
        let sources = office.recado.sources();
        (sources.len() == 2).then(|| sources[1].clone())
    });
    let address = source["address"].as_str().expect("a source has an address");
    office.post_with_headers(
        address,
        &[
            ("content-type", "application/json"),
            (SIGNATURE, &whatsapp::signature(secret, body)),
        ],
        body,
    )
}
