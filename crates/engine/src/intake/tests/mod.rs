//! What filing does to contacts, cards and the log, against a real database.

mod matters;
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

#[tokio::test]
async fn a_first_message_makes_a_contact_and_a_second_one_finds_it() {
    let shop = Shop::open().await;
    shop.file(message("Carlos", "+5511987654321", "Oi")).await;
    shop.file(message("Carlos", "+5511987654321", "Quero agendar um horário"))
        .await;
    let contact = shop.only_contact().await;
    assert_eq!(contact.phones, ["+5511987654321"]);
    assert_eq!(contact.last_message.as_deref(), Some("Quero agendar um horário"));
    assert_eq!(contact.unread, 2);
    assert!(contact.waiting_since.is_some());
}

#[tokio::test]
async fn the_same_request_is_one_for_ten_minutes_and_then_a_new_message() {
    let shop = Shop::open().await;
    let first = shop.file(message("Ana", "+5511987654321", "Oi")).await;
    shop.wait(SignedDuration::from_mins(9));
    let again = shop.file(message("Ana", "+5511987654321", "Oi")).await;
    assert_eq!(verdict(&again), Verdict::Duplicate);
    assert_eq!(answered_as(&again), answered_as(&first));
    shop.wait(SignedDuration::from_mins(2));
    let later = shop.file(message("Ana", "+5511987654321", "Oi")).await;
    assert_eq!(verdict(&later), Verdict::Accepted);
    assert_eq!(shop.only_contact().await.unread, 2);
}

#[tokio::test]
async fn a_repetition_is_a_short_row_that_names_the_first_which_counts_it() {
    let shop = Shop::open().await;
    for _ in 0..3 {
        shop.file(message("Ana", "+5511987654321", "Oi")).await;
    }
    let log = shop.deliveries().await;
    let [first, second, third] = log.as_slice() else {
        panic!("three rows, not {}", log.len())
    };
    assert_eq!(
        (first.verdict, first.repeats, first.events.len()),
        (Verdict::Accepted, 2, 1)
    );
    for repeat in [second, third] {
        assert_eq!(
            (repeat.verdict, repeat.duplicate_of),
            (Verdict::Duplicate, Some(first.id))
        );
        assert!(repeat.events.is_empty());
    }
}

#[tokio::test]
async fn the_senders_id_for_the_delivery_outlasts_the_ten_minutes() {
    let shop = Shop::open().await;
    let with_id = |text| Said {
        header_id: Some("evt_1"),
        ..Said::from(message("Ana", "+5511987654321", text))
    };
    shop.file(with_id("Oi")).await;
    shop.wait(SignedDuration::from_hours(24 * 30));
    let again = shop.file(with_id("Oi, de novo com outro corpo")).await;
    assert_eq!(verdict(&again), Verdict::Duplicate);
}

#[tokio::test]
async fn a_new_version_of_an_event_is_filed_and_the_same_version_is_not() {
    let shop = Shop::open().await;
    let version = |version: &str, text| Event {
        external_id: Some("77".to_owned()),
        version: Some(version.to_owned()),
        ..message("Ana", "+5511987654321", text)
    };
    assert_eq!(verdict(&shop.file(version("a", "Oi")).await), Verdict::Accepted);
    assert_eq!(
        verdict(&shop.file(version("b", "Oi, mudei")).await),
        Verdict::Accepted
    );
    assert_eq!(verdict(&shop.file(version("a", "Oi")).await), Verdict::Duplicate);
}

#[tokio::test]
async fn one_source_does_not_swallow_what_another_one_brings() {
    let shop = Shop::open().await;
    let other = shop
        .engine
        .ask(AddSource {
            title: "Loja".to_owned(),
            preset: None,
            secret: None,
            allow_get: false,
        })
        .await
        .unwrap();
    shop.file(message("Ana", "+5511987654321", "Oi")).await;
    let there = shop
        .file(Said {
            source: Some(other.id),
            ..Said::from(message("Ana", "+5511987654321", "Oi"))
        })
        .await;
    assert_eq!(verdict(&there), Verdict::Accepted);
}

#[tokio::test]
async fn a_platform_id_finds_a_contact_before_a_phone_and_the_phones_owner_is_not_robbed() {
    let shop = Shop::open().await;
    shop.file(message("Mãe", "+5511987654321", "Oi")).await;
    shop.file(Event {
        contact: person("Filha", &[], Some("42")),
        ..message("", "", "Olá")
    })
    .await;
    let both = Event {
        contact: person("Filha", &["+5511987654321"], Some("42")),
        ..message("", "", "Agora do telefone da mãe")
    };
    shop.file(both).await;
    let contacts = shop.contacts().await;
    let [mother, daughter] = contacts.as_slice() else {
        panic!("two contacts, not {}", contacts.len())
    };
    assert_eq!(daughter.last_message.as_deref(), Some("Agora do telefone da mãe"));
    assert_eq!(mother.phones, ["+5511987654321"]);
    assert!(daughter.phones.is_empty());
    let suggested: i64 = shop.count("SELECT count(*) FROM same_person").await;
    assert_eq!(suggested, 1);
}

#[tokio::test]
async fn a_known_contact_learns_new_handles_and_keeps_its_name() {
    let shop = Shop::open().await;
    shop.file(message("Carlos Menezes", "+5511987654321", "Oi")).await;
    let mut event = message("C. M.", "+5511987654321", "Meu e-mail");
    event.contact.emails.push("carlos@exemplo.com.br".to_owned());
    shop.file(event).await;
    let contact = shop.only_contact().await;
    assert_eq!(contact.name, "Carlos Menezes");
    assert_eq!(contact.emails, ["carlos@exemplo.com.br"]);
    let other_name: i64 = shop
        .count("SELECT count(*) FROM event WHERE json_extract(said, '$.contact.name') = 'C. M.'")
        .await;
    assert_eq!(other_name, 1, "the timeline has the other name");
}

#[tokio::test]
async fn a_contact_without_a_name_gets_the_first_one_that_comes() {
    let shop = Shop::open().await;
    shop.file(message("", "+5511987654321", "Oi")).await;
    shop.file(message("Carlos", "+5511987654321", "Sou o Carlos"))
        .await;
    assert_eq!(shop.only_contact().await.name, "Carlos");
}

#[tokio::test]
async fn who_was_won_lost_or_archived_and_writes_again_comes_back_to_the_first_stage() {
    for gone in [
        "UPDATE contact SET stage_id = (SELECT id FROM stage WHERE outcome = 'won')",
        "UPDATE contact SET stage_id = (SELECT id FROM stage WHERE outcome = 'lost')",
        "UPDATE contact SET archived_at = 1",
    ] {
        let shop = Shop::open().await;
        shop.file(message("Ana", "+5511987654321", "Oi")).await;
        let first_stage = shop.only_contact().await.stage;
        shop.execute(gone).await;
        shop.file(message("Ana", "+5511987654321", "Voltei")).await;
        let contact = shop.only_contact().await;
        assert_eq!(
            (contact.stage, contact.archived),
            (first_stage, false),
            "after {gone}"
        );
    }
}

#[tokio::test]
async fn who_stands_in_an_open_stage_stays_there_and_goes_to_its_top() {
    let shop = Shop::open().await;
    for (name, phone) in [
        ("Ana", "+5511987654321"),
        ("Bia", "+5511987654322"),
        ("Caio", "+5511987654323"),
    ] {
        shop.file(message(name, phone, "Oi")).await;
    }
    shop.execute(
        "UPDATE contact SET stage_id = (SELECT id FROM stage WHERE outcome = 'open' ORDER BY position DESC LIMIT 1)",
    )
    .await;
    shop.file(message("Ana", "+5511987654321", "Voltei")).await;
    let mut contacts = shop.contacts().await;
    let stage = contacts.first().unwrap().stage.clone();
    assert!(contacts.iter().all(|contact| contact.stage == stage));
    contacts.sort_by(|one, other| one.position.cmp(&other.position));
    let names: Vec<_> = contacts.iter().map(|contact| contact.name.as_str()).collect();
    assert_eq!(names, ["Ana", "Caio", "Bia"]);
}

#[tokio::test]
async fn a_message_that_arrives_late_does_not_hide_the_newer_one() {
    let shop = Shop::open().await;
    let now = shop.clock.now();
    let minutes_ago = |minutes| Some(now.checked_sub(SignedDuration::from_mins(minutes)).unwrap());
    shop.file(Event {
        at: minutes_ago(1),
        ..message("Ana", "+5511987654321", "a nova")
    })
    .await;
    shop.file(Event {
        at: minutes_ago(9),
        ..message("Ana", "+5511987654321", "a velha")
    })
    .await;
    assert_eq!(shop.only_contact().await.last_message.as_deref(), Some("a nova"));
}

#[tokio::test]
async fn an_appointment_and_an_amount_that_arrive_late_do_not_hide_the_newer_ones() {
    let shop = Shop::open().await;
    let now = shop.clock.now();
    let told = |minutes_ago, state, minor| Event {
        kind: Kind::Appointment,
        at: Some(now.checked_sub(SignedDuration::from_mins(minutes_ago)).unwrap()),
        appointment: Some(Appointment {
            starts_at: "2026-12-01T14:00:00Z".parse().unwrap(),
            ends_at: None,
            state,
            replaces: None,
        }),
        amount: Some(Money {
            minor,
            currency: "BRL".to_owned(),
        }),
        ..message("Ana", "+5511987654321", "Consulta")
    };
    shop.file(told(5, AppointmentState::Booked, 100)).await;
    shop.file(told(1, AppointmentState::Cancelled, 300)).await;
    shop.file(told(3, AppointmentState::Confirmed, 200)).await;
    let contact = shop.only_contact().await;
    let state = contact.appointment.map(|appointment| appointment.state);
    assert_eq!(state, Some(recado_api::view::AppointmentState::Cancelled));
    assert_eq!(contact.amount.map(|amount| amount.minor), Some(300));
}

#[tokio::test]
async fn a_sender_whose_clock_runs_days_ahead_does_not_pin_its_message() {
    let shop = Shop::open().await;
    let ahead = shop
        .clock
        .now()
        .checked_add(SignedDuration::from_hours(72))
        .unwrap();
    shop.file(Event {
        at: Some(ahead),
        ..message("Ana", "+5511987654321", "do futuro")
    })
    .await;
    shop.wait(SignedDuration::from_mins(1));
    shop.file(message("Ana", "+5511987654321", "de agora")).await;
    assert_eq!(
        shop.only_contact().await.last_message.as_deref(),
        Some("de agora")
    );
}

#[tokio::test]
async fn an_answer_of_the_business_ends_the_waiting_rings_nothing_and_makes_no_contact() {
    let shop = Shop::open().await;
    let out = |phone, text| Event {
        direction: Direction::Out,
        ..message("", phone, text)
    };
    shop.file(message("Ana", "+5511987654321", "Oi")).await;
    let mut changes = shop.engine.subscribe(None);
    shop.file(out("+5511987654321", "Bom dia, Ana!")).await;
    let contact = shop.only_contact().await;
    assert_eq!((contact.waiting_since, contact.unread), (None, 1));
    assert_eq!(contact.last_message.as_deref(), Some("Bom dia, Ana!"));
    shop.file(out("+5521987654321", "Olá, estranho")).await;
    assert_eq!(shop.contacts().await.len(), 1);
    let toasts = shop.engine.ask(ListToasts { limit: 100 }).await.unwrap();
    assert_eq!(toasts.total, 1);

    shop.engine.core().changes.end(recado_api::Ending::Quit);
    while let Some(line) = changes.next().await {
        if let StreamLine::Change { change, .. } = line {
            assert!(!matches!(*change, Change::Arrival(_)), "an answer rang");
        }
    }
}

#[tokio::test]
async fn a_receipt_tells_nobody() {
    let shop = Shop::open().await;
    shop.file(message("Ana", "+5511987654321", "Oi")).await;
    let receipt = Event {
        kind: Kind::Receipt,
        text: None,
        ..message("Ana", "+5511987654321", "")
    };
    shop.file(receipt).await;
    let toasts = shop.engine.ask(ListToasts { limit: 100 }).await.unwrap();
    assert_eq!(toasts.total, 1);
}

#[tokio::test]
async fn a_picture_without_text_is_shown_by_a_word_for_it() {
    let shop = Shop::open().await;
    let picture = Event {
        text: None,
        media: vec![Media {
            kind: MediaKind::Image,
            name: Some("dente.jpg".to_owned()),
        }],
        ..message("Ana", "+5511987654321", "")
    };
    shop.file(picture).await;
    let word = shop.engine.core().lang().text("media-image", &[]);
    assert_eq!(
        shop.only_contact().await.last_message,
        Some(format!("[{word}] dente.jpg"))
    );
}

#[tokio::test]
async fn what_came_while_a_source_was_paused_is_filed_once_when_it_resumes() {
    let shop = Shop::open().await;
    let source = shop.source;
    shop.engine.ask(PauseSource { source }).await.unwrap();
    let body = r#"{ "nome": "Ana", "telefone": "+5511987654321", "mensagem": "Oi" }"#;
    let held = Said {
        body: body.as_bytes(),
        ..Said::from(message("Ana", "+5511987654321", "Oi"))
    };
    assert_eq!(verdict(&shop.file(held.clone()).await), Verdict::Paused);
    assert_eq!(verdict(&shop.file(held).await), Verdict::Paused);
    assert!(shop.contacts().await.is_empty());
    // The window of repetition counts from the receipt, not from the resumption.
    shop.wait(SignedDuration::from_hours(5));
    let resumed = shop.engine.ask(ResumeSource { source }).await.unwrap();
    assert_eq!(resumed.applied, 2);
    let verdicts: Vec<_> = shop
        .deliveries()
        .await
        .iter()
        .map(|delivery| delivery.verdict)
        .collect();
    assert_eq!(verdicts, [Verdict::Accepted, Verdict::Duplicate]);
    assert_eq!(shop.only_contact().await.unread, 1);
}

#[tokio::test]
async fn changes_tell_the_card_the_timeline_the_arrival_and_the_line_of_the_log_in_the_order_of_the_commits()
{
    let shop = Shop::open().await;
    let mut changes = shop.engine.subscribe(None);
    shop.file(message("Ana", "+5511987654321", "Oi")).await;
    let mut told = Vec::new();
    for expected in 1..=4 {
        let Some(StreamLine::Change { n, change }) = changes.next().await else {
            panic!("a change")
        };
        assert_eq!(n, expected + 1, "the source was the first change");
        told.push(*change);
    }
    let [
        Change::Contact(card),
        Change::Timeline(entry),
        Change::Arrival(arrival),
        Change::Delivery(line),
    ] = told.as_slice()
    else {
        panic!("not {told:?}")
    };
    assert_eq!(card.unread, 1);
    assert_eq!(entry.contact, card.id);
    assert_eq!((arrival.who.as_str(), arrival.new_contact), ("Ana", true));
    assert_eq!(line.verdict, Verdict::Accepted);
}

#[tokio::test]
async fn an_older_state_of_an_order_does_not_stand_over_a_newer_one() {
    let shop = Shop::open().await;
    let state = |version: &str, minor: i64, at: &str| Said {
        ids_are_known: true,
        ..Said::from(Event {
            kind: Kind::Order,
            at: Some(at.parse().unwrap()),
            external_id: Some("order_1".to_owned()),
            version: Some(version.to_owned()),
            amount: Some(Money {
                minor,
                currency: "BRL".to_owned(),
            }),
            ..message("Ana", "+5511987654321", version)
        })
    };
    shop.file(state("paid", 9_000, "2026-11-24T11:30:00Z")).await;
    shop.file(state("pending", 10_000, "2026-11-24T11:00:00Z")).await;
    let contact = shop.only_contact().await;
    assert_eq!(contact.amount.unwrap().minor, 9_000);
    assert_eq!(contact.last_message.as_deref(), Some("paid"));
    let told: i64 = shop.count("SELECT count(*) FROM event").await;
    assert_eq!(told, 2, "the timeline has both");
}

#[tokio::test]
async fn a_cancelled_appointment_takes_no_other_one_off_the_card() {
    let shop = Shop::open().await;
    let appointment = |id: &str, starts_at: &str, state, told_at: &str| Said {
        ids_are_known: true,
        ..Said::from(Event {
            kind: Kind::Appointment,
            at: Some(told_at.parse().unwrap()),
            external_id: Some(id.to_owned()),
            version: Some(format!("{state:?}")),
            appointment: Some(Appointment {
                starts_at: starts_at.parse().unwrap(),
                ends_at: None,
                state,
                replaces: None,
            }),
            ..message("Ana", "+5511987654321", "")
        })
    };
    use AppointmentState::{Booked, Cancelled};
    let (monday, tuesday) = ("2026-11-30T12:00:00Z", "2026-12-01T12:00:00Z");
    shop.file(appointment("1", monday, Booked, "2026-11-24T10:00:00Z"))
        .await;
    shop.file(appointment("2", tuesday, Booked, "2026-11-24T10:10:00Z"))
        .await;
    shop.file(appointment("1", monday, Cancelled, "2026-11-24T10:20:00Z"))
        .await;
    let shown = shop.only_contact().await.appointment.unwrap();
    assert_eq!(shown.starts_at, tuesday.parse().unwrap());
    shop.file(appointment("2", tuesday, Cancelled, "2026-11-24T10:30:00Z"))
        .await;
    let shown = shop.only_contact().await.appointment.unwrap();
    assert_eq!(shown.state, recado_api::view::AppointmentState::Cancelled);
}

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
