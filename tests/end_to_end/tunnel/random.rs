//! Everything fails at random moments while senders send: each delivery that got a 2xx is on the board exactly once.

use std::{thread, time::Duration};

use recado_api::request::ConnectTunnel;
use recado_tests::{Chopper, Relay, Senders, Sent, Serving, Way, database, seeded};

use super::Shop;

/// The rounds of a normal run; `RECADO_TUNNEL_ROUNDS` asks for others.
const ROUNDS: usize = 25;

const SENDERS: usize = 8;

#[test]
fn whatever_fails_each_delivery_that_got_a_2xx_is_on_the_board_once() {
    let rounds = std::env::var("RECADO_TUNNEL_ROUNDS").map_or(ROUNDS, |rounds| {
        rounds.parse().expect("RECADO_TUNNEL_ROUNDS is a number")
    });
    let mut random = seeded();
    let mut relay = Relay::in_new_folder();
    let line = Chopper::before(relay.address());
    relay.set_origin(&line.origin());
    relay.start();
    let (shop, serving) = Shop::open_by(relay);
    let mut world = World {
        shop,
        line,
        serving: Some(serving),
    };
    let sent = Sent::default();
    let senders = Senders::to(&world.shop.url(), &sent);
    senders.send_while(0, SENDERS, || {
        for _ in 0..rounds {
            world.fail(&mut random);
        }
        world.all_is_well();
    });
    world.shop.wait_until_current();
    println!(
        "{} deliveries in {rounds} rounds; {}",
        sent.count(),
        world.how_they_ended()
    );
    assert!(sent.unanswered().is_empty());
    assert!(sent.count() > rounds, "the senders did get through");
    sent.expect_all_there_once(&world.shop.recado);
    assert_eq!(world.shop.recado.contacts().len(), sent.count());
    database::expect_sound(&world.shop.recado.database());
    database::expect_sound(&world.shop.relay.database());
}

struct World {
    shop: Shop,
    line: Chopper,
    /// The program, while the computer is on.
    serving: Option<Serving>,
}

impl World {
    /// Something fails, or is mended, and so it stays for a moment.
    fn fail(&mut self, random: &mut fastrand::Rng) {
        let (way, other) = match random.bool() {
            true => (Way::ToEngine, Way::ToRelay),
            false => (Way::ToRelay, Way::ToEngine),
        };
        match random.u32(0..12) {
            0 | 1 => self.line.cut(),
            2 => self.line.cut_after(way, random.u64(0..20_000)),
            3 => self.line.stand_still(way),
            4 => {
                self.line.stand_still(way);
                self.line.stand_still(other);
            }
            5 => {
                self.line.refuse();
                self.line.cut();
            }
            6 => self.line.delay(Duration::from_millis(random.u64(1..15))),
            7 => {
                self.shop.relay.kill();
                pause(random, 100);
                self.shop.relay.start();
            }
            8 => {
                assert!(self.shop.relay.terminate().success());
                self.shop.relay.start();
            }
            9 | 10 => match self.serving.take() {
                Some(serving) => serving.kill(),
                None => self.turn_on(),
            },
            _ => self.all_is_well(),
        }
        if self.serving.is_some() {
            // The program waits between attempts for longer than a round takes.
            self.shop
                .recado
                .ask(ConnectTunnel {})
                .unwrap_or_else(|error| panic!("{error}"));
        }
        pause(random, 250);
    }

    fn turn_on(&mut self) {
        self.serving = Some(self.shop.recado.serve());
    }

    fn all_is_well(&mut self) {
        self.line.mend();
        if self.serving.is_none() {
            self.turn_on();
        }
    }

    fn how_they_ended(&self) -> String {
        let outcome = |name| {
            self.shop
                .relay
                .figure(&format!("requests_total{{outcome=\"{name}\"}}"))
        };
        format!(
            "since its last start the relay had {} live and {} kept, {} of them late",
            outcome("live"),
            outcome("kept"),
            self.shop.relay.figure("late_total")
        )
    }
}

/// Not a wait for something: the moment itself is what a round tries.
fn pause(random: &mut fastrand::Rng, most_ms: u64) {
    thread::sleep(Duration::from_millis(random.u64(0..most_ms)));
}
