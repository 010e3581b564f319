//! Opening a file: look, then ask, then touch.
//!
//! 1. [`header`] reads the first bytes of the file as they are on disk. That is enough to recognise most of what must
//!    not be touched: other programs' files, text, files that were cut short, files of a newer version.
//! 2. [`probe`] asks SQLite, on a connection that cannot write. Only so the write-ahead log that a killed process has
//!    left is taken into account without folding it into a file that may not be ours.
//! 3. Then the connection that writes is opened ([`connection`]), asked again, and the schema brought up to date
//!    (`migrate`).

mod connection;
mod header;
mod probe;

use std::io;
use std::path::Path;

use rusqlite::Connection;

use crate::error::{Cause, OpenError, Trouble};
use crate::files;
use crate::gate::CommitGate;
use crate::migrate::{self, Schema};
use header::Found;
use probe::Identity;

pub(crate) use connection::{read_only, reader};
pub(crate) use probe::integrity_check;

/// A connection that may write, through its gate only.
pub(crate) struct Opened {
    pub(crate) connection: Connection,
    pub(crate) gate: CommitGate,
}

pub(crate) fn open(path: &Path, schema: &Schema) -> Result<Opened, OpenError> {
    let found = header::look(path, schema)?;
    // Makes the file if there is none. That it can be opened for writing changes nothing in it.
    files::open_private(path).map_err(|error| OpenError::from_file(path, error))?;
    match found {
        Found::Nothing => files::sync_folder_of(path).map_err(|error| OpenError::from_file(path, error))?,
        Found::Database => probe_read_only(path, schema)?,
    }
    let connection = connection::writer(path).map_err(|error| OpenError::from_sqlite(path, error))?;
    let version = version_if_ours(&connection, path, schema)?;
    connection::use_wal(&connection, path)?;
    let opened = connection::gate(connection).map_err(|error| OpenError::from_sqlite(path, error))?;
    migrate::bring_up(&opened, path, schema, version)?;
    Ok(opened)
}

fn probe_read_only(path: &Path, schema: &Schema) -> Result<(), OpenError> {
    let sqlite = |error| OpenError::from_sqlite(path, error);
    let connection = connection::read_only(path).map_err(sqlite)?;
    version_if_ours(&connection, path, schema)?;
    let bytes = files::size(path)
        .and_then(|file| Ok(file + files::size(&files::with_suffix(path, files::WAL))?))
        .map_err(|error| OpenError::from_file(path, error))?;
    match probe::first_fault(&connection, bytes).map_err(sqlite)? {
        Some(detail) => Err(OpenError::Damaged {
            path: path.to_owned(),
            detail,
        }),
        None => Ok(()),
    }
}

/// The file's schema version; zero if nothing is in it yet.
fn version_if_ours(connection: &Connection, path: &Path, schema: &Schema) -> Result<u32, OpenError> {
    let identity =
        probe::identify(connection, schema).map_err(|error| OpenError::from_sqlite(path, error))?;
    let path = path.to_owned();
    match identity {
        Identity::Blank => Ok(0),
        Identity::Ours { version } if version <= schema.version() => Ok(version),
        Identity::Ours { version } => Err(OpenError::Newer {
            path,
            found: version,
            supported: schema.version(),
        }),
        Identity::Foreign { application_id } => Err(OpenError::Foreign { path, application_id }),
    }
}

impl OpenError {
    /// For an error of SQLite that is the database's fault or nobody's.
    pub(crate) fn from_sqlite(path: &Path, error: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match Cause::of(&error) {
            Some(Cause::Damaged) => Self::Damaged {
                path,
                detail: error.to_string(),
            },
            Some(Cause::Full) => Self::Full { path },
            Some(Cause::Locked) => Self::Locked { path },
            Some(Cause::ReadOnly) => Self::CannotWrite {
                path,
                detail: error.to_string(),
            },
            // The file itself could be opened: it is those that belong beside it which could not.
            Some(Cause::Io) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen) => {
                Self::CannotWrite {
                    path,
                    detail: "its folder takes no new file".to_owned(),
                }
            }
            Some(Cause::Io | Cause::OutOfMemory | Cause::BatchLost | Cause::Crowded) | None => Self::Io {
                path,
                source: error.into(),
            },
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "all other kinds keep their own words"
    )]
    pub(crate) fn from_file(path: &Path, error: io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::CannotWrite {
                path,
                detail: error.to_string(),
            },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { path },
            _ => Self::Io {
                path,
                source: Trouble::File(error),
            },
        }
    }
}
