//! Senders: each waits for its answer before it sends the next.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::{
    Request,
    client::conn::http1::{self, SendRequest},
};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// What is sent, and how.
pub(crate) struct Load {
    pub(crate) senders: usize,
    pub(crate) connections: Connections,
    pub(crate) time: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connections {
    /// A sender keeps its connection.
    Kept,
    /// A sender opens one for each delivery, as most senders of webhooks do.
    NewEach,
}

impl Connections {
    pub(crate) fn shown(self) -> &'static str {
        match self {
            Self::Kept => "keep-alive",
            Self::NewEach => "new each",
        }
    }
}

/// What came of it.
pub(crate) struct Figures {
    pub(crate) answers: usize,
    took: Duration,
    /// From before connecting or sending to the end of the answer; sorted.
    latencies: Vec<Duration>,
}

impl Figures {
    /// Answers a second.
    pub(crate) fn rate(&self) -> f64 {
        self.answers as f64 / self.took.as_secs_f64()
    }

    /// The latency that this part of the answers kept under.
    pub(crate) fn percentile(&self, part: f64) -> Duration {
        let last = self.latencies.len().saturating_sub(1);
        self.latencies
            .get((last as f64 * part).round() as usize)
            .copied()
            .unwrap_or_default()
    }
}

/// Sends until the time is over. Every answer must be a 200.
pub(crate) fn measure(to: SocketAddr, path: &str, load: &Load) -> Figures {
    // One thread, so that senders and receiver have a core each on the smallest machine.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let start = Instant::now();
        let until = start + load.time;
        let senders: Vec<_> = (0..load.senders)
            .map(|_| tokio::spawn(sender(to, path.to_owned(), load.connections, until)))
            .collect();
        let mut latencies = Vec::new();
        for sender in senders {
            latencies.extend(sender.await.expect("every answer is a 200"));
        }
        latencies.sort();
        // The last answers come after the time is over, so that each that was stored is counted.
        Figures {
            answers: latencies.len(),
            took: start.elapsed(),
            latencies,
        }
    })
}

async fn sender(to: SocketAddr, path: String, connections: Connections, until: Instant) -> Vec<Duration> {
    let mut latencies = Vec::new();
    let mut kept = None;
    while Instant::now() < until {
        let body = next_body();
        let start = Instant::now();
        let mut connection = match kept.take() {
            Some(connection) => connection,
            None => connect(to).await,
        };
        send(&mut connection, &path, connections, body).await;
        latencies.push(start.elapsed());
        if connections == Connections::Kept {
            kept = Some(connection);
        }
    }
    latencies
}

async fn connect(to: SocketAddr) -> SendRequest<Full<Bytes>> {
    let stream = TcpStream::connect(to).await.expect("the receiver accepts");
    stream.set_nodelay(true).expect("the connection is new");
    let (sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .expect("the connection is new");
    // Ends with the sender; how, the sender's answers tell.
    tokio::spawn(async move {
        let _ = connection.await;
    });
    sender
}

async fn send(connection: &mut SendRequest<Full<Bytes>>, path: &str, connections: Connections, body: String) {
    let mut request = Request::post(path)
        .header("host", "127.0.0.1")
        .header("content-type", "application/json");
    if connections == Connections::NewEach {
        request = request.header("connection", "close");
    }
    let request = request.body(Full::new(Bytes::from(body))).expect("a request");
    connection
        .ready()
        .await
        .expect("the receiver keeps the connection");
    let answer = connection
        .send_request(request)
        .await
        .expect("the receiver answers");
    let status = answer.status();
    let body = answer
        .into_body()
        .collect()
        .await
        .expect("the answer arrives whole")
        .to_bytes();
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
}

/// A new person each time, who says something of ordinary length: all that a delivery can make is made.
fn next_body() -> String {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    format!(
        r#"{{"nome": "Maria Aparecida {number}", "telefone": "+55119{number:08}", "email": "maria{number}@example.com", "mensagem": "Olá! Vi o anúncio de vocês e queria saber o preço e se tem horário na quinta à tarde. Obrigada!"}}"#
    )
}
