//! What the owner is told while nobody answers, on a real folder, at times that a test sets. Times are São Paulo's.

mod judging;

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp, tz};
use recado_api::request::{AddSource, DismissAlert, ListAlerts, PauseSource, SetUpBusiness};
use recado_api::view::{Alert, AlertKind, AlertWhat, BusinessKind, GivesUp, Verdict};
use recado_api::{DeliveryId, Holder, Lang, SourceId};
use recado_tunnel::identity::Address;

use super::look::Watch;
use crate::clock::Clock;
use crate::engine::{Engine, OpenOptions};
use crate::error::StartError;
use crate::folder::Folder;
use crate::receiving;
use crate::store::deliveries::{self, Detail, Keep, NewDelivery, Request};
use crate::store::{StoreError, settings, sources};
use crate::tunnel::{Ready, RelayChoice};

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

/// A folder that is opened, without anything that runs by itself.
struct Shop {
    engine: Engine,
    watch: Watch,
    clock: Arc<TestClock>,
    folder: tempfile::TempDir,
}

impl Shop {
    async fn open(at: &str) -> Self {
        let shop = Self::on(tempfile::tempdir().unwrap(), at).await;
        let set_up = SetUpBusiness {
            name: "Loja".to_owned(),
            kind: BusinessKind::Shop,
            lang: Lang::PtBr,
            country: Some("BR".to_owned()),
            zone: Some("America/Sao_Paulo".to_owned()),
        };
        shop.engine.ask(set_up).await.unwrap();
        shop
    }

    async fn on(folder: tempfile::TempDir, at: &str) -> Self {
        let clock = Arc::new(TestClock(Mutex::new(time(at))));
        let options = OpenOptions {
            clock: clock.clone(),
            system_lang: Lang::PtBr,
            keyring: None,
            ..OpenOptions::new(Holder::Serve)
        };
        let engine = Engine::open(&Folder::at(folder.path()), options).await.unwrap();
        let watch = Watch::begin(engine.core()).await;
        let shop = Self {
            engine,
            watch,
            clock,
            folder,
        };
        shop.receiving();
        shop
    }

    /// Ends without a word, and begins anew at that time.
    async fn again(self, at: &str) -> Self {
        let Self { engine, folder, .. } = self;
        engine.shutdown(recado_api::Ending::Quit).await;
        Self::on(folder, at).await
    }

    /// Says goodbye.
    async fn left(&self) {
        self.watch.leave(self.engine.core()).await;
    }

    fn receiving(&self) {
        self.engine.core().set_receiving(receiving::State::On, None);
    }

    fn blocked(&self) {
        let taken = StartError::NoPort { first: 1, last: 2 };
        self.engine
            .core()
            .set_receiving(receiving::State::Blocked(taken), None);
    }

    fn set(&self, at: &str) {
        self.clock.set(time(at));
    }

    /// Time passes until then, with a look every few minutes, as it is with a desk that runs.
    async fn at(&mut self, at: &str) {
        while self.clock.now() < time(at) {
            let next = self.clock.now() + SignedDuration::from_mins(5);
            self.clock.set(next.min(time(at)));
            self.watch.look(self.engine.core()).await;
        }
        self.watch.look(self.engine.core()).await;
    }

    /// It is that time at once.
    async fn awakes_at(&mut self, at: &str) {
        self.set(at);
        self.watch.look(self.engine.core()).await;
    }

    async fn add(&self, preset: &str) -> SourceId {
        let add = AddSource {
            title: preset.to_owned(),
            preset: Some(preset.to_owned()),
            secret: None,
            allow_get: false,
        };
        self.engine.ask(add).await.unwrap().id
    }

    /// A source that was in use an hour ago.
    async fn brought_something(&self, preset: &str) -> SourceId {
        self.brought(preset, 1).await
    }

    /// A source that brought so many in the last four weeks, an hour ago for the last time.
    async fn brought(&self, preset: &str, count: i32) -> SourceId {
        let source = self.add(preset).await;
        let last = self.clock.now() - SignedDuration::from_hours(1);
        let apart = SignedDuration::from_hours(28 * 24) / count;
        for n in 0..count {
            self.keep(source, last - apart * n).await;
        }
        source
    }

    /// Something comes, now.
    async fn brings(&self, source: SourceId, at: &str) {
        self.set(at);
        self.keep(source, time(at)).await;
    }

    async fn keep(&self, source: SourceId, at: Timestamp) {
        let core = self.engine.core().clone();
        let id = DeliveryId::new(core.ids.next(at));
        let write = core.db.write(move |tx| {
            let request = Request {
                method: "POST".to_owned(),
                sub_path: String::new(),
                query: String::new(),
                headers: Vec::new(),
                body: bytes::Bytes::new(),
                received_length: 0,
            };
            let row = NewDelivery {
                id,
                source_id: source,
                received_at: at,
                verdict: Verdict::Accepted,
                http_status: 200,
                detail: None,
                request: &request,
                keep: Keep::Nothing,
                request_hash: None,
                signed: None,
                settled: Some(0),
                duplicate_of: None,
                took_micros: None,
                pending: false,
                test: false,
            };
            sources::note_first_delivery(tx, source, at)?;
            deliveries::insert(tx, &row)
        });
        write.await.unwrap();
        core.note_taken(source, at);
    }

    /// From the next start on.
    async fn comes_by_relay(&self, source: SourceId) {
        let key = self.engine.core().connections.by_id(source).unwrap().key.clone();
        let address = Address::from_bytes([1; Address::BYTES]);
        let relay = RelayChoice {
            origin: "https://relay.example".parse().unwrap(),
            key: None,
            code: None,
        };
        let ready = Ready::new(&relay.origin, &address, HashSet::from([key]));
        let write = self.engine.core().db.write(move |tx| {
            settings::save_json(tx, settings::TUNNEL_RELAY, &relay)?;
            settings::save_json(tx, settings::TUNNEL_READY, &ready)?;
            settings::save(tx, settings::TUNNEL_IDENTITY, &address.to_string())?;
            Ok::<_, StoreError>(())
        });
        write.await.unwrap();
    }

    /// What the owner is told of a source, which is one thing at most.
    async fn told(&self, source: SourceId) -> Option<AlertWhat> {
        let alerts = self.engine.ask(ListAlerts {}).await.unwrap();
        let mut of_it: Vec<Alert> = alerts
            .into_iter()
            .filter(|alert| alert.source_id == source)
            .collect();
        assert!(of_it.len() <= 1, "{of_it:#?}");
        of_it.pop().map(|alert| alert.what)
    }

    async fn dismiss(&self, source: SourceId, kind: AlertKind) {
        self.engine.ask(DismissAlert { source, kind }).await.unwrap();
    }
}

struct TestClock(Mutex<Timestamp>);

impl TestClock {
    fn set(&self, to: Timestamp) {
        *self.0.lock().unwrap() = to;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// A day of November 2026 and an hour, in São Paulo.
fn time(text: &str) -> Timestamp {
    let (day, hour) = text.split_once(' ').unwrap();
    let (hour, minute) = hour.split_once(':').unwrap();
    let local = date(2026, 11, day.parse().unwrap()).at(hour.parse().unwrap(), minute.parse().unwrap(), 0, 0);
    tz::offset(-3).to_timestamp(local).unwrap()
}
