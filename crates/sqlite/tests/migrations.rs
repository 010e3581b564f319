//! Migrations: all or nothing, never without a copy, whatever happens half-way.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot go on panics"
)]

mod common;

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use recado_sqlite::{Database, Migration, OpenError, Options, Schema};
use rusqlite::Connection;

use common::{APPLICATION_ID, Home, NOTES, SCHEMA, child, look, note, notes};

const PINS: Migration = Migration {
    version: 2,
    name: "pins",
    sql: "ALTER TABLE note ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
          UPDATE note SET pinned = 1 WHERE text = 'old';",
};
const TAGS: Migration = Migration {
    version: 3,
    name: "tags",
    sql: "CREATE TABLE tag (name TEXT PRIMARY KEY) STRICT;",
};

const WITH_TAGS: Schema = schema(&[NOTES, PINS, TAGS]);

const fn schema(migrations: &'static [Migration]) -> Schema {
    Schema {
        application_id: APPLICATION_ID,
        migrations,
    }
}

#[test]
fn all_that_is_pending_is_applied_and_the_copy_holds_what_was_before() {
    let home = old_file();
    open(&home, &WITH_TAGS).unwrap();
    let file = look(&home.path());
    assert_eq!(version(&file), 3);
    let pinned: i64 = file
        .query_row("SELECT pinned FROM note WHERE text = 'old'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(pinned, 1);
    assert_that_the_copy_is_whole(&home, 3);
}

#[test]
fn an_upgraded_file_has_the_tables_of_a_new_one() {
    let upgraded = old_file();
    open(&upgraded, &WITH_TAGS).unwrap();
    let new = Home::new();
    open(&new, &WITH_TAGS).unwrap();
    let tables = |home: &Home| -> BTreeSet<(String, Option<String>)> {
        let file = look(&home.path());
        let mut select = file.prepare("SELECT name, sql FROM sqlite_schema").unwrap();
        select
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap()
    };
    assert_eq!(tables(&upgraded), tables(&new));
}

#[test]
fn a_new_file_and_an_up_to_date_one_need_no_copy() {
    let home = Home::new();
    open(&home, &WITH_TAGS).unwrap();
    open(&home, &WITH_TAGS).unwrap();
    assert_eq!(names_in(&home), ["test.db"]);
}

#[test]
fn a_migration_that_fails_half_way_changes_nothing() {
    const HALF: Migration = Migration {
        version: 3,
        name: "half",
        sql: "CREATE TABLE half (id INTEGER PRIMARY KEY); INSERT INTO note (text) VALUES ('half');
              INSERT INTO nowhere VALUES (1);",
    };
    assert_that_nothing_changes(&schema(&[NOTES, PINS, HALF]), (3, "half"));
}

#[test]
fn a_migration_that_leaves_a_reference_to_nothing_changes_nothing() {
    const ORPHAN: Migration = Migration {
        version: 2,
        name: "orphan",
        sql: "INSERT INTO reply (note, body) VALUES (4711, 'to whom?')",
    };
    assert_that_nothing_changes(&schema(&[NOTES, ORPHAN]), (2, "orphan"));
}

#[test]
fn a_migration_that_tries_to_commit_by_itself_changes_nothing() {
    const IMPATIENT: Migration = Migration {
        version: 3,
        name: "impatient",
        sql: "INSERT INTO note (text) VALUES ('now'); COMMIT; BEGIN;",
    };
    assert_that_nothing_changes(&schema(&[NOTES, PINS, IMPATIENT]), (3, "impatient"));
}

#[test]
fn tables_can_be_rebuilt_under_the_rows_that_refer_to_them() {
    const REBUILT: Migration = Migration {
        version: 2,
        name: "rebuilt",
        sql: "CREATE TABLE rebuilt (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, at INTEGER) STRICT;
              INSERT INTO rebuilt (id, text) SELECT id, text FROM note;
              DROP TABLE note;
              ALTER TABLE rebuilt RENAME TO note;",
    };
    let home = old_file();
    let file = Connection::open(home.path()).unwrap();
    file.execute_batch("INSERT INTO reply (note, body) SELECT id, 'hello' FROM note")
        .unwrap();
    drop(file);
    open(&home, &schema(&[NOTES, REBUILT])).unwrap();
    let replies: i64 = look(&home.path())
        .query_row(
            "SELECT count(*) FROM reply JOIN note ON note.id = reply.note WHERE text = 'old'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(replies, 1);
}

#[test]
fn a_copy_of_an_earlier_attempt_is_replaced_by_one_that_is_newer_and_whole() {
    let home = old_file();
    fs::write(copy(&home, 3), "from an earlier attempt").unwrap();
    fs::write(with_part(&copy(&home, 3)), "from an attempt that was killed").unwrap();
    open(&home, &WITH_TAGS).unwrap();
    assert_that_the_copy_is_whole(&home, 3);
}

#[test]
fn without_a_copy_there_is_no_migration() {
    let home = old_file();
    // A folder in the place of the copy cannot be replaced by a file.
    fs::create_dir_all(copy(&home, 3).join("not empty")).unwrap();
    let before = fs::read(home.path()).unwrap();
    let refused = open(&home, &WITH_TAGS).unwrap_err();
    assert!(
        matches!(&refused, OpenError::Copy { copy: at, .. } if *at == copy(&home, 3)),
        "{refused:?}"
    );
    assert!(refused.source().is_some(), "it says why");
    assert!(fs::read(home.path()).unwrap() == before);
    assert_eq!(version(&look(&home.path())), 1);
    assert!(!with_part(&copy(&home, 3)).exists(), "no half copy is left");
}

#[tokio::test]
async fn foreign_keys_are_enforced_again_after_a_migration() {
    let home = old_file();
    let db = open(&home, &WITH_TAGS).unwrap();
    let orphan = db
        .write(|tx| tx.execute("INSERT INTO reply (note, body) VALUES (4711, 1)", []))
        .await;
    assert!(
        matches!(orphan, Err(recado_sqlite::WriteError::Job(_))),
        "{orphan:?}"
    );
}

/// Writes enough to spill half of it into the log, long before it is done.
const LONG: Migration = Migration {
    version: 2,
    name: "long",
    sql: "UPDATE note SET text = 'changed half-way';
          CREATE TABLE ballast (n INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
          INSERT INTO ballast (body)
          WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
          SELECT randomblob(1000) FROM n;",
};

#[tokio::test]
async fn a_process_that_is_killed_in_a_migration_leaves_the_file_as_it_was() {
    let home = old_file();
    let mut child = child::child_test(&[], "child_in_a_long_migration", home.folder.path())
        .spawn()
        .unwrap();
    let log = home.folder.path().join("test.db-wal");
    // No time is waited for but the child's own: it is in the middle once part of its work is in the log.
    while fs::metadata(&log).map_or(0, |log| log.len()) < 8 * 1024 * 1024 {
        assert!(
            child.try_wait().unwrap().is_none(),
            "the child ended before it could be killed"
        );
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_that_the_copy_is_whole(&home, 2);
    assert_eq!(
        (version(&look(&home.path())), home.notes()),
        (1, vec!["old".to_owned()])
    );

    // The program that knows no such migration goes on with the file, and a later upgrade works.
    let db = home.open();
    db.write(note("after the accident")).await.unwrap();
    assert_eq!(db.integrity_check().await.unwrap(), [""; 0]);
    db.close().await;
    open(&home, &WITH_TAGS).unwrap();
    assert_eq!(version(&look(&home.path())), 3);
    assert_eq!(home.notes(), ["old", "after the accident"]);
}

#[test]
#[ignore = "runs as the child of a_process_that_is_killed_in_a_migration_leaves_the_file_as_it_was"]
fn child_in_a_long_migration() {
    let path = child::folder().join("test.db");
    Database::open(&path, &schema(&[NOTES, LONG]), Options::default()).unwrap();
}

/// A file of version 1 with a note in it.
fn old_file() -> Home {
    let home = Home::new();
    open(&home, &SCHEMA).unwrap();
    Connection::open(home.path())
        .unwrap()
        .execute_batch("INSERT INTO note (text) VALUES ('old')")
        .unwrap();
    home
}

fn open(home: &Home, schema: &Schema) -> Result<Database, OpenError> {
    Database::open(&home.path(), schema, Options::default())
}

fn assert_that_nothing_changes(schema: &Schema, culprit: (u32, &str)) {
    let home = old_file();
    let before = fs::read(home.path()).unwrap();
    let refused = open(&home, schema).unwrap_err();
    assert!(
        matches!(&refused, OpenError::Migration { version, name, .. } if (*version, *name) == culprit),
        "{refused:?}"
    );
    assert!(fs::read(home.path()).unwrap() == before);
    assert_that_the_copy_is_whole(&home, schema.version());
    assert_eq!(names_in(&home).len(), 2, "file and copy, and nothing else");
    // It is still a file that the version before can use.
    drop(home.open());
    assert_eq!(home.notes(), ["old"]);
}

fn assert_that_the_copy_is_whole(home: &Home, to: u32) {
    let path = copy(home, to);
    let file = look(&path);
    assert_eq!((version(&file), notes(&file)), (1, vec!["old".to_owned()]));
    let check: String = file
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(check, "ok");
    assert!(!with_part(&path).exists());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    // It can take the place of the file.
    drop(file);
    let restored = Home::new();
    fs::copy(&path, restored.path()).unwrap();
    drop(restored.open());
    assert_eq!(restored.notes(), ["old"]);
}

fn copy(home: &Home, to: u32) -> PathBuf {
    home.folder.path().join(format!("test.before-v{to}.db"))
}

fn with_part(copy: &Path) -> PathBuf {
    copy.with_extension("db.part")
}

fn version(file: &Connection) -> u32 {
    file.query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap()
}

fn names_in(home: &Home) -> Vec<String> {
    let entries = fs::read_dir(home.folder.path()).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
