//! A sender that the program itself plays: good, badly signed, broken, twice and too large.

use recado_tests::{Recado, Source};
use serde_json::Value;

#[test]
fn a_source_is_tried_out_in_every_way_and_all_that_stays_is_marked_as_a_test() {
    let recado = Recado::in_new_folder();
    let source = whatsapp(&recado);
    let serving = recado.serve();
    let sent = recado.objects(&["send-sample", &source.id, "--all", "--json"]);
    let told: Vec<_> = sent
        .iter()
        .map(|sent| {
            (
                text(&sent["kind"]),
                sent["http_status"].as_u64(),
                sent["verdict"].as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("good", Some(200), Some("accepted")),
            ("bad_signature", Some(401), Some("refused")),
            ("wrong_type", Some(400), Some("malformed")),
            ("duplicate", Some(200), Some("duplicate")),
            ("huge", Some(413), None),
        ]
    );
    assert!(sent.iter().all(|sent| sent["wrong"].is_null()), "{sent:#?}");
    let contact = recado.only_contact();
    assert_eq!(contact["test"], true);
    assert_eq!(sent[0]["contact"], contact["id"]);
    let log = recado.deliveries();
    assert!(log.iter().all(|delivery| delivery["test"] == true), "{log:#?}");
    assert!(recado.sources()[0]["trouble"].is_null());

    let said = recado.ok(&["send-sample", &source.id, "--kind", "bad-signature"]);
    assert!(said.contains('✓') && said.contains("401"), "{said}");

    // Without its key nothing is taken, and the exit code tells.
    recado.ok(&["source", "secret", &source.id, "--none"]);
    let refused = recado.run(&["send-sample", &source.id]);
    assert_eq!(refused.code, 1, "{refused:#?}");
    assert!(
        refused.stdout.contains('✗') && refused.stdout.contains("401"),
        "{refused:#?}"
    );
    drop(serving);
}

#[test]
fn whatever_the_sender_is_known_to_send_is_listed_and_sent_by_name() {
    let recado = Recado::in_new_folder();
    let source = whatsapp(&recado);
    let listed = recado.ok(&["send-sample", &source.id, "--list"]);
    let name = listed
        .lines()
        .find(|name| name.contains("order"))
        .expect("an order");
    let send = ["send-sample", &source.id, "--sample", name, "--json"];

    let nobody = recado.run(&send);
    assert_eq!(nobody.code, 1, "{nobody:#?}");
    assert!(nobody.stderr.contains("recado serve"), "{nobody:#?}");
    assert!(recado.deliveries().is_empty());

    let _serving = recado.serve();
    let sent = &recado.objects(&send)[0];
    assert_eq!(text(&sent["verdict"]), "accepted");
    assert_eq!(text(&sent["request"]["sample"]), name);
    assert_eq!(recado.only_contact()["test"], true);
    let unknown = recado.run(&["send-sample", &source.id, "--sample", "no-such"]);
    assert_eq!((unknown.code, recado.deliveries().len()), (1, 1), "{unknown:#?}");
    assert_eq!(recado.run(&["send-sample", &source.id, "--kind", "rude"]).code, 2);
}

fn whatsapp(recado: &Recado) -> Source {
    let added = recado.objects(&[
        "source",
        "add",
        "--preset",
        "whatsapp-cloud",
        "--secret",
        "app secret",
        "--json",
    ]);
    Source::of(&added[0])
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
