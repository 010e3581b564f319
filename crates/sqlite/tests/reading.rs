//! Readers: one moment for each read, no way to write, and never in the writer's way.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot go on panics"
)]

mod common;

use std::sync::mpsc;

use recado_sqlite::{Options, ReadError};
use rusqlite::Connection;

use common::{Failure, Home, note};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_sees_one_moment_while_others_write() {
    let home = Home::new();
    let db = home.open();
    db.write(note("before")).await.unwrap();
    let (first_done, first_is_done) = tokio::sync::oneshot::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let reading = tokio::spawn({
        let db = db.clone();
        async move {
            db.read(move |connection| {
                let first = common::notes(connection);
                first_done.send(()).unwrap();
                may_go_on.recv().unwrap();
                Ok::<_, Failure>((first, common::notes(connection)))
            })
            .await
        }
    });
    first_is_done.await.unwrap();
    db.write(note("meanwhile")).await.unwrap();
    let other = db
        .read(|connection| Ok::<_, Failure>(common::notes(connection)))
        .await
        .unwrap();
    assert_eq!(
        other,
        ["before", "meanwhile"],
        "a read that starts later sees what was answered"
    );
    go_on.send(()).unwrap();
    let (first, second) = reading.await.unwrap().unwrap();
    assert_eq!(
        (first, second),
        (vec!["before".to_owned()], vec!["before".to_owned()])
    );
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_database_that_rests_keeps_no_reader_open_and_reads_and_writes_when_it_is_asked_again() {
    let home = Home::new();
    let db = home.open();
    db.write(note("before")).await.unwrap();
    let read = || db.read(|connection| Ok::<_, Failure>(common::notes(connection)));
    assert_eq!(read().await.unwrap(), ["before"]);
    let busy = open_files(&home);
    db.rest().await.unwrap();
    assert!(open_files(&home) < busy);
    db.write(note("after")).await.unwrap();
    assert_eq!(read().await.unwrap(), ["before", "after"]);
}

/// The database's files that this process has open.
#[cfg(target_os = "linux")]
fn open_files(home: &Home) -> usize {
    let file = home.path().display().to_string();
    std::fs::read_dir("/proc/self/fd")
        .unwrap()
        .filter_map(|open| std::fs::read_link(open.ok()?.path()).ok())
        .filter(|open| open.display().to_string().starts_with(&file))
        .count()
}

#[tokio::test]
async fn a_read_cannot_write_whatever_it_tries() {
    let home = Home::new();
    let db = home.open();
    for attempt in [
        "INSERT INTO note (text) VALUES ('smuggled')",
        "PRAGMA query_only = OFF; INSERT INTO note (text) VALUES ('smuggled')",
        "COMMIT; PRAGMA query_only = OFF; BEGIN IMMEDIATE; INSERT INTO note (text) VALUES ('smuggled'); COMMIT",
    ] {
        let refused = db.read(move |connection| connection.execute_batch(attempt)).await;
        assert!(
            matches!(&refused, Err(ReadError::Unavailable(_))),
            "{attempt}: {refused:?}"
        );
    }
    assert_eq!(home.notes(), [""; 0]);
}

#[tokio::test]
async fn a_read_that_panics_or_fails_harms_no_later_one() {
    let home = Home::new();
    let db = home.open_with(Options {
        readers: 1,
        ..Options::default()
    });
    db.write(note("there")).await.unwrap();
    for _ in 0..3 {
        let panicked = db
            .read(|connection: &Connection| {
                assert!(connection.is_autocommit(), "on purpose");
                Ok::<_, Failure>(())
            })
            .await;
        assert!(matches!(panicked, Err(ReadError::Panicked)), "{panicked:?}");
        let failed = db.read(|_| Err::<(), _>(Failure::Unwilling)).await;
        assert!(
            matches!(failed, Err(ReadError::Job(Failure::Unwilling))),
            "{failed:?}"
        );
    }
    let seen = db
        .read(|connection| Ok::<_, Failure>(common::notes(connection)))
        .await
        .unwrap();
    assert_eq!(seen, ["there"]);
}

#[tokio::test]
async fn a_connection_is_kept_for_the_next_read() {
    let home = Home::new();
    let db = home.open_with(Options {
        readers: 1,
        ..Options::default()
    });
    // A setting of the connection, not of the file.
    db.read(|connection| connection.execute_batch("PRAGMA cache_size = 4711"))
        .await
        .unwrap();
    let size: i64 = db
        .read(|connection| connection.query_row("PRAGMA cache_size", [], |row| row.get(0)))
        .await
        .unwrap();
    assert_eq!(size, 4711);
}

#[tokio::test]
async fn every_connection_is_set_up_for_durability_and_against_hostile_files() {
    let home = Home::new();
    let db = home.open();
    let ask = |connection: &Connection, pragma: &str| -> String {
        connection
            .query_row(
                &format!("SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}"),
                [],
                |row| row.get(0),
            )
            .unwrap()
    };
    db.write(move |tx| {
        assert_eq!(ask(tx, "journal_mode"), "wal");
        assert_eq!(ask(tx, "synchronous"), "2", "FULL");
        assert_eq!(ask(tx, "fullfsync"), "1");
        assert_eq!(ask(tx, "checkpoint_fullfsync"), "1");
        assert_eq!(ask(tx, "foreign_keys"), "1");
        assert_eq!(ask(tx, "secure_delete"), "1");
        assert_eq!(ask(tx, "trusted_schema"), "0");
        Ok::<_, Failure>(())
    })
    .await
    .unwrap();
    db.read(move |connection| {
        assert_eq!(ask(connection, "query_only"), "1");
        assert_eq!(ask(connection, "trusted_schema"), "0");
        Ok::<_, Failure>(())
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn the_integrity_check_names_a_fault_that_a_quick_look_cannot_see() {
    let home = Home::new();
    let db = home.open();
    db.write(note("first")).await.unwrap();
    assert_eq!(db.integrity_check().await.unwrap(), [""; 0]);
    db.close().await;

    // The index is hidden while a row is changed, so it leads to what the row was before.
    let behind_our_back = |sql: &str| Connection::open(home.path()).unwrap().execute_batch(sql).unwrap();
    behind_our_back(
        "CREATE TABLE twin (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
         CREATE INDEX twin_text ON twin (text);
         INSERT INTO twin (text) VALUES ('before');
         CREATE TABLE hidden AS SELECT * FROM sqlite_schema WHERE name = 'twin_text';
         PRAGMA writable_schema = ON;
         DELETE FROM sqlite_schema WHERE name = 'twin_text';",
    );
    behind_our_back("UPDATE twin SET text = 'after'");
    behind_our_back("PRAGMA writable_schema = ON; INSERT INTO sqlite_schema SELECT * FROM hidden");

    let db = home.open();
    let faults = db.integrity_check().await.unwrap();
    assert!(
        faults.iter().any(|fault| fault.contains("twin_text")),
        "{faults:?}"
    );
}
