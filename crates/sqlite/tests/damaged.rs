//! Damaged files: named for what they are, left alone, and set aside whole when their owner says so.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot go on panics"
)]

mod common;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;

use recado_sqlite::{Database, OpenError, Options, set_aside};
use rusqlite::Connection;

use common::files::{assert_refused, behind_our_back, files, filled, leave_as_killed};
use common::{Home, SCHEMA};

#[test]
fn an_empty_file_beside_a_log_with_rows_is_damaged() {
    let home = filled();
    leave_as_killed(&home);
    fs::write(home.path(), "").unwrap();
    assert_refused(&home, |error| matches!(error, OpenError::Damaged { .. }));
    fs::remove_file(home.path()).unwrap();
    assert_refused(&home, |error| matches!(error, OpenError::Damaged { .. }));
}

#[test]
fn a_text_file_is_damaged() {
    let home = Home::new();
    for text in [
        "a",
        "Dear diary, this is no database at all. ".repeat(100).as_str(),
    ] {
        fs::write(home.path(), text).unwrap();
        assert_refused(&home, |error| matches!(error, OpenError::Damaged { .. }));
    }
}

#[test]
fn a_file_that_was_cut_short_is_damaged() {
    let home = filled();
    let whole = fs::read(home.path()).unwrap();
    for length in [50, 100, 4096, whole.len() / 2, whole.len() - 1] {
        fs::write(home.path(), &whole[..length]).unwrap();
        assert_refused(&home, |error| matches!(error, OpenError::Damaged { .. }));
    }
}

#[test]
fn a_file_with_a_page_of_nonsense_is_damaged() {
    let home = filled();
    let whole = fs::read(home.path()).unwrap();
    for page in 1..whole.len() / 4096 {
        let mut bytes = whole.clone();
        bytes[page * 4096..(page + 1) * 4096].fill(0xA5);
        fs::write(home.path(), &bytes).unwrap();
        assert_refused(&home, |error| matches!(error, OpenError::Damaged { .. }));
    }
}

#[test]
fn a_file_whose_schema_makes_no_sense_is_damaged() {
    let home = filled();
    behind_our_back(
        &home,
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE note (' WHERE name = 'note'",
    );
    assert_refused(&home, |error| matches!(error, OpenError::Damaged { .. }));
}

#[test]
fn a_large_file_is_opened_and_a_large_file_that_was_cut_short_is_damaged() {
    let home = filled();
    behind_our_back(
        &home,
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
         INSERT INTO reply (note, body) SELECT 1, randomblob(1000000) FROM n",
    );
    let bytes = fs::metadata(home.path()).unwrap().len();
    assert!(bytes > 32 * 1024 * 1024, "too small to be a large file: {bytes}");
    home.open();
    fs::File::options()
        .write(true)
        .open(home.path())
        .unwrap()
        .set_len(bytes - 4096)
        .unwrap();
    let refused = Database::open(&home.path(), &SCHEMA, Options::default()).unwrap_err();
    assert!(matches!(refused, OpenError::Damaged { .. }), "{refused:?}");
    assert_eq!(fs::metadata(home.path()).unwrap().len(), bytes - 4096);
}

#[test]
fn a_large_file_whose_table_makes_no_sense_is_damaged() {
    let home = filled();
    behind_our_back(
        &home,
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
         INSERT INTO reply (note, body) SELECT 1, randomblob(1000000) FROM n",
    );
    let root: i64 = common::look(&home.path())
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'note'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let mut bytes = fs::read(home.path()).unwrap();
    let start = (root as usize - 1) * 4096;
    bytes[start..start + 4096].fill(0xA5);
    fs::write(home.path(), &bytes).unwrap();
    let refused = Database::open(&home.path(), &SCHEMA, Options::default()).unwrap_err();
    assert!(matches!(refused, OpenError::Damaged { .. }), "{refused:?}");
    assert!(fs::read(home.path()).unwrap() == bytes);
}

#[test]
fn a_damaged_file_is_set_aside_whole_and_makes_place_for_a_new_one() {
    let home = filled();
    leave_as_killed(&home);
    let before = files(home.folder.path());
    let aside = set_aside(&home.path(), "2025-03-01").unwrap();
    assert_eq!(aside, home.folder.path().join("test.db.damaged-2025-03-01"));
    let expected: BTreeMap<_, _> = before
        .into_iter()
        .map(|(name, bytes)| {
            let name = name
                .into_string()
                .unwrap()
                .replace("test.db", "test.db.damaged-2025-03-01");
            (OsString::from(name), bytes)
        })
        .collect();
    assert_eq!(files(home.folder.path()), expected);
    assert_eq!(
        common::notes(&Connection::open(&aside).unwrap()),
        ["first", "only in the log"]
    );
    home.open();
    assert_eq!(home.notes(), [""; 0]);
}

#[test]
fn setting_aside_overwrites_nothing() {
    let home = Home::new();
    for n in 1..=3 {
        fs::write(home.path(), format!("damage {n}")).unwrap();
        set_aside(&home.path(), "today").unwrap();
    }
    let kept: Vec<_> = files(home.folder.path()).into_iter().collect();
    let expected = [("", 1), ("-2", 2), ("-3", 3)].map(|(suffix, n)| {
        (
            OsString::from(format!("test.db.damaged-today{suffix}")),
            format!("damage {n}").into_bytes(),
        )
    });
    assert_eq!(kept, expected);
    let nothing = set_aside(&home.path(), "today").unwrap_err();
    assert_eq!(nothing.kind(), std::io::ErrorKind::NotFound);
}
