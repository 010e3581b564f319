//! Opening whatever lies at the path: what is ours is opened, all else is named for what it is and left alone.

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
use std::path::Path;

use recado_sqlite::{Database, OpenError, Options, Schema, set_aside};
use rusqlite::Connection;

use common::{APPLICATION_ID, Home, SCHEMA, note};

#[tokio::test]
async fn a_missing_file_is_made_for_this_user_only() {
    let home = Home::new();
    let db = home.open();
    #[cfg(unix)]
    for file in ["test.db", "test.db-wal", "test.db-shm"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(home.folder.path().join(file))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    db.write(note("first")).await.unwrap();
    drop(db);
    home.open();
    assert_eq!(home.notes(), ["first"]);
    let file = common::look(&home.path());
    let mark: i32 = file
        .query_row("PRAGMA application_id", [], |row| row.get(0))
        .unwrap();
    let version: u32 = file
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap();
    assert_eq!((mark, version), (APPLICATION_ID, 1));
}

#[test]
fn an_empty_file_is_as_good_as_none() {
    let home = Home::new();
    fs::write(home.path(), "").unwrap();
    home.open();
    assert_eq!(home.notes(), [""; 0]);
}

#[test]
fn a_database_with_nothing_in_it_is_as_good_as_none() {
    let home = Home::new();
    Connection::open(home.path())
        .unwrap()
        .execute_batch("PRAGMA journal_mode = WAL; VACUUM")
        .unwrap();
    assert!(fs::metadata(home.path()).unwrap().len() > 0);
    home.open();
    assert_eq!(home.notes(), [""; 0]);
}

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
fn a_file_of_another_program_is_foreign() {
    let marked =
        "PRAGMA application_id = 252006674; PRAGMA user_version = 1; CREATE TABLE bookmark (url TEXT)";
    let marked_without_tables = "PRAGMA application_id = 252006674";
    let unmarked = "CREATE TABLE bookmark (url TEXT); INSERT INTO bookmark VALUES ('https://example.org')";
    let unmarked_with_log = "PRAGMA journal_mode = WAL; CREATE TABLE bookmark (url TEXT)";
    for (sql, mark) in [
        (marked, 252_006_674),
        (marked_without_tables, 252_006_674),
        (unmarked, 0),
        (unmarked_with_log, 0),
    ] {
        let home = Home::new();
        behind_our_back(&home, sql);
        assert_refused(
            &home,
            |error| matches!(error, OpenError::Foreign { application_id, .. } if *application_id == mark),
        );
    }
}

#[test]
fn a_file_of_another_program_that_was_killed_keeps_its_log() {
    let home = Home::new();
    let other = Connection::open(home.path()).unwrap();
    other
        .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE bookmark (url TEXT)")
        .unwrap();
    leave_as_killed_by(&home, other);
    assert!(
        fs::metadata(home.folder.path().join("test.db-wal"))
            .unwrap()
            .len()
            > 0
    );
    assert_refused(&home, |error| matches!(error, OpenError::Foreign { .. }));
}

#[test]
fn a_file_of_a_newer_version_is_refused_and_named() {
    let home = filled();
    behind_our_back(&home, "PRAGMA user_version = 7");
    assert_refused(&home, |error| {
        matches!(
            error,
            OpenError::Newer {
                found: 7,
                supported: 1,
                ..
            }
        )
    });
}

#[test]
fn a_newer_version_that_is_still_in_the_log_is_seen() {
    let home = filled();
    let newer = Connection::open(home.path()).unwrap();
    newer.execute_batch("PRAGMA user_version = 7").unwrap();
    leave_as_killed_by(&home, newer);
    let header = fs::read(home.path()).unwrap();
    assert_eq!(
        header[60..64],
        1_u32.to_be_bytes(),
        "the file itself does not know yet"
    );
    assert_refused(&home, |error| matches!(error, OpenError::Newer { found: 7, .. }));
}

#[test]
fn a_file_that_a_killed_process_left_with_its_log_is_whole() {
    let home = filled();
    leave_as_killed(&home);
    home.open();
    assert_eq!(home.notes(), ["first", "only in the log"]);
}

#[test]
fn a_file_that_another_program_has_locked_is_named_so() {
    let home = filled();
    let other = Connection::open(home.path()).unwrap();
    other
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; DELETE FROM reply")
        .unwrap();
    let refused = Database::open(&home.path(), &SCHEMA, Options::default()).unwrap_err();
    assert!(matches!(refused, OpenError::Locked { .. }), "{refused:?}");
}

#[test]
fn a_folder_that_is_not_there_and_a_folder_in_the_files_place_are_errors() {
    let home = Home::new();
    let nowhere = home.folder.path().join("nowhere").join("test.db");
    for path in [nowhere.as_path(), home.folder.path()] {
        let refused = Database::open(path, &SCHEMA, Options::default()).unwrap_err();
        assert!(matches!(refused, OpenError::Io { .. }), "{refused:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_on_a_read_only_mount_cannot_be_written_and_says_so() {
    use common::child;
    let Some(mut wrapper) = child::mount_namespace() else {
        eprintln!(
            "SKIPPED: a_file_on_a_read_only_mount_cannot_be_written_and_says_so: this system lets us mount nothing"
        );
        return;
    };
    let home = filled();
    let mount = "mount --bind \"$RECADO_TEST_FOLDER\" \"$RECADO_TEST_FOLDER\" &&
                 mount -o remount,ro,bind \"$RECADO_TEST_FOLDER\" && exec \"$0\" \"$@\"";
    wrapper.extend(["sh", "-c", mount]);
    child::run(child::child_test(
        &wrapper,
        "child_on_a_read_only_mount",
        home.folder.path(),
    ));
    home.open();
    assert_eq!(home.notes(), ["first"]);
}

#[test]
#[cfg(target_os = "linux")]
#[ignore = "runs as the child of a_file_on_a_read_only_mount_cannot_be_written_and_says_so"]
fn child_on_a_read_only_mount() {
    let folder = common::child::folder();
    let before = files(&folder);
    for name in ["test.db", "new.db"] {
        let refused = Database::open(&folder.join(name), &SCHEMA, Options::default()).unwrap_err();
        assert!(matches!(refused, OpenError::CannotWrite { .. }), "{refused:?}");
    }
    // What must not be touched in any case is named for what it is.
    let newest: Schema = Schema {
        application_id: APPLICATION_ID,
        migrations: &[],
    };
    let refused = Database::open(&folder.join("test.db"), &newest, Options::default()).unwrap_err();
    assert!(matches!(refused, OpenError::Newer { .. }), "{refused:?}");
    assert_eq!(files(&folder), before);
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

/// A database that was closed well, with one note in it.
fn filled() -> Home {
    let home = Home::new();
    drop(home.open());
    behind_our_back(&home, "INSERT INTO note (text) VALUES ('first')");
    home
}

fn behind_our_back(home: &Home, sql: &str) {
    Connection::open(home.path()).unwrap().execute_batch(sql).unwrap();
}

/// Adds a note that is in the log only, and leaves the files as a killed process does.
fn leave_as_killed(home: &Home) {
    let open = Connection::open(home.path()).unwrap();
    open.execute_batch("INSERT INTO note (text) VALUES ('only in the log')")
        .unwrap();
    leave_as_killed_by(home, open);
}

/// The files as they are while `open` has them open, without the index of the log, which need not survive.
fn leave_as_killed_by(home: &Home, open: Connection) {
    let mut snapshot = files(home.folder.path());
    snapshot.remove(&OsString::from("test.db-shm"));
    let folder = home.folder.path().join("killed");
    fs::create_dir(&folder).unwrap();
    for (name, bytes) in &snapshot {
        fs::write(folder.join(name), bytes).unwrap();
    }
    // New files take the place of those that are open, which thereby lose their names and can harm nobody.
    fs::remove_file(home.folder.path().join("test.db-shm")).unwrap();
    for name in snapshot.keys() {
        fs::rename(folder.join(name), home.folder.path().join(name)).unwrap();
    }
    fs::remove_dir(folder).unwrap();
    // Closing it would tidy up.
    std::mem::forget(open);
}

/// Opening must fail as it should, and leave every file as it was. Beside another program's file SQLite may leave an
/// index of its log and an empty log, which hold nothing.
fn assert_refused(home: &Home, as_it_should: impl Fn(&OpenError) -> bool) {
    let without_index = || {
        let mut files = files(home.folder.path());
        files.remove(&OsString::from("test.db-shm"));
        files
    };
    let before = without_index();
    let refused = Database::open(&home.path(), &SCHEMA, Options::default()).unwrap_err();
    assert!(as_it_should(&refused), "{refused:?}");
    assert!(refused.to_string().contains("test.db"), "{refused}");
    let mut after = without_index();
    after.retain(|name, bytes| before.contains_key(name) || !bytes.is_empty());
    assert!(
        before == after,
        "{refused}: the files were touched: {:?}",
        after.keys()
    );
}

fn files(folder: &Path) -> BTreeMap<OsString, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| (entry.file_name(), fs::read(entry.path()).unwrap()))
        .collect()
}
