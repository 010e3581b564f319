//! Sixty-two hours: from Friday at 18:00, when the shop's computer is switched off, to Monday at 8:00.
//!
//! The senders are those of the presets and others, with what each is known to do when nobody answers ([`patience`]);
//! what they send is signed at the time of sending ([`delivery`]); [`senders`] lets the hours pass. The relay is the
//! real one on a clock of the test's, the program the real one in a process of its own. So that its clock needs no
//! help, Monday at 8:00 is the moment at which the test runs.

mod delivery;
mod patience;
mod senders;

use std::{collections::BTreeSet, time::Instant};

use jiff::{SignedDuration, Timestamp};
use recado_api::request::ListToasts;
use recado_tests::{Recado, Source, database};

use self::{
    patience::{KINDS, Then},
    senders::Weekend,
};
use super::{clocked_relay::ClockedRelay, sender};

/// From closing time to opening time.
const HOURS: i64 = 62;

/// How often something happens at each sender.
const DELIVERIES: u32 = 12;

/// While the relay is restarted: when, in minutes from the beginning, and for how long. The second time takes a while.
const RESTARTS: [(i64, i64); 2] = [(9 * 60 + 7, 1), (45 * 60 + 30, 25)];

#[test]
fn a_weekend_costs_no_delivery_and_no_sender_gives_up() {
    let monday = Timestamp::now();
    let friday = monday - SignedDuration::from_hours(HOURS);
    let mut relay = ClockedRelay::running_at(friday);

    // Friday: the addresses are pasted at the senders, and the computer is switched off.
    let recado = Recado::in_new_folder();
    recado.set_up("shop", "pt-BR");
    let sources: Vec<_> = KINDS.iter().map(|kind| connect(&recado, kind)).collect();
    let serving = recado.serve();
    recado.use_relay(&relay.origin());
    let addresses: Vec<_> = sources
        .iter()
        .map(|source| recado.public_address(source))
        .collect();
    recado.ok(&["stop"]);
    assert!(serving.wait().success());
    relay.wait_for_figure("engines", 0);

    let mut weekend = Weekend::with(&what_happens(friday));
    let client = sender();
    for restart in outages(friday) {
        weekend.pass_until(restart.start, |kind, delivery, now| {
            relay.set_clock(now);
            let request = delivery.attempt(&client, &KINDS[kind], &addresses[kind], now);
            request.send().is_ok_and(|answer| answer.status().is_success())
        });
        relay.stop();
        // Nobody is there, and the system says so.
        weekend.pass_until(restart.end, |kind, delivery, now| {
            assert!(!relay.runs());
            let request = delivery.attempt(&client, &KINDS[kind], &addresses[kind], now);
            assert!(request.send().is_err());
            false
        });
        relay.set_clock(restart.end);
        relay.start();
    }
    weekend.pass_until(monday, |kind, delivery, now| {
        relay.set_clock(now);
        let request = delivery.attempt(&client, &KINDS[kind], &addresses[kind], now);
        request.send().is_ok_and(|answer| answer.status().is_success())
    });
    assert_eq!(weekend.losers(), BTreeSet::new());
    let (taken, attempts) = weekend.taken();
    assert_eq!(
        taken,
        weekend.count(),
        "each got its 2xx within its sender's patience"
    );
    assert!(attempts > taken, "some came while the relay was restarted");
    assert_eq!(relay.waiting(), taken as u64);

    // Monday.
    relay.set_clock(monday);
    let woke = Instant::now();
    let _serving = recado.serve();
    relay.wait_for_figure("waiting_entries", 0);
    println!(
        "{taken} deliveries of {} senders, the board current {} ms after the start of the program",
        KINDS.len(),
        woke.elapsed().as_millis()
    );
    let names: BTreeSet<_> = recado
        .contacts()
        .iter()
        .map(|contact| contact["name"].as_str().expect("a name").to_owned())
        .collect();
    assert_eq!(names, weekend.people());
    assert_eq!(recado.contacts().len(), names.len(), "each once");
    let deliveries = recado.deliveries();
    assert_eq!(deliveries.len(), taken);
    for delivery in &deliveries {
        let verdict = delivery["verdict"].as_str().expect("a verdict");
        assert!(matches!(verdict, "accepted" | "ignored"), "{delivery:#}");
    }
    // All of it is told in one notification.
    let page = recado.ask(ListToasts { limit: 100 }).expect("they can be listed");
    assert_eq!(page.total as usize, names.len());
    assert!(page.toasts.iter().all(|toast| toast.arrival.waited), "{page:#?}");
    database::expect_sound(&recado.database());
}

/// The control of the one above: the senders do give up where nobody is there.
#[test]
fn the_same_weekend_without_a_relay_costs_what_senders_say_it_costs() {
    let friday: Timestamp = "2026-03-13T21:00:00Z".parse().expect("a time");
    let monday = friday + SignedDuration::from_hours(HOURS);
    let mut weekend = Weekend::with(&what_happens(friday));
    weekend.pass_until(monday, |_, _, _| false);
    // From then on somebody is there.
    weekend.pass_until(monday + SignedDuration::from_hours(10 * 24), |_, _, _| true);
    let expected: BTreeSet<_> = KINDS
        .iter()
        .filter(|kind| !kind.outlasts_a_weekend)
        .map(|kind| kind.name)
        .collect();
    assert_eq!(weekend.losers(), expected);
}

fn connect(recado: &Recado, kind: &patience::Kind) -> Source {
    let mut arguments = vec!["--preset", kind.preset];
    if let Some(secret) = kind.secret {
        arguments.extend(["--secret", secret]);
    }
    recado.source_with(kind.name, &arguments)
}

/// When the relay is not there.
fn outages(friday: Timestamp) -> impl Iterator<Item = std::ops::Range<Timestamp>> {
    RESTARTS.into_iter().map(move |(from, minutes)| {
        let start = friday + SignedDuration::from_mins(from);
        start..start + SignedDuration::from_mins(minutes)
    })
}

/// For each sender, when something happens there: through the whole weekend, and once in each restart of the relay at
/// those who try again for longer than it takes. For the others nothing could be done.
fn what_happens(friday: Timestamp) -> Vec<Vec<Timestamp>> {
    let mut random = fastrand::Rng::with_seed(62);
    let one = |kind: &patience::Kind| {
        let mut times: Vec<_> = std::iter::repeat_with(|| {
            friday + SignedDuration::from_secs(random.i64(5 * 60..HOURS * 3_600 - 60))
        })
        .filter(|at| !outages(friday).any(|outage| outage.contains(at)))
        .take(DELIVERIES as usize)
        .collect();
        // Right after closing: who is impatient gives that one up before morning.
        times.push(friday + SignedDuration::from_mins(5));
        for outage in outages(friday) {
            let lasts = outage.start.duration_until(outage.end).as_secs();
            let patient = kind.again.last().is_some_and(|last| *last as i64 > lasts);
            let forgives = !matches!(kind.then, Then::SwitchesOffAfter(_));
            if patient && forgives {
                times.push(outage.start + SignedDuration::from_secs(random.i64(0..20)));
            }
        }
        times.sort_unstable();
        times
    };
    KINDS.iter().map(one).collect()
}
