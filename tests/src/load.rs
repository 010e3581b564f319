//! Senders that a benchmark measures: many at once, each of which waits for its answer before it sends the next, or
//! some in a second whatever the answers do.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::{
    Request,
    client::conn::http1::{self, SendRequest},
};
use hyper_util::rt::TokioIo;
use recado_api::{
    request::ChangeSetting,
    view::{Gate, Setting},
};
use tokio::net::TcpStream;

use crate::{Recado, whatsapp};

/// What is sent, and how.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    pub make: Make,
    pub senders: usize,
    pub connections: Connections,
    pub time: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connections {
    /// A sender keeps its connection.
    Kept,
    /// A sender opens one for each delivery, as most senders of webhooks do.
    NewEach,
}

/// Whose deliveries they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Make {
    /// A form of unknown make, which proves nothing but that it knows the address.
    AnotherSystem,
    /// WhatsApp's, signed with [`APP_SECRET`].
    WhatsApp,
}

/// What the deliveries of [`Make::WhatsApp`] are signed with.
pub const APP_SECRET: &str = "the-app-secret-of-a-benchmark";

impl Connections {
    /// In a table.
    pub fn shown(self) -> &'static str {
        match self {
            Self::Kept => "keep-alive",
            Self::NewEach => "new each",
        }
    }
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Figures {
    pub answers: usize,
    took: Duration,
    /// From before connecting or sending to the end of the answer; sorted.
    latencies: Vec<Duration>,
}

impl Figures {
    fn new(start: Instant, mut latencies: Vec<Duration>) -> Self {
        latencies.sort();
        Self {
            answers: latencies.len(),
            took: start.elapsed(),
            latencies,
        }
    }

    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.answers as f64 / self.took.as_secs_f64()
    }

    /// The latency that this part of the answers kept under.
    pub fn percentile(&self, part: f64) -> Duration {
        let last = self.latencies.len().saturating_sub(1);
        self.latencies
            .get((last as f64 * part).round() as usize)
            .copied()
            .unwrap_or_default()
    }
}

/// Sends until the time is over. Every answer must be a 200.
pub fn measure(to: SocketAddr, path: &str, load: &Load) -> Figures {
    let until = Instant::now() + load.time;
    closed(to, path, load, Arc::new(move || Instant::now() < until))
}

/// Sends so many, whatever time the load says. Every answer must be a 200.
pub fn send(to: SocketAddr, path: &str, load: &Load, count: usize) -> Figures {
    let sent = AtomicUsize::new(0);
    let more = move || sent.fetch_add(1, Ordering::Relaxed) < count;
    closed(to, path, load, Arc::new(more))
}

/// Sends so many in a second for the load's time, whether the answers to earlier ones came or not. Every answer must be
/// a 200.
pub fn paced(to: SocketAddr, path: &str, load: &Load, in_a_second: u32) -> Figures {
    let pause = Duration::from_secs(1) / in_a_second;
    on_one_thread(async {
        let start = Instant::now();
        let mut under_way = Vec::new();
        let mut due = start;
        while due < start + load.time {
            tokio::time::sleep_until(due.into()).await;
            let (path, make, connections) = (path.to_owned(), load.make, load.connections);
            under_way.push(tokio::spawn(async move {
                one(to, &path, make, connections, &mut None).await
            }));
            due += pause;
        }
        let mut latencies = Vec::new();
        for one in under_way {
            latencies.push(one.await.expect("every answer is a 200"));
        }
        Figures::new(start, latencies)
    })
}

/// One thread, so that senders and receiver have a core each on the smallest machine.
fn on_one_thread<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(work)
}

type More = Arc<dyn Fn() -> bool + Send + Sync>;

fn closed(to: SocketAddr, path: &str, load: &Load, more: More) -> Figures {
    on_one_thread(async {
        let start = Instant::now();
        let senders: Vec<_> = (0..load.senders)
            .map(|_| {
                let more = Arc::clone(&more);
                tokio::spawn(sender(to, path.to_owned(), load.make, load.connections, more))
            })
            .collect();
        let mut latencies = Vec::new();
        for sender in senders {
            latencies.extend(sender.await.expect("every answer is a 200"));
        }
        // The last answers come after the time is over, so that each that was stored is counted.
        Figures::new(start, latencies)
    })
}

async fn sender(
    to: SocketAddr,
    path: String,
    make: Make,
    connections: Connections,
    more: More,
) -> Vec<Duration> {
    let mut latencies = Vec::new();
    let mut kept = None;
    while more() {
        latencies.push(one(to, &path, make, connections, &mut kept).await);
    }
    latencies
}

/// Sends one delivery, and returns how long its answer took.
async fn one(
    to: SocketAddr,
    path: &str,
    make: Make,
    connections: Connections,
    kept: &mut Option<SendRequest<Full<Bytes>>>,
) -> Duration {
    let (body, signature) = make.next();
    let start = Instant::now();
    let mut connection = match kept.take() {
        Some(connection) => connection,
        None => connect(to).await,
    };
    post(&mut connection, path, connections, body, signature).await;
    let took = start.elapsed();
    if connections == Connections::Kept {
        *kept = Some(connection);
    }
    took
}

/// Lets the program that holds this installation take as much as comes: what is measured is not the gate.
pub fn without_limit(recado: &Recado) {
    let gate = Gate {
        per_minute: 0,
        ..Gate::default()
    };
    let setting = Setting::Gate(gate);
    recado
        .ask(ChangeSetting { setting })
        .expect("a setting can be changed");
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

async fn post(
    connection: &mut SendRequest<Full<Bytes>>,
    path: &str,
    connections: Connections,
    body: String,
    signature: Option<String>,
) {
    let mut request = Request::post(path)
        .header("host", "127.0.0.1")
        .header("content-type", "application/json");
    if let Some(signature) = signature {
        request = request.header(whatsapp::SIGNATURE, signature);
    }
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

impl Make {
    /// The next delivery with its signature: a new person each time, who says something of ordinary length, so that all
    /// that a delivery can make is made.
    fn next(self) -> (String, Option<String>) {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        const SAID: &str =
            "Olá! Vi o anúncio de vocês e queria saber o preço e se tem horário na quinta à tarde. Obrigada!";
        match self {
            Self::AnotherSystem => {
                let body = format!(
                    r#"{{"nome": "Maria Aparecida {number}", "telefone": "+55119{number:08}", "email": "maria{number}@example.com", "mensagem": "{SAID}"}}"#
                );
                (body, None)
            }
            Self::WhatsApp => {
                let (wa_id, name) = (format!("55119{number:08}"), format!("Maria Aparecida {number}"));
                let body = whatsapp::text_message(&wa_id, &name, &format!("wamid.{number}"), SAID);
                let signature = whatsapp::signature(APP_SECRET, &body);
                (body, Some(signature))
            }
        }
    }
}
