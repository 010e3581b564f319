//! What a kill leaves untold, and what it may repeat.

use std::collections::BTreeMap;

use recado_tests::{Started, desktop::Toast, seeded};

use super::{Bell, CARLOS_JSON, DeskAlone, Office, Signal, desk_in, lead, signal};

#[test]
fn a_kill_between_the_commit_and_the_answer_leaves_it_to_be_told() {
    let desk = desk_in(Office::bare().with_tray().with_slow_bell().set_up());
    let running = desk.start();
    desk.office.post_json(CARLOS_JSON);
    desk.office.bell().wait_for(1);
    kill(running);
    assert_eq!(desk.untold(), 1);

    // Nobody answered, so nobody knows whether it was seen: it is told again.
    desk.office.bell().answer();
    let _running = desk.start();
    let toast = desk.office.bell().wait_for(2).remove(1);
    assert_eq!(toast.summary, "Enquanto você estava fora");
    assert!(toast.body.contains("Carlos"), "{toast:?}");
    desk.wait_until_all_is_told();
}

#[test]
fn a_kill_between_the_commit_and_the_notification_leaves_it_to_be_told() {
    let desk = desk_in(Office::bare().with_tray().set_up());
    let running = desk.start();
    desk.office.post_json(CARLOS_JSON);
    kill(running);
    let bell = Bell::on(&desk.office.bus);
    let _running = desk.start();
    assert!(bell.wait_for(1)[0].body.contains("Carlos"));
    desk.wait_until_all_is_told();
    assert_eq!(bell.told().len(), 1);
}

#[test]
fn a_kill_between_the_answer_and_the_mark_repeats_that_one_and_no_other() {
    let desk = desk_in(Office::bare().with_tray().with_slow_bell().set_up());
    let running = desk.start();
    desk.office.bell().answer();
    desk.office.post_json(&lead("Ana", 1, "Oi"));
    desk.office.bell().wait_for(1);
    desk.wait_until_all_is_told();

    desk.office.bell().hold();
    desk.office.post_json(CARLOS_JSON);
    desk.office.bell().wait_for(2);
    // It stands still while the answer comes, and never gets to read it.
    signal(&running, Signal::STOP);
    desk.office.bell().answer();
    desk.office.bell().wait_until_answered(2);
    kill(running);
    assert_eq!(desk.untold(), 1);

    let _running = desk.start();
    let told = desk.office.bell().wait_for(3);
    assert!(told[2].body.contains("1 recado de 1 pessoa"), "{told:#?}");
    desk.wait_until_all_is_told();
    assert_eq!(desk.office.bell().told().len(), 3);
}

#[test]
fn however_often_it_is_killed_everything_that_was_answered_is_told() {
    let mut random = seeded();
    let desk = desk_in(Office::of_a_clinic());
    let source = desk.office.source();
    let mut sent = 0;
    let mut running = desk.start();
    for _ in 0..6 {
        for _ in 0..random.u32(1..4) {
            sent += 1;
            let body = lead(&format!("Pessoa {sent}."), sent, "Oi");
            desk.office
                .post_to(&source, "application/json", &body)
                .expect_verdict("accepted");
        }
        std::thread::sleep(std::time::Duration::from_micros(random.u64(0..30_000)));
        kill(running);
        running = desk.start();
    }
    desk.wait_until_all_is_told();
    expect_everybody_told(&desk, sent);
}

/// Each is told by name, or counted in a notification that tells of several.
#[track_caller]
fn expect_everybody_told(desk: &DeskAlone, sent: u32) {
    let told = desk.office.bell().told();
    // What was updated in place says last how many it tells of.
    let standing: BTreeMap<u32, &Toast> = told.iter().map(|toast| (toast.id, toast)).collect();
    let counted: u32 = standing.values().map(|toast| tells_of(toast)).sum();
    assert!(counted >= sent, "{counted} of {sent} were told: {told:#?}");
}

fn tells_of(toast: &Toast) -> u32 {
    let says = format!("{} {}", toast.summary, toast.body);
    let number = says
        .split_once(" recado")
        .and_then(|(before, _)| before.rsplit(' ').next()?.parse().ok());
    number.unwrap_or(1)
}

fn kill(mut running: Started) {
    signal(&running, Signal::KILL);
    running.wait();
}
