//! A folder in which nothing runs by itself, and a clock that a test sets.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp, tz};
use recado_api::request::{AddSource, DismissAlert, ListAlerts, SetUpBusiness};
use recado_api::view::{Alert, AlertKind, AlertWhat, BusinessKind, Verdict};
use recado_api::{DeliveryId, Holder, Lang, SourceId};
use recado_tunnel::identity::Address;

use crate::clock::Clock;
use crate::engine::{Engine, OpenOptions};
use crate::error::StartError;
use crate::folder::Folder;
use crate::patience::look::Watch;
use crate::receiving;
use crate::store::deliveries::{self, Keep, NewDelivery, Request};
use crate::store::{StoreError, settings, sources};
use crate::tunnel::{Ready, RelayChoice};

/// A folder that is opened, without anything that runs by itself.
pub(super) struct Shop {
    pub(super) engine: Engine,
    pub(super) watch: Watch,
    pub(super) clock: Arc<TestClock>,
    folder: tempfile::TempDir,
}

impl Shop {
    pub(super) async fn open(at: &str) -> Self {
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

    pub(super) async fn on(folder: tempfile::TempDir, at: &str) -> Self {
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
    pub(super) async fn again(self, at: &str) -> Self {
        let Self { engine, folder, .. } = self;
        engine.shutdown(recado_api::Ending::Quit).await;
        Self::on(folder, at).await
    }

    /// Says goodbye.
    pub(super) async fn left(&self) {
        self.watch.leave(self.engine.core()).await;
    }

    pub(super) fn receiving(&self) {
        self.engine.core().set_receiving(receiving::State::On, None);
    }

    pub(super) fn blocked(&self) {
        let taken = StartError::NoPort { first: 1, last: 2 };
        self.engine
            .core()
            .set_receiving(receiving::State::Blocked(taken), None);
    }

    pub(super) fn set(&self, at: &str) {
        self.clock.set(time(at));
    }

    /// Time passes until then, with a look every few minutes, as it is with a desk that runs.
    pub(super) async fn at(&mut self, at: &str) {
        while self.clock.now() < time(at) {
            let next = self.clock.now() + SignedDuration::from_mins(5);
            self.clock.set(next.min(time(at)));
            self.watch.look(self.engine.core()).await;
        }
        self.watch.look(self.engine.core()).await;
    }

    /// It is that time at once.
    pub(super) async fn awakes_at(&mut self, at: &str) {
        self.set(at);
        self.watch.look(self.engine.core()).await;
    }

    pub(super) async fn add(&self, preset: &str) -> SourceId {
        let add = AddSource {
            title: preset.to_owned(),
            preset: Some(preset.to_owned()),
            secret: None,
            allow_get: false,
        };
        self.engine.ask(add).await.unwrap().id
    }

    /// A source that was in use an hour ago.
    pub(super) async fn brought_something(&self, preset: &str) -> SourceId {
        self.brought(preset, 1).await
    }

    /// A source that brought so many in the last four weeks, an hour ago for the last time.
    pub(super) async fn brought(&self, preset: &str, count: i32) -> SourceId {
        let source = self.add(preset).await;
        let last = self.clock.now() - SignedDuration::from_hours(1);
        let apart = SignedDuration::from_hours(28 * 24) / count;
        for n in 0..count {
            self.keep(source, last - apart * n).await;
        }
        source
    }

    /// Something comes, now.
    pub(super) async fn brings(&self, source: SourceId, at: &str) {
        self.set(at);
        self.keep(source, time(at)).await;
    }

    pub(super) async fn keep(&self, source: SourceId, at: Timestamp) {
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
    pub(super) async fn comes_by_relay(&self, source: SourceId) {
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
    pub(super) async fn told(&self, source: SourceId) -> Option<AlertWhat> {
        let alerts = self.engine.ask(ListAlerts {}).await.unwrap();
        let mut of_it: Vec<Alert> = alerts
            .into_iter()
            .filter(|alert| alert.source_id == source)
            .collect();
        assert!(of_it.len() <= 1, "{of_it:#?}");
        of_it.pop().map(|alert| alert.what)
    }

    pub(super) async fn dismiss(&self, source: SourceId, kind: AlertKind) {
        self.engine.ask(DismissAlert { source, kind }).await.unwrap();
    }
}

pub(super) struct TestClock(Mutex<Timestamp>);

impl TestClock {
    pub(super) fn set(&self, to: Timestamp) {
        *self.0.lock().unwrap() = to;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// A day of November 2026 and an hour, in São Paulo.
pub(super) fn time(text: &str) -> Timestamp {
    let (day, hour) = text.split_once(' ').unwrap();
    let (hour, minute) = hour.split_once(':').unwrap();
    let local = date(2026, 11, day.parse().unwrap()).at(hour.parse().unwrap(), minute.parse().unwrap(), 0, 0);
    tz::offset(-3).to_timestamp(local).unwrap()
}
