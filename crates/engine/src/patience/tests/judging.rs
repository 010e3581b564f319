//! What is judged of one sender, beyond what a whole folder shows.

use std::convert::Infallible;

use jiff::{SignedDuration, Timestamp};
use recado_webhook::preset::GivesUp;

use super::shop::time;
use crate::patience::judge::{GaveUp, Judgement, Known, Limit, Told};
use crate::patience::outage::{Outage, Outages, Seen, Way};
use crate::store::deliveries::Detail;

#[test]
fn what_was_taken_in_between_was_answered() {
    let outage = outage("24 10:00", None);
    let judged = judge(
        &Known {
            last_taken_at: Some(time("24 11:00")),
            ..known(&outage, GivesUp::Disabled)
        },
        "24 11:30",
    );
    let counts = judged.unanswered.unwrap();
    assert_eq!(
        (counts.since, counts.gives_up_at),
        (time("24 11:00"), time("24 12:00"))
    );
}

#[test]
fn a_moment_without_answers_is_no_loss_even_for_whoever_tries_once() {
    let outage = outage("24 10:00", Some("24 10:04"));
    let once = Limit {
        after: SignedDuration::ZERO,
        then: GivesUp::Lost,
    };
    let known = Known {
        limit: once,
        ..known(&outage, GivesUp::Lost)
    };
    assert_eq!(judge(&known, "24 11:00"), Judgement::default());
}

#[test]
fn what_is_lost_is_told_for_a_week() {
    let told = Told {
        since: time("1 10:00"),
        until: Some(time("1 12:00")),
    };
    let nothing = outage("1 10:00", Some("1 10:01"));
    let known = Known {
        outage: None,
        gave_up: Some(told),
        ..known(&nothing, GivesUp::Lost)
    };
    let still = GaveUp {
        since: time("1 10:00"),
        until: Some(time("1 12:00")),
        anew: false,
    };
    let judged = judge(&known, "8 11:59");
    assert_eq!(judged.gave_up, Some(still));
    assert_eq!(judged.look_at, Some(time("8 12:00")));
    assert_eq!(judge(&known, "8 12:00"), Judgement::default());
}

#[test]
fn what_comes_out_of_quarantine_does_not_show_that_the_sender_goes_on() {
    let nothing = outage("24 10:00", None);
    let told = Told {
        since: time("24 10:00"),
        until: None,
    };
    let known = |last: &str| Known {
        outage: None,
        gave_up: Some(told),
        last_taken_at: Some(time(last)),
        ..known(&nothing, GivesUp::Disabled)
    };
    // It gave up at eleven.
    assert!(judge(&known("24 10:30"), "24 15:00").gave_up.is_some());
    assert!(judge(&known("24 11:30"), "24 15:00").gave_up.is_none());
}

#[test]
fn answers_for_a_moment_do_not_end_an_outage_and_forgetting_takes_a_quarter_of_an_hour() {
    let mut outages = Outages::default();
    let why = || Detail::new("patience-blocked");
    outages.see(
        Way::Here,
        Seen::Unanswered(time("24 10:00"), why()),
        time("24 10:00"),
    );
    outages.see(Way::Here, Seen::Answered, time("24 11:00"));
    outages.see(
        Way::Here,
        Seen::Unanswered(time("24 11:05"), why()),
        time("24 11:05"),
    );
    outages.forget_settled(time("24 12:00"));
    let lasting = outages.by(Way::Here).unwrap();
    assert_eq!((lasting.since, lasting.until), (time("24 10:00"), None));
    outages.see(Way::Here, Seen::Unknown, time("24 12:00"));
    outages.see(Way::Here, Seen::Answered, time("24 12:00"));
    outages.forget_settled(time("24 12:14"));
    assert_eq!(outages.next_settled(), Some(time("24 12:15")));
    outages.forget_settled(time("24 12:15"));
    assert_eq!(outages, Outages::default());
}

#[test]
fn a_night_switched_off_is_none_of_the_relays() {
    let mut outages = Outages::default();
    outages.was_off(time("24 18:00"), time("25 08:00"));
    assert!(outages.by(Way::Here).is_some());
    assert_eq!(outages.by(Way::Relay), None);
}

fn outage(since: &str, until: Option<&str>) -> Outage {
    Outage {
        since: time(since),
        until: until.map(time),
        why: Detail::new("patience-blocked"),
    }
}

/// A sender that tries for an hour.
fn known(outage: &Outage, then: GivesUp) -> Known<'_> {
    Known {
        limit: Limit {
            after: SignedDuration::from_hours(1),
            then,
        },
        first_taken_at: Timestamp::UNIX_EPOCH,
        last_taken_at: None,
        outage: Some(outage),
        refused: None,
        counts_down: false,
        gave_up: None,
    }
}

fn judge(known: &Known<'_>, now: &str) -> Judgement {
    let Ok(judged) = known.judge(time(now), |_, _| Ok::<_, Infallible>(true));
    judged
}
