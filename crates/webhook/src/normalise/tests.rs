use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::*;
use crate::another::Business;
use crate::preset::ZoneRule;
use crate::redact::REDACTED;

fn business() -> Business {
    let zone = TimeZone::get("America/Sao_Paulo").expect("the zone is known");
    Business::new("BR", zone)
}

fn normalised_in(said: Value, zone: ZoneRule) -> Option<Event> {
    let Value::Object(said) = said else {
        panic!("a map says objects");
    };
    Norms::new(&business(), zone).event(&said)
}

fn normalised(said: Value) -> Event {
    normalised_in(said, ZoneRule::Business).expect("it is an event")
}

#[test]
fn everything_that_a_map_says_is_read() {
    let event = normalised(json!({
        "kind": "appointment", "direction": "out", "at": "1773162300", "external_id": 7, "version": "2",
        "contact": {
            "name": "  Ana   Souza ", "phones": ["11 98765-4321", "5511987654321", "190"],
            "emails": ["Ana@Example.com", "no"], "ids": [{ "platform": "Stripe", "id": "cus_1" }, { "id": "x" }],
        },
        "text": " oi\u{0} ", "media": [{ "kind": "audio", "name": "a.ogg" }, { "kind": "hologram" }, 3],
        "amount": { "decimal": "12.30", "currency": "brl" },
        "appointment": { "starts_at": "2026-11-24 14:30:00", "ends_at": "2026-11-24T18:30:00Z", "state": "rescheduled", "replaces": "6" },
        "tags": ["vip", "vip", 1], "fields": { "a": { "b": 1 }, "c": ["x", "y"], "d": null, "e": " ", "token": "s3cret" },
    }));
    assert_eq!(
        serde_json::to_value(&event).expect("an event is JSON"),
        json!({
            "kind": "appointment", "direction": "out", "at": "2026-03-10T17:05:00Z", "external_id": "7", "version": "2",
            "matter": "appointment 7",
            "contact": {
                "name": "Ana Souza", "phones": [{ "number": "+5511987654321", "verified": true }],
                "emails": ["ana@example.com"], "ids": [{ "platform": "stripe", "id": "cus_1" }],
            },
            "text": "oi", "media": [{ "kind": "audio", "name": "a.ogg" }, { "kind": "file" }],
            "amount": { "minor": 1230, "currency": "BRL" },
            "appointment": { "starts_at": "2026-11-24T17:30:00Z", "ends_at": "2026-11-24T18:30:00Z", "state": "rescheduled", "replaces": "6" },
            "tags": ["vip", "1"], "fields": { "a.b": 1, "c": "x, y", "token": REDACTED },
        })
    );
}

#[test]
fn a_sale_is_what_its_preset_says_and_else_what_has_its_id() {
    let matter = |said| normalised(said).matter;
    let order = json!({ "kind": "order", "external_id": "7", "matter": "sale 1" });
    assert_eq!(matter(order).as_deref(), Some("sale 1"));
    let payment = json!({ "kind": "payment", "external_id": "7" });
    assert_eq!(matter(payment).as_deref(), Some("payment 7"));
    assert_eq!(matter(json!({ "kind": "message", "external_id": "7" })), None);
    assert_eq!(
        matter(json!({ "kind": "order", "guess": { "id": "7", "valor": "10" } })),
        None
    );
}

#[test]
fn what_is_of_a_wrong_type_is_left_out() {
    let wrong = [
        json!(null),
        json!(true),
        json!(1.5e300),
        json!([]),
        json!([[]]),
        json!({}),
        json!("?"),
    ];
    for value in wrong {
        let event = normalised(json!({
            "kind": "lead", "direction": value, "at": value, "contact": value, "media": value, "amount": value,
            "appointment": value, "tags": value, "fields": value, "guess": value,
        }));
        assert_eq!(
            (event.kind, event.at, event.amount, event.appointment),
            (Kind::Lead, None, None, None)
        );
        assert!(!event.contact.has_handle());
    }
    assert_eq!(normalised_in(json!({ "kind": "hologram" }), ZoneRule::Utc), None);
    assert_eq!(normalised_in(json!({}), ZoneRule::Utc), None);
}

#[test]
fn a_time_without_zone_is_meant_as_the_preset_says() {
    let at = |at: Value, zone| {
        normalised_in(json!({ "kind": "lead", "at": at }), zone)
            .and_then(|event| event.at)
            .map(|at| at.to_string())
    };
    let noon = Some("2026-03-10T17:05:00Z".to_owned());
    assert_eq!(at(json!("2026-03-10 14:05:00"), ZoneRule::Business), noon);
    assert_eq!(at(json!("2026-03-10T17:05:00"), ZoneRule::Utc), noon);
    for written in [
        json!("2026-03-10T14:05:00-03:00"),
        json!("10/03/2026 17:05"),
        json!(1_773_162_300),
        json!(1_773_162_300_000_i64),
        json!("1773162300000"),
        json!(1_773_162_300.0),
    ] {
        assert_eq!(at(written.clone(), ZoneRule::Utc), noon, "{written}");
    }
    assert_eq!(at(json!("2026-03-10"), ZoneRule::Utc), None);
    assert_eq!(at(json!(0), ZoneRule::Utc), None);
}

#[test]
fn amounts_are_read_by_the_currency_s_own_decimals() {
    let amount = |said: Value| {
        let amount = normalised(json!({ "kind": "payment", "amount": said })).amount;
        amount.map(|amount| (amount.minor, amount.currency))
    };
    let of = |minor, currency: &str| Some((minor, currency.to_owned()));
    assert_eq!(amount(json!({ "decimal": 12.3 })), of(1230, "BRL"));
    assert_eq!(
        amount(json!({ "decimal": "12.345", "currency": "KWD" })),
        of(12_345, "KWD")
    );
    assert_eq!(
        amount(json!({ "decimal": "1234", "currency": "CLP" })),
        of(1234, "CLP")
    );
    assert_eq!(amount(json!({ "decimal": "1.234,50" })), of(123_450, "BRL"));
    assert_eq!(amount(json!({ "decimal": "US$ 10.00" })), of(1000, "USD"));
    assert_eq!(amount(json!({ "minor": 990, "currency": "usd" })), of(990, "USD"));
    assert_eq!(amount(json!({ "minor": "990" })), of(990, "BRL"));
    assert_eq!(amount(json!({ "minor": 990.0 })), of(990, "BRL"));
    assert_eq!(amount(json!({ "minor": 9.9 })), None);
    assert_eq!(amount(json!({ "decimal": "dez reais" })), None);
    assert_eq!(amount(json!({ "decimal": 1e300 })), None);
}

#[test]
fn an_appointment_without_a_time_is_somebody_who_wants_one() {
    let event = normalised(json!({ "kind": "appointment", "appointment": { "starts_at": "2026-11-24" } }));
    assert_eq!((event.kind, event.appointment), (Kind::Lead, None));
    let backwards =
        json!({ "starts_at": "2026-11-24T14:30:00Z", "ends_at": "2026-11-24T14:30:00Z", "state": "?" });
    let event = normalised(json!({ "kind": "appointment", "appointment": backwards }));
    let appointment = event.appointment.expect("it has a time");
    assert_eq!(
        (appointment.ends_at, appointment.state),
        (None, AppointmentState::Booked)
    );
}

#[test]
fn what_a_map_says_goes_over_what_it_leaves_to_guesses() {
    let event = normalised(json!({
        "guess": { "id": "x", "nome": "Ana", "telefone": "11987654321", "mensagem": "oi", "cor": "azul" },
        "kind": "lead", "external_id": "evt_1", "contact": { "emails": ["ana@example.com"] }, "fields": { "form": "Contato" },
    }));
    assert_eq!(event.kind, Kind::Lead);
    assert_eq!(event.contact.name.as_deref(), Some("Ana"));
    assert_eq!((event.contact.phones.len(), event.contact.emails.len()), (1, 1));
    assert_eq!(event.text.as_deref(), Some("oi"));
    // The map's id is no guess, and needs no fingerprint beside it.
    assert_eq!(
        (event.external_id.as_deref(), event.version),
        (Some("evt_1"), None)
    );
    assert_eq!(event.fields.get("cor"), Some(&json!("azul")));
    assert_eq!(event.fields.get("form"), Some(&json!("Contato")));
    let guessed = normalised(json!({ "guess": { "id": "x", "telefone": "11987654321", "mensagem": "oi" } }));
    assert_eq!(guessed.kind, Kind::Message);
    assert!(guessed.version.is_some());
}

#[test]
fn nothing_grows_without_bound() {
    let many = |value: &str, count: usize| Value::from(vec![value; count]);
    let fields: serde_json::Map<_, _> = (0..5_000)
        .map(|n| (format!("f{n}"), json!("x".repeat(5_000))))
        .collect();
    let event = normalised(json!({
        "kind": "message", "text": "x".repeat(100_000), "external_id": "x".repeat(251), "fields": fields,
        "tags": (0..1_000).map(|n| n.to_string()).collect::<Vec<_>>(),
        "media": vec![json!({ "kind": "image" }); 1_000],
        "contact": { "phones": (0..1_000).map(|n| format!("11987{n:06}")).collect::<Vec<_>>(), "emails": many("a@b.co", 9) },
    }));
    assert_eq!(event.text.map(|text| text.len()), Some(20_000));
    assert_eq!(event.external_id, None);
    assert_eq!(event.fields.len(), 200);
    assert!(
        event
            .fields
            .values()
            .all(|value| value.as_str().is_some_and(|text| text.len() <= 2_000))
    );
    assert_eq!(
        (event.tags.len(), event.media.len(), event.contact.phones.len()),
        (30, 20, 5)
    );
    assert_eq!(event.contact.emails, ["a@b.co"]);
}
