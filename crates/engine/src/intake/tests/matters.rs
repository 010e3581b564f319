//! A sale or a booking is one line of a timeline, whatever its sender makes of it.

use recado_api::request::ShowContact;
use recado_api::view::{EventEntry, TimelineEntry, What};

use super::*;

#[tokio::test]
async fn an_order_and_its_payments_are_one_line_that_the_latest_leads_whatever_comes_first() {
    let shop = Shop::open().await;
    shop.file(sale(Kind::Order, "7", "aguardando", "11:00")).await;
    shop.file(sale(Kind::Payment, "pay_2", "pago", "11:30")).await;
    shop.file(sale(Kind::Payment, "pay_1", "recusado", "11:20")).await;
    let lines = shop.lines().await;
    assert_eq!(texts(&lines), ["pago"]);
    let earlier: Vec<_> = lines[0]
        .earlier
        .iter()
        .map(|state| (state.kind, state.text.as_deref().unwrap()))
        .collect();
    use recado_api::view::EventKind::{Order, Payment};
    assert_eq!(earlier, [(Order, "aguardando"), (Payment, "recusado")]);
}

#[tokio::test]
async fn what_leads_the_line_from_now_on_is_told_and_what_led_it_is_gone() {
    let shop = Shop::open().await;
    shop.file(sale(Kind::Order, "7", "aguardando", "11:00")).await;
    let first = shop.entries().await.remove(0);
    let mut changes = shop.engine.subscribe(None);
    shop.file(sale(Kind::Payment, "pay_2", "pago", "11:30")).await;
    shop.file(sale(Kind::Payment, "pay_1", "recusado", "11:20")).await;
    let (mut gone, mut told) = (Vec::new(), Vec::new());
    while told.len() < 2 {
        if let StreamLine::Change { change, .. } = changes.next().await.unwrap() {
            if let Change::TimelineGone { id, .. } = &*change {
                gone.push(id.clone());
            } else if let Change::Timeline(entry) = *change {
                told.push(entry);
            }
        }
    }
    assert_eq!(gone, [first.id]);
    let [paid, again] = told.as_slice() else {
        panic!("two lines were told, not {}", told.len())
    };
    assert_eq!(paid.id, again.id, "a late state is told on the line that leads");
    assert_eq!(event(again).earlier.len(), 2);
}

#[tokio::test]
async fn orders_of_two_shops_that_are_numbered_alike_are_two_lines() {
    let shop = Shop::open().await;
    let other = shop
        .engine
        .ask(AddSource {
            title: "Outra loja".to_owned(),
            preset: None,
            secret: None,
            allow_get: false,
        })
        .await
        .unwrap();
    shop.file(sale(Kind::Order, "7", "uma", "11:00")).await;
    shop.file(Said {
        source: Some(other.id),
        ..Said::from(sale(Kind::Order, "7", "outra", "11:10"))
    })
    .await;
    assert_eq!(texts(&shop.lines().await), ["uma", "outra"]);
}

#[tokio::test]
async fn a_booking_that_was_moved_is_one_line_whichever_half_comes_first() {
    let cancelled = || booking("old", None, AppointmentState::Cancelled, "11:30");
    let moved = || booking("new", Some("old"), AppointmentState::Rescheduled, "11:30");
    for halves in [[cancelled(), moved()], [moved(), cancelled()]] {
        let shop = Shop::open().await;
        shop.file(booking("old", None, AppointmentState::Booked, "11:00"))
            .await;
        for half in halves {
            shop.file(half).await;
        }
        let lines = shop.lines().await;
        assert_eq!(texts(&lines), ["new Rescheduled"]);
        assert_eq!(lines[0].earlier.len(), 2);
    }
}

#[tokio::test]
async fn a_booking_that_was_moved_twice_and_then_cancelled_is_still_one_line() {
    let shop = Shop::open().await;
    shop.file(booking("a", None, AppointmentState::Booked, "11:00"))
        .await;
    shop.file(booking("b", Some("a"), AppointmentState::Rescheduled, "11:10"))
        .await;
    shop.file(booking("c", Some("b"), AppointmentState::Rescheduled, "11:20"))
        .await;
    shop.file(booking("c", None, AppointmentState::Cancelled, "11:30"))
        .await;
    // Late words of bookings that are long gone.
    shop.file(booking("a", None, AppointmentState::Cancelled, "11:40"))
        .await;
    shop.file(booking("b", None, AppointmentState::Cancelled, "11:41"))
        .await;
    let lines = shop.lines().await;
    assert_eq!(texts(&lines), ["c Cancelled"]);
    assert_eq!(lines[0].earlier.len(), 5);
}

#[tokio::test]
async fn messages_are_lines_of_their_own() {
    let shop = Shop::open().await;
    for text in ["Oi", "Tem horário?"] {
        shop.file(message("Ana", "+5511987654321", text)).await;
        shop.wait(SignedDuration::from_mins(1));
    }
    assert_eq!(texts(&shop.lines().await), ["Oi", "Tem horário?"]);
}

/// A state of the order `7`, told at that time of the day.
fn sale(kind: Kind, id: &str, state: &str, at: &str) -> Event {
    Event {
        kind,
        at: Some(format!("2026-11-24T{at}:00Z").parse().unwrap()),
        external_id: Some(id.to_owned()),
        version: Some(state.to_owned()),
        matter: Some("order 7".to_owned()),
        ..message("Ana", "+5511987654321", state)
    }
}

fn booking(id: &str, replaces: Option<&str>, state: AppointmentState, at: &str) -> Event {
    Event {
        kind: Kind::Appointment,
        at: Some(format!("2026-11-24T{at}:00Z").parse().unwrap()),
        external_id: Some(id.to_owned()),
        version: Some(format!("{state:?}")),
        matter: Some(format!("appointment {id}")),
        appointment: Some(Appointment {
            starts_at: "2026-12-01T14:00:00Z".parse().unwrap(),
            ends_at: None,
            state,
            replaces: replaces.map(str::to_owned),
        }),
        ..message("Ana", "+5511987654321", &format!("{id} {state:?}"))
    }
}

fn event(entry: &TimelineEntry) -> &EventEntry {
    let What::Event(event) = &entry.what else {
        panic!("not {entry:?}")
    };
    event
}

fn texts(lines: &[EventEntry]) -> Vec<&str> {
    lines.iter().filter_map(|line| line.text.as_deref()).collect()
}

impl Shop {
    /// What senders told of the only contact.
    async fn entries(&self) -> Vec<TimelineEntry> {
        let contact = self.only_contact().await.id;
        let shown = self
            .engine
            .ask(ShowContact { contact, entries: 50 })
            .await
            .unwrap();
        let entries = shown.timeline.entries.into_iter();
        entries
            .filter(|entry| matches!(entry.what, What::Event(_)))
            .collect()
    }

    async fn lines(&self) -> Vec<EventEntry> {
        self.entries()
            .await
            .iter()
            .map(|entry| event(entry).clone())
            .collect()
    }
}
