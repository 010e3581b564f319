//! Opening whatever lies at the path: what is ours is opened, all else is named for what it is and left alone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot go on panics"
)]

mod common;

use std::fs;
use std::path::PathBuf;

use recado_sqlite::{Database, OpenError, Options};
use rusqlite::Connection;

use common::files::{assert_refused, behind_our_back, filled, leave_as_killed, leave_as_killed_by};
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
fn a_first_page_whose_writing_was_cut_short_is_taken_back() {
    let home = Home::new();
    behind_our_back(&home, "PRAGMA journal_mode = WAL; VACUUM");
    fs::write(journal(&home), journal_of_an_empty_file()).unwrap();
    home.open();
    assert_eq!(home.notes(), [""; 0]);
    assert!(!journal(&home).exists());
}

#[test]
fn a_half_written_file_of_another_program_is_not_rolled_back() {
    let home = Home::new();
    behind_our_back(
        &home,
        "CREATE TABLE bookmark (url TEXT); INSERT INTO bookmark VALUES ('https://example.org')",
    );
    fs::write(journal(&home), journal_of_an_empty_file()).unwrap();
    assert_refused(&home, |error| {
        matches!(
            error,
            OpenError::Foreign {
                application_id: 0,
                ..
            }
        )
    });
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
    let before = common::files::files(&folder);
    for name in ["test.db", "new.db"] {
        let refused = Database::open(&folder.join(name), &SCHEMA, Options::default()).unwrap_err();
        assert!(matches!(refused, OpenError::CannotWrite { .. }), "{refused:?}");
    }
    // What must not be touched in any case is named for what it is.
    let older = recado_sqlite::Schema {
        migrations: &[],
        ..SCHEMA
    };
    let refused = Database::open(&folder.join("test.db"), &older, Options::default()).unwrap_err();
    assert!(matches!(refused, OpenError::Newer { .. }), "{refused:?}");
    assert_eq!(common::files::files(&folder), before);
}

fn journal(home: &Home) -> PathBuf {
    home.folder.path().join("test.db-journal")
}

/// A rollback journal that says: before this, the file had no page (<https://www.sqlite.org/fileformat2.html>, §3).
fn journal_of_an_empty_file() -> Vec<u8> {
    let mut journal = vec![0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
    let [records, nonce, pages_before, sector, page] = [0_u32, 4711, 0, 512, 4096];
    for field in [records, nonce, pages_before, sector, page] {
        journal.extend(field.to_be_bytes());
    }
    journal.resize(512, 0);
    journal
}
