//! A WebSocket as a stream of bytes.
//!
//! What is between an engine and its relay (nginx, Caddy, cloudflared, a CDN) passes WebSocket, and not every one of
//! them an upgrade to something of our own. So the bytes of the tunnel travel in binary messages whose borders mean
//! nothing. Both ends use the same adapter, each in its role.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes, BytesMut};
use futures_util::{Sink, Stream};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{self, Message};

/// The longest message that is written, in bytes: four full frames of HTTP/2.
const LONGEST_WRITTEN: usize = 64 << 10;
/// The longest message that is read, in bytes.
const LONGEST_READ: usize = 1 << 20;
/// Each WebSocket holds a buffer of this size from the beginning, and a relay holds thousands of them.
const READ_BUFFER: usize = 8 << 10;

/// A WebSocket after its handshake, as a stream of bytes.
#[derive(Debug)]
pub struct WsStream<S> {
    socket: WebSocketStream<S>,
    unread: Bytes,
}

impl<S: AsyncRead + AsyncWrite + Unpin> WsStream<S> {
    /// The engine's end: the one that asked for the upgrade.
    pub async fn engine(upgraded: S) -> Self {
        Self::new(upgraded, Role::Client).await
    }

    /// The relay's end: the one that answered 101.
    pub async fn relay(upgraded: S) -> Self {
        Self::new(upgraded, Role::Server).await
    }

    async fn new(upgraded: S, role: Role) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            // Each message goes out at once: HTTP/2 above has gathered what belongs together.
            .write_buffer_size(0)
            .max_message_size(Some(LONGEST_READ))
            .max_frame_size(Some(LONGEST_READ));
        Self {
            socket: WebSocketStream::from_raw_socket(upgraded, role, Some(config)).await,
            unread: Bytes::new(),
        }
    }

    fn poll_send(
        &mut self,
        task: &mut Context<'_>,
        message: impl FnOnce() -> Bytes,
    ) -> Poll<io::Result<usize>> {
        ready!(Pin::new(&mut self.socket).poll_ready(task)).map_err(io_error)?;
        let message = message();
        let length = message.len();
        Pin::new(&mut self.socket)
            .start_send(Message::Binary(message))
            .map_err(io_error)?;
        Poll::Ready(Ok(length))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for WsStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        to: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        while self.unread.is_empty() {
            match ready!(Pin::new(&mut self.socket).poll_next(task)) {
                Some(Ok(Message::Binary(bytes))) => self.unread = bytes,
                // The library answers pings by itself.
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(_))) | None => return Poll::Ready(Ok(())),
                Some(Ok(Message::Text(_) | Message::Frame(_))) => {
                    let odd = "a text message, where only bytes are spoken";
                    return Poll::Ready(Err(io::Error::new(io::ErrorKind::InvalidData, odd)));
                }
                Some(Err(why)) => return Poll::Ready(Err(io_error(why))),
            }
        }
        let length = self.unread.len().min(to.remaining());
        to.put_slice(&self.unread[..length]);
        self.unread.advance(length);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for WsStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, task: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let part = &bytes[..bytes.len().min(LONGEST_WRITTEN)];
        if part.is_empty() {
            return Poll::Ready(Ok(0));
        }
        self.poll_send(task, || Bytes::copy_from_slice(part))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let total: usize = slices.iter().map(|slice| slice.len()).sum();
        if total == 0 {
            return Poll::Ready(Ok(0));
        }
        self.poll_send(task, || {
            let mut message = BytesMut::with_capacity(total.min(LONGEST_WRITTEN));
            for slice in slices {
                let room = LONGEST_WRITTEN - message.len();
                message.extend_from_slice(&slice[..slice.len().min(room)]);
            }
            message.freeze()
        })
    }

    /// HTTP/2 hands over the head of a frame and its content as two slices; so they become one message.
    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(task).map_err(io_error)
    }

    /// Says that this end closes, and does not wait for the other to say the same.
    fn poll_shutdown(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        match ready!(Pin::new(&mut self.socket).poll_close(task)) {
            Ok(()) | Err(tungstenite::Error::ConnectionClosed | tungstenite::Error::AlreadyClosed) => {
                Poll::Ready(Ok(()))
            }
            Err(why) => Poll::Ready(Err(io_error(why))),
        }
    }
}

fn io_error(why: tungstenite::Error) -> io::Error {
    use tungstenite::Error::{AlreadyClosed, ConnectionClosed, Io, Protocol};
    let kind = if let Io(inner) = why {
        return inner;
    } else if matches!(why, Protocol(ProtocolError::ResetWithoutClosingHandshake)) {
        io::ErrorKind::UnexpectedEof
    } else if matches!(
        why,
        ConnectionClosed | AlreadyClosed | Protocol(ProtocolError::SendAfterClosing)
    ) {
        io::ErrorKind::BrokenPipe
    } else {
        io::ErrorKind::InvalidData
    };
    io::Error::new(kind, why)
}

#[cfg(test)]
mod tests;
