//! What rings, when, and what a service that fails or is slow does to that.

use recado_api::request::{ChangeSetting, Reply};
use recado_api::view::{Destination, Pause, ReplyVia, Setting, Source};

use super::office::{Door, Office, TestDesk};
use crate::input::{Found, Input};
use crate::tray::Click;
use crate::world::Ring;

#[tokio::test]
async fn a_message_is_marked_as_told_only_when_the_service_answered() {
    let mut office = Office::of_a_clinic().await;
    let source = office.source().await;
    let (mut desk, door) = office.desk().await;
    door.write(&source, 1, "Quero agendar").await;
    desk.catch_up().await;
    let ring = desk.rang();
    assert_eq!(ring.notice.title, "Pessoa 1");
    assert_eq!(ring.notice.body, "Quero agendar\nvia Site");
    assert_eq!(door.untold().await, 1);
    desk.took(&ring).await;
    assert_eq!(door.untold().await, 0);
    assert!(desk.did().is_empty());
}

#[tokio::test]
async fn what_comes_while_one_is_under_way_waits_for_its_answer() {
    let mut office = Office::of_a_clinic().await;
    let source = office.source().await;
    let (mut desk, door) = office.desk().await;
    door.write(&source, 1, "um").await;
    desk.catch_up().await;
    let first = desk.rang();
    door.write(&source, 2, "dois").await;
    desk.catch_up().await;
    assert!(desk.did().is_empty());
    desk.took(&first).await;
    assert_eq!(desk.rang().notice.title, "Pessoa 2");
    assert_eq!(door.untold().await, 1, "the second is not answered yet");
}

#[tokio::test]
async fn from_the_fourth_within_ten_seconds_one_summary_is_updated_where_it_stands() {
    let mut office = Office::of_a_clinic().await;
    let source = office.source().await;
    let (mut desk, door) = office.desk().await;
    for person in [1, 2, 1] {
        let ring = rings(&mut desk, &door, &source, person).await;
        assert_eq!(ring.notice.title, format!("Pessoa {person}"));
        assert_eq!(ring.replaces, None);
    }
    let summary = rings(&mut desk, &door, &source, 3).await;
    assert_eq!(summary.notice.title, "Mais 1 recado de 1 pessoa");
    assert_eq!(summary.notice.body, "O último é de Pessoa 3");
    assert_eq!(summary.replaces, None);
    let updated = rings(&mut desk, &door, &source, 2).await;
    assert_eq!(updated.notice.title, "Mais 2 recados de 2 pessoas");
    assert_eq!(updated.replaces, Some(summary.id));
    assert_eq!(door.untold().await, 0);

    desk.after(11).await;
    let alone = rings(&mut desk, &door, &source, 2).await;
    assert_eq!(alone.notice.title, "Pessoa 2");
    assert_eq!(alone.replaces, None);
}

#[tokio::test]
async fn what_came_while_the_desk_was_off_is_one_notification_that_names_who_waits_longest() {
    let mut office = Office::of_a_clinic().await;
    let source = office.source().await;
    {
        let (_, door) = office.desk().await;
        for (person, text) in [(1, "a"), (2, "b"), (2, "c"), (3, "d"), (4, "e")] {
            door.write(&source, person, text).await;
        }
        // The first was answered elsewhere.
        let first = door.contact("Pessoa 1").await;
        let reply = Reply {
            contact: first,
            via: ReplyVia::Phone,
            text: None,
        };
        door.engine.ask(reply).await.unwrap();
    }
    let (mut desk, door) = office.desk().await;
    let ring = desk.rang();
    assert_eq!(ring.notice.title, "Enquanto você estava fora");
    let (counted, oldest) = ring.notice.body.split_once('\n').unwrap();
    assert!(
        counted.starts_with(&format!("{} recados", door.untold().await)),
        "{counted}"
    );
    assert_eq!(oldest, "Pessoa 2 espera há mais tempo");
    assert_eq!(ring.notice.leads_to, None);
    desk.took(&ring).await;
    assert_eq!(door.untold().await, 0);

    // From then on the desk is not away any more.
    let next = rings(&mut desk, &door, &source, 5).await;
    assert_eq!(next.notice.title, "Pessoa 5");
}

#[tokio::test]
async fn nothing_rings_in_a_pause_and_its_end_tells_of_all_at_once() {
    let mut office = Office::of_a_clinic().await;
    let source = office.source().await;
    let (mut desk, door) = office.desk().await;
    desk.take(Input::Clicked(Click::Pause(Pause::OneHour))).await;
    desk.catch_up().await;
    for person in 1..=5 {
        door.write(&source, person, "oi").await;
    }
    desk.catch_up().await;
    desk.after(59 * 60).await;
    assert!(desk.did().is_empty());
    desk.after(60).await;
    let ring = desk.rang();
    assert_eq!(ring.notice.title, "Enquanto você estava fora");
    assert!(
        ring.notice.body.starts_with("5 recados de 5 pessoas"),
        "{}",
        ring.notice.body
    );
    desk.took(&ring).await;
    assert_eq!(door.untold().await, 0);
}

#[tokio::test]
async fn a_pause_until_tomorrow_ends_at_eight_on_the_clock_of_the_business() {
    let mut office = Office::of_a_clinic().await;
    let source = office.source().await;
    let (mut desk, door) = office.desk().await;
    desk.take(Input::Clicked(Click::Pause(Pause::UntilTomorrow)))
        .await;
    desk.catch_up().await;
    door.write(&source, 1, "oi").await;
    desk.catch_up().await;
    // It is noon; twenty hours later it is eight.
    desk.after(20 * 60 * 60 - 1).await;
    assert!(desk.did().is_empty());
    desk.after(1).await;
    desk.rang();
}

#[tokio::test]
async fn ending_a_pause_early_tells_at_once() {
    let mut office = Office::of_a_clinic().await;
    let source = office.source().await;
    let (mut desk, door) = office.desk().await;
    desk.take(Input::Clicked(Click::Pause(Pause::OneHour))).await;
    desk.catch_up().await;
    door.write(&source, 1, "oi").await;
    desk.catch_up().await;
    assert!(desk.did().is_empty());
    desk.take(Input::Clicked(Click::Pause(Pause::No))).await;
    desk.catch_up().await;
    assert_eq!(desk.rang().notice.title, "Enquanto você estava fora");
}

#[tokio::test]
async fn hidden_text_is_hidden() {
    let mut office = Office::of_a_clinic().await;
    let source = office.source().await;
    let (mut desk, door) = office.desk().await;
    let setting = Setting::HideMessageText(true);
    door.engine.ask(ChangeSetting { setting }).await.unwrap();
    desk.catch_up().await;
    let ring = rings(&mut desk, &door, &source, 1).await;
    assert_eq!(ring.notice.body, "Novo recado");
}

#[tokio::test]
async fn without_a_service_the_rows_stay_and_are_told_as_one_when_it_comes() {
    let mut office = Office::of_a_clinic().await;
    let source = office.source().await;
    let (mut desk, door) = office.desk().await;
    door.write(&source, 1, "oi").await;
    desk.catch_up().await;
    let ring = desk.rang();
    desk.refused(&ring).await;
    assert!(!desk.shown_desktop().await.bell);
    for person in 2..=4 {
        door.write(&source, person, "oi").await;
        desk.catch_up().await;
    }
    assert!(desk.did().is_empty(), "one failure is enough for a while");
    assert_eq!(door.untold().await, 4);

    desk.take(Input::Found(Found::Bell(true))).await;
    let ring = desk.rang();
    assert!(
        ring.notice.body.starts_with("4 recados de 4 pessoas"),
        "{}",
        ring.notice.body
    );
    desk.took(&ring).await;
    assert_eq!(door.untold().await, 0);
    assert!(desk.shown_desktop().await.bell);
}

#[tokio::test]
async fn without_a_service_it_is_tried_again_once_a_minute() {
    let mut office = Office::of_a_clinic().await;
    let source = office.source().await;
    let (mut desk, door) = office.desk().await;
    door.write(&source, 1, "oi").await;
    desk.catch_up().await;
    for _ in 0..3 {
        let ring = desk.rang();
        desk.refused(&ring).await;
        desk.after(59).await;
        assert!(desk.did().is_empty());
        desk.after(1).await;
    }
    let ring = desk.rang();
    desk.took(&ring).await;
    assert_eq!(door.untold().await, 0);
}

#[tokio::test]
async fn a_service_that_replaces_another_is_asked_at_once() {
    let mut office = Office::of_a_clinic().await;
    let source = office.source().await;
    let (mut desk, door) = office.desk().await;
    door.write(&source, 1, "oi").await;
    desk.catch_up().await;
    let ring = desk.rang();
    desk.take(Input::Found(Found::Bell(true))).await;
    desk.refused(&ring).await;
    assert!(desk.shown_desktop().await.bell);
    let again = desk.rang();
    assert_eq!(again.notice, ring.notice);
    desk.refused(&again).await;
    assert!(!desk.shown_desktop().await.bell);
    assert!(desk.did().is_empty(), "once");
}

#[tokio::test]
async fn a_slow_service_counts_as_none_but_gets_nothing_twice() {
    let mut office = Office::of_a_clinic().await;
    let source = office.source().await;
    let (mut desk, door) = office.desk().await;
    door.write(&source, 1, "oi").await;
    desk.catch_up().await;
    let ring = desk.rang();
    desk.after(9).await;
    assert!(desk.shown_desktop().await.bell);
    desk.after(1).await;
    assert!(!desk.shown_desktop().await.bell);
    desk.take(Input::Found(Found::Bell(true))).await;
    desk.after(600).await;
    assert!(desk.did().is_empty());
    assert_eq!(door.untold().await, 1);

    desk.took(&ring).await;
    assert!(desk.shown_desktop().await.bell);
    assert_eq!(door.untold().await, 0);
}

#[tokio::test]
async fn what_waited_at_the_relay_is_one_notification_that_grows_where_it_stands() {
    let mut office = Office::of_a_clinic().await;
    let source = office.source().await;
    let (mut desk, door) = office.desk().await;
    door.write(&source, 1, "a").await;
    door.had_waited();
    desk.catch_up().await;
    let first = desk.rang();
    assert_eq!(first.notice.title, "Enquanto você estava fora");
    assert_eq!(
        first.notice.body,
        "1 recado de 1 pessoa\nPessoa 1 espera há mais tempo"
    );
    assert_eq!(
        first.notice.leads_to,
        Some(Destination::Contact(door.contact("Pessoa 1").await))
    );
    assert_eq!((first.replaces, first.notice.sound), (None, true));
    desk.took(&first).await;

    for (person, text) in [(2, "b"), (3, "c"), (2, "d")] {
        door.write(&source, person, text).await;
    }
    door.had_waited();
    desk.catch_up().await;
    assert!(desk.did().is_empty(), "it was told a moment ago");
    assert_eq!(door.untold().await, 3);
    desk.after(2).await;
    let more = desk.rang();
    assert_eq!(
        more.notice.body,
        "4 recados de 3 pessoas\nPessoa 1 espera há mais tempo"
    );
    assert_eq!((more.replaces, more.notice.sound), (Some(first.id), false));
    assert_eq!(door.untold().await, 3, "not answered yet");
    desk.took(&more).await;
    assert_eq!(door.untold().await, 0);

    // Whoever writes now rings as ever, at once and with a sound.
    let live = rings(&mut desk, &door, &source, 5).await;
    assert_eq!(
        (live.notice.title.as_str(), live.notice.sound),
        ("Pessoa 5", true)
    );
    assert_eq!(live.replaces, None);

    // Another time away, later.
    desk.after(61).await;
    door.write(&source, 6, "e").await;
    door.had_waited();
    desk.catch_up().await;
    let anew = desk.rang();
    assert!(
        anew.notice.body.starts_with("1 recado de 1 pessoa\n"),
        "{}",
        anew.notice.body
    );
    assert_eq!((anew.replaces, anew.notice.sound), (None, true));
}

#[tokio::test]
async fn what_the_relay_hands_over_joins_what_was_left_from_before_the_desk_was_off() {
    let mut office = Office::of_a_clinic().await;
    let source = office.source().await;
    {
        let (_, door) = office.desk().await;
        door.write(&source, 1, "a").await;
    }
    let (mut desk, door) = office.desk().await;
    let left = desk.rang();
    desk.took(&left).await;
    door.write(&source, 2, "b").await;
    door.had_waited();
    desk.catch_up().await;
    desk.after(2).await;
    let joined = desk.rang();
    assert!(
        joined.notice.body.starts_with("2 recados de 2 pessoas\n"),
        "{}",
        joined.notice.body
    );
    assert_eq!(joined.replaces, Some(left.id));
}

/// Somebody writes, and what rings for it is taken.
async fn rings(desk: &mut TestDesk<'_>, door: &Door<'_>, source: &Source, person: u8) -> Ring {
    // The same text again within minutes would be the same delivery.
    let text = format!("oi {}", desk.rings());
    door.write(source, person, &text).await;
    desk.catch_up().await;
    let ring = desk.rang();
    desk.took(&ring).await;
    ring
}
