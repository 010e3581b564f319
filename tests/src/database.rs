//! The database file, read as anybody could read it, while the program runs or not.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

/// Opens the file for reading alone.
pub fn open(file: &Path) -> Connection {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).expect("the database can be opened");
    connection
        .busy_timeout(crate::wait::LIMIT)
        .expect("a timeout can be set");
    connection
}

/// Asserts that SQLite finds no fault in the file, in its indexes or in its references.
#[track_caller]
pub fn expect_sound(file: &Path) {
    let connection = open(file);
    let verdict: String = connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .expect("it can be read");
    assert_eq!(verdict, "ok");
    let mut dangling = connection
        .prepare("PRAGMA foreign_key_check")
        .expect("it can be read");
    assert!(
        !dangling.exists([]).expect("it can be read"),
        "a row refers to one that is not there"
    );
}
