//! Reads a body: bounded in size and in time, and all bodies together bounded in memory.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::Body;
use hyper::{HeaderMap, header};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// The largest body, in bytes. WhatsApp sends up to 3 MB.
pub(crate) const LIMIT: usize = 4 * 1024 * 1024;

/// All bodies that are being read, together, in KiB: sixteen of the largest. What is larger than [`FREE`] counts.
const ROOM: usize = 64 * 1024;

/// So much of each body needs no room, in bytes. Leads and messages are smaller, and so get through while large bodies
/// wait for each other; 8,192 connections hold 128 MiB of it at the very most.
const FREE: usize = 16 * 1024;

/// How long a body may take whatever its size, and how much longer for each KiB of it that has come: a sender slower
/// than 8 KiB/s over a connection to this computer is no sender.
const GRACE: Duration = Duration::from_secs(10);
const FOR_EACH_KIB: Duration = Duration::from_millis(125);

/// How much of a body that is too large is read and thrown away before the answer, in bytes, and how long that may
/// take. Closing on a sender that still writes takes the answer away with it (RFC 9112, section 9.6): it would see a
/// broken connection instead of a 413, and try again for ever. Who announces more is answered at once.
const THROWN_AWAY: usize = 8 * LIMIT;
const THROWING_AWAY: Duration = Duration::from_secs(2);

#[derive(Debug, Clone)]
pub(crate) struct Bodies {
    room: Arc<Semaphore>,
}

impl Default for Bodies {
    fn default() -> Self {
        Self {
            room: Arc::new(Semaphore::new(ROOM)),
        }
    }
}

/// Why a body was not read.
#[derive(Debug)]
pub(super) enum BodyRefused {
    TooLarge {
        /// In bytes.
        limit: usize,
    },
    TooSlow,
    /// Too many large bodies at once.
    NoRoom,
    /// It ended before its end.
    Broken {
        reason: String,
    },
}

/// Room in memory, given back when the body is no longer needed.
#[derive(Debug, Default)]
pub(super) struct Room {
    _permits: Vec<OwnedSemaphorePermit>,
}

impl Bodies {
    pub(super) async fn read<B>(&self, headers: &HeaderMap, mut body: B) -> Result<(Bytes, Room), BodyRefused>
    where
        B: Body<Data = Bytes, Error = String> + Unpin,
    {
        let announced = announced_length(headers).unwrap_or(0);
        if announced > LIMIT {
            if announced <= THROWN_AWAY {
                throw_away(body, THROWN_AWAY).await;
            }
            return Err(BodyRefused::TooLarge { limit: LIMIT });
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
                break;
            };
            let frame = frame.map_err(|reason| BodyRefused::Broken { reason })?;
            let Ok(data) = frame.into_data() else { continue };
            let length = read.len() + data.len();
            if length > LIMIT {
                throw_away(body, THROWN_AWAY).await;
                return Err(BodyRefused::TooLarge { limit: LIMIT });
            }
            if length > paid {
                let more = (length - paid).div_ceil(1024);
                room._permits.push(self.make_room(more, deadline).await?);
                paid += more * 1024;
            }
            read.extend_from_slice(&data);
        }
        Ok((read.freeze(), room))
    }

    /// Reads a body of somebody who is turned away, as far as is needed to be heard.
    pub(super) async fn throw_away<B: Body<Data = Bytes> + Unpin>(&self, body: B) {
        throw_away(body, FREE).await;
    }

    async fn make_room(&self, kib: usize, deadline: Instant) -> Result<OwnedSemaphorePermit, BodyRefused> {
        let kib = u32::try_from(kib).unwrap_or(u32::MAX);
        match tokio::time::timeout_at(deadline, self.room.clone().acquire_many_owned(kib)).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) | Err(_) => Err(BodyRefused::NoRoom),
        }
    }
}

async fn throw_away<B: Body<Data = Bytes> + Unpin>(mut body: B, most: usize) {
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

fn announced_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use http_body_util::Full;
    use http_body_util::combinators::BoxBody;

    use super::*;

    #[tokio::test]
    async fn a_body_of_the_limit_is_read_and_one_byte_more_is_not() {
        let bodies = Bodies::default();
        let (read, _room) = bodies.read(&HeaderMap::new(), full(LIMIT)).await.unwrap();
        assert_eq!(read.len(), LIMIT);
        let refused = bodies.read(&HeaderMap::new(), full(LIMIT + 1)).await;
        assert!(matches!(refused, Err(BodyRefused::TooLarge { .. })));
    }

    #[tokio::test(start_paused = true)]
    async fn large_bodies_wait_for_room_while_small_ones_pass() {
        let bodies = Bodies::default();
        let mut held = Vec::new();
        for _ in 0..ROOM * 1024 / LIMIT {
            held.push(bodies.read(&HeaderMap::new(), full(LIMIT)).await.unwrap());
        }
        assert!(bodies.read(&HeaderMap::new(), full(FREE)).await.is_ok());
        let refused = bodies.read(&HeaderMap::new(), full(LIMIT)).await;
        assert!(matches!(refused, Err(BodyRefused::NoRoom)));
        held.pop();
        assert!(bodies.read(&HeaderMap::new(), full(LIMIT)).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_come_is_given_up() {
        let never = http_body_util::StreamBody::new(futures_util::stream::pending());
        let refused = Bodies::default()
            .read(&HeaderMap::new(), BoxBody::new(never))
            .await;
        assert!(matches!(refused, Err(BodyRefused::TooSlow)));
    }

    fn full(length: usize) -> BoxBody<Bytes, String> {
        Full::new(Bytes::from(vec![b'x'; length]))
            .map_err(|never| match never {})
            .boxed()
    }
}
