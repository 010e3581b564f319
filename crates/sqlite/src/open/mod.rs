//! Opening a file.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::error::OpenError;
use crate::gate::CommitGate;
use crate::migrate::Schema;

/// A connection that may write, through its gate only.
pub(crate) struct Opened {
    pub(crate) connection: Connection,
    pub(crate) gate: CommitGate,
}

pub(crate) fn open(path: &Path, schema: &Schema) -> Result<Opened, OpenError> {
    let failed = |source: rusqlite::Error| OpenError::Io {
        path: path.to_owned(),
        source: source.into(),
    };
    let mut connection = Connection::open(path).map_err(failed)?;
    connection
        .execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON")
        .map_err(failed)?;
    for migration in schema.migrations {
        connection.execute_batch(migration.sql).map_err(failed)?;
    }
    connection.set_prepared_statement_cache_capacity(128);
    let gate = CommitGate::install(&mut connection).map_err(failed)?;
    Ok(Opened { connection, gate })
}

/// A connection that can only read.
pub(crate) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(Duration::from_secs(2))?;
    Ok(connection)
}

pub(crate) fn integrity_check(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut check = connection.prepare("PRAGMA integrity_check")?;
    let lines = check
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    Ok(if lines == ["ok"] { Vec::new() } else { lines })
}
