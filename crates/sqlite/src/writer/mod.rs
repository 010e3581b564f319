//! The one thread that writes.
//!
//! [`job`] wraps what callers hand in, [`queue`] holds it in two lanes and decides whose turn it is, [`group`] is a
//! transaction that several jobs share, [`pace`] decides how long to wait for stragglers. The loop below performs what
//! they decide.

mod group;
mod job;
mod pace;
mod queue;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::database::{Options, lock};
use crate::error::{Cause, JobError, Unavailable, WriteError};
use crate::open::Opened;
use crate::tx::{AfterCommit, Progress, Slice, Tx};
use group::Group;
pub(crate) use job::guarded;
use job::{Bulk, Receipt};
use pace::Pace;
use queue::{Queue, Refused, Turn};

/// What the writer has done since it was started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Transactions of receipts that were committed.
    pub batches: u64,
    /// Receipts in them, those that failed alone included.
    pub receipts: u64,
    /// Most receipts in one of them.
    pub largest_batch: usize,
    /// Slices of bulk jobs that were committed.
    pub slices: u64,
    /// Transactions that could not be committed.
    pub lost: u64,
    /// How long the last commit took, its flush included.
    pub last_flush: Duration,
}

pub(crate) struct Writer {
    queue: Arc<Queue>,
    stats: Arc<Mutex<Stats>>,
    patience: Duration,
    thread: tokio::sync::Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(crate) fn start(opened: Opened, options: &Options) -> io::Result<Self> {
        let queue = Arc::new(Queue::new(options));
        let stats = Arc::new(Mutex::new(Stats::default()));
        let work = Work {
            opened,
            queue: Arc::clone(&queue),
            stats: Arc::clone(&stats),
            pace: Pace::new(options.max_batch),
            slice: options.slice,
        };
        let thread = thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || work.run())?;
        Ok(Self {
            queue,
            stats,
            patience: options.patience,
            thread: tokio::sync::Mutex::new(Some(thread)),
        })
    }

    pub(crate) async fn write<T, E, F>(&self, job: F) -> Result<T, WriteError<E>>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: JobError,
    {
        let (receipt, answer) = job::receipt(job);
        self.queue.push_receipt(receipt, self.patience).await?;
        answer.await.unwrap_or(Err(WriteError::Closed))
    }

    pub(crate) async fn bulk<E, F>(&self, job: F) -> Result<(), WriteError<E>>
    where
        F: FnMut(&mut Tx<'_>, Slice) -> Result<Progress, E> + Send + 'static,
        E: JobError,
    {
        let (bulk, answer) = job::bulk(job);
        self.queue.push_bulk(bulk).await?;
        answer.await.unwrap_or(Err(WriteError::Closed))
    }

    pub(crate) async fn close(&self) {
        self.queue.close();
        let mut thread = self.thread.lock().await;
        if let Some(thread) = thread.take() {
            // An error means that the thread panicked or that the runtime is going down; either way it has ended or
            // will, and there is nobody left to tell.
            let _ended = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }

    pub(crate) fn stats(&self) -> Stats {
        *lock(&self.stats)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue.close();
        if let Some(thread) = self.thread.get_mut().take() {
            // The last handle may have lived in a job, which the writer itself has just dropped.
            if thread.thread().id() != thread::current().id() {
                let _panicked = thread.join();
            }
        }
    }
}

impl<E> From<Refused> for WriteError<E> {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Crowded => Self::Unavailable(Unavailable::new(
                Cause::Crowded,
                "too many receipts wait for the writer",
            )),
            Refused::Closed => Self::Closed,
        }
    }
}

/// All that the thread owns.
struct Work {
    opened: Opened,
    queue: Arc<Queue>,
    stats: Arc<Mutex<Stats>>,
    pace: Pace,
    slice: Duration,
}

impl Work {
    fn run(mut self) {
        let queue = Arc::clone(&self.queue);
        // However the thread ends, nobody may go on waiting for it.
        let _end = queue.close_when_dropped();
        while let Some(turn) = queue.next(&mut self.pace) {
            match turn {
                Turn::Receipts(receipts) => self.run_receipts(receipts),
                Turn::Slice(bulk) => self.run_slice(bulk),
            }
        }
        fold_wal(&self.opened.connection);
    }

    /// One transaction, one flush, and then everybody's answer.
    fn run_receipts(&mut self, mut receipts: Vec<Box<dyn Receipt>>) {
        self.pace.batch(receipts.len());
        let committed = self.commit(|group| {
            for receipt in &mut receipts {
                group.run(|tx| receipt.run(tx))?;
            }
            Ok(())
        });
        if committed.is_ok() {
            let mut stats = lock(&self.stats);
            stats.batches += 1;
            stats.receipts += receipts.len() as u64;
            stats.largest_batch = stats.largest_batch.max(receipts.len());
        }
        for receipt in receipts {
            receipt.answer(committed.clone());
        }
    }

    fn run_slice(&mut self, mut bulk: Box<dyn Bulk>) {
        if bulk.is_abandoned() {
            return self.queue.slice_ended(None);
        }
        let slice = Slice::until(Instant::now() + self.slice);
        let committed = self.commit(|group| group.run(|tx| bulk.run(tx, slice)));
        if committed.is_ok() {
            lock(&self.stats).slices += 1;
        }
        self.queue.slice_ended(bulk.answer_or_go_on(committed));
    }

    /// Runs `jobs` in one transaction and makes it durable. After an error nothing of it is there.
    fn commit(
        &mut self,
        jobs: impl FnOnce(&mut Group<'_>) -> Result<(), Unavailable>,
    ) -> Result<(), Unavailable> {
        let committed = Group::begin(&self.opened).and_then(|mut group| {
            jobs(&mut group)?;
            group.commit()
        });
        match committed {
            Ok(committed) => {
                if let Some(flush) = committed.flush {
                    self.pace.flush(flush);
                    lock(&self.stats).last_flush = flush;
                }
                publish(committed.after_commit);
                Ok(())
            }
            Err(why) => {
                tracing::warn!(cause = ?why.cause, error = %why, "a transaction was lost");
                lock(&self.stats).lost += 1;
                Err(why)
            }
        }
    }
}

/// What was committed stays committed, whatever becomes of telling about it.
fn publish(effects: Vec<AfterCommit>) {
    for effect in effects {
        if catch_unwind(AssertUnwindSafe(effect)).is_err() {
            tracing::error!("what should follow a commit panicked");
        }
    }
}

/// A tidy end: one file, nothing beside it. Where it cannot be, the next opening does it.
fn fold_wal(connection: &Connection) {
    if let Err(error) = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())) {
        tracing::warn!(%error, "the write-ahead log was not folded in");
    }
}
