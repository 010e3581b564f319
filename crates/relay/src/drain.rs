//! Brings what waits to an attached engine: the oldest first, in batches, on one stream.
//!
//! An entry is forgotten once it is settled. What the engine could not store stays where it is and is offered again
//! after a while; it does not hold up what came after it.

use std::convert::Infallible;
use std::sync::Arc;

use recado_tunnel::control::FromRelay;
use recado_tunnel::drain::{Batch, DrainError, Outcome, WaitingEntry};
use recado_tunnel::ends::{Drain, LinkError};
use recado_tunnel::limits::{FULL_BATCH, MOST_IN_BATCH};
use tokio::sync::{Semaphore, mpsc};

use crate::limits::{BATCH_PATIENCE, BATCHES_KIB, OFFER_AGAIN};
use crate::metrics::{Metrics, add};
use crate::queue::{Place, Queue, QueueError, Queued};
use crate::registry::Attachment;

/// What all drains share.
#[derive(Debug, Clone)]
pub(crate) struct Room(Arc<Semaphore>);

impl Default for Room {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(BATCHES_KIB as usize)))
    }
}

/// Drains until it is dropped. How much still waits is told to `tell` after each batch.
pub(crate) async fn run(
    attachment: &Attachment,
    queue: &dyn Queue,
    room: &Room,
    metrics: &Metrics,
    tell: &mpsc::Sender<FromRelay>,
) -> Infallible {
    let draining = Draining {
        attachment,
        queue,
        room,
        metrics,
        tell,
    };
    let mut again = *OFFER_AGAIN.start();
    let mut behind = Place::START;
    let mut some_stay = false;
    loop {
        match draining.pass(&mut behind).await {
            Ok(passed) => {
                some_stay |= passed.stay > 0;
                if passed.settled > 0 {
                    again = *OFFER_AGAIN.start();
                }
            }
            Err(Stopped::Link(why)) => {
                some_stay = true;
                if attachment.link.is_closed() {
                    tracing::debug!(address = %attachment.address, error = %why, "a drain ended with its link");
                    return std::future::pending().await;
                }
                tracing::info!(address = %attachment.address, error = %why, "a drain broke off");
            }
            Err(Stopped::Queue(why)) => {
                some_stay = true;
                tracing::error!(error = %why, "what waits cannot be brought to its engine now");
            }
        }
        tokio::select! {
            // What is new is offered at once, whatever stays.
            () = attachment.more_waits.notified() => {}
            () = tokio::time::sleep(again), if some_stay => {
                behind = Place::START;
                some_stay = false;
                again = (again * 2).min(*OFFER_AGAIN.end());
            }
        }
    }
}

/// What became of the entries of one pass over the queue.
#[derive(Default)]
struct Passed {
    settled: usize,
    stay: usize,
}

enum Stopped {
    Link(DrainError),
    Queue(QueueError),
}

impl From<QueueError> for Stopped {
    fn from(error: QueueError) -> Self {
        Self::Queue(error)
    }
}

impl From<DrainError> for Stopped {
    fn from(error: DrainError) -> Self {
        Self::Link(error)
    }
}

struct Draining<'a> {
    attachment: &'a Attachment,
    queue: &'a dyn Queue,
    room: &'a Room,
    metrics: &'a Metrics,
    tell: &'a mpsc::Sender<FromRelay>,
}

impl Draining<'_> {
    /// Offers everything behind a place, which moves on with it.
    async fn pass(&self, behind: &mut Place) -> Result<Passed, Stopped> {
        let address = self.attachment.address;
        let mut drain: Option<Drain> = None;
        let mut passed = Passed::default();
        loop {
            // Room is taken for a full batch and given back down to what the entries really have.
            let full = (FULL_BATCH / 1024) as u32;
            let Ok(mut permit) = Arc::clone(&self.room.0).acquire_many_owned(full).await else {
                return std::future::pending().await;
            };
            let waiting = self
                .queue
                .oldest(address, *behind, MOST_IN_BATCH, FULL_BATCH)
                .await?;
            let Some(last) = waiting.last().map(|entry| entry.place) else {
                return Ok(passed);
            };
            let bytes: usize = waiting.iter().map(|entry| entry.sealed.len()).sum();
            drop(permit.split((full as usize).saturating_sub(bytes.div_ceil(1024))));
            let under_way = match &mut drain {
                Some(drain) => drain,
                none => none.insert(self.attachment.link.drain().await.map_err(DrainError::Link)?),
            };
            let outcomes = offer(under_way, &waiting).await?;
            drop(permit);
            let settled: Vec<Place> = waiting
                .iter()
                .zip(&outcomes)
                .filter(|(_, outcome)| **outcome == Outcome::Settled)
                .map(|(entry, _)| entry.place)
                .collect();
            let (gone, stay) = (settled.len(), waiting.len() - settled.len());
            add(&self.metrics.settled, gone as u64);
            add(&self.metrics.later, stay as u64);
            passed.settled += gone;
            passed.stay += stay;
            if gone > 0 {
                self.queue.forget(settled).await?;
            }
            *behind = last;
            let left = self.queue.waiting(address).await?;
            // Only news: where the engine does not listen, the next batch brings newer.
            let _ = self.tell.try_send(FromRelay::Waiting(left));
        }
    }
}

async fn offer(drain: &mut Drain, waiting: &[Queued]) -> Result<Vec<Outcome>, DrainError> {
    let entries = waiting.iter().map(|entry| WaitingEntry {
        id: entry.id,
        sealed: entry.sealed.clone(),
    });
    let batch = Batch::new(entries.collect())?;
    let outcomes = tokio::time::timeout(BATCH_PATIENCE, drain.exchange(&batch)).await;
    outcomes.unwrap_or(Err(DrainError::Link(LinkError::Silent)))
}
