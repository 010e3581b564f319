//! The line between the computer and its relay breaks, stands still or is slow, and either end is killed, in the middle
//! of something.

use std::time::Duration;

use recado_tests::{
    Chopper, Relay, Senders, Sent, Serving, Way, database, seeded,
    sent::{body, text},
    wait,
};

use super::{Shop, first_column, hurry, post};

/// How many wait while the computer is killed again and again.
const WAITING: usize = 1_200;

/// A shop whose line to the relay can be cut.
fn shop_on_a_line() -> (Shop, Chopper, Serving) {
    let mut relay = Relay::in_new_folder();
    let line = Chopper::before(relay.address());
    relay.set_origin(&line.origin());
    relay.start();
    let (shop, serving) = Shop::open_by(relay);
    (shop, line, serving)
}

fn long_body(number: usize) -> String {
    let padding = "x".repeat(1 << 20);
    body(number).replacen('{', &format!(r#"{{"anexo": "{padding}", "#), 1)
}

#[test]
fn a_request_under_which_the_line_is_cut_is_answered_and_comes_once() {
    let (shop, line, _serving) = shop_on_a_line();
    // In the middle of its body: the program has never seen all of it.
    line.refuse();
    line.cut_after(Way::ToEngine, 300_000);
    let answer = post(&shop.url(), &[], long_body(1));
    assert_eq!(answer.status, 200, "{answer:?}");
    line.wait_for_the_cut();
    assert!(shop.recado.contacts().is_empty());
    assert_eq!(shop.relay.waiting(), 1);
    line.mend();
    shop.wait_until_current();
    assert_eq!(first_column(&shop.recado), ["Pessoa 1"]);

    // At the first byte that comes back: it has perhaps been filed already.
    line.refuse();
    line.cut_after(Way::ToRelay, 0);
    let answer = post(&shop.url(), &[], body(2));
    assert_eq!(answer.status, 200, "{answer:?}");
    line.wait_for_the_cut();
    line.mend();
    shop.wait_until_current();
    assert_eq!(first_column(&shop.recado), ["Pessoa 2", "Pessoa 1"]);
    assert_eq!(shop.recado.contacts()[1]["unread"], 1);
}

#[test]
fn what_the_program_took_and_could_not_answer_in_time_is_there_once() {
    let (shop, line, _serving) = shop_on_a_line();
    line.stand_still(Way::ToRelay);
    let answer = post(&shop.url(), &[], body(1));
    // The relay has answered for a computer that seems to be asleep …
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(shop.relay.figure("late_total"), 1);
    // … and is awake.
    wait::until("it to be filed", || {
        (shop.recado.contacts().len() == 1).then_some(())
    });
    line.mend();
    shop.relay.wait_until_nothing_waits();
    expect_one_message_each(&shop, 1);

    // The other way round: it reaches the computer when the sender has long been answered.
    line.stand_still(Way::ToEngine);
    assert_eq!(post(&shop.url(), &[], body(2)).status, 200);
    assert_eq!(shop.relay.figure("late_total"), 2);
    assert_eq!(shop.recado.contacts().len(), 1);
    line.mend();
    shop.relay.wait_until_nothing_waits();
    expect_one_message_each(&shop, 2);
}

#[test]
fn a_slow_line_delays_what_comes_and_changes_nothing() {
    let (shop, line, _serving) = shop_on_a_line();
    line.delay(Duration::from_millis(20));
    let sent = Sent::default();
    Senders::to(&shop.url(), &sent).send(0..60, 12);
    shop.relay.wait_until_nothing_waits();
    sent.expect_all_there_once(&shop.recado);
}

#[test]
fn the_program_comes_back_by_itself_after_a_cut_and_after_the_relay_was_gone() {
    let (mut shop, line, _serving) = shop_on_a_line();
    line.cut();
    shop.relay.wait_for_engines(1);
    shop.recado.wait_for_link();
    post(&shop.url(), &[], body(1)).expect_verdict("accepted");

    shop.relay.kill();
    shop.recado.wait_for_the_end_of_the_link();
    shop.relay.start();
    shop.recado.wait_for_link();
    assert_eq!(shop.recado.public_address(&shop.source), shop.address);
    post(&shop.url(), &[], body(2)).expect_verdict("accepted");

    assert!(shop.relay.terminate().success());
    shop.relay.start();
    shop.relay.wait_for_engines(1);
    shop.recado.wait_for_link();
    post(&shop.url(), &[], body(3)).expect_verdict("accepted");
}

#[test]
fn a_line_that_died_unseen_is_noticed_and_made_again() {
    let (shop, line, _serving) = shop_on_a_line();
    line.stand_still(Way::ToRelay);
    line.stand_still(Way::ToEngine);
    // Nothing breaks: senders are answered for a computer that seems to be there, until both ends give the link up.
    assert_eq!(post(&shop.url(), &[], body(1)).status, 200);
    shop.recado.wait_for_the_end_of_the_link();
    shop.relay.wait_for_engines(0);
    assert_eq!(post(&shop.url(), &[], body(2)).status, 200);
    line.cut();
    line.mend();
    shop.recado.wait_for_link();
    shop.relay.wait_until_nothing_waits();
    assert_eq!(first_column(&shop.recado), ["Pessoa 2", "Pessoa 1"]);
    post(&shop.url(), &[], body(3)).expect_verdict("accepted");
}

#[test]
fn a_computer_that_is_killed_again_and_again_in_mid_drain_has_everything_once() {
    let mut random = seeded();
    let shop = Shop::closed();
    let sent = Sent::default();
    Senders::to(&shop.url(), &sent).send(0..WAITING, 32);
    let (mut waiting, mut kills) = (WAITING as u64, 0);
    // Each time a little later in the drain.
    while waiting > 0 {
        let serving = shop.recado.serve();
        let enough = waiting.saturating_sub(random.u64(1..WAITING as u64 / 4));
        wait::until("some of it to be settled", || {
            (shop.relay.waiting() <= enough).then_some(())
        });
        shop.close(serving);
        kills += 1;
        waiting = shop.relay.waiting();
    }
    assert!(kills > 1, "it was killed in the middle");
    println!("killed {kills} times");
    let _serving = shop.recado.serve();
    shop.wait_until_current();
    sent.expect_all_there_once(&shop.recado);
    assert_eq!(shop.recado.contacts().len(), WAITING);
    database::expect_sound(&shop.recado.database());
}

#[test]
fn a_drain_under_which_the_line_is_cut_goes_on_where_it_was() {
    let (shop, line, serving) = shop_on_a_line();
    shop.close(serving);
    let sent = Sent::default();
    Senders::to(&shop.url(), &sent).send(0..600, 16);
    let _serving = shop.recado.serve();
    let mut bytes = 20_000;
    while shop.relay.waiting() > 0 {
        line.cut_after(Way::ToEngine, bytes);
        hurry_if_it_can(&shop);
        // A cut line is made again until a drain gets through.
        bytes *= 2;
    }
    shop.wait_until_current();
    sent.expect_all_there_once(&shop.recado);
    assert_eq!(shop.recado.contacts().len(), 600);
}

/// Asks for the link without insisting: it may be cut at once.
fn hurry_if_it_can(shop: &Shop) {
    use recado_api::request::ConnectTunnel;
    shop.recado
        .ask(ConnectTunnel {})
        .unwrap_or_else(|error| panic!("{error}"));
    std::thread::sleep(Duration::from_millis(20));
}

#[track_caller]
fn expect_one_message_each(shop: &Shop, people: usize) {
    // The link is there, so what was under way has come to its end.
    hurry(&shop.recado);
    let contacts = shop.recado.contacts();
    assert_eq!(contacts.len(), people, "{contacts:#?}");
    for (number, contact) in contacts.iter().enumerate() {
        assert_eq!(contact["unread"], 1, "{contact}");
        assert_eq!(contact["last_message"], text(number + 1), "{contact}");
    }
    let deliveries = shop.recado.deliveries();
    let accepted = deliveries.iter().filter(|one| one["verdict"] == "accepted");
    assert_eq!(accepted.count(), people, "{deliveries:#?}");
}
