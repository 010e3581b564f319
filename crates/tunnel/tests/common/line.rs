//! A line between two ends that can be cut, and can die without anybody seeing it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use recado_tunnel::ws::WsStream;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream, duplex};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{Stream, tcp_pair};

/// What stands between two ends and can fail: it passes bytes on until it is told otherwise.
pub(crate) struct Line {
    state: watch::Sender<State>,
    carrying: JoinHandle<()>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Carries,
    Swallows,
    Blocks,
}

impl Line {
    /// Two ends with a line between them, in memory.
    pub(crate) fn new() -> (DuplexStream, DuplexStream, Self) {
        let (one, one_far) = duplex(64 << 10);
        let (other, other_far) = duplex(64 << 10);
        (one, other, Self::between(one_far, other_far, usize::MAX))
    }

    /// The same, cut after so many bytes.
    pub(crate) fn of(bytes: usize) -> (DuplexStream, DuplexStream, Self) {
        let (one, one_far) = duplex(64 << 10);
        let (other, other_far) = duplex(64 << 10);
        (one, other, Self::between(one_far, other_far, bytes))
    }

    /// The same over TCP, with a WebSocket at both ends.
    pub(crate) async fn over_tcp() -> (WsStream<TcpStream>, WsStream<TcpStream>, Self) {
        let (one, one_far) = tcp_pair().await;
        let (other, other_far) = tcp_pair().await;
        let line = Self::between(one_far, other_far, usize::MAX);
        (WsStream::engine(one).await, WsStream::relay(other).await, line)
    }

    fn between(one: impl Stream, other: impl Stream, bytes: usize) -> Self {
        let (state, told) = watch::channel(State::Carries);
        let (one_in, one_out) = tokio::io::split(one);
        let (other_in, other_out) = tokio::io::split(other);
        let left = Arc::new(AtomicUsize::new(bytes));
        let (there, back) = (
            carry(one_in, other_out, told.clone(), Arc::clone(&left)),
            carry(other_in, one_out, told, left),
        );
        let carrying = tokio::spawn(async move {
            tokio::select! {
                () = there => {}
                () = back => {}
            }
        });
        Self { state, carrying }
    }

    /// Both ends see the connection break.
    pub(crate) fn cut(&self) {
        self.carrying.abort();
    }

    /// Bytes vanish from now on, and nobody sees anything break.
    pub(crate) fn swallow(&self) {
        self.state.send_replace(State::Swallows);
    }

    /// Bytes are not even taken from now on.
    pub(crate) fn block(&self) {
        self.state.send_replace(State::Blocks);
    }

    /// What was blocked goes on.
    pub(crate) fn go_on(&self) {
        self.state.send_replace(State::Carries);
    }
}

async fn carry(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut told: watch::Receiver<State>,
    left: Arc<AtomicUsize>,
) {
    let mut bytes = vec![0; 16 << 10];
    loop {
        let blocked = *told.borrow_and_update() == State::Blocks;
        let read = tokio::select! {
            biased;
            changed = told.changed() => {
                if changed.is_err() {
                    return;
                }
                continue;
            }
            read = from.read(&mut bytes), if !blocked => read.unwrap_or(0),
        };
        let allowed = read.min(left.load(Ordering::Relaxed));
        left.fetch_sub(allowed, Ordering::Relaxed);
        if *told.borrow() == State::Carries && to.write_all(&bytes[..allowed]).await.is_err() {
            return;
        }
        if read == 0 || allowed < read {
            return;
        }
    }
}
