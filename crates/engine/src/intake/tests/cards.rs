//! What an event does to its contact's card.

use super::*;

#[tokio::test]
async fn who_was_won_lost_or_archived_and_writes_again_comes_back_to_the_first_stage() {
    for gone in [
        "UPDATE contact SET stage_id = (SELECT id FROM stage WHERE outcome = 'won')",
        "UPDATE contact SET stage_id = (SELECT id FROM stage WHERE outcome = 'lost')",
        "UPDATE contact SET archived_at = 1",
    ] {
        let shop = Shop::open().await;
        shop.file(message("Ana", "+5511987654321", "Oi")).await;
        let first_stage = shop.only_contact().await.stage;
        shop.execute(gone).await;
        shop.file(message("Ana", "+5511987654321", "Voltei")).await;
        let contact = shop.only_contact().await;
        assert_eq!(
            (contact.stage, contact.archived),
            (first_stage, false),
            "after {gone}"
        );
    }
}

#[tokio::test]
async fn who_stands_in_an_open_stage_stays_there_and_goes_to_its_top() {
    let shop = Shop::open().await;
    for (name, phone) in [
        ("Ana", "+5511987654321"),
        ("Bia", "+5511987654322"),
        ("Caio", "+5511987654323"),
    ] {
        shop.file(message(name, phone, "Oi")).await;
    }
    shop.execute(
        "UPDATE contact SET stage_id = (SELECT id FROM stage WHERE outcome = 'open' ORDER BY position DESC LIMIT 1)",
    )
    .await;
    shop.file(message("Ana", "+5511987654321", "Voltei")).await;
    let mut contacts = shop.contacts().await;
    let stage = contacts.first().unwrap().stage.clone();
    assert!(contacts.iter().all(|contact| contact.stage == stage));
    contacts.sort_by(|one, other| one.position.cmp(&other.position));
    let names: Vec<_> = contacts.iter().map(|contact| contact.name.as_str()).collect();
    assert_eq!(names, ["Ana", "Caio", "Bia"]);
}

#[tokio::test]
async fn a_message_that_arrives_late_does_not_hide_the_newer_one() {
    let shop = Shop::open().await;
    let now = shop.clock.now();
    let minutes_ago = |minutes| Some(now.checked_sub(SignedDuration::from_mins(minutes)).unwrap());
    shop.file(Event {
        at: minutes_ago(1),
        ..message("Ana", "+5511987654321", "a nova")
    })
    .await;
    shop.file(Event {
        at: minutes_ago(9),
        ..message("Ana", "+5511987654321", "a velha")
    })
    .await;
    assert_eq!(shop.only_contact().await.last_message.as_deref(), Some("a nova"));
}

#[tokio::test]
async fn an_appointment_and_an_amount_that_arrive_late_do_not_hide_the_newer_ones() {
    let shop = Shop::open().await;
    let now = shop.clock.now();
    let told = |minutes_ago, state, minor| Event {
        kind: Kind::Appointment,
        at: Some(now.checked_sub(SignedDuration::from_mins(minutes_ago)).unwrap()),
        appointment: Some(Appointment {
            starts_at: "2026-12-01T14:00:00Z".parse().unwrap(),
            ends_at: None,
            state,
            replaces: None,
        }),
        amount: Some(Money {
            minor,
            currency: "BRL".to_owned(),
        }),
        ..message("Ana", "+5511987654321", "Consulta")
    };
    shop.file(told(5, AppointmentState::Booked, 100)).await;
    shop.file(told(1, AppointmentState::Cancelled, 300)).await;
    shop.file(told(3, AppointmentState::Confirmed, 200)).await;
    let contact = shop.only_contact().await;
    let state = contact.appointment.map(|appointment| appointment.state);
    assert_eq!(state, Some(recado_api::view::AppointmentState::Cancelled));
    assert_eq!(contact.amount.map(|amount| amount.minor), Some(300));
}

#[tokio::test]
async fn a_sender_whose_clock_runs_days_ahead_does_not_pin_its_message() {
    let shop = Shop::open().await;
    let ahead = shop
        .clock
        .now()
        .checked_add(SignedDuration::from_hours(72))
        .unwrap();
    shop.file(Event {
        at: Some(ahead),
        ..message("Ana", "+5511987654321", "do futuro")
    })
    .await;
    shop.wait(SignedDuration::from_mins(1));
    shop.file(message("Ana", "+5511987654321", "de agora")).await;
    assert_eq!(
        shop.only_contact().await.last_message.as_deref(),
        Some("de agora")
    );
}

#[tokio::test]
async fn an_answer_of_the_business_ends_the_waiting_rings_nothing_and_makes_no_contact() {
    let shop = Shop::open().await;
    let out = |phone, text| Event {
        direction: Direction::Out,
        ..message("", phone, text)
    };
    shop.file(message("Ana", "+5511987654321", "Oi")).await;
    let mut changes = shop.engine.subscribe(None);
    shop.file(out("+5511987654321", "Bom dia, Ana!")).await;
    let contact = shop.only_contact().await;
    assert_eq!((contact.waiting_since, contact.unread), (None, 1));
    assert_eq!(contact.last_message.as_deref(), Some("Bom dia, Ana!"));
    shop.file(out("+5521987654321", "Olá, estranho")).await;
    assert_eq!(shop.contacts().await.len(), 1);
    let toasts = shop.engine.ask(ListToasts { limit: 100 }).await.unwrap();
    assert_eq!(toasts.total, 1);

    shop.engine.core().changes.end(recado_api::Ending::Quit);
    while let Some(line) = changes.next().await {
        if let StreamLine::Change { change, .. } = line {
            assert!(!matches!(*change, Change::Arrival(_)), "an answer rang");
        }
    }
}

#[tokio::test]
async fn a_receipt_tells_nobody() {
    let shop = Shop::open().await;
    shop.file(message("Ana", "+5511987654321", "Oi")).await;
    let receipt = Event {
        kind: Kind::Receipt,
        text: None,
        ..message("Ana", "+5511987654321", "")
    };
    shop.file(receipt).await;
    let toasts = shop.engine.ask(ListToasts { limit: 100 }).await.unwrap();
    assert_eq!(toasts.total, 1);
}

#[tokio::test]
async fn a_picture_without_text_is_shown_by_a_word_for_it() {
    let shop = Shop::open().await;
    let picture = Event {
        text: None,
        media: vec![Media {
            kind: MediaKind::Image,
            name: Some("dente.jpg".to_owned()),
        }],
        ..message("Ana", "+5511987654321", "")
    };
    shop.file(picture).await;
    let word = shop.engine.core().lang().text("media-image", &[]);
    assert_eq!(
        shop.only_contact().await.last_message,
        Some(format!("[{word}] dente.jpg"))
    );
}

#[tokio::test]
async fn an_older_state_of_an_order_does_not_stand_over_a_newer_one() {
    let shop = Shop::open().await;
    let state = |version: &str, minor: i64, at: &str| Said {
        ids_are_known: true,
        ..Said::from(Event {
            kind: Kind::Order,
            at: Some(at.parse().unwrap()),
            external_id: Some("order_1".to_owned()),
            version: Some(version.to_owned()),
            amount: Some(Money {
                minor,
                currency: "BRL".to_owned(),
            }),
            ..message("Ana", "+5511987654321", version)
        })
    };
    shop.file(state("paid", 9_000, "2026-11-24T11:30:00Z")).await;
    shop.file(state("pending", 10_000, "2026-11-24T11:00:00Z")).await;
    let contact = shop.only_contact().await;
    assert_eq!(contact.amount.unwrap().minor, 9_000);
    assert_eq!(contact.last_message.as_deref(), Some("paid"));
    let told: i64 = shop.count("SELECT count(*) FROM event").await;
    assert_eq!(told, 2, "the timeline has both");
}

#[tokio::test]
async fn a_cancelled_appointment_takes_no_other_one_off_the_card() {
    let shop = Shop::open().await;
    let appointment = |id: &str, starts_at: &str, state, told_at: &str| Said {
        ids_are_known: true,
        ..Said::from(Event {
            kind: Kind::Appointment,
            at: Some(told_at.parse().unwrap()),
            external_id: Some(id.to_owned()),
            version: Some(format!("{state:?}")),
            appointment: Some(Appointment {
                starts_at: starts_at.parse().unwrap(),
                ends_at: None,
                state,
                replaces: None,
            }),
            ..message("Ana", "+5511987654321", "")
        })
    };
    use AppointmentState::{Booked, Cancelled};
    let (monday, tuesday) = ("2026-11-30T12:00:00Z", "2026-12-01T12:00:00Z");
    shop.file(appointment("1", monday, Booked, "2026-11-24T10:00:00Z"))
        .await;
    shop.file(appointment("2", tuesday, Booked, "2026-11-24T10:10:00Z"))
        .await;
    shop.file(appointment("1", monday, Cancelled, "2026-11-24T10:20:00Z"))
        .await;
    let shown = shop.only_contact().await.appointment.unwrap();
    assert_eq!(shown.starts_at, tuesday.parse().unwrap());
    shop.file(appointment("2", tuesday, Cancelled, "2026-11-24T10:30:00Z"))
        .await;
    let shown = shop.only_contact().await.appointment.unwrap();
    assert_eq!(shown.state, recado_api::view::AppointmentState::Cancelled);
}

#[tokio::test]
async fn changes_tell_the_card_the_timeline_the_arrival_and_the_line_of_the_log_in_the_order_of_the_commits()
{
    let shop = Shop::open().await;
    let mut changes = shop.engine.subscribe(None);
    shop.file(message("Ana", "+5511987654321", "Oi")).await;
    let mut told = Vec::new();
    for expected in 1..=4 {
        let Some(StreamLine::Change { n, change }) = changes.next().await else {
            panic!("a change")
        };
        assert_eq!(n, expected + 1, "the source was the first change");
        told.push(*change);
    }
    let [
        Change::Contact(card),
        Change::Timeline(entry),
        Change::Arrival(arrival),
        Change::Delivery(line),
    ] = told.as_slice()
    else {
        panic!("not {told:?}")
    };
    assert_eq!(card.unread, 1);
    assert_eq!(entry.contact, card.id);
    assert_eq!((arrival.who.as_str(), arrival.new_contact), ("Ana", true));
    assert_eq!(line.verdict, Verdict::Accepted);
}
