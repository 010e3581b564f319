//! What a job is handed: the transaction it runs in and, for bulk work, the time it may take.

use std::ops::Deref;
use std::time::Instant;

use rusqlite::Connection;

use crate::error::{Cause, JobError, Unavailable, WriteError};
use crate::writer::guarded;

/// The writer's transaction, as one job sees it: a savepoint of its own in a transaction shared with other jobs.
///
/// It dereferences to the connection, for statements. The transaction is not the job's to end: a job that ends it
/// takes its neighbours down ([`Cause::BatchLost`]), and a `COMMIT` of its own is refused.
pub struct Tx<'a> {
    connection: &'a Connection,
    after_commit: Vec<AfterCommit>,
}

pub(crate) type AfterCommit = Box<dyn FnOnce() + Send>;

impl<'a> Tx<'a> {
    pub(crate) fn new(connection: &'a Connection) -> Self {
        Self {
            connection,
            after_commit: Vec::new(),
        }
    }

    /// Runs `effect` on the writer's thread once the job is durable and before anybody is answered, in the order of
    /// the commits. It is forgotten if the job or its transaction is undone.
    ///
    /// The writer waits for it: it should publish, not work.
    pub fn after_commit(&mut self, effect: impl FnOnce() + Send + 'static) {
        self.after_commit.push(Box::new(effect));
    }

    /// Runs a part of the job in a savepoint of its own: where it fails or panics, what it did is undone, what was to
    /// follow the commit of it is forgotten, and the job may go on with the next part.
    ///
    /// # Errors
    /// As for [`Database::write`](crate::Database::write). After [`WriteError::Unavailable`] the transaction may be gone,
    /// and with it the parts before: further parts fail alike, and the job with them, whatever it says of itself.
    pub fn part<T, E: JobError>(
        &mut self,
        part: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, WriteError<E>> {
        if self.connection.is_autocommit() {
            // A savepoint would begin a transaction of its own.
            let why = "the transaction was rolled back before a part of a job";
            return Err(WriteError::Unavailable(Unavailable::new(Cause::BatchLost, why)));
        }
        self.step("SAVEPOINT part")?;
        let mut tx = Tx::new(self.connection);
        let result = guarded(|| part(&mut tx));
        let after_commit = tx.into_after_commit();
        if self.connection.is_autocommit() {
            let why = if let Err(WriteError::Unavailable(why)) = result {
                why
            } else {
                Unavailable::new(
                    Cause::BatchLost,
                    "the transaction was rolled back inside a part of a job",
                )
            };
            return Err(WriteError::Unavailable(why));
        }
        if result.is_ok() {
            self.step("RELEASE part")?;
            self.after_commit.extend(after_commit);
        } else {
            self.step("ROLLBACK TO part")?;
            self.step("RELEASE part")?;
        }
        result
    }

    /// The transaction's own statements have no fault of their own.
    fn step<E>(&self, sql: &'static str) -> Result<(), WriteError<E>> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute([]))
            .map_err(|error| WriteError::Unavailable(Unavailable::of_transaction(&error)))?;
        Ok(())
    }

    pub(crate) fn into_after_commit(self) -> Vec<AfterCommit> {
        self.after_commit
    }
}

impl Deref for Tx<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}

/// The turn of a bulk job on the writer: do a little, look at [`Slice::is_over`], do a little more.
#[derive(Clone, Copy, Debug)]
pub struct Slice {
    deadline: Instant,
}

impl Slice {
    pub(crate) fn until(deadline: Instant) -> Self {
        Self { deadline }
    }

    /// Whether the job should return [`Progress::More`] now, since receipts may be waiting.
    pub fn is_over(&self) -> bool {
        Instant::now() >= self.deadline
    }
}

/// How far a bulk job has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    More,
    Done,
}
