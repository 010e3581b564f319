//! What can go wrong, and who may do something about it.
//!
//! [`OpenError`] is for whoever opens a file and must explain it to a person. [`WriteError`] and [`ReadError`] are for
//! whoever runs a job: they keep the job's own failure apart from [`Unavailable`], which says that the database cannot
//! do it *now* and that the same job may succeed later.

use std::convert::Infallible;
use std::io;
use std::path::PathBuf;

use rusqlite::{ErrorCode, ffi};

/// Why a file could not be opened. In every case the file is as it was before.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Not a database, cut short, or no longer consistent. [`set_aside`](crate::set_aside()) is the way out.
    #[error("{} is damaged: {detail}", path.display())]
    Damaged { path: PathBuf, detail: String },

    /// A sound SQLite file that belongs to another program.
    #[error("{} belongs to another program (application id {application_id:#010x})", path.display())]
    Foreign { path: PathBuf, application_id: i32 },

    /// Written by a newer version of this program.
    #[error("{} has schema version {found}, this program knows up to {supported}", path.display())]
    Newer {
        path: PathBuf,
        found: u32,
        supported: u32,
    },

    /// The file or its folder can be read but not written.
    #[error("{} cannot be written: {detail}", path.display())]
    CannotWrite { path: PathBuf, detail: String },

    /// Another program holds a lock on the file.
    #[error("{} is locked by another program", path.display())]
    Locked { path: PathBuf },

    /// No room on the disk or in the quota.
    #[error("{} cannot be opened: the disk or the quota is full", path.display())]
    Full { path: PathBuf },

    /// The copy that is made before a migration could not be made; no migration was tried.
    #[error("the copy of {} before its upgrade could not be made at {}", path.display(), copy.display())]
    Copy {
        path: PathBuf,
        copy: PathBuf,
        source: Trouble,
    },

    /// A migration failed; none of those that were pending was applied.
    #[error("migration {version} ({name}) of {} failed", path.display())]
    Migration {
        path: PathBuf,
        version: u32,
        name: &'static str,
        source: rusqlite::Error,
    },

    /// Everything else that the system or SQLite refused.
    #[error("{} cannot be opened", path.display())]
    Io { path: PathBuf, source: Trouble },
}

/// The cause below an [`OpenError`], from the file system or from SQLite.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error(transparent)]
    File(#[from] io::Error),
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
}

/// Why a job was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError<E> {
    /// The job itself failed; what it had done was undone, its neighbours are not affected.
    #[error(transparent)]
    Job(E),
    /// The database cannot take it now. It may be tried again, and it must be safe to repeat: after a failed flush
    /// nobody can know what the disk has kept.
    #[error(transparent)]
    Unavailable(Unavailable),
    /// The job panicked; what it had done was undone, its neighbours are not affected.
    #[error("the job panicked")]
    Panicked,
    /// The database is closed or closing.
    #[error("the database is closed")]
    Closed,
}

/// Why a read gave no result.
#[derive(Debug, thiserror::Error)]
pub enum ReadError<E> {
    #[error(transparent)]
    Job(E),
    /// The database cannot be read now; it may be tried again.
    #[error(transparent)]
    Unavailable(Unavailable),
    #[error("the reading job panicked")]
    Panicked,
    #[error("the database is closed")]
    Closed,
}

/// The database cannot do it now.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the database is not available: {detail}")]
pub struct Unavailable {
    pub cause: Cause,
    detail: String,
}

/// What keeps the database from working.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The disk or the quota is full.
    Full,
    /// Reading, writing or flushing failed.
    Io,
    /// Another program holds a lock.
    Locked,
    OutOfMemory,
    /// The file can no longer be written.
    ReadOnly,
    /// The file is no longer a sound database.
    Damaged,
    /// The transaction ended before its commit, through no fault of the disk: a job beside this one ended it.
    BatchLost,
    /// The writer's lane stayed full for [`Options::patience`](crate::Options::patience).
    Crowded,
}

impl Unavailable {
    pub(crate) fn new(cause: Cause, detail: impl Into<String>) -> Self {
        Self {
            cause,
            detail: detail.into(),
        }
    }

    /// `None` where the statement is at fault, not the database.
    pub(crate) fn from_sqlite(error: &rusqlite::Error) -> Option<Self> {
        Cause::of(error).map(|cause| Self::new(cause, error.to_string()))
    }

    /// Of a statement that begins, parts or ends a transaction. These have no fault of their own: if one fails, the
    /// transaction is gone.
    pub(crate) fn of_transaction(error: &rusqlite::Error) -> Self {
        Self::from_sqlite(error).unwrap_or_else(|| Self::new(Cause::BatchLost, error.to_string()))
    }
}

impl Cause {
    /// `None` where the statement is at fault, not the database.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "all other codes blame the statement"
    )]
    pub(crate) fn of(error: &rusqlite::Error) -> Option<Self> {
        let sqlite = error.sqlite_error()?;
        // The index beside the log could not grow: SQLite drops the system's word for it, which is a full disk.
        if sqlite.extended_code == ffi::SQLITE_IOERR_SHMSIZE {
            return Some(Self::Full);
        }
        match sqlite.code {
            ErrorCode::DiskFull => Some(Self::Full),
            ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => Some(Self::Io),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
                Some(Self::Locked)
            }
            ErrorCode::OutOfMemory => Some(Self::OutOfMemory),
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Some(Self::ReadOnly),
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Some(Self::Damaged),
            _ => None,
        }
    }
}

/// A job's own error, which shows the SQLite error that it stems from, if any: a full disk must be told from a
/// mistake in the job, however deep the job's error type has wrapped it.
pub trait JobError: Send + 'static {
    fn sqlite(&self) -> Option<&rusqlite::Error>;
}

impl JobError for rusqlite::Error {
    fn sqlite(&self) -> Option<&rusqlite::Error> {
        Some(self)
    }
}

impl JobError for Infallible {
    fn sqlite(&self) -> Option<&rusqlite::Error> {
        match *self {}
    }
}
