//! Databases that earlier versions left behind, one filled file for each schema that was released.
//!
//! Every file holds the same: Carlos (one message, sent twice), Ana Maria (an appointment and an amount), a delivery
//! without a contact, a malformed one, and Bia's, which waits because its source is paused. From the second on, the owner
//! noted something on Carlos, and nobody was told yet on the desktop of what came. From the third on, Rafael's message by
//! WhatsApp was refused because the key of its source was mistyped, and of a payment at Mercado Pago only the id came.
//! From the fourth on, the folder receives by a relay, by which a delivery that names nobody came; the identity itself is
//! not in the file. From the fifth on, Marta ordered something by WooCommerce and paid it, and the owner is told that the
//! first source is silent.
#![allow(
    clippy::unwrap_used,
    reason = "a panic is how a test fails, in its helpers too"
)]

use std::path::{Path, PathBuf};

use recado_api::request::{
    ListAlerts, ListContacts, ListDeliveries, ListSources, ListToasts, ResumeSource, Search, SetSecret,
    ShowBoard, ShowContact, ShowReach, ShowSource, Undo,
};
use recado_api::view::{AlertKind, AppointmentState, BoardFilter, Verdict, What};
use recado_api::{Holder, SecretText};
use recado_engine::{Engine, Folder, OpenOptions};
use rusqlite::{Connection, OpenFlags};

/// Of the fifth file alone.
const MARTA: &str = "Marta Lima";

#[tokio::test]
async fn nothing_is_lost_from_a_file_of_any_earlier_schema() {
    for frozen in frozen() {
        let folder = holding(&frozen);
        let engine = open(folder.path()).await;
        let contacts = engine
            .ask(ListContacts {
                after: None,
                limit: 100,
            })
            .await
            .unwrap()
            .contacts;
        let told: Vec<_> = contacts
            .iter()
            .map(|contact| (contact.name.as_str(), contact.unread))
            .filter(|(name, _)| *name != MARTA)
            .collect();
        assert_eq!(told, [("Carlos", 1), ("Ana Maria", 1)], "{}", frozen.display());
        assert_eq!(contacts.first().unwrap().phones, ["+5501999999999"]);
        let log = engine
            .ask(ListDeliveries {
                filter: Default::default(),
                newest_first: false,
                after: None,
                limit: 100,
            })
            .await
            .unwrap()
            .deliveries;
        let of_the_first = log
            .iter()
            .filter(|delivery| ["Site", "Loja"].contains(&&*delivery.source));
        let verdicts: Vec<_> = of_the_first.map(|delivery| delivery.verdict).collect();
        use Verdict::{Accepted, Duplicate, Malformed, Paused, Unmatched};
        assert_eq!(
            verdicts,
            [Accepted, Duplicate, Accepted, Unmatched, Malformed, Paused]
        );

        let sources = engine.ask(ListSources {}).await.unwrap();
        let paused = sources.iter().find(|source| source.title == "Loja").unwrap();
        let resumed = engine.ask(ResumeSource { source: paused.id }).await.unwrap();
        assert_eq!(resumed.applied, 1);
        let contacts = engine
            .ask(ListContacts {
                after: None,
                limit: 100,
            })
            .await
            .unwrap()
            .contacts;
        assert_eq!(contacts.last().unwrap().name, "Bia");
    }
}

/// Cards, search and timelines show what was told before they existed.
#[tokio::test]
async fn what_an_earlier_schema_kept_is_on_the_board_in_the_search_and_in_the_timelines() {
    for frozen in frozen() {
        let folder = holding(&frozen);
        let engine = open(folder.path()).await;
        let board = engine
            .ask(ShowBoard {
                filter: BoardFilter::All,
                cards: 10,
            })
            .await
            .unwrap();
        let mut cards = board.columns.first().unwrap().cards.clone();
        let all = u32::try_from(cards.len()).unwrap();
        assert_eq!((board.tallies.contacts, board.tallies.tests), (all, 0));
        cards.retain(|card| card.name != MARTA);
        let names: Vec<_> = cards.iter().map(|card| card.name.as_str()).collect();
        assert_eq!(names, ["Ana Maria", "Carlos"]);
        let ana = cards.first().unwrap();
        let appointment = ana.appointment.as_ref().unwrap();
        assert_eq!(appointment.starts_at, "2026-11-25T17:30:00Z".parse().unwrap());
        assert_eq!(appointment.state, AppointmentState::Booked);
        let amount = ana.amount.as_ref().unwrap();
        assert_eq!((amount.minor, amount.currency.as_str()), (135_000, "BRL"));
        assert_eq!(ana.stage_since, ana.created_at);

        for (text, name) in [
            ("ana@exem", "Ana Maria"),
            ("98765", "Ana Maria"),
            ("carl", "Carlos"),
            ("horario", "Carlos"),
        ] {
            let search = Search {
                text: text.to_owned(),
                limit: 10,
            };
            let hits = engine.ask(search).await.unwrap();
            let found: Vec<_> = hits.iter().map(|hit| hit.contact.name.as_str()).collect();
            assert_eq!(found, [name], "{text}");
        }

        let told = engine
            .ask(ShowContact {
                contact: ana.id,
                entries: 10,
            })
            .await
            .unwrap()
            .timeline
            .entries;
        assert!(matches!(
            told.first().unwrap().what,
            What::Added { source: Some(_) }
        ));
        let What::Event(event) = &told.last().unwrap().what else {
            panic!("not {told:?}")
        };
        assert_eq!(event.appointment.as_ref(), Some(appointment));
    }
}

#[tokio::test]
async fn notes_can_be_found_and_undone_and_what_was_not_told_yet_still_rings() {
    let folders = frozen().iter().map(|file| holding(file)).collect::<Vec<_>>();
    let with_notes: Vec<_> = folders
        .iter()
        .filter(|folder| version(folder.path()) >= 2)
        .collect();
    assert!(!with_notes.is_empty());
    for folder in with_notes {
        let engine = open(folder.path()).await;
        let search = Search {
            text: "prefere manhã".to_owned(),
            limit: 10,
        };
        let hits = engine.ask(search.clone()).await.unwrap();
        let carlos = &hits.first().unwrap().contact;
        assert_eq!(carlos.name, "Carlos");
        let told = engine
            .ask(ShowContact {
                contact: carlos.id,
                entries: 10,
            })
            .await
            .unwrap()
            .timeline
            .entries;
        let note = told.iter().find(|entry| matches!(entry.what, What::Note { .. }));
        let act = note.unwrap().id.parse().unwrap();
        engine.ask(Undo { act }).await.unwrap();
        assert!(engine.ask(search).await.unwrap().is_empty());

        let waiting = engine.ask(ListToasts { limit: 10 }).await.unwrap();
        let who: Vec<_> = waiting
            .toasts
            .iter()
            .map(|toast| toast.arrival.who.as_str())
            .collect();
        assert_eq!(who, ["Carlos", "Ana Maria"]);
    }
}

#[tokio::test]
async fn what_was_refused_is_still_recovered_and_what_is_to_be_fetched_still_waits() {
    let folders = frozen().iter().map(|file| holding(file)).collect::<Vec<_>>();
    let with_senders: Vec<_> = folders
        .iter()
        .filter(|folder| version(folder.path()) >= 3)
        .collect();
    assert!(!with_senders.is_empty());
    for folder in with_senders {
        let engine = open(folder.path()).await;
        let sources = engine.ask(ListSources {}).await.unwrap();
        let id_of = |preset: &str| sources.iter().find(|source| source.preset == preset).unwrap().id;
        let set = SetSecret {
            source: id_of("whatsapp-cloud"),
            secret: Some(SecretText::new("the-right-secret".to_owned())),
            keep_former: false,
        };
        assert_eq!(engine.ask(set).await.unwrap().recovered, 1);
        let contacts = ListContacts {
            after: None,
            limit: 100,
        };
        let contacts = engine.ask(contacts).await.unwrap().contacts;
        assert_eq!(contacts.last().unwrap().name, "Rafael");

        let source = id_of("mercado-pago");
        let details = engine.ask(ShowSource { source }).await.unwrap();
        assert_eq!((details.pending, details.has_access_token), (1, false));
    }
}

#[tokio::test]
async fn public_addresses_stay_what_they_were() {
    let folders = frozen().iter().map(|file| holding(file)).collect::<Vec<_>>();
    let with_relay: Vec<_> = folders
        .iter()
        .filter(|folder| version(folder.path()) >= 4)
        .collect();
    assert!(!with_relay.is_empty());
    for folder in with_relay {
        let engine = open(folder.path()).await;
        let tunnel = engine.ask(ShowReach {}).await.unwrap().tunnel.unwrap();
        assert_eq!(tunnel.relay, "http://127.0.0.1:28787");
        let base = "http://127.0.0.1:28787/j45yvobmekst67u2j4gi2womrlgtrkrs";
        assert_eq!(tunnel.public_base.as_deref(), Some(base));
        let sources = engine.ask(ListSources {}).await.unwrap();
        // The relay was not told of the one that was added while it was away.
        for source in sources.iter().filter(|source| source.preset != "woocommerce") {
            let (_, path) = source.address.split_once("/in/").unwrap();
            assert_eq!(source.public_address, Some(format!("{base}/in/{path}")));
        }
    }
}

#[tokio::test]
async fn a_sale_is_one_line_and_what_the_owner_should_know_is_still_told() {
    let folders = frozen().iter().map(|file| holding(file)).collect::<Vec<_>>();
    let with_sales: Vec<_> = folders
        .iter()
        .filter(|folder| version(folder.path()) >= 5)
        .collect();
    assert!(!with_sales.is_empty());
    for folder in with_sales {
        let engine = open(folder.path()).await;
        let contacts = ListContacts {
            after: None,
            limit: 100,
        };
        let contacts = engine.ask(contacts).await.unwrap().contacts;
        let contact = contacts.iter().find(|contact| contact.name == MARTA).unwrap().id;
        let shown = engine.ask(ShowContact { contact, entries: 10 }).await.unwrap();
        let sales: Vec<_> = shown
            .timeline
            .entries
            .iter()
            .filter_map(|entry| {
                let What::Event(event) = &entry.what else {
                    return None;
                };
                Some(event.earlier.len())
            })
            .collect();
        assert_eq!(sales, [1], "one line with one earlier state");
        let alerts = engine.ask(ListAlerts {}).await.unwrap();
        let kinds: Vec<_> = alerts.iter().map(|alert| alert.what.kind()).collect();
        assert_eq!(kinds, [AlertKind::Silent]);
    }
}

#[tokio::test]
async fn an_upgraded_file_has_the_schema_of_a_new_one() {
    let new = tempfile::tempdir().unwrap();
    drop(open(new.path()).await);
    for frozen in frozen() {
        let folder = holding(&frozen);
        drop(open(folder.path()).await);
        assert_eq!(schema(folder.path()), schema(new.path()), "{}", frozen.display());
    }
}

#[test]
fn every_schema_but_the_one_in_the_making_is_frozen() {
    let new = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    drop(runtime.block_on(open(new.path())));
    let newest = version(new.path());
    assert!(
        frozen().len() + 1 >= newest as usize,
        "schema {} was released without a frozen file",
        newest - 1
    );
}

fn frozen() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

fn holding(frozen: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(frozen, Folder::at(folder.path()).database()).unwrap();
    folder
}

async fn open(folder: &Path) -> Engine {
    let options = OpenOptions {
        // A test leaves nothing in the keyring of whoever runs it.
        keyring: None,
        ..OpenOptions::new(Holder::Command)
    };
    Engine::open(&Folder::at(folder), options).await.unwrap()
}

fn schema(folder: &Path) -> Vec<String> {
    let db = read(folder);
    let mut select = db
        .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
        .unwrap();
    let statements = select.query_map([], |row| row.get(0)).unwrap();
    statements.collect::<Result<_, _>>().unwrap()
}

fn version(folder: &Path) -> u32 {
    read(folder)
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap()
}

fn read(folder: &Path) -> Connection {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    Connection::open_with_flags(Folder::at(folder).database(), flags).unwrap()
}
