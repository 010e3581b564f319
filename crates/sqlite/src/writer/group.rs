//! A transaction that several jobs share.
//!
//! Each job runs in a savepoint, so that one that fails is undone alone. But SQLite may answer a full disk, an I/O
//! error or a lack of memory by rolling the whole transaction back, savepoints or not, even under a job that ignores
//! the error; then nothing that ran in it may be reported as done. That is what every step here watches for.

use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::error::{Cause, Unavailable};
use crate::open::Opened;
use crate::tx::{AfterCommit, Tx};

pub(super) struct Group<'a> {
    opened: &'a Opened,
    after_commit: Vec<AfterCommit>,
    kept: usize,
}

/// What a job wants to become of what it did.
pub(super) enum Outcome {
    Keep,
    /// With the reason, if the database is to blame and not the job.
    Undo(Option<Unavailable>),
}

pub(super) struct Committed {
    pub(super) after_commit: Vec<AfterCommit>,
    /// How long the commit took; nothing if there was nothing to write.
    pub(super) flush: Option<Duration>,
}

impl<'a> Group<'a> {
    pub(super) fn begin(opened: &'a Opened) -> Result<Self, Unavailable> {
        opened
            .connection
            .execute_batch("BEGIN IMMEDIATE")
            .map_err(|error| Unavailable::of_transaction(&error))?;
        Ok(Self {
            opened,
            after_commit: Vec::new(),
            kept: 0,
        })
    }

    /// Runs one job in a savepoint. An error means that the transaction is gone, with all that ran in it.
    pub(super) fn run(&mut self, job: impl FnOnce(&mut Tx<'_>) -> Outcome) -> Result<(), Unavailable> {
        let connection = &self.opened.connection;
        step(connection, "SAVEPOINT job")?;
        let mut tx = Tx::new(connection);
        let outcome = job(&mut tx);
        let after_commit = tx.into_after_commit();
        if connection.is_autocommit() {
            return Err(match outcome {
                Outcome::Undo(Some(why)) => why,
                Outcome::Undo(None) | Outcome::Keep => {
                    Unavailable::new(Cause::BatchLost, "the transaction was rolled back inside a job")
                }
            });
        }
        match outcome {
            Outcome::Keep => {
                step(connection, "RELEASE job")?;
                self.after_commit.extend(after_commit);
                self.kept += 1;
            }
            Outcome::Undo(_) => {
                step(connection, "ROLLBACK TO job")?;
                step(connection, "RELEASE job")?;
            }
        }
        Ok(())
    }

    pub(super) fn commit(mut self) -> Result<Committed, Unavailable> {
        let started = Instant::now();
        self.opened
            .gate
            .commit(&self.opened.connection)
            .map_err(|error| Unavailable::of_transaction(&error))?;
        let flush = (self.kept > 0).then(|| started.elapsed());
        Ok(Committed {
            after_commit: std::mem::take(&mut self.after_commit),
            flush,
        })
    }
}

impl Drop for Group<'_> {
    /// A commit that failed may have left the transaction open.
    fn drop(&mut self) {
        let connection = &self.opened.connection;
        if !connection.is_autocommit()
            && let Err(error) = connection.execute_batch("ROLLBACK")
        {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
    }
}

fn step(connection: &Connection, sql: &'static str) -> Result<(), Unavailable> {
    connection
        .prepare_cached(sql)
        .and_then(|mut statement| statement.execute([]))
        .map_err(|error| Unavailable::of_transaction(&error))?;
    Ok(())
}
