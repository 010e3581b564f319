//! Databases that earlier versions left behind, one filled file for each schema that was released.
//!
//! Every file holds the same: Carlos (one message, sent twice), Ana Maria (an appointment and an amount), a delivery
//! without a contact, a malformed one, and Bia's, which waits because its source is paused.
#![allow(
    clippy::unwrap_used,
    reason = "a panic is how a test fails, in its helpers too"
)]

use std::path::{Path, PathBuf};

use recado_api::Holder;
use recado_api::request::{ListContacts, ListDeliveries, ListSources, ResumeSource};
use recado_api::view::Verdict;
use recado_engine::{Engine, Folder, OpenOptions};
use rusqlite::{Connection, OpenFlags};

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
            .collect();
        assert_eq!(told, [("Carlos", 1), ("Ana Maria", 1)], "{}", frozen.display());
        assert_eq!(contacts.first().unwrap().phones, ["+5501999999999"]);
        let log = engine
            .ask(ListDeliveries {
                after: None,
                limit: 100,
            })
            .await
            .unwrap()
            .deliveries;
        let verdicts: Vec<_> = log.iter().map(|delivery| delivery.verdict).collect();
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
    Engine::open(&Folder::at(folder), OpenOptions::new(Holder::Command))
        .await
        .unwrap()
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
