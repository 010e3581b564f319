//! A form that stopped sending is noticed by nobody but the program.

use jiff::Timestamp;
use recado_api::request::ListAlerts;
use recado_api::view::{AlertWhat, Silence};
use recado_tests::{Recado, wait};
use rusqlite::{Connection, params};

/// Four a day for five weeks.
const LEADS: u32 = 140;

#[test]
fn a_source_that_brought_four_leads_a_day_and_fell_silent_is_told_until_the_next_lead() {
    let recado = Recado::in_new_folder();
    let source = recado.source("Formulário do site");
    let serving = recado.serve();
    for n in 0..LEADS {
        serving.post_json(&source, lead(n)).expect_verdict("accepted");
    }
    serving.kill();
    put_back(&recado);

    let serving = recado.serve();
    let told = wait::until("the silence is told", || silence(&recado));
    assert!((15..40).contains(&told.usual), "{told:?}");
    let alerts = recado.objects(&["alerts", "--json"]);
    assert_eq!(alerts.len(), 1, "{alerts:?}");
    serving.post_json(&source, lead(LEADS)).expect_verdict("accepted");
    wait::until("the silence is over", || silence(&recado).is_none().then_some(()));
}

fn lead(n: u32) -> String {
    format!(
        r#"{{"nome": "Pessoa {n}", "telefone": "+55119{:08}"}}"#,
        80_000_000 + n
    )
}

fn silence(recado: &Recado) -> Option<Silence> {
    let alerts = recado.ask(ListAlerts {}).expect("alerts can be listed");
    alerts.into_iter().find_map(|alert| match alert.what {
        AlertWhat::Silent(silence) => Some(silence),
        AlertWhat::ShapeChanged(_) | AlertWhat::Unanswered(_) | AlertWhat::GaveUp(_) => None,
    })
}

/// Puts what came back in time: one every six hours for five weeks, the last of them six days ago. The program listened
/// all the time.
fn put_back(recado: &Recado) {
    const SIX_HOURS: i64 = 6 * 60 * 60 * 1_000;
    let now = Timestamp::now();
    let last = now.as_millisecond() - 6 * 4 * SIX_HOURS;
    let first = last - i64::from(LEADS - 1) * SIX_HOURS;
    let db = Connection::open(recado.database()).expect("nobody has it");
    let put_back = db
        .execute(
            "UPDATE delivery SET received_at = ?1 + ?2 * (
                 SELECT count(*) FROM delivery AS earlier WHERE earlier.seq < delivery.seq)",
            params![first, SIX_HOURS],
        )
        .expect("the log is there");
    assert_eq!(u32::try_from(put_back), Ok(LEADS));
    db.execute("UPDATE source SET first_delivery_at = ?1", [first])
        .expect("the source is there");
    let listened = format!(r#"{{"listened_until": "{now}", "here": [], "relay": []}}"#);
    db.execute(
        "INSERT OR REPLACE INTO setting (key, value) VALUES ('absences', ?1)",
        [listened],
    )
    .expect("the settings are there");
}
