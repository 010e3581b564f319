//! While the computer is off: what senders got their 2xx for is on the board once it is on again.

use recado_tests::{
    DESK, DeskAlone, Office, Recado, Relay, Senders, Sent, database,
    sent::{body, text},
    whatsapp,
};
use serde_json::Value;

use super::{Shop, first_column, post};

/// How many wait in a normal run; `RECADO_WAITING` asks for others, such as 10000.
const WAITING: usize = 1_500;

#[test]
fn what_came_while_the_computer_was_off_is_on_the_board_in_the_order_in_which_it_came() {
    let shop = Shop::closed();
    for number in 0..30 {
        let answer = post(&shop.url(), &[], body(number));
        assert_eq!(answer.status, 200, "{answer:?}");
    }
    assert_eq!(shop.relay.waiting(), 30);
    let _serving = shop.recado.serve();
    shop.relay.wait_until_nothing_waits();

    let told: Vec<_> = shop.recado.deliveries().iter().map(only_text).collect();
    let expected: Vec<_> = (0..30).map(text).collect();
    assert_eq!(told, expected);
    // Who wrote last is on top.
    let expected: Vec<_> = (0..30).rev().map(|number| format!("Pessoa {number}")).collect();
    assert_eq!(first_column(&shop.recado), expected);
    // What comes now does not wait.
    post(&shop.url(), &[], body(30)).expect_verdict("accepted");
    assert_eq!(first_column(&shop.recado)[0], "Pessoa 30");
}

#[test]
fn the_owner_is_told_of_a_night_in_one_notification() {
    let relay = Relay::running();
    let stand_in = std::path::Path::new(env!("CARGO_BIN_EXE_stand-in-window"));
    let desk = DeskAlone::in_office(Office::of_a_clinic(), stand_in);
    let office = &desk.office;
    let evening = desk.start();
    office.recado.use_relay(relay.origin());
    let address = office.recado.public_address(&office.source());
    office.kill(DESK);
    drop(evening);
    relay.wait_for_engines(0);
    for number in 0..12 {
        let answer = post(&address, &[], body(number));
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    let _morning = desk.start();
    let toast = office.bell().wait_for_one_that_says("Enquanto você estava fora");
    relay.wait_until_nothing_waits();
    desk.wait_until_all_is_told();
    let told = office.bell().told();
    // The one notification may have been brought up to date.
    assert!(told.iter().all(|update| update.id == toast.id), "{told:#?}");
    let last = told.last().expect("it was told");
    assert!(last.body.contains("12 recados de 12 pessoas"), "{told:#?}");

    // Who writes now rings by name.
    post(&address, &[], body(12)).expect_verdict("accepted");
    office.bell().wait_for_one_that_says("Pessoa 12");
}

#[test]
fn a_relay_that_is_killed_with_many_waiting_brings_them_all_each_once() {
    let count = std::env::var("RECADO_WAITING").map_or(WAITING, |count| {
        count.parse().expect("RECADO_WAITING is a number")
    });
    let mut shop = Shop::closed();
    let sent = Sent::default();
    let senders = Senders::to(&shop.url(), &sent);
    senders.send(0..count, 32);
    assert_eq!(shop.relay.waiting(), count as u64);
    shop.relay.kill();
    shop.relay.start();
    assert_eq!(shop.relay.waiting(), count as u64);
    database::expect_sound(&shop.relay.database());

    let _serving = shop.recado.serve();
    shop.relay.wait_until_nothing_waits();
    sent.expect_all_there_once(&shop.recado);
    assert_eq!(shop.recado.contacts().len(), count);
    database::expect_sound(&shop.recado.database());
}

#[test]
fn a_relay_that_is_restarted_under_fire_answers_what_it_has_begun_and_loses_nothing() {
    let mut shop = Shop::closed();
    let sent = Sent::default();
    let senders = Senders::to(&shop.url(), &sent);
    senders.send_while(0, 16, || {
        for round in 1..=3 {
            let before = sent.count_of_answered();
            recado_tests::wait::until("senders to get through", || {
                (sent.count_of_answered() > before + 20 * round).then_some(())
            });
            assert!(shop.relay.terminate().success());
            shop.relay.start();
        }
    });
    let _serving = shop.recado.serve();
    shop.wait_until_current();
    sent.expect_all_there_once(&shop.recado);
}

#[test]
fn a_forgery_that_waited_is_refused_and_holds_up_nothing() {
    const SECRET: &str = "the-app-secret-of-the-clinic";
    let (shop, serving) = Shop::open();
    let source = shop
        .recado
        .source_with("WhatsApp", &["--preset", "whatsapp-cloud", "--secret", SECRET]);
    let url = shop.recado.public_address(&source);
    shop.close(serving);
    let send = |number: u32, secret: &str| {
        let wa_id = format!("551190000003{number}");
        let body = whatsapp::text_message(&wa_id, &format!("P{number}"), &format!("wamid.{number}"), "Oi");
        let signature = whatsapp::signature(secret, &body);
        let answer = post(&url, &[(whatsapp::SIGNATURE, &signature)], body);
        // The relay cannot tell: only the shop has the secret.
        assert_eq!(answer.status, 200, "{answer:?}");
    };
    for number in 0..9 {
        send(number, if number % 3 == 1 { "a guess" } else { SECRET });
    }
    let _serving = shop.recado.serve();
    shop.relay.wait_until_nothing_waits();
    let deliveries = shop.recado.deliveries();
    let verdicts: Vec<_> = deliveries.iter().map(|one| one["verdict"].as_str()).collect();
    let each = [Some("accepted"), Some("refused"), Some("accepted")];
    assert_eq!(verdicts, each.repeat(3));
    assert_eq!(first_column(&shop.recado), ["P8", "P6", "P5", "P3", "P2", "P0"]);
}

#[test]
fn a_folder_that_was_never_connected_keeps_its_address_over_a_change_of_relay_and_back() {
    let (shop, serving) = Shop::open();
    let second = Relay::running();
    let shown = shop.recado.public_address(&shop.source);
    shop.recado.use_relay(second.origin());
    let elsewhere = shop.recado.public_address(&shop.source);
    assert!(elsewhere.starts_with(second.origin()), "{elsewhere}");
    assert_eq!(path_of(&elsewhere), path_of(&shown));
    post(&elsewhere, &[], body(1)).expect_verdict("accepted");
    // At the relay that was left the address is known, and what comes there waits.
    shop.relay.wait_for_engines(0);
    assert_eq!(post(&shown, &[], body(2)).status, 200);
    shop.recado.use_relay(shop.relay.origin());
    assert_eq!(shop.recado.public_address(&shop.source), shown);
    shop.relay.wait_until_nothing_waits();
    assert_eq!(first_column(&shop.recado), ["Pessoa 2", "Pessoa 1"]);
    drop(serving);
}

#[test]
fn the_command_line_names_a_relay_for_a_server_without_a_screen() {
    let relay = Relay::running();
    let recado = Recado::in_new_folder();
    let source = recado.source("Outro sistema");
    let _serving = recado.serve_with(&["--listen", "127.0.0.1:0", "--relay", relay.origin()]);
    let address = recado.public_address(&source);
    post(&address, &[], body(1)).expect_verdict("accepted");
    let status = recado.ok(&["tunnel", "status", "--json"]);
    let status: Value = serde_json::from_str(&status).unwrap_or_else(|error| panic!("{error}: {status}"));
    assert!(status.to_string().contains(relay.origin()), "{status}");
}

fn path_of(address: &str) -> &str {
    let (_, after) = address.split_once("://").expect("an absolute address");
    after.split_once('/').expect("a path").1
}

/// The text of the one event in a delivery.
fn only_text(delivery: &Value) -> String {
    let events = delivery["events"].as_array().expect("a list");
    assert_eq!(events.len(), 1, "{delivery}");
    events[0]["text"].as_str().expect("a text").to_owned()
}
