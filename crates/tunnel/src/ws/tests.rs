use futures_util::SinkExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

use super::*;

async fn pair(room: usize) -> (WsStream<DuplexStream>, WsStream<DuplexStream>) {
    let (one, other) = duplex(room);
    (WsStream::engine(one).await, WsStream::relay(other).await)
}

#[tokio::test]
async fn bytes_arrive_as_they_were_written_both_ways_through_a_narrow_pipe() {
    let (engine, relay) = pair(100).await;
    let sent: Vec<u8> = (0..300_000u32).map(|n| (n % 251) as u8).collect();
    let (mut from_engine, mut to_relay) = tokio::io::split(engine);
    let (mut from_relay, mut to_engine) = tokio::io::split(relay);
    let (mut at_relay, mut at_engine) = (vec![0; sent.len()], vec![0; sent.len()]);
    let (wrote_one, wrote_other, read_one, read_other) = tokio::join!(
        async {
            to_relay.write_all(&sent).await?;
            to_relay.flush().await
        },
        async {
            to_engine.write_all(&sent).await?;
            to_engine.flush().await
        },
        from_relay.read_exact(&mut at_relay),
        from_engine.read_exact(&mut at_engine),
    );
    for wrote in [wrote_one, wrote_other] {
        wrote.unwrap();
    }
    for read in [read_one, read_other] {
        assert_eq!(read.unwrap(), sent.len());
    }
    assert_eq!(at_relay, sent);
    assert_eq!(at_engine, sent);
}

#[tokio::test]
async fn several_slices_become_one_message() {
    let (mut engine, relay) = pair(4096).await;
    let slices = [
        IoSlice::new(b"head "),
        IoSlice::new(b""),
        IoSlice::new(b"content"),
    ];
    assert_eq!(engine.write_vectored(&slices).await.unwrap(), 12);
    engine.flush().await.unwrap();
    let mut socket = relay.socket;
    let message = futures_util::StreamExt::next(&mut socket).await.unwrap().unwrap();
    assert_eq!(message, Message::Binary(Bytes::from_static(b"head content")));
}

#[tokio::test]
async fn a_long_write_becomes_messages_that_the_other_end_takes() {
    let (mut engine, mut relay) = pair(LONGEST_READ * 2).await;
    let long = vec![7; LONGEST_WRITTEN + 1];
    assert_eq!(engine.write(&long).await.unwrap(), LONGEST_WRITTEN);
    let slices = [IoSlice::new(&long), IoSlice::new(&long)];
    assert_eq!(engine.write_vectored(&slices).await.unwrap(), LONGEST_WRITTEN);
    engine.flush().await.unwrap();
    let mut read = vec![0; 2 * LONGEST_WRITTEN];
    relay.read_exact(&mut read).await.unwrap();
}

#[tokio::test]
async fn an_end_that_closes_is_the_end_of_the_stream() {
    let (mut engine, mut relay) = pair(4096).await;
    engine.write_all(b"last words").await.unwrap();
    engine.shutdown().await.unwrap();
    let mut heard = Vec::new();
    relay.read_to_end(&mut heard).await.unwrap();
    assert_eq!(heard, b"last words");
    assert_eq!(relay.read(&mut [0; 1]).await.unwrap(), 0);
    relay.shutdown().await.unwrap();
    let written = engine.write(b"more").await.unwrap_err();
    assert_eq!(written.kind(), io::ErrorKind::BrokenPipe);
}

#[tokio::test]
async fn a_connection_cut_without_closing_is_an_error_and_not_an_end() {
    let (engine, mut relay) = pair(4096).await;
    drop(engine);
    let cut = relay.read(&mut [0; 1]).await.unwrap_err();
    assert_eq!(cut.kind(), io::ErrorKind::UnexpectedEof);
}

#[tokio::test]
async fn a_ping_is_answered_and_no_part_of_the_stream() {
    let (engine, mut relay) = pair(4096).await;
    let mut socket = engine.socket;
    socket
        .send(Message::Ping(Bytes::from_static(b"there?")))
        .await
        .unwrap();
    socket
        .send(Message::Binary(Bytes::from_static(b"x")))
        .await
        .unwrap();
    assert_eq!(relay.read_u8().await.unwrap(), b'x');
    relay.flush().await.unwrap();
    let pong = futures_util::StreamExt::next(&mut socket).await.unwrap().unwrap();
    assert_eq!(pong, Message::Pong(Bytes::from_static(b"there?")));
}

#[tokio::test]
async fn text_and_messages_beyond_the_bound_are_refused() {
    let (engine, mut relay) = pair(LONGEST_READ * 2).await;
    let mut socket = engine.socket;
    socket.send(Message::text("olá")).await.unwrap();
    let odd = relay.read(&mut [0; 1]).await.unwrap_err();
    assert_eq!(odd.kind(), io::ErrorKind::InvalidData);

    let (engine, mut relay) = pair(LONGEST_READ * 2).await;
    let mut socket = engine.socket;
    let huge = Bytes::from(vec![0; LONGEST_READ + 1]);
    socket.send(Message::Binary(huge)).await.unwrap();
    let odd = relay.read(&mut [0; 1]).await.unwrap_err();
    assert_eq!(odd.kind(), io::ErrorKind::InvalidData);
}

#[tokio::test]
async fn what_is_no_websocket_is_an_error() {
    let (mut raw, at_relay) = duplex(4096);
    let mut relay = WsStream::relay(at_relay).await;
    raw.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    assert!(relay.read(&mut [0; 1]).await.is_err());
}
