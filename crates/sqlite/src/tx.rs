//! What a job is handed: the transaction it runs in and, for bulk work, the time it may take.

use std::ops::Deref;
use std::time::Instant;

use rusqlite::Connection;

/// The writer's transaction, as one job sees it: a savepoint of its own in a transaction shared with other jobs.
///
/// It dereferences to the connection, for statements. The transaction is not the job's to end: a job that ends it
/// takes its neighbours down ([`Cause::BatchLost`](crate::Cause::BatchLost)), and a `COMMIT` of its own is refused.
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
