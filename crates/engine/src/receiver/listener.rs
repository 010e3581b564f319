//! Accepts senders' connections, many of which may be up to no good.
//!
//! `axum::serve` has no time-outs, so the accept loop is our own. A connection costs next to nothing until its first
//! byte; it then has [`HEADERS`] to send its headers. At most [`MOST`] are open: for a further one the oldest that is
//! not being answered is cut, so that thousands of half-open connections do not keep a genuine sender out.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use super::Peer;

/// How long a connection may take to send its first byte or, after an answer, the next request, and all headers.
const HEADERS: Duration = Duration::from_secs(10);

/// The most connections, if the system lets the process open so many files.
const MOST: usize = 8_192;

/// Files that are not senders' connections: the database, the local socket and its askers, the log.
const OTHER_FILES: u64 = 256;

/// How long to wait when the system has no file descriptor left, for some connection to end.
const NO_FILES_LEFT: Duration = Duration::from_millis(50);

/// How long a stop waits for requests that are being answered.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// Connections that the system completes while the loop is busy. With its usual 128, senders that come back together
/// after an outage are dropped and try again a second later.
const WAITING: u32 = 4_096;

/// Listens on `address`, where port 0 is any free one.
///
/// # Errors
/// When the address is taken, or not one of this computer's.
pub(crate) fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    // A port is free again at once after a restart. On Windows the option means something else: to share it.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    let listener = socket.listen(WAITING)?;
    Ok(listener)
}

/// Serves `router` until `stop`, and then until the requests that have begun are answered.
pub(crate) async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    let connections = Connections::new(most_connections());
    // Dropped with this future, and its connections with it.
    let mut tasks = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            Some(_) = tasks.join_next() => continue,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, remote)) => {
                let connection = connections.open();
                tasks.spawn(serve_connection(
                    stream,
                    remote,
                    router.clone(),
                    connection,
                    stop.clone(),
                ));
            }
            Err(error) if is_of_the_sender(&error) => {}
            Err(error) => {
                tracing::warn!(error = %error, "cannot accept a connection now");
                connections.cut_oldest();
                tokio::time::sleep(NO_FILES_LEFT).await;
            }
        }
    }
    drop(listener);
    let answered = async { while tasks.join_next().await.is_some() {} };
    if tokio::time::timeout(LAST_ANSWERS, answered).await.is_err() {
        tracing::warn!("senders were cut off because Recado ends");
        tasks.shutdown().await;
    }
}

/// Raises the soft limit of open files to the hard one and leaves room for [`OTHER_FILES`].
fn most_connections() -> usize {
    let files = rlimit::increase_nofile_limit(MOST as u64 + OTHER_FILES).unwrap_or(1_024);
    let most = usize::try_from(files.saturating_sub(OTHER_FILES))
        .unwrap_or(MOST)
        .clamp(64, MOST);
    tracing::debug!(most, "bound on connections");
    most
}

async fn serve_connection(
    stream: TcpStream,
    remote: SocketAddr,
    router: Router,
    connection: Connection,
    stop: CancellationToken,
) {
    let cut = connection.cut.clone();
    tokio::select! {
        () = cut.cancelled() => tracing::debug!(remote = %remote, "cut, to make room for others"),
        () = converse(stream, remote, router, connection, stop) => {}
    }
}

async fn converse(
    stream: TcpStream,
    remote: SocketAddr,
    router: Router,
    connection: Connection,
    stop: CancellationToken,
) {
    // hyper allocates its buffers at once; a connection that never says anything is not worth them.
    tokio::select! {
        () = stop.cancelled() => return,
        first = tokio::time::timeout(HEADERS, stream.readable()) => if !matches!(first, Ok(Ok(()))) { return },
    }
    // Answers are small and complete: nothing is gained by waiting for more to send.
    let _ = stream.set_nodelay(true);
    let flag = AnsweringFlag(connection.answering.clone());
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(axum::body::Body::new);
        request.extensions_mut().insert(flag.clone());
        request.extensions_mut().insert(Peer(remote));
        router.clone().oneshot(request)
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(stream), service);
    let mut serving = Box::pin(serving);
    tokio::select! {
        _ = serving.as_mut() => return,
        () = stop.cancelled() => serving.as_mut().graceful_shutdown(),
    }
    let _ = serving.await;
}

/// Whether `accept` failed because the connection is already gone, which is nobody's concern.
fn is_of_the_sender(error: &io::Error) -> bool {
    use io::ErrorKind as K;
    matches!(
        error.kind(),
        K::ConnectionRefused | K::ConnectionAborted | K::ConnectionReset
    )
}

/// All open connections, oldest first.
#[derive(Clone)]
struct Connections {
    open: Arc<Mutex<Open>>,
    most: usize,
}

#[derive(Default)]
struct Open {
    next: u64,
    by_age: BTreeMap<u64, Known>,
}

struct Known {
    cut: CancellationToken,
    answering: Arc<AtomicBool>,
}

/// One open connection; counted until it is dropped.
struct Connection {
    number: u64,
    cut: CancellationToken,
    answering: Arc<AtomicBool>,
    all: Connections,
}

impl Connections {
    fn new(most: usize) -> Self {
        Self {
            open: Arc::default(),
            most,
        }
    }

    fn open(&self) -> Connection {
        if self.lock().by_age.len() >= self.most {
            self.cut_oldest();
        }
        let known = Known {
            cut: CancellationToken::new(),
            answering: Arc::default(),
        };
        let (cut, answering) = (known.cut.clone(), known.answering.clone());
        let mut open = self.lock();
        let number = open.next;
        open.next += 1;
        open.by_age.insert(number, known);
        Connection {
            number,
            cut,
            answering,
            all: self.clone(),
        }
    }

    /// Cuts the oldest connection whose request is not complete.
    fn cut_oldest(&self) {
        let mut open = self.lock();
        let oldest = open
            .by_age
            .iter()
            .find(|(_, known)| !known.answering.load(Ordering::Relaxed))
            .map(|(number, _)| *number);
        if let Some(known) = oldest.and_then(|number| open.by_age.remove(&number)) {
            known.cut.cancel();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.all.lock().by_age.remove(&self.number);
    }
}

/// Travels with each request of a connection, for whoever answers it.
#[derive(Debug, Clone)]
pub(super) struct AnsweringFlag(Arc<AtomicBool>);

impl AnsweringFlag {
    /// The request has come whole: its connection is not cut any more while the result lives.
    pub(super) fn begin(self) -> Answering {
        self.0.store(true, Ordering::Relaxed);
        Answering(self.0)
    }
}

/// While it lives, the connection's request is being answered.
#[derive(Debug)]
pub(super) struct Answering(Arc<AtomicBool>);

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}
