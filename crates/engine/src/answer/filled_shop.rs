//! A data folder that tests fill with deliveries and contacts of any time, as receiving would have left them.

use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use recado_api::request::{AddSource, ChangeSetting, SetUpBusiness};
use recado_api::view::{BusinessKind, Contact, Outcome, Retention, Setting, Source, Verdict};
use recado_api::{Ask, ContactId, DeliveryId, Holder, Lang, SourceId};

use crate::clock::Clock;
use crate::core::Core;
use crate::engine::{Engine, OpenOptions};
use crate::folder::Folder;
use crate::store::contacts::Card;
use crate::store::deliveries::{self, Keep, NewDelivery, Request, Settled};
use crate::store::{StoreError, board, contacts};

pub(super) struct Shop {
    pub(super) engine: Engine,
    clock: Arc<TestClock>,
    _folder: tempfile::TempDir,
}

/// A delivery that came, 5 ms before it was answered.
pub(super) fn came(source: &Source, at: &str, verdict: Verdict) -> Came {
    Came {
        source: source.id,
        at: at.parse().unwrap(),
        verdict,
        took_micros: Some(5_000),
        test: false,
    }
}

#[derive(Debug, Clone)]
pub(super) struct Came {
    pub(super) source: SourceId,
    pub(super) at: Timestamp,
    pub(super) verdict: Verdict,
    pub(super) took_micros: Option<u64>,
    pub(super) test: bool,
}

impl Shop {
    pub(super) async fn open(now: &str, zone: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(TestClock(Mutex::new(now.parse().unwrap())));
        let options = OpenOptions {
            clock: clock.clone(),
            keyring: None,
            ..OpenOptions::new(Holder::Command)
        };
        let engine = Engine::open(&Folder::at(folder.path()), options).await.unwrap();
        let shop = Self {
            engine,
            clock,
            _folder: folder,
        };
        shop.ask(SetUpBusiness {
            name: "Loja".to_owned(),
            kind: BusinessKind::Shop,
            lang: Lang::En,
            country: Some("BR".to_owned()),
            zone: Some(zone.to_owned()),
        })
        .await;
        shop
    }

    pub(super) async fn ask<R: Ask>(&self, request: R) -> R::Answer {
        self.engine.ask(request).await.unwrap()
    }

    pub(super) fn core(&self) -> &Arc<Core> {
        self.engine.core()
    }

    pub(super) fn at(&self, now: &str) {
        *self.clock.0.lock().unwrap() = now.parse().unwrap();
    }

    pub(super) async fn source(&self, title: &str) -> Source {
        self.ask(AddSource {
            title: title.to_owned(),
            preset: None,
            secret: None,
            allow_get: false,
        })
        .await
    }

    /// Puts deliveries in the log, and gives their rows.
    pub(super) async fn receive(&self, all: Vec<Came>) -> Vec<i64> {
        let core = self.core().clone();
        self.core()
            .db
            .write(move |tx| {
                let request = Request {
                    method: "POST".to_owned(),
                    sub_path: String::new(),
                    query: String::new(),
                    headers: Vec::new(),
                    body: r#"{"nome":"Carlos Menezes","telefone":"11987654321"}"#.into(),
                    received_length: 50,
                };
                let rows = all.iter().map(|came| {
                    let row = NewDelivery {
                        id: DeliveryId::new(core.ids.next(core.now())),
                        source_id: came.source,
                        received_at: came.at,
                        verdict: came.verdict,
                        http_status: 200,
                        detail: None,
                        request: &request,
                        keep: Keep::Whole,
                        request_hash: None,
                        signed: None,
                        settled: Some(0),
                        duplicate_of: None,
                        took_micros: came.took_micros,
                        pending: false,
                        test: came.test,
                    };
                    deliveries::insert(tx, &row)
                });
                rows.collect::<Result<_, StoreError>>()
            })
            .await
            .unwrap()
    }

    /// Another verdict falls on a delivery.
    pub(super) async fn settle(&self, row: i64, verdict: Verdict) {
        let settled = Settled {
            verdict,
            detail: None,
            duplicate_of: None,
            events: Some(0),
            pending: false,
        };
        self.core()
            .db
            .write(move |tx| deliveries::settle(tx, row, &settled))
            .await
            .unwrap();
    }

    /// A source makes a contact; `None` where somebody was put on the board by hand.
    pub(super) async fn meet(&self, source: Option<&Source>, at: &str, test: bool) -> Card {
        let (source, at) = (source.map(|source| source.id), at.parse().unwrap());
        let core = self.core().clone();
        self.core()
            .db
            .write(move |tx| {
                let stage = board::first_stage(tx)?.unwrap();
                let shown = Contact {
                    id: ContactId::new(core.ids.next(core.now())),
                    name: "Carlos Menezes".to_owned(),
                    phones: Vec::new(),
                    emails: Vec::new(),
                    position: board::top_of(tx, stage.id)?,
                    stage: stage.title,
                    stage_id: stage.id,
                    stage_since: at,
                    unread: 0,
                    last_message: None,
                    last_message_at: None,
                    waiting_since: None,
                    appointment: None,
                    amount: None,
                    source: None,
                    source_id: source,
                    test,
                    created_at: at,
                    archived: false,
                };
                let mut card = Card {
                    seq: 0,
                    shown,
                    name_is_owners: false,
                    outcome: Outcome::Open,
                    appointment_told_at: None,
                    amount_told_at: None,
                };
                card.seq = contacts::insert(tx, &card)?;
                Ok::<_, StoreError>(card)
            })
            .await
            .unwrap()
    }

    /// Erases a contact.
    pub(super) async fn erase(&self, card: &Card) {
        let seq = card.seq;
        self.core()
            .db
            .write(move |tx| contacts::remove(tx, seq))
            .await
            .unwrap();
    }

    /// What is older than a week goes out of the log.
    pub(super) async fn tidy(&self) {
        let kept = Retention {
            days: 7,
            megabytes: 500,
        };
        self.ask(ChangeSetting {
            setting: Setting::Retention(kept),
        })
        .await;
        crate::housekeeping::tidy(self.core()).await.unwrap();
    }
}

struct TestClock(Mutex<Timestamp>);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}
