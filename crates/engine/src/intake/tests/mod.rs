//! What filing does to contacts, cards and the log, against a real database.

mod cards;
mod matters;
mod people;
mod repetitions;
mod replays;

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use recado_api::request::{AddSource, ListContacts, ListDeliveries, ListToasts, PauseSource, ResumeSource};
use recado_api::view::{Contact, Delivery, Verdict};
use recado_api::{Change, Holder, StreamLine};
use recado_webhook::authenticity::Proof;
use recado_webhook::event::{
    Appointment, AppointmentState, Direction, Event, Kind, Media, MediaKind, Money, Person, PlatformId,
};
use recado_webhook::phone::Phone;

use super::identity::KnownBy;
use super::*;
use crate::clock::Clock;
use crate::engine::{Engine, OpenOptions};
use crate::folder::Folder;
use crate::store::deliveries::Request;

/// An engine on a new folder with one source and a clock of its own.
struct Shop {
    engine: Engine,
    source: SourceId,
    clock: Arc<TestClock>,
    _folder: tempfile::TempDir,
}

impl Shop {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(TestClock(Mutex::new("2026-11-24T12:00:00Z".parse().unwrap())));
        let options = OpenOptions {
            clock: clock.clone(),
            ..OpenOptions::new(Holder::Command)
        };
        let engine = Engine::open(&Folder::at(folder.path()), options).await.unwrap();
        let source = engine
            .ask(AddSource {
                title: "Site".to_owned(),
                preset: None,
                secret: None,
                allow_get: false,
            })
            .await
            .unwrap();
        Self {
            engine,
            source: source.id,
            clock,
            _folder: folder,
        }
    }

    fn wait(&self, time: SignedDuration) {
        let mut now = self.clock.0.lock().unwrap();
        *now = now.checked_add(time).unwrap();
    }

    async fn file(&self, said: impl Into<Said>) -> Filed {
        let said = said.into();
        let core = self.engine.core().clone();
        let source = said.source.unwrap_or(self.source);
        let body = if said.body.is_empty() {
            Bytes::from(serde_json::to_vec(&said.event).unwrap())
        } else {
            Bytes::from_static(said.body)
        };
        let filing = Filing {
            source,
            source_title: "Site".to_owned(),
            received_at: self.clock.now(),
            read: Read {
                known_by: KnownBy {
                    source,
                    received_at: self.clock.now(),
                    request: Some(core.hasher.request(source, "POST", "", "", &body)),
                    header_id: said.header_id.map(str::to_owned),
                    signed: core.hasher.signed(source, &said.proof),
                    ids_are_known: said.ids_are_known,
                },
                request: Request {
                    method: "POST".to_owned(),
                    sub_path: String::new(),
                    query: String::new(),
                    headers: Vec::new(),
                    received_length: body.len(),
                    body,
                },
                understood: Understood::Events(vec![said.event]),
            },
            answer_status: 200,
            complete_at: None,
            test: false,
            relayed: None,
        };
        let inside = core.clone();
        core.db.write(move |tx| file(tx, &inside, &filing)).await.unwrap()
    }

    async fn contacts(&self) -> Vec<Contact> {
        self.engine
            .ask(ListContacts {
                after: None,
                limit: 1_000,
            })
            .await
            .unwrap()
            .contacts
    }

    async fn only_contact(&self) -> Contact {
        let mut contacts = self.contacts().await;
        assert_eq!(contacts.len(), 1);
        contacts.remove(0)
    }

    async fn deliveries(&self) -> Vec<Delivery> {
        self.engine
            .ask(ListDeliveries {
                filter: Default::default(),
                newest_first: false,
                after: None,
                limit: 1_000,
            })
            .await
            .unwrap()
            .deliveries
    }

    async fn count(&self, sql: &'static str) -> i64 {
        let count = self
            .engine
            .core()
            .db
            .read(move |db| db.query_row(sql, [], |row| row.get(0)));
        count.await.unwrap()
    }

    async fn execute(&self, sql: &'static str) {
        self.engine
            .core()
            .db
            .write(move |tx| tx.execute(sql, []))
            .await
            .unwrap();
    }
}

/// One event as a request says it.
#[derive(Clone)]
struct Said {
    source: Option<SourceId>,
    header_id: Option<&'static str>,
    proof: Proof,
    /// Whether a preset says which id is the event's.
    ids_are_known: bool,
    /// The event itself as JSON when empty.
    body: &'static [u8],
    event: Event,
}

impl From<Event> for Said {
    fn from(event: Event) -> Self {
        Self {
            source: None,
            header_id: None,
            proof: Proof::None,
            ids_are_known: false,
            body: b"",
            event,
        }
    }
}

struct TestClock(Mutex<Timestamp>);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

fn message(name: &str, phone: &str, text: &str) -> Event {
    let phones: Vec<_> = Some(phone)
        .filter(|phone| !phone.is_empty())
        .into_iter()
        .collect();
    Event {
        kind: Kind::Message,
        direction: Direction::In,
        at: None,
        external_id: None,
        version: None,
        matter: None,
        contact: person(name, &phones, None),
        text: Some(text.to_owned()),
        media: Vec::new(),
        amount: None,
        appointment: None,
        tags: Vec::new(),
        fields: serde_json::Map::new(),
    }
}

fn person(name: &str, phones: &[&str], id: Option<&str>) -> Person {
    Person {
        name: Some(name.to_owned()).filter(|name| !name.is_empty()),
        phones: phones
            .iter()
            .filter_map(|phone| Phone::read(phone, "BR"))
            .collect(),
        emails: Vec::new(),
        ids: id
            .map(|id| PlatformId {
                platform: "test".to_owned(),
                id: id.to_owned(),
            })
            .into_iter()
            .collect(),
    }
}

fn verdict(filed: &Filed) -> Verdict {
    match filed {
        Filed::Kept { verdict, .. } => *verdict,
        Filed::Gone | Filed::CannotWait | Filed::TooOld => panic!("the source is gone"),
    }
}

fn answered_as(filed: &Filed) -> DeliveryId {
    match filed {
        Filed::Kept { answered_as, .. } => *answered_as,
        Filed::Gone | Filed::CannotWait | Filed::TooOld => panic!("the source is gone"),
    }
}
