//! Bodies of every kind become a contact and what they said.

use recado_tests::{CARLOS_JSON, CARLOS_XML, Recado, Serving, Source};
use reqwest::{Method, blocking::multipart::Form};

#[test]
fn the_first_body_makes_the_contact_and_the_second_finds_it() {
    let recado = Recado::in_new_folder();
    let source = recado.source("Outro sistema");
    let serving = recado.serve();

    serving
        .post(&source, "application/json", CARLOS_JSON)
        .expect_verdict("accepted");
    expect_carlos(&recado, 1);
    serving
        .post(&source, "application/xml", CARLOS_XML)
        .expect_verdict("accepted");
    expect_carlos(&recado, 2);

    let contact = recado.only_contact();
    let deliveries = recado.deliveries();
    assert_eq!(deliveries.len(), 2);
    for delivery in deliveries {
        assert_eq!(delivery["verdict"], "accepted");
        assert_eq!(delivery["http_status"], 200);
        assert_eq!(delivery["source"], "Outro sistema");
        let [event] = delivery["events"].as_array().expect("a list").as_slice() else {
            panic!("one event: {delivery}")
        };
        assert_eq!(event["kind"], "message");
        assert_eq!(event["text"], "Quero agendar um horário");
        assert_eq!(event["contact"], contact["id"]);
    }
}

#[test]
fn the_xml_body_alone_makes_the_same_contact() {
    let (recado, source, serving) = receiving();
    serving
        .post(&source, "text/xml; charset=utf-8", CARLOS_XML)
        .expect_verdict("accepted");
    expect_carlos(&recado, 1);
}

#[test]
fn a_body_without_a_type_is_recognised_by_what_it_is() {
    for body in [CARLOS_JSON, CARLOS_XML] {
        let (recado, source, serving) = receiving();
        serving
            .send(serving.request(Method::POST, &source).body(body))
            .expect_verdict("accepted");
        expect_carlos(&recado, 1);
    }
}

#[test]
fn a_body_that_says_it_is_plain_text_is_recognised_by_what_it_is() {
    for body in [CARLOS_JSON, CARLOS_XML] {
        let (recado, source, serving) = receiving();
        serving
            .post(&source, "text/plain", body)
            .expect_verdict("accepted");
        expect_carlos(&recado, 1);
    }
}

#[test]
fn a_form_makes_the_contact() {
    let (recado, source, serving) = receiving();
    let body = "nome=Carlos&telefone=%2B5501999999999&mensagem=Quero+agendar+um+hor%C3%A1rio";
    serving
        .post(&source, "application/x-www-form-urlencoded", body)
        .expect_verdict("accepted");
    expect_carlos(&recado, 1);
}

#[test]
fn a_form_with_nested_keys_makes_the_contact() {
    let (recado, source, serving) = receiving();
    let body = "leads[add][0][name]=Carlos&leads[add][0][phone]=%2B5501999999999\
                &leads%5Badd%5D%5B0%5D%5Bmessage%5D=Quero%20agendar%20um%20hor%C3%A1rio";
    serving
        .post(&source, "application/x-www-form-urlencoded", body)
        .expect_verdict("accepted");
    expect_carlos(&recado, 1);
}

#[test]
fn a_multipart_form_makes_the_contact() {
    let (recado, source, serving) = receiving();
    let form = Form::new()
        .text("nome", "Carlos")
        .text("telefone", "+5501999999999")
        .text("mensagem", "Quero agendar um horário");
    serving
        .send(serving.request(Method::POST, &source).multipart(form))
        .expect_verdict("accepted");
    expect_carlos(&recado, 1);
}

#[test]
fn xml_in_the_charset_of_older_systems_is_read_by_what_it_declares() {
    let (recado, source, serving) = receiving();
    let declared = CARLOS_XML.replace("<lead>", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><lead>");
    let latin1: Vec<u8> = declared
        .chars()
        .map(|letter| u8::try_from(u32::from(letter)).expect("all of it is Latin-1"))
        .collect();
    assert!(
        std::str::from_utf8(&latin1).is_err(),
        "this body must not be UTF-8 by chance"
    );
    serving
        .post(&source, "text/xml", latin1)
        .expect_verdict("accepted");
    expect_carlos(&recado, 1);
}

#[test]
fn get_with_a_query_works_where_the_source_allows_it() {
    let recado = Recado::in_new_folder();
    let source = recado.source_with("Formulário antigo", &["--allow-get"]);
    let serving = recado.serve();
    let query = [
        ("nome", "Carlos"),
        ("telefone", "+5501999999999"),
        ("mensagem", "Quero agendar um horário"),
    ];
    serving
        .send(serving.request(Method::GET, &source).query(&query))
        .expect_verdict("accepted");
    expect_carlos(&recado, 1);
}

#[test]
fn what_follows_the_key_in_the_address_does_not_matter() {
    let (recado, mut source, serving) = receiving();
    let key = source.path.split(['/', '-']).nth(2).expect("a key").to_owned();
    assert_eq!(key.len(), 26, "128 bits in base32: {key}");
    for (number, after) in ["", "-outro-nome", "-x/messages-upsert", "/a/b/c"]
        .into_iter()
        .enumerate()
    {
        source.path = format!("/in/{key}{after}");
        let body = format!(r#"{{"nome": "Carlos", "telefone": "+5501999999999", "mensagem": "{number}"}}"#);
        serving.post_json(&source, body).expect_verdict("accepted");
    }
    assert_eq!(recado.only_contact()["unread"], 4);
}

#[test]
fn a_body_in_which_nobody_can_be_found_is_kept_for_the_owner() {
    let (recado, source, serving) = receiving();
    serving
        .post_json(&source, r#"{"temperatura": 21.5}"#)
        .expect_verdict("unmatched");
    assert_eq!(recado.contacts().len(), 0);
    assert_eq!(recado.deliveries()[0]["verdict"], "unmatched");
}

fn receiving() -> (Recado, Source, Serving) {
    let recado = Recado::in_new_folder();
    let source = recado.source("Outro sistema");
    let serving = recado.serve();
    (recado, source, serving)
}

#[track_caller]
fn expect_carlos(recado: &Recado, unread: u32) {
    let contact = recado.only_contact();
    assert_eq!(contact["name"], "Carlos");
    assert_eq!(
        contact["phones"],
        serde_json::json!(["+5501999999999"]),
        "digit for digit"
    );
    assert_eq!(contact["last_message"], "Quero agendar um horário");
    assert_eq!(contact["unread"], unread);
}
