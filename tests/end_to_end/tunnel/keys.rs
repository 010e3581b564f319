//! Sources that come and go: an address is shown when it works, and is gone when its source is.

use std::sync::Mutex;

use recado_api::{
    SourceId,
    request::{RemoveSource, RotateAddress},
};
use recado_tests::{Recado, Source, sent::body, wait};

use super::{Shop, first_column, post};

#[test]
fn an_address_that_is_shown_works_from_that_moment_on() {
    let (shop, _serving) = Shop::open();
    for number in 0..8 {
        let source = shop.recado.source(&format!("Fonte {number}"));
        let address = shop.recado.public_address(&source);
        post(&address, &[], body(number)).expect_verdict("accepted");
    }
    assert_eq!(shop.recado.contacts().len(), 8);
}

#[test]
fn an_address_that_the_relay_does_not_know_yet_is_not_shown() {
    let (shop, serving) = Shop::open();
    shop.close(serving);
    // The command opens the folder by itself, and makes no link.
    let source = shop.recado.source("Fonte nova");
    assert_eq!(shop.recado.shown_address(&source), None);
    // The one that the relay knows works, and is shown.
    assert_eq!(
        shop.recado.shown_address(&shop.source).as_deref(),
        Some(shop.address.as_str())
    );
    assert_eq!(post(&shop.url(), &[], body(1)).status, 200);

    let _serving = shop.recado.serve();
    let address = shop.recado.public_address(&source);
    post(&address, &[], body(2)).expect_verdict("accepted");
    shop.relay.wait_until_nothing_waits();
    assert_eq!(shop.recado.contacts().len(), 2);
}

#[test]
fn no_address_is_shown_while_the_relay_has_not_said_that_it_knows_it() {
    let recado = Recado::in_new_folder();
    let source = recado.source("Outro sistema");
    assert_eq!(recado.shown_address(&source), None);
    let _serving = recado.serve();
    assert_eq!(recado.shown_address(&source), None);
    // Nobody is there.
    let nobody = recado_tests::Relay::in_new_folder();
    let invitation = nobody.origin().to_owned();
    recado
        .ask(recado_api::request::UseRelay { invitation })
        .unwrap_or_else(|error| panic!("{error}"));
    wait::until("the attempt to fail", || match recado.tunnel().link {
        recado_api::view::Link::Connecting {
            error: Some(error), ..
        } => Some(error),
        recado_api::view::Link::Connecting { error: None, .. } => None,
        link @ (recado_api::view::Link::Off
        | recado_api::view::Link::Connected { .. }
        | recado_api::view::Link::Stopped { .. }) => panic!("{link:?}"),
    });
    assert_eq!(recado.shown_address(&source), None);
}

#[test]
fn a_removed_source_is_gone_at_the_relay_and_what_was_answered_2xx_before_is_on_the_board() {
    let (shop, _serving) = Shop::open();
    let url = shop.url();
    let taken = Mutex::new(0);
    std::thread::scope(|scope| {
        let senders: Vec<_> = (0..4)
            .map(|sender| {
                let (url, taken) = (&url, &taken);
                scope.spawn(move || {
                    for number in 0.. {
                        let answer = post(url, &[], body(sender * 10_000 + number));
                        match answer.status {
                            200 => *taken.lock().expect("no sender panics") += 1,
                            // The program knows already; the relay does not yet.
                            410 => {}
                            404 => return,
                            _ => panic!("{answer:?}"),
                        }
                    }
                })
            })
            .collect();
        wait::until("senders to get through", || {
            (*taken.lock().expect("no sender panics") > 10).then_some(())
        });
        remove(&shop.recado, &shop.source);
        for sender in senders {
            sender.join().expect("a sender");
        }
    });
    shop.relay.wait_until_nothing_waits();
    let taken = taken.into_inner().expect("no sender panics");
    assert_eq!(shop.recado.contacts().len(), taken);
}

#[test]
fn what_waits_for_a_source_that_was_removed_meanwhile_is_on_the_board() {
    let (shop, serving) = Shop::open();
    let other = shop.recado.source("Fonte que fica");
    let kept = shop.recado.public_address(&other);
    shop.close(serving);
    for number in 0..6 {
        let url = if number % 2 == 0 { &shop.address } else { &kept };
        assert_eq!(post(url, &[], body(number)).status, 200);
    }
    // On a computer that was off meanwhile, and has no link yet.
    shop.recado.ok(&["source", "remove", &shop.source.id]);
    let _serving = shop.recado.serve();
    shop.relay.wait_until_nothing_waits();
    let all: Vec<_> = (0..6).rev().map(|number| format!("Pessoa {number}")).collect();
    assert_eq!(first_column(&shop.recado), all);
    wait::until("the relay to know that it is gone", || {
        (post(&shop.address, &[], body(9)).status == 404).then_some(())
    });
    post(&kept, &[], body(10)).expect_verdict("accepted");
}

#[test]
fn a_rotated_address_gives_way_to_the_new_one() {
    let (shop, _serving) = Shop::open();
    let rotate = |keep_former| {
        shop.recado
            .ask(RotateAddress {
                source: id_of(&shop.source),
                keep_former,
            })
            .unwrap_or_else(|error| panic!("{error}"));
        wait::until("the new address", || {
            shop.recado
                .shown_address(&shop.source)
                .filter(|address| *address != shop.address)
        })
    };
    let new = rotate(true);
    post(&new, &[], body(1)).expect_verdict("accepted");
    post(&shop.address, &[], body(2)).expect_verdict("accepted");
    let newer = {
        let before = new.clone();
        shop.recado
            .ask(RotateAddress {
                source: id_of(&shop.source),
                keep_former: false,
            })
            .unwrap_or_else(|error| panic!("{error}"));
        wait::until("the newer address", || {
            shop.recado
                .shown_address(&shop.source)
                .filter(|address| *address != before)
        })
    };
    post(&newer, &[], body(3)).expect_verdict("accepted");
    assert_eq!(post(&new, &[], body(4)).status, 404);
    assert_eq!(first_column(&shop.recado), ["Pessoa 3", "Pessoa 2", "Pessoa 1"]);
}

fn remove(recado: &Recado, source: &Source) {
    recado
        .ask(RemoveSource {
            source: id_of(source),
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

fn id_of(source: &Source) -> SourceId {
    source.id.parse().expect("an id")
}
