//! What a sender sends again is filed once.

use recado_tests::{Answer, CARLOS_JSON, Recado, Serving, Source};
use reqwest::Method;
use serde_json::Value;

#[test]
fn the_same_body_again_gets_the_first_answer_again() {
    let (recado, source, serving) = receiving();
    let first = serving.post_json(&source, CARLOS_JSON);
    first.expect_verdict("accepted");
    let second = serving.post_json(&source, CARLOS_JSON);
    assert_eq!((second.status, &second.body), (200, &first.body));

    assert_eq!(recado.only_contact()["unread"], 1);
    let deliveries = recado.deliveries();
    assert_eq!(verdicts(&deliveries), ["accepted", "duplicate"]);
    assert_eq!(deliveries[1]["events"], serde_json::json!([]));
}

#[test]
fn the_same_body_to_another_source_is_another_message() {
    let (recado, source, serving) = receiving();
    let other = recado.source("Mais um sistema");
    serving.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
    serving.post_json(&other, CARLOS_JSON).expect_verdict("accepted");
    assert_eq!(recado.only_contact()["unread"], 2);
}

#[test]
fn a_senders_own_id_tells_what_is_the_same() {
    for header in ["Idempotency-Key", "webhook-id"] {
        let (recado, source, serving) = receiving();
        let first = post_as(&serving, &source, header, "msg-1", CARLOS_JSON);
        first.expect_verdict("accepted");

        // Sent again with a time stamp in the body that is new each time: its id says that it is the same.
        let again = CARLOS_JSON.replace('}', r#", "enviado_em": "2026-01-02T03:04:05Z" }"#);
        assert_eq!(
            post_as(&serving, &source, header, "msg-1", &again).body,
            first.body,
            "{header}"
        );
        // And the same words under another id are another message.
        let other = post_as(&serving, &source, header, "msg-2", CARLOS_JSON);
        other.expect_verdict("accepted");
        assert_ne!(other.body, first.body);

        assert_eq!(
            verdicts(&recado.deliveries()),
            ["accepted", "duplicate", "accepted"],
            "{header}"
        );
        assert_eq!(recado.only_contact()["unread"], 2, "{header}");
    }
}

#[test]
fn the_id_in_the_body_tells_what_is_the_same_however_it_is_written() {
    let (recado, source, serving) = receiving();
    let first = serving.post_json(
        &source,
        r#"{"id": "lead-77", "nome": "Carlos", "telefone": "11987654321", "mensagem": "Oi"}"#,
    );
    first.expect_verdict("accepted");
    let again = "{\n  \"id\": \"lead-77\",\n  \"nome\": \"Carlos\",\n  \"telefone\": \"11987654321\",\n  \"mensagem\": \"Oi\"\n}";
    assert_eq!(serving.post_json(&source, again).body, first.body);
    assert_eq!(recado.only_contact()["unread"], 1);
}

#[test]
fn what_was_filed_before_a_kill_is_known_after() {
    let (recado, source, serving) = receiving();
    let first = serving.post_json(&source, CARLOS_JSON);
    first.expect_verdict("accepted");
    serving.kill();
    let serving = recado.serve();
    assert_eq!(serving.post_json(&source, CARLOS_JSON).body, first.body);
    assert_eq!(recado.only_contact()["unread"], 1);
}

#[test]
fn many_who_send_the_same_at_once_make_one() {
    let (recado, source, serving) = receiving();
    let bodies: Vec<String> = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..32)
            .map(|_| scope.spawn(|| serving.post_json(&source, CARLOS_JSON).body))
            .collect();
        senders
            .into_iter()
            .map(|sender| sender.join().expect("a sender"))
            .collect()
    });
    assert!(bodies.iter().all(|body| body == &bodies[0]), "{bodies:#?}");
    assert_eq!(recado.only_contact()["unread"], 1);
    let deliveries = recado.deliveries();
    assert_eq!(
        deliveries
            .iter()
            .filter(|delivery| delivery["verdict"] == "accepted")
            .count(),
        1
    );
}

#[test]
fn the_forms_of_one_number_are_one_person() {
    let (recado, source, serving) = receiving();
    let written = [
        "(11) 98765-4321",
        "+55 11 98765-4321",
        "11987654321",
        "5511987654321",
        // Without the ninth digit, as older systems keep it.
        "(11) 8765-4321",
        "551187654321",
    ];
    for (number, phone) in written.into_iter().enumerate() {
        let body = format!(r#"{{"nome": "Ana", "telefone": "{phone}", "mensagem": "{number}"}}"#);
        serving.post_json(&source, body).expect_verdict("accepted");
    }
    let contact = recado.only_contact();
    assert_eq!(contact["phones"], serde_json::json!(["+5511987654321"]));
    assert_eq!(contact["unread"], 6);
}

fn receiving() -> (Recado, Source, Serving) {
    let recado = Recado::in_new_folder();
    recado.set_up("other", "pt-BR");
    let source = recado.source("Outro sistema");
    let serving = recado.serve();
    (recado, source, serving)
}

fn post_as(serving: &Serving, source: &Source, header: &str, id: &str, body: &str) -> Answer {
    let request = serving
        .request(Method::POST, source)
        .header("content-type", "application/json");
    serving.send(request.header(header, id).body(body.to_owned()))
}

fn verdicts(deliveries: &[Value]) -> Vec<&str> {
    deliveries
        .iter()
        .map(|delivery| delivery["verdict"].as_str().expect("a verdict"))
        .collect()
}
