//! `recado metrics`, beside a running Recado and without one. That the text keeps the rules of its format is tested where
//! it is made.

use std::collections::BTreeMap;

use recado_tests::{CARLOS_JSON, Recado};

#[test]
fn the_numbers_are_the_same_while_recado_runs_and_while_it_does_not() {
    let recado = Recado::in_new_folder();
    let source = recado.source("Formulário do site");
    let serving = recado.serve();
    serving.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
    // A repetition, which is told the first answer again.
    serving.post_json(&source, CARLOS_JSON).expect_verdict("accepted");
    serving
        .post_json(&source, r#"{"pedido": 1}"#)
        .expect_verdict("unmatched");
    serving.post_json(&source, "{").expect_problem(400);

    let running = recado.ok(&["metrics"]);
    let of = format!(
        r#"{{source="Formulário do site",source_id="{}",preset="other""#,
        source.id
    );
    for (what, value) in [
        ("accepted", 1),
        ("duplicate", 1),
        ("unmatched", 1),
        ("malformed", 1),
        ("refused", 0),
    ] {
        let line = format!(r#"recado_deliveries_total{of},verdict="{what}"}} {value}"#);
        assert!(has(&running, &line), "{line}\n{running}");
    }
    assert!(
        has(&running, &format!("recado_contacts_total{of}}} 1")),
        "{running}"
    );
    assert!(has(
        &running,
        &format!("recado_answer_duration_seconds_count{of}}} 4")
    ));
    assert!(has(&running, &format!("recado_unmatched{of}}} 1")));
    assert!(has(&running, "recado_up 1") && has(&running, "recado_receiving 1"));
    assert!(running.contains("\nrecado_start_time_seconds "));
    let key = source.path.trim_start_matches("/in/").split('-').next();
    assert!(!running.contains(key.expect("a key")), "the address is secret");

    serving.kill();
    let alone = recado.ok(&["metrics"]);
    assert!(has(&alone, "recado_up 0") && has(&alone, "recado_receiving 0"));
    assert_eq!(counters(&alone), counters(&running));
}

fn has(text: &str, line: &str) -> bool {
    text.lines().any(|one| one == line)
}

/// What only grows.
fn counters(text: &str) -> BTreeMap<&str, &str> {
    let counters = text
        .lines()
        .filter(|line| line.contains("_total{") || line.starts_with("recado_answer_"));
    let counters: BTreeMap<_, _> = counters.filter_map(|line| line.rsplit_once(' ')).collect();
    assert!(!counters.is_empty());
    counters
}
