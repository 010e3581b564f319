//! The kinds of connection and what is set on each.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::Opened;
use crate::error::OpenError;
use crate::gate::CommitGate;

/// How long SQLite waits for another program's lock: less than most senders wait for an answer.
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);

/// Statements that a connection keeps prepared. A busy program has a few dozen; preparing one anew costs as much as
/// running it.
const STATEMENTS_KEPT: usize = 128;

/// A bulk job may leave a large log behind; on the next reset it is cut back to this size, in bytes.
const WAL_SIZE_LIMIT: u32 = 64 * 1024 * 1024;

/// The one connection that writes. The file must be there. Nothing in it is changed yet.
pub(super) fn writer(path: &Path) -> rusqlite::Result<Connection> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // `synchronous=FULL` flushes the log at each commit; on macOS only `fullfsync` reaches the disk itself
    // (elsewhere the two pragmas do nothing). `secure_delete` because what people erase must be gone from the file.
    connection.execute_batch(&format!(
        "PRAGMA synchronous = FULL;
         PRAGMA fullfsync = ON;
         PRAGMA checkpoint_fullfsync = ON;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA journal_size_limit = {WAL_SIZE_LIMIT};"
    ))?;
    Ok(connection)
}

/// The mode is kept in the file: for a new one this is the first write.
pub(super) fn use_wal(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let mode: String = connection
        .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
        .map_err(|error| OpenError::from_sqlite(path, error))?;
    if mode != "wal" {
        let detail = format!("its file system does not take a write-ahead log (mode {mode})");
        return Err(OpenError::CannotWrite {
            path: path.to_owned(),
            detail,
        });
    }
    Ok(())
}

pub(super) fn gate(mut connection: Connection) -> rusqlite::Result<Opened> {
    let gate = CommitGate::install(&mut connection)?;
    Ok(Opened { connection, gate })
}

/// For looking at a file that may not be ours, and for copying one.
pub(crate) fn read_only(path: &Path) -> rusqlite::Result<Connection> {
    open(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

/// For the pool of readers.
pub(crate) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let connection = read_only(path)?;
    // The file is open for reading only, so this is a second lock on the same door.
    connection.execute_batch("PRAGMA query_only = ON")?;
    Ok(connection)
}

fn open(path: &Path, access: OpenFlags) -> rusqlite::Result<Connection> {
    // A connection is used by one thread at a time, so it needs no lock of its own.
    let connection = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    // A plan that depends on the values bound to it is made anew each time they are cleared, which a cached statement's
    // are after every use: without this guarantee (QPSG) half of the statements would be parsed at each run.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // What a savepoint needs to undo its job is kept in memory: a batch's would else spill into a file at 64 KiB.
    connection.execute_batch("PRAGMA temp_store = MEMORY")?;
    // Nothing that a file's own schema calls runs with more rights than an ordinary statement.
    connection.execute_batch("PRAGMA trusted_schema = OFF")?;
    Ok(connection)
}
