//! A stream of bytes that fails when the other end has been silent for too long.
//!
//! Both ends send pings. That alone is not enough: an end that wants to say goodbye to a dead link may wait for ever
//! until its last bytes are taken. Here every read and every write fails once nothing was heard for
//! [`SILENCE`](super::SILENCE).

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

/// Whether a link was given up because of silence.
#[derive(Debug, Clone, Default)]
pub(super) struct Silent(Arc<AtomicBool>);

impl Silent {
    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

pub(super) struct Watched<S> {
    stream: S,
    heard: Instant,
    limit: Duration,
    alarm: Pin<Box<Sleep>>,
    silent: Silent,
}

impl<S> Watched<S> {
    pub(super) fn new(stream: S, limit: Duration) -> (Self, Silent) {
        let silent = Silent::default();
        let watched = Self {
            stream,
            heard: Instant::now(),
            limit,
            alarm: Box::pin(tokio::time::sleep(limit)),
            silent: silent.clone(),
        };
        (watched, silent)
    }

    /// Fails if the other end has been silent for too long, else wakes the task when it will have been.
    fn check(&mut self, task: &mut Context<'_>) -> io::Result<()> {
        while self.alarm.as_mut().poll(task).is_ready() {
            let due = self.heard + self.limit;
            if due <= Instant::now() {
                self.silent.0.store(true, Ordering::Relaxed);
                return Err(io::ErrorKind::TimedOut.into());
            }
            self.alarm.as_mut().reset(due);
        }
        Ok(())
    }

    fn checked<T>(&mut self, task: &mut Context<'_>, polled: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if polled.is_pending() {
            self.check(task)?;
        }
        polled
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        to: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_read(task, to);
        if polled.is_ready() {
            self.heard = Instant::now();
        }
        self.checked(task, polled)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(mut self: Pin<&mut Self>, task: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(task, bytes);
        self.checked(task, polled)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(task, slices);
        self.checked(task, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_flush(task);
        self.checked(task, polled)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_shutdown(task);
        self.checked(task, polled)
    }
}
