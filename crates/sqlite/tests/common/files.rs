//! Files in the states in which a program may find them.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use recado_sqlite::{Database, OpenError, Options};
use rusqlite::Connection;

use super::{Home, SCHEMA};

/// A database that was closed well, with one note in it.
pub(crate) fn filled() -> Home {
    let home = Home::new();
    drop(home.open());
    behind_our_back(&home, "INSERT INTO note (text) VALUES ('first')");
    home
}

pub(crate) fn behind_our_back(home: &Home, sql: &str) {
    Connection::open(home.path()).unwrap().execute_batch(sql).unwrap();
}

/// Adds a note that is in the log only, and leaves the files as a killed process does.
pub(crate) fn leave_as_killed(home: &Home) {
    let open = Connection::open(home.path()).unwrap();
    open.execute_batch("INSERT INTO note (text) VALUES ('only in the log')")
        .unwrap();
    leave_as_killed_by(home, open);
}

/// The files as they are while `open` has them open, without the index of the log, which need not survive.
pub(crate) fn leave_as_killed_by(home: &Home, open: Connection) {
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
pub(crate) fn assert_refused(home: &Home, as_it_should: impl Fn(&OpenError) -> bool) {
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

pub(crate) fn files(folder: &Path) -> BTreeMap<OsString, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| (entry.file_name(), fs::read(entry.path()).unwrap()))
        .collect()
}
