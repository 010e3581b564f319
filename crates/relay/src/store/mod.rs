//! What a relay remembers, in one SQLite file: the engines that have attached, invitations, and what waits.
//!
//! One file an aggregate, each with its SQL. What waits is behind [`Queue`](crate::queue::Queue), so that it can be
//! kept elsewhere.

mod addresses;
mod invitations;

use std::path::Path;

use recado_sqlite::{Database, JobError, Migration, Options, ReadError, Schema, WriteError};

pub(crate) use self::addresses::{Joining, Listed, Refused};
pub(crate) use self::invitations::Invited;

/// "Rcrl": marks the file as a relay's.
const APPLICATION_ID: i32 = 0x5263_726C;

const SCHEMA: Schema = Schema {
    application_id: APPLICATION_ID,
    migrations: &[Migration {
        version: 1,
        name: "first",
        sql: include_str!("migrations/0001_first.sql"),
    }],
};

/// The name of the file in the data folder.
const FILE: &str = "relay.db";

/// Whether there is such a file in a folder.
pub(crate) fn exists(folder: &Path) -> bool {
    folder.join(FILE).is_file()
}

/// Opens the file in the data folder, and makes it if there is none. Blocks.
pub(crate) fn open(folder: &Path) -> Result<Database, recado_sqlite::OpenError> {
    Database::open(&folder.join(FILE), &SCHEMA, Options::default())
}

/// The engines and the invitations.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    database: Database,
}

impl Store {
    pub(crate) fn new(database: Database) -> Self {
        Self { database }
    }
}

/// Why something could not be remembered or looked up.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// The statement failed.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// A value in the file is not one that a relay writes there.
    #[error("the database holds something that is not understood: {0}")]
    Unreadable(&'static str),
    /// The file cannot be used now.
    #[error("{0}")]
    Unavailable(String),
}

impl JobError for StoreError {
    fn sqlite(&self) -> Option<&rusqlite::Error> {
        match self {
            Self::Sqlite(error) => Some(error),
            Self::Unreadable(_) | Self::Unavailable(_) => None,
        }
    }
}

impl From<WriteError<Self>> for StoreError {
    fn from(error: WriteError<Self>) -> Self {
        match error {
            WriteError::Job(own) => own,
            other @ (WriteError::Unavailable(_) | WriteError::Panicked | WriteError::Closed) => {
                Self::Unavailable(other.to_string())
            }
        }
    }
}

impl From<ReadError<Self>> for StoreError {
    fn from(error: ReadError<Self>) -> Self {
        match error {
            ReadError::Job(own) => own,
            other @ (ReadError::Unavailable(_) | ReadError::Panicked | ReadError::Closed) => {
                Self::Unavailable(other.to_string())
            }
        }
    }
}

/// SQLite's integers have a sign.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(crate) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
