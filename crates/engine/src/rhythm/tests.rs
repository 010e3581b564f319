//! Silence on a real folder, at times that a test sets. Times are São Paulo's.

use std::sync::{Arc, Mutex};

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use recado_api::request::{AddSource, DismissAlert, ListAlerts, PauseSource, SetUpBusiness};
use recado_api::view::{Alert, AlertKind, AlertWhat, BusinessKind, Silence, Verdict};
use recado_api::{Change, DeliveryId, Holder, Lang, SourceId, StreamLine};

use super::listen::Listener;
use crate::clock::Clock;
use crate::engine::{Engine, OpenOptions};
use crate::folder::Folder;
use crate::receiving;
use crate::store::deliveries::{self, Keep, NewDelivery, Request};
use crate::store::{StoreError, sources};

#[tokio::test]
async fn a_form_that_stops_is_told_with_the_likely_causes_and_ends_with_the_next_lead() {
    let mut shop = Shop::open().await;
    shop.six_a_day_until("2026-05-05T11:00").await;
    shop.until("2026-05-05T13:00").await;
    assert_eq!(shop.alerts().await, [], "two hours are nothing");
    let mut changes = shop.engine.subscribe(None);
    shop.until("2026-05-06T18:00").await;
    let silence = shop.silence().await.expect("it is silent");
    assert!(silence.last_delivery_at < time("2026-05-05T11:00"));
    assert!((7..=14).contains(&silence.usual), "{}", silence.usual);
    assert!(!silence.causes.is_empty());
    let mut rang = 0;
    while rang == 0 {
        if let StreamLine::Change { change, .. } = changes.next().await.unwrap()
            && let Change::Alert(Alert {
                what: AlertWhat::Silent(_),
                ..
            }) = *change
        {
            rang += 1;
        }
    }
    shop.until("2026-05-06T19:00").await;
    shop.brings("2026-05-06T19:10").await;
    shop.until("2026-05-06T19:10").await;
    assert_eq!(shop.alerts().await, []);
}

#[tokio::test]
async fn who_dismissed_it_sees_it_no_more_until_there_is_another_silence() {
    let mut shop = Shop::open().await;
    shop.six_a_day_until("2026-05-05T11:00").await;
    shop.until("2026-05-07T18:00").await;
    let dismissed = shop
        .engine
        .ask(DismissAlert {
            source: shop.source,
            kind: AlertKind::Silent,
        })
        .await
        .unwrap();
    assert_eq!(dismissed, []);
    shop.until("2026-05-08T18:00").await;
    assert_eq!(shop.alerts().await, []);
    shop.brings("2026-05-08T18:10").await;
    shop.until("2026-05-08T18:10").await;
    shop.until("2026-05-13T18:00").await;
    assert!(shop.silence().await.is_some());
}

#[tokio::test]
async fn a_week_switched_off_without_a_relay_is_no_silence() {
    let mut shop = Shop::open().await;
    shop.six_a_day_until("2026-05-08T18:00").await;
    shop.until("2026-05-08T18:00").await;
    let mut shop = shop.again().await;
    shop.listen_at(time("2026-05-18T08:10")).await;
    assert_eq!(shop.alerts().await, []);
    shop.until("2026-05-18T13:00").await;
    assert_eq!(shop.alerts().await, [], "half a day is not enough");
    shop.until("2026-05-20T18:00").await;
    assert!(shop.silence().await.is_some(), "three days of listening are");
}

#[tokio::test]
async fn a_source_that_is_paused_is_not_waited_for() {
    let mut shop = Shop::open().await;
    shop.six_a_day_until("2026-05-05T11:00").await;
    shop.until("2026-05-07T18:00").await;
    assert!(shop.silence().await.is_some());
    shop.engine
        .ask(PauseSource { source: shop.source })
        .await
        .unwrap();
    shop.until("2026-05-07T18:10").await;
    assert_eq!(shop.alerts().await, []);
}

#[tokio::test]
async fn what_is_refused_is_a_sign_of_life() {
    let mut shop = Shop::open().await;
    shop.six_a_day_until("2026-05-05T11:00").await;
    shop.until("2026-05-07T18:00").await;
    shop.brings_as("2026-05-07T18:05", Verdict::Refused).await;
    shop.until("2026-05-07T18:05").await;
    assert_eq!(shop.alerts().await, []);
}

/// An engine on a folder with one connection to Elementor, which is listened to at the times that a test says.
struct Shop {
    engine: Engine,
    source: SourceId,
    listener: Listener,
    clock: Arc<TestClock>,
    folder: tempfile::TempDir,
}

impl Shop {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(TestClock(Mutex::new(time("2026-03-02T00:00"))));
        let engine = engine(&folder, &clock).await;
        engine
            .ask(SetUpBusiness {
                name: "Clínica".to_owned(),
                kind: BusinessKind::Clinic,
                lang: Lang::PtBr,
                country: Some("BR".to_owned()),
                zone: Some(ZONE.to_owned()),
            })
            .await
            .unwrap();
        let source = engine
            .ask(AddSource {
                title: "Formulário".to_owned(),
                preset: Some("elementor".to_owned()),
                secret: None,
                allow_get: false,
            })
            .await
            .unwrap()
            .id;
        Self {
            engine,
            source,
            listener: Listener::default(),
            clock,
            folder,
        }
    }

    /// The program is started again.
    async fn again(self) -> Self {
        let Self {
            engine: before,
            source,
            clock,
            folder,
            ..
        } = self;
        before.shutdown(recado_api::Ending::Quit).await;
        Self {
            engine: engine(&folder, &clock).await,
            source,
            listener: Listener::default(),
            clock,
            folder,
        }
    }

    /// At six odd times a day between 8 and 18 from Monday to Friday, from the beginning of March on. That is the time
    /// then.
    async fn six_a_day_until(&self, until: &str) {
        let until = time(until);
        let mut rng = fastrand::Rng::with_seed(4);
        let mut day = time("2026-03-02T00:00");
        let mut came = Vec::new();
        while day < until {
            let weekday = day.to_zoned_datetime(zone()).weekday().to_monday_zero_offset();
            if weekday < 5 {
                let minutes = (0..6).map(|_| SignedDuration::from_mins(rng.i64(8 * 60..18 * 60)));
                came.extend(minutes.map(|minutes| day + minutes).filter(|at| *at < until));
            }
            day += SignedDuration::from_hours(24);
        }
        came.sort();
        self.write(came, Verdict::Accepted).await;
        *self.clock.0.lock().unwrap() = until;
    }

    async fn brings(&self, at: &str) {
        self.brings_as(at, Verdict::Accepted).await;
    }

    async fn brings_as(&self, at: &str, verdict: Verdict) {
        self.write(vec![time(at)], verdict).await;
    }

    async fn write(&self, came: Vec<Timestamp>, verdict: Verdict) {
        let core = self.engine.core().clone();
        let source_id = self.source;
        let inside = core.clone();
        core.db
            .write(move |tx| {
                if let Some(first) = came.first() {
                    sources::note_first_delivery(tx, source_id, *first)?;
                }
                for received_at in came {
                    let request = Request {
                        method: "POST".to_owned(),
                        sub_path: String::new(),
                        query: String::new(),
                        headers: Vec::new(),
                        body: bytes::Bytes::new(),
                        received_length: 0,
                    };
                    let row = NewDelivery {
                        id: DeliveryId::new(inside.ids.next(received_at)),
                        source_id,
                        received_at,
                        verdict,
                        http_status: 200,
                        detail: None,
                        request: &request,
                        keep: Keep::Nothing,
                        request_hash: None,
                        signed: None,
                        settled: None,
                        duplicate_of: None,
                        took_micros: None,
                        pending: false,
                        test: false,
                    };
                    deliveries::insert(tx, &row)?;
                    let taken = inside.clone();
                    tx.after_commit(move || taken.note_taken(source_id, received_at));
                }
                Ok::<_, StoreError>(())
            })
            .await
            .unwrap();
    }

    /// Listens from the time that it is until then.
    async fn until(&mut self, then: &str) {
        let then = time(then);
        loop {
            let now = self.clock.now();
            let next = (now + SignedDuration::from_hours(1)).min(then);
            self.listen_at(next).await;
            if next == then {
                return;
            }
        }
    }

    async fn listen_at(&mut self, now: Timestamp) {
        *self.clock.0.lock().unwrap() = now;
        let core = self.engine.core();
        core.set_receiving(receiving::State::On, None);
        self.listener.look(core).await.unwrap();
    }

    async fn alerts(&self) -> Vec<Alert> {
        self.engine.ask(ListAlerts {}).await.unwrap()
    }

    async fn silence(&self) -> Option<Silence> {
        self.alerts()
            .await
            .into_iter()
            .find_map(|alert| match alert.what {
                AlertWhat::Silent(silence) => Some(silence),
                AlertWhat::ShapeChanged(_) | AlertWhat::Unanswered(_) | AlertWhat::GaveUp(_) => None,
            })
    }
}

async fn engine(folder: &tempfile::TempDir, clock: &Arc<TestClock>) -> Engine {
    let options = OpenOptions {
        clock: clock.clone(),
        keyring: None,
        ..OpenOptions::new(Holder::Command)
    };
    Engine::open(&Folder::at(folder.path()), options).await.unwrap()
}

struct TestClock(Mutex<Timestamp>);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

const ZONE: &str = "America/Sao_Paulo";

fn zone() -> TimeZone {
    TimeZone::get(ZONE).unwrap()
}

fn time(text: &str) -> Timestamp {
    let civil: DateTime = text.parse().unwrap();
    civil.to_zoned_datetime(zone()).unwrap().timestamp()
}
