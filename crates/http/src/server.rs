//! Accepts connections, many of which may be up to no good.
//!
//! A connection costs next to nothing until its first byte; it then has [`HEADERS`] to send its headers.
//!
//! HTTP/1.1 only: senders speak it, it is what an upgrade needs, and one of its connections has one request at a time.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use http::{Request, Response};
use http_body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::connections::{AnsweringFlag, Connection, Connections};

/// How long a connection may take to send its first byte or, after an answer, the next request; to be opened; and for
/// all headers of a request.
const HEADERS: Duration = Duration::from_secs(10);

/// How long to wait when the system has no file descriptor left, for some connection to end.
const NO_FILES_LEFT: Duration = Duration::from_millis(50);

/// Connections that the system completes while the loop is busy. With its usual 128, senders that come back together
/// after an outage are dropped and try again a second later.
const WAITING: u32 = 4_096;

/// Listens on `address`, where port 0 is any free one.
///
/// # Errors
/// When the address is taken, or not one of this computer's.
pub fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    // A port is free again at once after a restart. On Windows the option means something else: to share it.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING)
}

/// How connections are served.
#[derive(Debug, Clone)]
pub struct Server {
    /// Those that are open.
    pub connections: Connections,
    /// The longest head of a request, in bytes; at least 8 KiB. A longer one is answered 431.
    pub longest_head: usize,
    /// How long a stop waits for requests that are being answered.
    pub last_answers: Duration,
}

/// Who sent a request.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The other end of the connection.
    pub peer: SocketAddr,
    /// To be told when the request has come whole.
    pub flag: AnsweringFlag,
}

/// Opens a connection that needs no more than to be accepted.
pub async fn plain(stream: TcpStream) -> Option<TcpStream> {
    Some(stream)
}

impl Server {
    /// Serves until `stop`, and then until the requests that have begun are answered.
    ///
    /// `open` makes of a connection what is spoken on, by a handshake of TLS say; `None` ends it. `answer` answers each
    /// request.
    pub async fn serve<O, OF, S, A, AF, B>(
        &self,
        listener: TcpListener,
        open: O,
        answer: A,
        stop: CancellationToken,
    ) where
        O: Fn(TcpStream) -> OF + Clone + Send + 'static,
        OF: Future<Output = Option<S>> + Send + 'static,
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
        A: Fn(Request<Incoming>, Caller) -> AF + Clone + Send + 'static,
        AF: Future<Output = Response<B>> + Send + 'static,
        B: Body<Data: Send, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send + 'static,
    {
        // Dropped with this future, and its connections with it.
        let mut tasks = JoinSet::new();
        loop {
            let accepted = tokio::select! {
                () = stop.cancelled() => break,
                accepted = listener.accept() => accepted,
            };
            // Those that have ended since the last one, so that nobody is woken for each.
            while tasks.try_join_next().is_some() {}
            match accepted {
                Ok((stream, peer)) => {
                    let conversation = Conversation {
                        peer,
                        longest_head: self.longest_head,
                        connection: self.connections.open(),
                        stop: stop.clone(),
                    };
                    tasks.spawn(conversation.run(stream, open.clone(), answer.clone()));
                }
                Err(error) if is_of_the_sender(&error) => {}
                Err(error) => {
                    tracing::warn!(error = %error, "cannot accept a connection now");
                    self.connections.cut_oldest();
                    tokio::time::sleep(NO_FILES_LEFT).await;
                }
            }
        }
        drop(listener);
        let answered = async { while tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(self.last_answers, answered).await.is_err() {
            tracing::warn!("senders were cut off because the program ends");
            tasks.shutdown().await;
        }
    }
}

/// One connection with what it needs.
struct Conversation {
    peer: SocketAddr,
    longest_head: usize,
    connection: Connection,
    stop: CancellationToken,
}

impl Conversation {
    async fn run<OF, S, AF, B>(
        self,
        stream: TcpStream,
        open: impl FnOnce(TcpStream) -> OF,
        answer: impl Fn(Request<Incoming>, Caller) -> AF,
    ) where
        OF: Future<Output = Option<S>>,
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
        AF: Future<Output = Response<B>>,
        B: Body<Data: Send, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + 'static,
    {
        let cut = self.connection.cut.clone();
        let conversing = async {
            // Buffers are allocated at once; a connection that never says anything is not worth them.
            tokio::select! {
                () = self.stop.cancelled() => return,
                first = tokio::time::timeout(HEADERS, stream.readable()) => {
                    if !matches!(first, Ok(Ok(()))) {
                        return;
                    }
                }
            }
            // Answers are small and complete: nothing is gained by waiting for more to send.
            let _ = stream.set_nodelay(true);
            if let Ok(Some(opened)) = tokio::time::timeout(HEADERS, open(stream)).await {
                self.converse(opened, answer).await;
            }
        };
        tokio::select! {
            biased;
            () = conversing => {}
            () = cut.cancelled() => tracing::debug!("a connection was cut, to make room for others"),
        }
    }

    async fn converse<S, AF, B>(&self, stream: S, answer: impl Fn(Request<Incoming>, Caller) -> AF)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
        AF: Future<Output = Response<B>>,
        B: Body<Data: Send, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + 'static,
    {
        let caller = Caller {
            peer: self.peer,
            flag: self.connection.flag.clone(),
        };
        let service = service_fn(move |request: Request<Incoming>| {
            let answering = answer(request, caller.clone());
            async { Ok::<_, Infallible>(answering.await) }
        });
        let serving = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADERS)
            .max_buf_size(self.longest_head)
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades();
        let mut serving = Box::pin(serving);
        tokio::select! {
            biased;
            _ = serving.as_mut() => return,
            () = self.stop.cancelled() => serving.as_mut().graceful_shutdown(),
        }
        let _ = serving.await;
    }
}

/// Whether `accept` failed because the connection is already gone, which is nobody's concern.
fn is_of_the_sender(error: &io::Error) -> bool {
    use io::ErrorKind as K;
    matches!(
        error.kind(),
        K::ConnectionRefused | K::ConnectionAborted | K::ConnectionReset
    )
}
