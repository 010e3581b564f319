//! How what waited goes to the engine: batches of sealed entries on one stream, and an outcome for each.
//!
//! The relay sends its oldest entries first. A batch is whole or it is nothing: the engine reads it to its end before
//! it settles anything, and its answer names every entry. The relay deletes what is settled. An engine that could not
//! store an entry says `later`, and the relay offers it again. Whatever breaks in between only means that entries are
//! offered twice, under the same ids.

use std::collections::HashSet;
use std::io;

use bytes::Bytes;
use tokio::io::AsyncRead;

use crate::delivery::DeliveryId;
use crate::frame;
use crate::limits::{FULL_BATCH, LONGEST_ENTRY, MOST_IN_BATCH};

/// The kinds of message, which are its first byte.
const ENTRY: u8 = 1;
const END: u8 = 2;
const OUTCOMES: u8 = 3;

/// Kind and id before an entry.
const BEFORE_ENTRY: usize = 17;
/// The longest answer to a batch.
const LONGEST_OUTCOMES: usize = 1 + MOST_IN_BATCH * 17;

/// A sealed entry as it waits at the relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingEntry {
    /// The delivery's id as the relay keeps it. The entry has its own, signed: where they differ, somebody moved it.
    pub id: DeliveryId,
    /// The sealed bytes.
    pub sealed: Bytes,
}

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// There is a final verdict, be it a refusal: the relay deletes the entry.
    Settled,
    /// It could not be stored now (the receiver's 503): the relay keeps the entry and offers it again.
    Later,
}

/// Entries that go together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch(Vec<WaitingEntry>);

impl Batch {
    /// A batch of these entries.
    ///
    /// # Errors
    /// [`DrainError::Batch`] if there are none, more than [`MOST_IN_BATCH`], more bytes than a batch may have, or one id
    /// twice.
    pub fn new(entries: Vec<WaitingEntry>) -> Result<Self, DrainError> {
        let mut ids = HashSet::new();
        let distinct = entries.iter().all(|entry| ids.insert(entry.id));
        let bytes: usize = entries.iter().map(|entry| entry.sealed.len()).sum();
        let small = bytes <= FULL_BATCH || entries.len() == 1 && bytes <= LONGEST_ENTRY;
        if entries.is_empty() || entries.len() > MOST_IN_BATCH || !distinct || !small {
            return Err(DrainError::Batch);
        }
        Ok(Self(entries))
    }

    /// The entries, in their order.
    #[must_use]
    pub fn entries(&self) -> &[WaitingEntry] {
        &self.0
    }

    /// A message for each entry (kind, id, sealed bytes), and one for the end (kind, number of entries).
    pub(crate) fn frames(&self) -> Vec<Bytes> {
        let mut frames = Vec::with_capacity(self.0.len() + 1);
        for entry in &self.0 {
            let message = [&[ENTRY][..], entry.id.as_bytes(), &entry.sealed].concat();
            frames.push(frame::framed(&message));
        }
        let number = (self.0.len() as u32).to_be_bytes();
        frames.push(frame::framed(&[&[END][..], &number].concat()));
        frames
    }

    /// The next batch, or `None` where the stream ended between two.
    ///
    /// # Errors
    /// When the stream breaks, ends within a batch, or carries something else. Nothing of such a batch is to be used.
    pub(crate) async fn read(from: &mut (impl AsyncRead + Unpin + Send)) -> Result<Option<Self>, DrainError> {
        let mut entries: Vec<WaitingEntry> = Vec::new();
        let mut bytes = 0;
        loop {
            let Some(message) = frame::read(from, BEFORE_ENTRY + LONGEST_ENTRY).await? else {
                return if entries.is_empty() {
                    Ok(None)
                } else {
                    Err(DrainError::Io(io::ErrorKind::UnexpectedEof.into()))
                };
            };
            match message.split_first() {
                Some((&ENTRY, rest)) => {
                    let (id, _) = rest.split_first_chunk().ok_or(DrainError::Malformed)?;
                    let id = DeliveryId::from_bytes(*id);
                    let sealed = message.slice(BEFORE_ENTRY..);
                    bytes += sealed.len();
                    let full = entries.len() == MOST_IN_BATCH || !entries.is_empty() && bytes > FULL_BATCH;
                    if full {
                        return Err(DrainError::Batch);
                    }
                    entries.push(WaitingEntry { id, sealed });
                }
                Some((&END, number)) if *number == (entries.len() as u32).to_be_bytes() => {
                    return Self::new(entries).map(Some);
                }
                _ => return Err(DrainError::Malformed),
            }
        }
    }

    /// Kind, then for each entry its id and its outcome (1 settled, 2 later).
    ///
    /// # Errors
    /// [`DrainError::Outcomes`] if there is not one outcome for each entry.
    pub(crate) fn answer(&self, outcomes: &[Outcome]) -> Result<Bytes, DrainError> {
        if outcomes.len() != self.0.len() {
            return Err(DrainError::Outcomes);
        }
        let mut message = vec![OUTCOMES];
        for (entry, outcome) in self.0.iter().zip(outcomes) {
            message.extend_from_slice(entry.id.as_bytes());
            message.push(match outcome {
                Outcome::Settled => 1,
                Outcome::Later => 2,
            });
        }
        Ok(frame::framed(&message))
    }

    /// Reads the outcomes of this batch, in the order of its entries.
    ///
    /// # Errors
    /// When the stream breaks or ends, or the answer is not one to this batch.
    pub(crate) async fn read_answer(
        &self,
        from: &mut (impl AsyncRead + Unpin + Send),
    ) -> Result<Vec<Outcome>, DrainError> {
        let message = frame::read(from, LONGEST_OUTCOMES).await?;
        let message = message.ok_or_else(|| DrainError::Io(io::ErrorKind::UnexpectedEof.into()))?;
        let answers = message.strip_prefix(&[OUTCOMES]).ok_or(DrainError::Malformed)?;
        let (answers, after) = answers.as_chunks::<17>();
        if answers.len() != self.0.len() || !after.is_empty() {
            return Err(DrainError::Outcomes);
        }
        let mut outcomes = Vec::with_capacity(answers.len());
        for (entry, answer) in self.0.iter().zip(answers) {
            let (outcome, id) = answer.split_last().ok_or(DrainError::Malformed)?;
            if id != entry.id.as_bytes() {
                return Err(DrainError::Outcomes);
            }
            outcomes.push(match outcome {
                1 => Outcome::Settled,
                2 => Outcome::Later,
                _ => return Err(DrainError::Malformed),
            });
        }
        Ok(outcomes)
    }
}

/// Why a drain ended early. Nothing is settled by it but what was answered before.
#[derive(Debug, thiserror::Error)]
pub enum DrainError {
    /// The stream broke, or ended in the middle.
    #[error("the drain broke: {0}")]
    Io(#[from] io::Error),
    /// The entries cannot be one batch.
    #[error(
        "a batch has 1 to {MOST_IN_BATCH} entries, {FULL_BATCH} bytes unless it has only one, and no id twice"
    )]
    Batch,
    /// The outcomes are not those of the batch.
    #[error("the outcomes are not one for each entry of the batch")]
    Outcomes,
    /// Something else came.
    #[error("something else than a batch and its outcomes came")]
    Malformed,
    /// The link is closed or full.
    #[error(transparent)]
    Link(#[from] crate::ends::LinkError),
}

#[cfg(test)]
mod tests;
