//! Who waits for the writer, and whose turn it is.
//!
//! Two bounded lanes. Callers wait for room in theirs without blocking a thread; the writer sleeps until there is
//! something to do and is woken once for it, not once for each job.

use std::collections::VecDeque;
use std::mem;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use super::job::{Bulk, Receipt};
use super::pace::Pace;
use crate::database::{Options, lock};

/// Receipts go first, but after so many batches in a row a bulk job gets a slice: under a never-ending stream of
/// receipts it still advances, and costs them about a tenth of the writer's time.
const BATCHES_BEFORE_A_SLICE: u32 = 8;

pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    wake: Condvar,
    receipt_room: Semaphore,
    bulk_room: Semaphore,
}

pub(super) enum Turn {
    Receipts(Vec<Box<dyn Receipt>>),
    Slice(Box<dyn Bulk>),
}

#[derive(Debug)]
pub(super) enum Refused {
    Crowded,
    Closed,
}

struct Waiting {
    receipts: VecDeque<Box<dyn Receipt>>,
    bulk: VecDeque<Box<dyn Bulk>>,
    writer: WriterWaits,
    batches_in_a_row: u32,
    closing: bool,
}

/// What the writer wants to be woken for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WriterWaits {
    /// Nothing: it is at work and will look for itself.
    No,
    ForAnything,
    ForReceipts(usize),
}

impl Queue {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            waiting: Mutex::new(Waiting {
                receipts: VecDeque::new(),
                bulk: VecDeque::new(),
                writer: WriterWaits::No,
                batches_in_a_row: 0,
                closing: false,
            }),
            wake: Condvar::new(),
            receipt_room: Semaphore::new(options.receipt_lane.max(1)),
            bulk_room: Semaphore::new(options.bulk_lane.max(1)),
        }
    }

    /// Waits for room, but not longer than `patience`.
    pub(super) async fn push_receipt(
        &self,
        receipt: Box<dyn Receipt>,
        patience: Duration,
    ) -> Result<(), Refused> {
        let room = match self.receipt_room.try_acquire() {
            Ok(room) => room,
            Err(_full_or_closed) => tokio::time::timeout(patience, self.receipt_room.acquire())
                .await
                .map_err(|_elapsed| Refused::Crowded)?
                .map_err(|_closed| Refused::Closed)?,
        };
        let mut waiting = lock(&self.waiting);
        if waiting.closing {
            return Err(Refused::Closed);
        }
        // Given back when the writer takes the receipt.
        room.forget();
        waiting.receipts.push_back(receipt);
        self.wake_writer(waiting);
        Ok(())
    }

    /// Waits for room.
    pub(super) async fn push_bulk(&self, bulk: Box<dyn Bulk>) -> Result<(), Refused> {
        let room = self
            .bulk_room
            .acquire()
            .await
            .map_err(|_closed| Refused::Closed)?;
        let mut waiting = lock(&self.waiting);
        if waiting.closing {
            return Err(Refused::Closed);
        }
        // Given back when the job has ended.
        room.forget();
        waiting.bulk.push_back(bulk);
        self.wake_writer(waiting);
        Ok(())
    }

    /// Puts a bulk job that has more to do behind the others; one that has ended makes room for another.
    pub(super) fn slice_ended(&self, more: Option<Box<dyn Bulk>>) {
        let Some(bulk) = more else {
            return self.bulk_room.add_permits(1);
        };
        let mut waiting = lock(&self.waiting);
        if !waiting.closing {
            waiting.bulk.push_back(bulk);
        }
    }

    /// The writer's next turn, for which it may sleep. `None` once the queue is closed and no receipt waits.
    pub(super) fn next(&self, pace: &mut Pace) -> Option<Turn> {
        let mut waiting = lock(&self.waiting);
        loop {
            let bulk_is_due = waiting.batches_in_a_row >= BATCHES_BEFORE_A_SLICE && !waiting.bulk.is_empty();
            if !waiting.receipts.is_empty() && !bulk_is_due {
                return Some(Turn::Receipts(self.take_receipts(waiting, pace)));
            }
            if let Some(bulk) = waiting.bulk.pop_front() {
                waiting.batches_in_a_row = 0;
                return Some(Turn::Slice(bulk));
            }
            if waiting.closing {
                return None;
            }
            let since = Instant::now();
            waiting.writer = WriterWaits::ForAnything;
            waiting = self.wake.wait(waiting).unwrap_or_else(PoisonError::into_inner);
            waiting.writer = WriterWaits::No;
            pace.idle(since.elapsed());
        }
    }

    /// Refuses whoever comes now, wakes the writer for the receipts that wait, and drops the bulk jobs, whose callers
    /// are thereby told.
    pub(super) fn close(&self) {
        let mut waiting = lock(&self.waiting);
        waiting.closing = true;
        let bulk = mem::take(&mut waiting.bulk);
        drop(waiting);
        self.receipt_room.close();
        self.bulk_room.close();
        self.wake.notify_one();
        drop(bulk);
    }

    /// Closes the queue and drops all that is still in it when the writer ends, be it by a panic.
    pub(super) fn close_when_dropped(&self) -> impl Drop {
        CloseWhenDropped(self)
    }

    fn take_receipts(&self, mut waiting: MutexGuard<'_, Waiting>, pace: &Pace) -> Vec<Box<dyn Receipt>> {
        let enough = pace.worth_waiting_for().min(pace.max_batch());
        let deadline = Instant::now() + pace.longest_wait();
        while waiting.receipts.len() < enough && !waiting.closing {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            waiting.writer = WriterWaits::ForReceipts(enough);
            (waiting, _) = self
                .wake
                .wait_timeout(waiting, left)
                .unwrap_or_else(PoisonError::into_inner);
        }
        waiting.writer = WriterWaits::No;
        waiting.batches_in_a_row = waiting.batches_in_a_row.saturating_add(1);
        let size = waiting.receipts.len().min(pace.max_batch());
        let receipts = waiting.receipts.drain(..size).collect();
        drop(waiting);
        self.receipt_room.add_permits(size);
        receipts
    }

    fn wake_writer(&self, mut waiting: MutexGuard<'_, Waiting>) {
        let wanted = match waiting.writer {
            WriterWaits::No => false,
            WriterWaits::ForAnything => true,
            WriterWaits::ForReceipts(enough) => waiting.receipts.len() >= enough,
        };
        if wanted {
            waiting.writer = WriterWaits::No;
            drop(waiting);
            self.wake.notify_one();
        }
    }
}

struct CloseWhenDropped<'a>(&'a Queue);

impl Drop for CloseWhenDropped<'_> {
    fn drop(&mut self) {
        self.0.close();
        let receipts = mem::take(&mut lock(&self.0.waiting).receipts);
        drop(receipts);
    }
}
