//! A disk with no room: the truth about each job, nothing half-written, and on again once there is room.
//!
//! Two real limits, each in a process of its own. The limit on the size of files works everywhere on Unix and makes
//! writing fail as a broken disk does; a small file system of its own is a disk that is full, and needs the right to
//! mount one.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot go on panics"
)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use recado_sqlite::{Cause, Database, Migration, OpenError, Options, Schema, Tx, WriteError};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use common::{Failure, SCHEMA, add_note, child, look};

#[test]
fn where_files_may_not_grow_jobs_are_unavailable_until_they_may() {
    let folder = tempfile::tempdir().unwrap();
    // The signal that goes with this limit would end the process; the shell makes it ignored before the child starts.
    let shell = ["sh", "-c", "trap '' XFSZ; exec \"$0\" \"$@\""];
    child::run(child::child_test(
        &shell,
        "child_with_a_limit_on_files",
        folder.path(),
    ));
}

#[test]
#[cfg(target_os = "linux")]
fn on_a_full_disk_jobs_are_unavailable_until_there_is_room() {
    run_on_a_small_disk("child_on_a_small_disk");
}

#[test]
#[cfg(target_os = "linux")]
fn on_a_full_disk_no_file_is_made_and_none_is_upgraded() {
    run_on_a_small_disk("child_that_opens_on_a_full_disk");
}

#[cfg(target_os = "linux")]
fn run_on_a_small_disk(name: &str) {
    let Some(mut wrapper) = child::mount_namespace() else {
        eprintln!(
            "SKIPPED: {name}: this system lets us mount no small file system; only the limit on the size of files \
             was tested"
        );
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    wrapper.extend([
        "sh",
        "-c",
        "mount -t tmpfs -o size=3m tmpfs \"$RECADO_TEST_FOLDER\" && exec \"$0\" \"$@\"",
    ]);
    child::run(child::child_test(&wrapper, name, folder.path()));
}

#[tokio::test]
#[ignore = "runs as the child of where_files_may_not_grow_jobs_are_unavailable_until_they_may"]
async fn child_with_a_limit_on_files() {
    let folder = child::folder();
    let unlimited = getrlimit(Resource::Fsize);
    let limit = Rlimit {
        current: Some(512 * 1024),
        maximum: unlimited.maximum,
    };
    let squeeze = || setrlimit(Resource::Fsize, limit).unwrap();
    let relieve = || setrlimit(Resource::Fsize, unlimited).unwrap();
    fill_and_recover(&folder, Cause::Io, squeeze, relieve).await;
}

#[tokio::test]
#[ignore = "runs as the child of on_a_full_disk_jobs_are_unavailable_until_there_is_room"]
async fn child_on_a_small_disk() {
    let folder = child::folder();
    let ballast = folder.join("ballast");
    let squeeze = || fs::write(&ballast, vec![1; 2 * 1024 * 1024]).unwrap();
    let relieve = || fs::remove_file(&ballast).unwrap();
    fill_and_recover(&folder, Cause::Full, squeeze, relieve).await;
}

#[test]
#[ignore = "runs as the child of on_a_full_disk_no_file_is_made_and_none_is_upgraded"]
fn child_that_opens_on_a_full_disk() {
    let folder = child::folder();
    let old = folder.join("old.db");
    drop(Database::open(&old, &SCHEMA, Options::default()).unwrap());
    let before = fs::read(&old).unwrap();
    // Writes until nothing more goes in.
    let mut ballast = fs::File::create(folder.join("ballast")).unwrap();
    while ballast.write_all(&[1; 4096]).is_ok() {}

    let new = Database::open(&folder.join("new.db"), &SCHEMA, Options::default()).unwrap_err();
    assert!(matches!(new, OpenError::Full { .. }), "{new:?}");

    const EMPTY: Migration = Migration {
        version: 2,
        name: "empty",
        sql: "CREATE TABLE empty (a) ",
    };
    let newer = Schema {
        migrations: &[common::NOTES, EMPTY],
        ..SCHEMA
    };
    let upgrade = Database::open(&old, &newer, Options::default()).unwrap_err();
    assert!(matches!(upgrade, OpenError::Full { .. }), "{upgrade:?}");
    assert!(fs::read(&old).unwrap() == before);

    drop(ballast);
    fs::remove_file(folder.join("ballast")).unwrap();
    Database::open(&folder.join("new.db"), &SCHEMA, Options::default()).unwrap();
    Database::open(&old, &newer, Options::default()).unwrap();
}

/// Jobs in each round, which are one batch or nearly so.
const ROUND: usize = 32;

async fn fill_and_recover(folder: &Path, cause: Cause, squeeze: impl Fn(), relieve: impl Fn()) {
    let path = folder.join("test.db");
    let db = Database::open(&path, &SCHEMA, Options::default()).unwrap();
    let mut ledger = Ledger::default();
    ledger.round(&db).await;
    assert_eq!(ledger.unavailable, [], "there was room at first");

    squeeze();
    while ledger.unavailable.is_empty() {
        ledger.round(&db).await;
    }
    // Bulk work is told the same.
    let bulk = db
        .bulk(|tx, _slice| {
            tx.execute(
                "INSERT INTO reply (note, body) SELECT id, randomblob(50000) FROM note",
                [],
            )?;
            Ok::<_, Failure>(recado_sqlite::Progress::Done)
        })
        .await;
    assert!(
        matches!(&bulk, Err(WriteError::Unavailable(why)) if why.cause == cause),
        "{bulk:?}"
    );
    // It stays so, and reading goes on.
    ledger.round(&db).await;
    assert!(
        ledger.unavailable.iter().all(|seen| *seen == cause),
        "{:?}",
        ledger.unavailable
    );
    let seen = db
        .read(|connection| Ok::<_, Failure>(whole_notes(connection)))
        .await
        .unwrap();
    assert_eq!(seen, ledger.written);

    // With room again, the same handle goes on.
    relieve();
    let before = ledger.unavailable.len();
    ledger.round(&db).await;
    assert_eq!(
        ledger.unavailable.len(),
        before,
        "all of the last round was written"
    );
    assert_eq!(db.integrity_check().await.unwrap(), [""; 0]);
    db.close().await;

    // And so says the file to anybody else.
    assert_eq!(whole_notes(&look(&path)), ledger.written);
    Database::open(&path, &SCHEMA, Options::default()).unwrap();
}

/// What was answered.
#[derive(Default)]
struct Ledger {
    asked: usize,
    written: BTreeSet<String>,
    unavailable: Vec<Cause>,
}

impl Ledger {
    async fn round(&mut self, db: &Database) {
        let jobs: Vec<_> = (self.asked..self.asked + ROUND)
            .map(|n| {
                let db = db.clone();
                let job = async move { db.write(move |tx| note_with_replies(tx, n)).await };
                (format!("n{n}"), tokio::spawn(job))
            })
            .collect();
        self.asked += ROUND;
        for (text, job) in jobs {
            match job.await.unwrap() {
                Ok(()) => _ = self.written.insert(text),
                Err(WriteError::Unavailable(why)) => self.unavailable.push(why.cause),
                Err(other) => panic!("{text}: {other:?}"),
            }
        }
    }
}

/// Three rows that belong together.
fn note_with_replies(tx: &mut Tx<'_>, n: usize) -> Result<(), Failure> {
    add_note(tx, &format!("n{n}"))?;
    let id = tx.last_insert_rowid();
    let mut reply = tx.prepare_cached("INSERT INTO reply (note, body) VALUES (?1, randomblob(2000))")?;
    reply.execute([id])?;
    reply.execute([id])?;
    Ok(())
}

/// The notes; panics if one of them is not whole.
fn whole_notes(connection: &rusqlite::Connection) -> BTreeSet<String> {
    let mut select = connection
        .prepare("SELECT text, (SELECT count(*) FROM reply WHERE reply.note = note.id) FROM note")
        .unwrap();
    let rows = select
        .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))
        .unwrap();
    rows.map(|row| {
        let (text, replies) = row.unwrap();
        assert_eq!(replies, 2, "{text} is half-written");
        text
    })
    .collect()
}
