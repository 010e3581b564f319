//! Reads a body whole: bounded in size and in time, and all bodies together bounded in memory.
//!
//! Nothing is read ahead of the room there is: where there is none, the sender waits, as its own connection tells it.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, header};
use http_body::{Body, Frame};
use http_body_util::BodyExt;
use tokio::time::Instant;

use crate::space::{Room, Space};

/// All bodies that are in use together, in KiB: sixteen of 4 MiB. What is larger than [`FREE`] counts.
const ALL: usize = 64 * 1024;

/// So much of each body needs no room, in bytes. Leads and messages are smaller, and so get through while large bodies
/// wait for each other; 8,192 connections hold 128 MiB of it at the very most.
const FREE: usize = 16 * 1024;

/// How long a body may take whatever its size, and how much longer for each KiB of it that has come: who is slower than
/// 8 KiB/s is no sender.
const GRACE: Duration = Duration::from_secs(10);
const FOR_EACH_KIB: Duration = Duration::from_millis(125);

/// How much of a body is read and thrown away before the answer: of one that is too large so many times the longest, of
/// somebody who is turned away so many bytes; and for how long at the most. Closing on a sender that still writes takes
/// the answer away with it (RFC 9112, section 9.6): it would see a broken connection instead of a 413, and try again
/// for ever. Who announces more is answered at once.
const TOO_LARGE_TIMES: usize = 8;
const TURNED_AWAY: usize = 64 * 1024;
const THROWING_AWAY: Duration = Duration::from_secs(2);

/// The bodies in use. Clones share their memory.
#[derive(Debug, Clone)]
pub struct Bodies {
    space: Space,
    longest: usize,
}

/// Why a body was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BodyRefused<E> {
    /// It is longer than the longest.
    TooLarge {
        /// The longest, in bytes.
        longest: usize,
    },
    /// It came too slowly.
    TooSlow,
    /// Too many large bodies at once.
    NoRoom,
    /// It ended before its end.
    Broken(E),
}

impl Bodies {
    /// No body is longer than `longest` bytes.
    #[must_use]
    pub fn new(longest: usize) -> Self {
        Self {
            space: Space::new(ALL, kib(longest)),
            longest,
        }
    }

    /// The longest body, in bytes.
    #[must_use]
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// Reads a body whole. It holds its room in memory as long as the second half of the result lives; a small one
    /// needs none.
    ///
    /// # Errors
    /// [`BodyRefused`] says why it was not read.
    pub async fn read<B>(
        &self,
        headers: &HeaderMap,
        mut body: B,
    ) -> Result<(Bytes, Option<Room>), BodyRefused<B::Error>>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        let longest = self.longest;
        let (announced, heard) = (announced(headers), TOO_LARGE_TIMES * longest);
        let at_most = announced.unwrap_or(longest);
        if at_most > longest {
            if at_most <= heard {
                throw_away_at_most(heard, body).await;
            }
            return Err(BodyRefused::TooLarge { longest });
        }
        let started = Instant::now();
        // Whoever announces much gets no more at once than everybody does.
        let mut read = BytesMut::with_capacity(announced.unwrap_or(0).min(FREE));
        let mut room: Option<Room> = None;
        let mut paid = FREE;
        loop {
            let waited = room.as_ref().map_or(Duration::ZERO, Room::waited);
            let so_far = u32::try_from(read.len() / 1024).unwrap_or(u32::MAX);
            let deadline = started + waited + GRACE + FOR_EACH_KIB * so_far;
            let Some(frame) = next(&mut body, room.as_ref(), deadline)
                .await
                .ok_or(BodyRefused::TooSlow)?
            else {
                break;
            };
            let frame = frame.map_err(BodyRefused::Broken)?;
            let Ok(data) = frame.into_data() else { continue };
            let length = read.len() + data.len();
            if length > longest {
                drop((room, read));
                throw_away_at_most(heard, body).await;
                return Err(BodyRefused::TooLarge { longest });
            }
            if length > FREE {
                let its = room.get_or_insert_with(|| self.space.enter(kib(at_most)));
                its.came(data.len());
                let more = length.saturating_sub(paid).div_ceil(1024);
                if its.grow(more).await.is_err() {
                    // What it holds is for others from here on.
                    drop((room, read, data));
                    throw_away_at_most(heard, body).await;
                    return Err(BodyRefused::NoRoom);
                }
                paid += more * 1024;
            }
            read.extend_from_slice(&data);
        }
        if let Some(room) = &room {
            room.is_whole();
        }
        Ok((read.freeze(), room))
    }
}

/// The next frame of a body; `None` if it does not come in time, or not briskly enough while others wait for its room.
async fn next<B>(
    body: &mut B,
    room: Option<&Room>,
    deadline: Instant,
) -> Option<Option<Result<Frame<Bytes>, B::Error>>>
where
    B: Body<Data = Bytes> + Unpin,
{
    let frame = tokio::time::timeout_at(deadline, body.frame());
    let Some(room) = room else {
        return frame.await.ok();
    };
    tokio::select! {
        biased;
        frame = frame => frame.ok(),
        () = room.taken_back() => None,
    }
}

/// What counts of a body of so many bytes, in KiB.
fn kib(bytes: usize) -> usize {
    bytes.saturating_sub(FREE).div_ceil(1024)
}

/// Reads the body of somebody who is turned away, as far as is needed to be heard.
pub async fn throw_away<B: Body<Data = Bytes> + Unpin>(body: B) {
    throw_away_at_most(TURNED_AWAY, body).await;
}

async fn throw_away_at_most<B: Body<Data = Bytes> + Unpin>(most: usize, mut body: B) {
    let reading = async {
        let mut thrown_away = 0;
        while thrown_away < most
            && let Some(Ok(frame)) = body.frame().await
        {
            thrown_away += frame.data_ref().map_or(0, Bytes::len);
        }
    };
    // A sender that has stopped writing is answered none the less.
    let _ = tokio::time::timeout(THROWING_AWAY, reading).await;
}

fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests;
