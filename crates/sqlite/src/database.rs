//! The one public handle: a file that is open.

use std::path::Path;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use rusqlite::Connection;

use crate::error::{JobError, OpenError, ReadError, WriteError};
use crate::migrate::Schema;
use crate::open;
use crate::readers::Readers;
use crate::tx::{Progress, Slice, Tx};
use crate::writer::{Stats, Writer};

/// An open database. Clones share it; the last one to be dropped stops the writer and waits for it, which blocks for
/// as long as the receipts that wait take: on a runtime, [`Database::close`] it first.
///
/// Its calls need a tokio runtime with the timer enabled.
#[derive(Clone)]
pub struct Database {
    parts: Arc<Parts>,
}

struct Parts {
    // Dropped first: the last connection to be closed folds the WAL in, and only the writer's can.
    readers: Arc<Readers>,
    writer: Writer,
}

/// How a database is run. The defaults are those of the desktop program.
#[derive(Clone, Debug)]
pub struct Options {
    /// Most receipts in one transaction.
    pub max_batch: usize,
    /// Most receipts that wait for the writer; further ones wait for room.
    pub receipt_lane: usize,
    /// Most bulk jobs that take turns; further ones wait for room.
    pub bulk_lane: usize,
    /// How long a receipt waits for room before it is refused as [`Crowded`](crate::Cause::Crowded).
    pub patience: Duration,
    /// How long one turn of a bulk job should last, not counting its flush.
    pub slice: Duration,
    /// Most connections that read at the same time.
    pub readers: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            // Beyond this a batch's work, not its flush, is what its members wait for.
            max_batch: 256,
            receipt_lane: 1024,
            bulk_lane: 16,
            // About as long as the more patient half of senders would wait for an answer anyway.
            patience: Duration::from_secs(2),
            // About one flush of an ordinary SSD, so that a receipt never waits much longer than for its neighbours.
            slice: Duration::from_millis(4),
            readers: 4,
        }
    }
}

impl Database {
    /// Opens the file at `path`, makes it if there is none, and brings it up to `schema`. Blocks.
    ///
    /// # Errors
    /// See [`OpenError`]. A file that cannot be used is left as it was.
    pub fn open(path: &Path, schema: &Schema, options: Options) -> Result<Self, OpenError> {
        let connection = open::open(path, schema)?;
        let writer = Writer::start(connection, &options).map_err(|source| OpenError::Io {
            path: path.to_owned(),
            source: source.into(),
        })?;
        let readers = Arc::new(Readers::new(path, options.readers));
        Ok(Self {
            parts: Arc::new(Parts { readers, writer }),
        })
    }

    /// Runs `job` in the receipts lane and returns once what it did is durable.
    ///
    /// The job runs even if the future is dropped after the job was queued: who has handed over a receipt need not
    /// stay for it to be kept.
    ///
    /// # Errors
    /// [`WriteError::Job`] and [`WriteError::Panicked`] if the job failed alone, [`WriteError::Unavailable`] if it
    /// may be tried again, [`WriteError::Closed`] after [`Database::close`].
    pub async fn write<T, E, F>(&self, job: F) -> Result<T, WriteError<E>>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: JobError,
    {
        self.parts.writer.write(job).await
    }

    /// Runs `job` again and again, a slice at a time, each slice a durable transaction of its own, until it is
    /// [`Progress::Done`]. Receipts are taken between slices; bulk jobs take turns with each other.
    ///
    /// The job keeps its own mark of where to go on, in its own tables: it is stopped between two slices when the
    /// future is dropped or the database is closed.
    ///
    /// # Errors
    /// As for [`Database::write`]; only the slice that failed is undone, earlier ones stay.
    pub async fn bulk<E, F>(&self, job: F) -> Result<(), WriteError<E>>
    where
        F: FnMut(&mut Tx<'_>, Slice) -> Result<Progress, E> + Send + 'static,
        E: JobError,
    {
        self.parts.writer.bulk(job).await
    }

    /// Runs `job` on a connection that cannot write, in one transaction: all it reads is of one moment, not before
    /// any write that was already answered.
    ///
    /// A long read keeps the WAL from being reset: page through large results with one `read` a page.
    ///
    /// # Errors
    /// [`ReadError::Job`] and [`ReadError::Panicked`] if the job failed, [`ReadError::Unavailable`] if it may be tried
    /// again, [`ReadError::Closed`] after [`Database::close`].
    pub async fn read<T, E, F>(&self, job: F) -> Result<T, ReadError<E>>
    where
        F: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: JobError,
    {
        self.parts.readers.read(job).await
    }

    /// Looks at every page and every row: a line for each fault, none if the file is sound. Takes long on a large file.
    ///
    /// # Errors
    /// As for [`Database::read`].
    pub async fn integrity_check(&self) -> Result<Vec<String>, ReadError<rusqlite::Error>> {
        self.read(open::integrity_check).await
    }

    /// Gives back the memory that only makes the next reads and writes faster: some megabytes after a busy time. Waits
    /// its turn behind bulk work.
    ///
    /// # Errors
    /// As for [`Database::write`].
    pub async fn rest(&self) -> Result<(), WriteError<rusqlite::Error>> {
        let readers = Arc::clone(&self.parts.readers);
        // Closing a file takes system calls.
        let closing = tokio::task::spawn_blocking(move || readers.rest());
        self.bulk(|tx, _slice| {
            tx.execute_batch("PRAGMA shrink_memory")?;
            Ok(Progress::Done)
        })
        .await?;
        // It does not panic.
        let _ = closing.await;
        Ok(())
    }

    /// Finishes the receipts that wait, stops bulk jobs between two slices, refuses what comes later, folds the WAL
    /// into the file and ends the writer's thread. Clones share the end; a second call waits for the first.
    pub async fn close(&self) {
        self.parts.readers.close();
        self.parts.writer.close().await;
    }

    /// What the writer has done since it was opened.
    pub fn stats(&self) -> Stats {
        self.parts.writer.stats()
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").finish_non_exhaustive()
    }
}

/// Nothing in this crate leaves a half-changed value behind when it panics under a lock, so a poisoned one is as good.
pub(crate) fn lock<T>(mutex: &std::sync::Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
