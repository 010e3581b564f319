//! What the owner is told while nobody answers, on a real folder, at times that a test sets. Times are São Paulo's.

mod judging;
mod shop;

use jiff::SignedDuration;
use recado_api::request::{PauseSource, RemoveSource};
use recado_api::view::{AlertKind, AlertWhat, GivesUp};
use recado_api::{Change, StreamLine};

use super::look::tell_unkept;
use crate::store::deliveries::Detail;
use shop::{Shop, time};

#[tokio::test]
async fn a_failure_at_five_past_six_stops_the_queue_at_five_to_seven() {
    let mut shop = Shop::open("24 18:00").await;
    let asaas = shop.brought_something("asaas").await;
    shop.at("24 18:05").await;
    shop.blocked();
    shop.at("24 18:06").await;
    assert_eq!(shop.told(asaas).await, None, "a moment is nobody's worry");
    shop.at("24 18:10").await;
    let Some(AlertWhat::Unanswered(counts)) = shop.told(asaas).await else {
        panic!("it counts down")
    };
    assert_eq!(counts.gives_up_at, time("25 06:55"));
    assert_eq!(counts.then, GivesUp::QueueStopped);
    assert!(counts.why.contains("porta"), "{}", counts.why);
    shop.at("25 06:54").await;
    assert!(matches!(shop.told(asaas).await, Some(AlertWhat::Unanswered(_))));
    shop.at("25 06:55").await;
    let Some(AlertWhat::GaveUp(gave_up)) = shop.told(asaas).await else {
        panic!("it gave up")
    };
    assert_eq!(gave_up.until, None);
    assert!(!gave_up.recover.is_empty());
    shop.at("25 08:00").await;
    shop.receiving();
    shop.at("25 08:00").await;
    let Some(AlertWhat::GaveUp(gave_up)) = shop.told(asaas).await else {
        panic!("the owner still has to see to it")
    };
    assert_eq!(gave_up.until, Some(time("25 08:00")));
    shop.at("25 08:20").await;
    assert!(shop.told(asaas).await.is_some(), "it does not go away by itself");
    shop.brings(asaas, "25 08:25").await;
    shop.at("25 08:25").await;
    assert_eq!(
        shop.told(asaas).await,
        None,
        "what comes shows that the queue runs"
    );
}

#[tokio::test]
async fn whoever_is_answered_in_time_is_told_of_no_more() {
    let mut shop = Shop::open("24 10:00").await;
    let typeform = shop.brought_something("typeform").await;
    shop.at("24 10:05").await;
    shop.blocked();
    shop.at("24 10:11").await;
    let Some(AlertWhat::Unanswered(counts)) = shop.told(typeform).await else {
        panic!("it counts down")
    };
    assert_eq!(counts.gives_up_at, time("24 13:40"), "three and a half hours");
    shop.receiving();
    shop.at("24 13:00").await;
    assert_eq!(shop.told(typeform).await, None);
    shop.at("24 14:00").await;
    assert_eq!(shop.told(typeform).await, None);
}

#[tokio::test]
async fn a_restart_in_the_middle_changes_nothing() {
    let mut shop = Shop::open("24 18:00").await;
    let asaas = shop.brought_something("asaas").await;
    shop.at("24 18:05").await;
    shop.blocked();
    shop.at("24 18:20").await;
    let mut shop = shop.again("24 22:00").await;
    shop.blocked();
    shop.at("24 22:00").await;
    let Some(AlertWhat::Unanswered(counts)) = shop.told(asaas).await else {
        panic!("it goes on counting")
    };
    assert_eq!(counts.gives_up_at, time("25 06:55"));
    let mut shop = shop.again("25 08:00").await;
    shop.at("25 08:00").await;
    let Some(AlertWhat::GaveUp(gave_up)) = shop.told(asaas).await else {
        panic!("whoever saw it count is told how it ended")
    };
    assert_eq!(gave_up.until, Some(time("25 08:00")));
}

#[tokio::test]
async fn after_a_night_switched_off_a_sender_has_a_quarter_of_an_hour_to_show_that_it_goes_on() {
    for goes_on in [true, false] {
        let mut shop = Shop::open("24 18:00").await;
        let asaas = shop.brought("asaas", 28 * 12).await;
        shop.at("24 18:05").await;
        shop.left().await;
        let mut shop = shop.again("25 08:00").await;
        shop.at("25 08:00").await;
        assert_eq!(shop.told(asaas).await, None);
        if goes_on {
            shop.brings(asaas, "25 08:10").await;
        }
        shop.at("25 08:16").await;
        let told = shop.told(asaas).await;
        match told {
            None => assert!(goes_on),
            Some(AlertWhat::GaveUp(gave_up)) => {
                assert!(!goes_on);
                assert_eq!(gave_up.until, Some(time("25 08:00")));
            }
            Some(other) => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_crash_in_the_evening_is_known_in_the_morning_too() {
    let mut shop = Shop::open("24 18:00").await;
    let asaas = shop.brought("asaas", 28 * 12).await;
    shop.at("24 18:05").await;
    // The last mark stands; nobody said goodbye.
    let mut shop = shop.again("25 08:00").await;
    shop.at("25 08:00").await;
    shop.at("25 08:16").await;
    assert!(matches!(shop.told(asaas).await, Some(AlertWhat::GaveUp(_))));
}

#[tokio::test]
async fn a_night_in_which_hardly_anything_comes_alarms_nobody() {
    let mut shop = Shop::open("24 18:00").await;
    let asaas = shop.brought("asaas", 4).await;
    shop.at("24 18:05").await;
    shop.left().await;
    let mut shop = shop.again("25 08:00").await;
    shop.at("25 08:00").await;
    shop.at("25 08:30").await;
    assert_eq!(shop.told(asaas).await, None);
}

#[tokio::test]
async fn who_tries_once_is_told_of_where_the_same_hours_brought_something_before() {
    for comes_at_night in [true, false] {
        let mut shop = Shop::open("24 22:00").await;
        let elementor = shop.brought_something("elementor").await;
        for week in 1..=4 {
            for hour in [1, 2, 3] {
                let hour = if comes_at_night { hour } else { hour + 12 };
                let then = time("25 00:00") - SignedDuration::from_hours(24 * 7 * week)
                    + SignedDuration::from_hours(hour);
                shop.keep(elementor, then).await;
            }
        }
        shop.at("24 22:00").await;
        shop.left().await;
        let mut shop = shop.again("25 08:00").await;
        shop.at("25 08:00").await;
        shop.at("25 08:16").await;
        let told = shop.told(elementor).await;
        assert_eq!(told.is_some(), comes_at_night, "{told:?}");
        if let Some(AlertWhat::GaveUp(gave_up)) = told {
            assert_eq!(gave_up.then, GivesUp::Lost);
            shop.brings(elementor, "25 09:00").await;
            shop.at("25 09:00").await;
            assert!(shop.told(elementor).await.is_some(), "what is lost stays lost");
            shop.dismiss(elementor, AlertKind::GaveUp).await;
            shop.at("25 09:10").await;
            assert_eq!(shop.told(elementor).await, None);
        }
    }
}

#[tokio::test]
async fn what_was_done_about_one_night_does_not_hide_the_next() {
    let mut shop = Shop::open("24 18:00").await;
    let asaas = shop.brought("asaas", 28 * 12).await;
    shop.at("24 18:00").await;
    shop.left().await;
    let mut shop = shop.again("25 08:00").await;
    shop.at("25 08:00").await;
    shop.at("25 08:16").await;
    shop.dismiss(asaas, AlertKind::GaveUp).await;
    shop.at("25 18:00").await;
    shop.left().await;
    let mut shop = shop.again("26 08:00").await;
    shop.at("26 08:00").await;
    shop.at("26 08:16").await;
    let Some(AlertWhat::GaveUp(gave_up)) = shop.told(asaas).await else {
        panic!("another night")
    };
    assert_eq!(gave_up.until, Some(time("26 08:00")));
}

#[tokio::test]
async fn a_relay_answers_while_this_computer_is_off() {
    let shop = Shop::open("24 18:00").await;
    let asaas = shop.brought("asaas", 28 * 12).await;
    shop.comes_by_relay(asaas).await;
    let mut shop = shop.again("24 18:00").await;
    shop.at("24 18:05").await;
    shop.left().await;
    let mut shop = shop.again("25 08:00").await;
    shop.blocked();
    shop.at("25 08:00").await;
    shop.at("25 08:30").await;
    assert_eq!(
        shop.told(asaas).await,
        None,
        "by the relay a port does not matter"
    );
}

#[tokio::test]
async fn a_refused_sender_counts_down_until_what_it_is_refused_for_is_corrected() {
    let mut shop = Shop::open("24 10:00").await;
    let typeform = shop.brought_something("typeform").await;
    let core = shop.engine.core().clone();
    shop.set("24 10:10");
    core.note_refused(typeform, time("24 10:10"), &Detail::new("refused-not-kept"));
    shop.at("24 10:20").await;
    assert_eq!(shop.told(typeform).await, None, "one may be a stranger's");
    core.note_refused(typeform, time("24 10:20"), &Detail::new("refused-not-kept"));
    shop.at("24 10:20").await;
    let Some(AlertWhat::Unanswered(counts)) = shop.told(typeform).await else {
        panic!("it counts down")
    };
    assert_eq!(counts.gives_up_at, time("24 13:45"));
    shop.brings(typeform, "24 11:00").await;
    shop.at("24 11:00").await;
    assert_eq!(shop.told(typeform).await, None);
}

#[tokio::test]
async fn a_sender_whose_refused_deliveries_are_kept_anyway_loses_nothing() {
    let mut shop = Shop::open("24 10:00").await;
    let evolution = shop.brought_something("evolution-api").await;
    for minute in ["24 10:10", "24 10:20"] {
        shop.set(minute);
        let core = shop.engine.core();
        core.note_refused(evolution, time(minute), &Detail::new("refused-not-kept"));
    }
    shop.at("24 12:00").await;
    assert_eq!(shop.told(evolution).await, None);
}

#[tokio::test]
async fn nobody_counts_for_a_source_that_brought_nothing_yet_or_is_paused() {
    let mut shop = Shop::open("24 10:00").await;
    let new = shop.add("asaas").await;
    let paused = shop.brought_something("asaas").await;
    let counted = shop.brought_something("asaas").await;
    shop.at("24 10:00").await;
    shop.blocked();
    shop.at("24 10:10").await;
    assert!(shop.told(paused).await.is_some());
    shop.engine.ask(PauseSource { source: paused }).await.unwrap();
    shop.at("24 10:20").await;
    assert_eq!(shop.told(new).await, None);
    assert_eq!(shop.told(paused).await, None);
    assert!(shop.told(counted).await.is_some());
}

#[tokio::test]
async fn a_source_that_is_removed_takes_what_was_told_of_it_along() {
    let mut shop = Shop::open("24 10:00").await;
    let asaas = shop.brought_something("asaas").await;
    shop.at("24 10:00").await;
    shop.blocked();
    shop.at("25 00:00").await;
    assert!(matches!(shop.told(asaas).await, Some(AlertWhat::GaveUp(_))));
    let mut changes = shop.engine.subscribe(None);
    shop.engine.ask(RemoveSource { source: asaas }).await.unwrap();
    loop {
        if let Some(StreamLine::Change { change, .. }) = changes.next().await
            && let Change::Alerts(alerts) = *change
        {
            assert_eq!(alerts, []);
            return;
        }
    }
}

#[tokio::test]
async fn a_computer_that_slept_answered_nobody_meanwhile() {
    let mut shop = Shop::open("24 18:00").await;
    let asaas = shop.brought("asaas", 28 * 12).await;
    shop.at("24 18:05").await;
    shop.awakes_at("25 08:00").await;
    shop.at("25 08:16").await;
    assert!(matches!(shop.told(asaas).await, Some(AlertWhat::GaveUp(_))));
}

#[tokio::test]
async fn a_clock_that_was_years_wrong_alarms_nobody() {
    let mut shop = Shop::open("24 18:00").await;
    let asaas = shop.brought("asaas", 28 * 12).await;
    shop.at("24 18:05").await;
    shop.clock
        .set(time("24 18:06") + SignedDuration::from_hours(24 * 400));
    shop.watch.look(shop.engine.core()).await;
    shop.awakes_at("24 18:07").await;
    shop.at("24 18:40").await;
    assert_eq!(shop.told(asaas).await, None);
}

#[tokio::test]
async fn nothing_wakes_a_desk_whose_senders_are_patient_or_unknown() {
    let mut shop = Shop::open("24 10:00").await;
    shop.brought_something("other").await;
    assert_eq!(shop.watch.look(shop.engine.core()).await, None);
}

#[tokio::test]
async fn while_the_database_takes_nothing_the_countdown_is_shown_all_the_same() {
    let shop = Shop::open("24 10:00").await;
    let asaas = shop.brought_something("asaas").await;
    let by_relay = shop.brought_something("asaas").await;
    shop.comes_by_relay(by_relay).await;
    let mut shop = shop.again("24 10:00").await;
    shop.at("24 10:00").await;
    let core = shop.engine.core().clone();
    core.patience.not_stored(time("24 10:01"));
    shop.set("24 10:07");
    let mut changes = shop.engine.subscribe(None);
    tell_unkept(&core, time("24 10:07")).await;
    let Some(AlertWhat::Unanswered(counts)) = shop.told(asaas).await else {
        panic!("it counts down")
    };
    assert!(counts.why.contains("disco"), "{}", counts.why);
    assert_eq!(counts.gives_up_at, time("24 22:51"));
    assert_eq!(
        shop.told(by_relay).await,
        None,
        "the relay keeps what is answered 503"
    );
    for rings in [false, true] {
        let Some(StreamLine::Change { change, .. }) = changes.next().await else {
            panic!("it is published")
        };
        assert_eq!(matches!(*change, Change::Alert(_)), rings, "{change:?}");
    }
    shop.awakes_at("24 10:12").await;
    assert_eq!(shop.told(asaas).await, None, "it takes what is written again");
}

#[tokio::test]
async fn a_database_that_took_nothing_for_too_long_is_told_of_afterwards() {
    let mut shop = Shop::open("24 10:00").await;
    let evolution = shop.brought_something("evolution-api").await;
    for week in 1..=4 {
        for minute in [5, 15] {
            let then = time("24 10:00") - SignedDuration::from_hours(24 * 7 * week)
                + SignedDuration::from_mins(minute);
            shop.keep(evolution, then).await;
        }
    }
    shop.at("24 10:00").await;
    shop.engine.core().patience.not_stored(time("24 10:01"));
    // The first that could be written again.
    shop.awakes_at("24 10:50").await;
    shop.at("24 11:06").await;
    assert!(matches!(shop.told(evolution).await, Some(AlertWhat::GaveUp(_))));
}
