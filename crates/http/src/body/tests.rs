use std::convert::Infallible;

use futures_util::{StreamExt, stream};
use http_body_util::{Full, StreamBody};
use tokio::task::JoinSet;

use super::*;
use crate::space::PATIENCE;

const LIMIT: usize = 4 << 20;

/// So many of the longest find room at a time.
const AT_ONCE: usize = ALL / (LIMIT / 1024);

fn full(length: usize) -> Full<Bytes> {
    Full::new(Bytes::from(vec![b'x'; length]))
}

fn announcing(length: usize) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_LENGTH, length.into());
    headers
}

/// `length` bytes, in parts of 32 KiB with a pause after each.
fn paced(
    length: usize,
    pause: Duration,
) -> impl Body<Data = Bytes, Error = Infallible> + Unpin + Send + 'static {
    const PART: usize = 32 << 10;
    let parts = stream::iter(0..length.div_ceil(PART)).then(move |part| async move {
        tokio::time::sleep(pause).await;
        let this = PART.min(length - part * PART);
        Ok(Frame::data(Bytes::from(vec![b'x'; this])))
    });
    StreamBody::new(Box::pin(parts))
}

/// `length` bytes, and then nothing more for ever.
fn stalling(length: usize) -> impl Body<Data = Bytes, Error = Infallible> + Unpin + Send + 'static {
    let begun = Ok(Frame::data(Bytes::from(vec![b'x'; length])));
    StreamBody::new(Box::pin(stream::iter([begun]).chain(stream::pending())))
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
    for _ in 0..AT_ONCE {
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

#[tokio::test(start_paused = true)]
async fn of_many_large_bodies_at_once_as_many_end_as_there_is_time_for() {
    // Half a second each, sixteen at a time: before the last ones run out of patience.
    const MANY: usize = 400;
    let bodies = Bodies::new(LIMIT);
    let mut reading = JoinSet::new();
    for number in 0..MANY {
        let bodies = bodies.clone();
        reading.spawn(async move {
            // Some announce how long they are.
            let headers = if number % 2 == 0 {
                announcing(LIMIT)
            } else {
                HeaderMap::new()
            };
            let read = bodies
                .read(&headers, paced(LIMIT, Duration::from_millis(4)))
                .await;
            read.map(|(bytes, _room)| bytes.len())
        });
    }
    while let Some(read) = reading.join_next().await {
        assert_eq!(read.unwrap(), Ok(LIMIT));
    }
}

#[tokio::test(start_paused = true)]
async fn who_finds_no_room_takes_none_from_those_who_did() {
    // More than there is time for: those that came first end, and not a few of everybody's bytes.
    const MANY: usize = 200;
    let bodies = Bodies::new(LIMIT);
    let mut reading = JoinSet::new();
    for _ in 0..MANY {
        let bodies = bodies.clone();
        reading.spawn(async move {
            let read = bodies
                .read(&announcing(LIMIT), paced(LIMIT, Duration::from_millis(60)))
                .await;
            read.map(|(bytes, _room)| bytes.len())
        });
    }
    let mut ended = 0;
    while let Some(read) = reading.join_next().await {
        match read.unwrap() {
            Ok(LIMIT) => ended += 1,
            Err(BodyRefused::NoRoom) => {}
            other => panic!("{other:?}"),
        }
    }
    // One takes eight seconds, and patience is twenty: those of three rounds, of which the last begins late.
    assert!(ended >= 2 * (AT_ONCE - 4), "{ended} of {MANY}");
}

#[tokio::test(start_paused = true)]
async fn those_who_announce_much_and_stop_keep_nobody_out() {
    for (many, sent) in [(1000, FREE + 1), (300, 256 << 10), (48, LIMIT - 1)] {
        let bodies = Bodies::new(LIMIT);
        let mut stalled = JoinSet::new();
        for _ in 0..many {
            let bodies = bodies.clone();
            stalled.spawn(async move { bodies.read(&announcing(LIMIT), stalling(sent)).await.map(drop) });
        }
        // They have what they could get.
        tokio::time::sleep(Duration::from_millis(1)).await;
        let mut genuine = JoinSet::new();
        for _ in 0..AT_ONCE {
            let bodies = bodies.clone();
            let pause = Duration::from_millis(4);
            genuine.spawn(async move { bodies.read(&announcing(LIMIT), paced(LIMIT, pause)).await });
        }
        while let Some(read) = genuine.join_next().await {
            let read = read.unwrap().map(|(bytes, _room)| bytes.len());
            assert_eq!(read, Ok(LIMIT), "beside {many} that sent {sent}");
        }
        while let Some(refused) = stalled.join_next().await {
            let refused = refused.unwrap().unwrap_err();
            assert!(
                matches!(refused, BodyRefused::TooSlow | BodyRefused::NoRoom),
                "{refused:?}"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_body_ends_where_nobody_needs_its_room() {
    let bodies = Bodies::new(LIMIT);
    // 10 KiB/s, for almost seven minutes.
    let read = bodies
        .read(&announcing(LIMIT), paced(LIMIT, Duration::from_millis(3200)))
        .await;
    assert_eq!(read.map(|(bytes, _room)| bytes.len()), Ok(LIMIT));
}

#[tokio::test(start_paused = true)]
async fn all_room_comes_back_however_bodies_end() {
    let bodies = Bodies::new(LIMIT);
    let mut reading = JoinSet::new();
    for number in 0..100 {
        let bodies = bodies.clone();
        reading.spawn(async move {
            match number % 4 {
                0 => drop(bodies.read(&announcing(LIMIT), stalling(1 << 20)).await),
                1 => drop(bodies.read(&announcing(LIMIT), full(LIMIT)).await),
                2 => drop(bodies.read(&HeaderMap::new(), full(LIMIT + 1)).await),
                // Its connection is gone, whatever it waits for.
                _ => {
                    let headers = announcing(LIMIT);
                    let read = bodies.read(&headers, paced(LIMIT, Duration::from_millis(50)));
                    let _ = tokio::time::timeout(Duration::from_secs(number / 8), read).await;
                }
            }
        });
    }
    while reading.join_next().await.is_some() {}
    let mut held = Vec::new();
    let began = Instant::now();
    for _ in 0..AT_ONCE {
        held.push(bodies.read(&announcing(LIMIT), full(LIMIT)).await.unwrap());
    }
    assert_eq!(began.elapsed(), Duration::ZERO, "nobody had to wait");
    assert!(began.elapsed() < PATIENCE);
}
