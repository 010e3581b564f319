//! Reads a body whole: bounded in size and in time, and all bodies together bounded in memory.
//!
//! Nothing is read ahead of the room there is: where there is none, the sender waits, as its own connection tells it.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, header};
use http_body::Body;
use http_body_util::BodyExt;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// All bodies that are in use together, in KiB: sixteen of 4 MiB. What is larger than [`FREE`] counts.
const ROOM: usize = 64 * 1024;

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

/// The bodies in use. Clones share their room.
#[derive(Debug, Clone)]
pub struct Bodies {
    room: Arc<Semaphore>,
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

/// Room in memory, given back when the body is no longer needed.
#[derive(Debug, Default)]
pub struct Room {
    _permits: Vec<OwnedSemaphorePermit>,
}

impl Bodies {
    /// No body is longer than `longest` bytes.
    #[must_use]
    pub fn new(longest: usize) -> Self {
        Self {
            room: Arc::new(Semaphore::new(ROOM)),
            longest,
        }
    }

    /// Reads a body whole. It holds its room in memory as long as the second half of the result lives.
    ///
    /// # Errors
    /// [`BodyRefused`] says why it was not read.
    pub async fn read<B>(
        &self,
        headers: &HeaderMap,
        mut body: B,
    ) -> Result<(Bytes, Room), BodyRefused<B::Error>>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        let longest = self.longest;
        let (announced, heard) = (announced(headers).unwrap_or(0), TOO_LARGE_TIMES * longest);
        if announced > longest {
            if announced <= heard {
                throw_away_at_most(heard, body).await;
            }
            return Err(BodyRefused::TooLarge { longest });
        }
        let started = Instant::now();
        let mut read = BytesMut::new();
        let mut room = Room::default();
        let mut paid = FREE;
        loop {
            let kib = u32::try_from(read.len() / 1024).unwrap_or(u32::MAX);
            let deadline = started + GRACE + FOR_EACH_KIB * kib;
            let frame = tokio::time::timeout_at(deadline, body.frame()).await;
            let Some(frame) = frame.map_err(|_| BodyRefused::TooSlow)? else {
                return Ok((read.freeze(), room));
            };
            let frame = frame.map_err(BodyRefused::Broken)?;
            let Ok(data) = frame.into_data() else { continue };
            let length = read.len() + data.len();
            if length > longest {
                throw_away_at_most(heard, body).await;
                return Err(BodyRefused::TooLarge { longest });
            }
            if length > paid {
                let more = (length - paid).div_ceil(1024);
                let Some(permit) = self.make_room(more, deadline).await else {
                    throw_away_at_most(heard, body).await;
                    return Err(BodyRefused::NoRoom);
                };
                room._permits.push(permit);
                paid += more * 1024;
            }
            read.extend_from_slice(&data);
        }
    }

    async fn make_room(&self, kib: usize, deadline: Instant) -> Option<OwnedSemaphorePermit> {
        let kib = u32::try_from(kib).unwrap_or(u32::MAX);
        let room = Arc::clone(&self.room).acquire_many_owned(kib);
        tokio::time::timeout_at(deadline, room).await.ok()?.ok()
    }
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
mod tests {
    use std::convert::Infallible;

    use futures_util::stream;
    use http_body::Frame;
    use http_body_util::{Full, StreamBody};

    use super::*;

    const LIMIT: usize = 4 << 20;

    fn full(length: usize) -> Full<Bytes> {
        Full::new(Bytes::from(vec![b'x'; length]))
    }

    #[tokio::test]
    async fn a_body_of_the_limit_is_read_and_one_byte_more_is_not() {
        let bodies = Bodies::new(LIMIT);
        let (read, _room) = bodies.read(&HeaderMap::new(), full(LIMIT)).await.unwrap();
        assert_eq!(read.len(), LIMIT);
        let refused = bodies.read(&HeaderMap::new(), full(LIMIT + 1)).await;
        assert_eq!(refused.unwrap_err(), BodyRefused::TooLarge { longest: LIMIT });
    }

    #[tokio::test(start_paused = true)]
    async fn large_bodies_wait_for_room_while_small_ones_pass() {
        let bodies = Bodies::new(LIMIT);
        let mut held = Vec::new();
        for _ in 0..ROOM * 1024 / LIMIT {
            held.push(bodies.read(&HeaderMap::new(), full(LIMIT)).await.unwrap());
        }
        assert!(bodies.read(&HeaderMap::new(), full(FREE)).await.is_ok());
        let refused = bodies.read(&HeaderMap::new(), full(LIMIT)).await;
        assert_eq!(refused.unwrap_err(), BodyRefused::NoRoom);
        held.pop();
        assert!(bodies.read(&HeaderMap::new(), full(LIMIT)).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_come_is_given_up() {
        let never = stream::pending::<Result<Frame<Bytes>, Infallible>>();
        let refused = Bodies::new(LIMIT)
            .read(&HeaderMap::new(), StreamBody::new(never))
            .await;
        assert_eq!(refused.unwrap_err(), BodyRefused::TooSlow);
    }
}
