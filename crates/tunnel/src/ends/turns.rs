//! A connection that is driven once in a turn of the runtime, and writes once for all that was said in it.
//!
//! Whenever one of its streams has something to say, HTTP/2 wakes its connection, which then writes. With many requests
//! under way that would be a system call for each, on both ends, and those cost more than all the rest. Here a
//! connection that is woken lets the tasks that are ready run first; then it hears and says everything at once. Where
//! nothing else is ready that is at once.

use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker, ready};

use bytes::{Buf, BytesMut};
use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::Notify;

/// With so much a write is not put off any longer, in bytes.
const ENOUGH: usize = 64 << 10;

/// Makes of a stream of bytes one that belongs to a connection, and what drives that connection.
pub(super) fn in_turns<S>(stream: S) -> (Gathered<S>, Turns<S>) {
    let shared = Arc::new(Mutex::new(Shared {
        stream,
        unsent: BytesMut::new(),
        is_unflushed: false,
    }));
    let turns = Turns {
        shared: Arc::clone(&shared),
        turn: Arc::default(),
        is_asked_for: false,
    };
    (Gathered(shared), turns)
}

/// The stream, for the connection: a flush is done at the end of the turn.
pub(super) struct Gathered<S>(Arc<Mutex<Shared<S>>>);

/// Drives the connection.
pub(super) struct Turns<S> {
    shared: Arc<Mutex<Shared<S>>>,
    turn: Arc<Turn>,
    is_asked_for: bool,
}

struct Shared<S> {
    stream: S,
    unsent: BytesMut,
    is_unflushed: bool,
}

/// The connection's next turn.
#[derive(Debug, Default)]
struct Turn {
    has_come: AtomicBool,
    task: AtomicWaker,
    /// Told after each turn at whose end everything was out, and when there are no more.
    over: Notify,
    no_more: AtomicBool,
}

/// Knows when what was said is out.
#[derive(Debug)]
pub(super) struct Outgoing(Arc<Turn>);

impl Outgoing {
    /// Completes when everything is out that was said until now, or the connection has ended.
    pub(super) async fn is_out(&self) {
        // The first turn may have been going on already.
        for _ in 0..2 {
            let mut over = pin!(self.0.over.notified());
            over.as_mut().enable();
            if self.0.no_more.load(Ordering::Acquire) {
                return;
            }
            self.0.task.wake();
            over.await;
        }
    }
}

impl Wake for Turn {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.has_come.store(true, Ordering::Release);
        self.task.wake();
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Turns<S> {
    pub(super) fn outgoing(&self) -> Outgoing {
        Outgoing(Arc::clone(&self.turn))
    }

    /// Drives a connection to its end. Where this is dropped it can be called again.
    pub(super) async fn drive<C: Future>(&mut self, mut connection: Pin<&mut C>) -> C::Output {
        poll_fn(|task| {
            ready!(self.poll_turn(task));
            let ended = connection.as_mut().poll(task);
            // If it fails, so does the connection's next read or write.
            let sent = lock(&self.shared).poll_send(task);
            if matches!(sent, Poll::Ready(Ok(()))) {
                self.turn.over.notify_waiters();
            }
            ended
        })
        .await
    }

    /// Ready when all tasks that were ready have run.
    fn poll_turn(&mut self, task: &mut Context<'_>) -> Poll<()> {
        self.turn.task.register(task.waker());
        if self.turn.has_come.swap(false, Ordering::Acquire) {
            self.is_asked_for = false;
            return Poll::Ready(());
        }
        if !self.is_asked_for {
            self.is_asked_for = true;
            let turn = Waker::from(Arc::clone(&self.turn));
            // Polling it once asks; dropping it takes nothing back.
            let _ = pin!(tokio::task::yield_now()).poll(&mut Context::from_waker(&turn));
        }
        Poll::Pending
    }
}

impl<S> Drop for Turns<S> {
    fn drop(&mut self) {
        self.turn.no_more.store(true, Ordering::Release);
        self.turn.over.notify_waiters();
    }
}

impl<S: AsyncWrite + Unpin> Shared<S> {
    /// Ready when everything is out.
    fn poll_send(&mut self, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.unsent.is_empty() {
            let written = ready!(Pin::new(&mut self.stream).poll_write(task, &self.unsent))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.unsent.advance(written);
            self.is_unflushed = true;
        }
        if self.is_unflushed {
            ready!(Pin::new(&mut self.stream).poll_flush(task))?;
            self.is_unflushed = false;
            // A link that rests holds nothing.
            self.unsent = BytesMut::new();
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Gathered<S> {
    fn poll_read(self: Pin<&mut Self>, task: &mut Context<'_>, to: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut lock(&self.0).stream).poll_read(task, to)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Gathered<S> {
    fn poll_write(self: Pin<&mut Self>, task: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let mut shared = lock(&self.0);
        if shared.unsent.len() >= ENOUGH {
            ready!(shared.poll_send(task))?;
        }
        let part = &bytes[..bytes.len().min(ENOUGH)];
        shared.unsent.extend_from_slice(part);
        Poll::Ready(Ok(part.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut shared = lock(&self.0);
        ready!(shared.poll_send(task))?;
        Pin::new(&mut shared.stream).poll_shutdown(task)
    }
}

fn lock<S>(shared: &Mutex<Shared<S>>) -> MutexGuard<'_, Shared<S>> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
