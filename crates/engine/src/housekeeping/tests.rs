//! What tidying takes out of the log and what it leaves, in a real database that filled over HTTP.

use std::net::SocketAddr;
use std::sync::Mutex;

use recado_api::request::{
    AddSource, ChangeSetting, CountDeliveries, ListContacts, ListDeliveries, PauseSource, ResumeSource,
    ShowContact, ShowDelivery, ShowSource,
};
use recado_api::view::{Delivery, Setting, Source, Verdict};
use recado_api::{Holder, SecretText};

use super::*;
use crate::clock::Clock;
use crate::engine::{Engine, OpenOptions, StartOptions};
use crate::folder::Folder;

#[tokio::test]
async fn what_is_old_goes_and_its_counts_and_what_is_on_the_cards_stay() {
    let shop = Shop::open().await;
    let source = shop.source(None).await;
    let waiting = shop.source(None).await;
    shop.engine.ask(PauseSource { source: waiting.id }).await.unwrap();
    shop.post(&source, &lead("Ana", "1")).await;
    shop.post(&source, &lead("Ana", "1")).await;
    shop.post(&source, r#"{"pedido": 1}"#).await;
    shop.post(&source, "{").await;
    shop.post(&waiting, &lead("Bia", "2")).await;
    let day = CountDeliveries {
        day: Some("2026-11-24".to_owned()),
        source: None,
    };
    let counted = shop.engine.ask(day.clone()).await.unwrap();

    shop.wait(SignedDuration::from_hours(91 * 24));
    shop.post(&source, &lead("Caio", "3")).await;
    for _ in 0..2 {
        tidy(shop.engine.core()).await.unwrap();
        let log = shop.log().await;
        let verdicts: Vec<_> = log.iter().map(|line| line.verdict).collect();
        assert_eq!(verdicts, [Verdict::Accepted, Verdict::Paused, Verdict::Accepted]);
        assert_eq!(shop.engine.ask(day.clone()).await.unwrap(), counted);
        let bodies = [
            shop.has_body(&log[0]).await,
            shop.has_body(&log[1]).await,
            shop.has_body(&log[2]).await,
        ];
        assert_eq!(bodies, [false, true, true]);
    }
    let opened = shop
        .engine
        .ask(ShowDelivery {
            delivery: shop.log().await[0].id,
        })
        .await
        .unwrap();
    assert!(opened.headers.is_empty() && !opened.can_apply);
    assert_eq!(opened.events.len(), 1);

    // What waited is filed; after that it is as old as it is.
    let resumed = shop
        .engine
        .ask(ResumeSource { source: waiting.id })
        .await
        .unwrap();
    assert_eq!(resumed.applied, 1);
    assert!(!shop.has_body(&shop.log().await[1]).await);
    let contacts = shop
        .engine
        .ask(ListContacts {
            after: None,
            limit: 10,
        })
        .await
        .unwrap()
        .contacts;
    assert_eq!(contacts.len(), 3);
    for contact in contacts {
        let shown = ShowContact {
            contact: contact.id,
            entries: 10,
        };
        let timeline = shop.engine.ask(shown).await.unwrap().timeline;
        assert!(!timeline.entries.is_empty(), "{}", contact.name);
    }
}

#[tokio::test]
async fn what_named_nobody_is_kept_for_a_month_whatever_the_setting() {
    let shop = Shop::open().await;
    let source = shop.source(None).await;
    shop.keep(7, 500).await;
    shop.post(&source, r#"{"pedido": 1}"#).await;
    shop.post(&source, "{").await;
    shop.wait(SignedDuration::from_hours(29 * 24));
    tidy(shop.engine.core()).await.unwrap();
    let verdicts: Vec<_> = shop.log().await.iter().map(|line| line.verdict).collect();
    assert_eq!(verdicts, [Verdict::Unmatched]);
    shop.wait(SignedDuration::from_hours(2 * 24));
    tidy(shop.engine.core()).await.unwrap();
    assert!(shop.log().await.is_empty());
}

#[tokio::test]
async fn a_log_that_grows_too_large_loses_its_oldest_bodies() {
    let shop = Shop::open().await;
    let source = shop.source(None).await;
    shop.keep(90, 1).await;
    for n in 0..6 {
        let text = "x".repeat(300 * 1024);
        shop.post(&source, &lead(&text, &n.to_string())).await;
        shop.wait(SignedDuration::from_secs(1));
    }
    for _ in 0..2 {
        tidy(shop.engine.core()).await.unwrap();
        let mut kept = Vec::new();
        for line in shop.log().await {
            kept.push(shop.has_body(&line).await);
        }
        assert_eq!(kept, [false, false, false, true, true, true]);
    }
}

#[tokio::test]
async fn a_refused_delivery_waits_a_week_for_the_right_secret() {
    let shop = Shop::open().await;
    let source = shop.source(Some("mistyped")).await;
    shop.post(&source, &lead("Ana", "1")).await;
    let waits = async || {
        shop.engine
            .ask(ShowSource { source: source.id })
            .await
            .unwrap()
            .quarantined
    };
    shop.wait(SignedDuration::from_hours(7 * 24 - 1));
    tidy(shop.engine.core()).await.unwrap();
    assert_eq!(waits().await, 1);
    shop.wait(SignedDuration::from_hours(1));
    tidy(shop.engine.core()).await.unwrap();
    assert_eq!(waits().await, 0);
    let log = shop.log().await;
    assert_eq!((log.len(), log[0].verdict), (1, Verdict::Refused));
    assert!(!shop.has_body(&log[0]).await);
    let bytes: i64 = shop
        .engine
        .core()
        .db
        .read(|db| db.query_row("SELECT bytes FROM quarantine_size", [], |row| row.get(0)))
        .await
        .unwrap();
    assert_eq!(bytes, 0);
}

fn lead(text: &str, n: &str) -> String {
    format!(r#"{{"nome":"{n}","telefone":"1198765432{n}","mensagem":"{text}"}}"#)
}

struct Shop {
    engine: Engine,
    clock: Arc<TestClock>,
    _folder: tempfile::TempDir,
}

impl Shop {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(TestClock(Mutex::new("2026-11-24T12:00:00Z".parse().unwrap())));
        let options = OpenOptions {
            clock: clock.clone(),
            keyring: None,
            ..OpenOptions::new(Holder::Command)
        };
        let mut engine = Engine::open(&Folder::at(folder.path()), options).await.unwrap();
        let start = StartOptions {
            listen: Some(SocketAddr::from(([127, 0, 0, 1], 0))),
            ..StartOptions::default()
        };
        engine.start(start).await.unwrap();
        Self {
            engine,
            clock,
            _folder: folder,
        }
    }

    async fn source(&self, secret: Option<&str>) -> Source {
        let preset = secret.map(|_| "whatsapp-cloud".to_owned());
        let source = AddSource {
            title: "Site".to_owned(),
            preset,
            secret: secret.map(|secret| SecretText::new(secret.to_owned())),
            allow_get: false,
        };
        self.engine.ask(source).await.unwrap()
    }

    async fn keep(&self, days: u32, megabytes: u32) {
        let setting = Setting::Retention(Retention { days, megabytes });
        self.engine.ask(ChangeSetting { setting }).await.unwrap();
    }

    async fn post(&self, source: &Source, body: &str) {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let sent = client
            .post(&source.address)
            .header("content-type", "application/json")
            .header("x-hub-signature-256", format!("sha256={}", "ab".repeat(32)))
            .body(body.to_owned());
        sent.send().await.unwrap();
    }

    fn wait(&self, time: SignedDuration) {
        let mut now = self.clock.0.lock().unwrap();
        *now += time;
    }

    async fn log(&self) -> Vec<Delivery> {
        let all = ListDeliveries {
            filter: Default::default(),
            after: None,
            newest_first: false,
            limit: 100,
        };
        self.engine.ask(all).await.unwrap().deliveries
    }

    async fn has_body(&self, line: &Delivery) -> bool {
        let opened = self.engine.ask(ShowDelivery { delivery: line.id }).await.unwrap();
        opened.body.is_some()
    }
}

struct TestClock(Mutex<Timestamp>);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}
