//! A real relay in a process of its own, and desks that attach to it with the engine's end of the tunnel.

#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::HashSet;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, Method, StatusCode};
use http_body_util::BodyExt;
use recado_tunnel::attach::{self, AttachError, Dial, Welcome};
use recado_tunnel::control::{FromEngine, FromRelay};
use recado_tunnel::delivery::{Delivered, DeliveryId};
use recado_tunnel::drain::{Outcome, WaitingEntry};
use recado_tunnel::ends::{Control, LinkError, Settle, engine};
use recado_tunnel::identity::{Identity, RelayKey};
use recado_tunnel::keys::{KeptAnswer, KeyHash, KeyTable, SourceKey};
use recado_tunnel::origin::Origin;
use recado_tunnel::seal::{KeptRequest, OpenError, open};
use recado_tunnel::ws::WsStream;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Longer than anything takes; only there so that a failing test ends.
const FAR: Duration = Duration::from_secs(60);

/// Waits for something that must come.
pub(crate) async fn in_time<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(FAR, work).await.expect("it did not come")
}

/// A relay's process.
pub(crate) struct Relay {
    child: Child,
    /// Where it listens, as a URL without a path.
    pub(crate) at: String,
    pub(crate) origin: Origin,
}

impl Relay {
    /// Starts one on this folder, open to everybody, on a free port.
    pub(crate) async fn open(folder: &Path) -> Self {
        Self::start(folder, &["--listen", "127.0.0.1:0", "--open"]).await
    }

    pub(crate) async fn start(folder: &Path, args: &[&str]) -> Self {
        let mut command = program(folder);
        command.args(args);
        Self::spawn(command).await
    }

    /// The same, with a log of its own in which it tells all that it can.
    pub(crate) async fn start_logged(folder: &Path, args: &[&str], log: std::fs::File) -> Self {
        let mut command = program(folder);
        command.args(args).env("RECADO_LOG", "trace").stderr(log);
        Self::spawn(command).await
    }

    pub(crate) async fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = in_time(lines.next_line()).await.unwrap().unwrap();
        let (listening, origin) = line
            .strip_prefix("listening on ")
            .and_then(|rest| rest.split_once(" as "))
            .unwrap();
        Self {
            child,
            at: format!("http://{listening}"),
            origin: origin.parse().unwrap(),
        }
    }

    /// `kill -9`, and waits until it is gone.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Asks it to end, as the system does, and gives how it ended.
    pub(crate) async fn terminate(mut self) -> std::process::ExitStatus {
        self.ask_to_end();
        in_time(self.child.wait()).await.unwrap()
    }

    pub(crate) fn ask_to_end(&self) {
        let pid = self.pid().to_string();
        let told = std::process::Command::new("kill").args(["-TERM", &pid]).status();
        assert!(told.unwrap().success());
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id().unwrap()
    }

    pub(crate) fn url(&self, desk: &Desk, behind: &str) -> String {
        format!("{}/{}/in/{behind}", self.at, desk.identity.address())
    }

    /// Sends a text to a key and gives the status, the delivery's id and the answer.
    pub(crate) async fn send(&self, desk: &Desk, key: &str, text: &str) -> (u16, Option<DeliveryId>, String) {
        let request = client().post(self.url(desk, key)).body(text.to_owned());
        let answer = in_time(request.send()).await.unwrap();
        let id = answer
            .headers()
            .get("recado-delivery")
            .map(|id| id.to_str().unwrap().parse().unwrap());
        (answer.status().as_u16(), id, answer.text().await.unwrap())
    }

    /// A figure of its own.
    pub(crate) async fn figure(&self, name: &str) -> String {
        let text = client().get(format!("{}/metrics", self.at)).send().await.unwrap();
        let text = text.text().await.unwrap();
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix(&format!("recado_relay_{name} ")));
        line.unwrap_or_else(|| panic!("{name} is not in\n{text}"))
            .to_owned()
    }
}

/// The program on this folder, with no answer to what the machine may have set; or another build of it, where one is
/// named.
pub(crate) fn program(folder: &Path) -> Command {
    let built = env!("CARGO_BIN_EXE_recado-relay");
    let mut command = Command::new(std::env::var_os("RECADO_RELAY_PROGRAM").unwrap_or_else(|| built.into()));
    command.arg("--data-dir").arg(folder);
    command.env_remove("RECADO_RELAY_PUBLIC_URL");
    command.env_remove("RECADO_RELAY_DOMAIN");
    command.env_remove("RECADO_LOG");
    command
}

pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// A sender: a new connection for each request, and it follows no redirect.
pub(crate) fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .http1_only()
        .pool_max_idle_per_host(0)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

/// What a desk has applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Applied {
    pub(crate) id: DeliveryId,
    pub(crate) text: String,
    pub(crate) live: bool,
    pub(crate) delivered: Delivered,
}

/// An owner's computer: it applies each delivery once, by its id.
///
/// What a text says decides what happens: `hang…` is applied and never answered, `unstorable…` gets 503 live and `later`
/// when it is drained, as long as the desk is full.
pub(crate) struct Desk {
    pub(crate) identity: Arc<Identity>,
    applied: watch::Sender<Vec<Applied>>,
    seen: Mutex<HashSet<DeliveryId>>,
    /// Ids offered by a drain, each time.
    pub(crate) offered: Mutex<Vec<DeliveryId>>,
    pub(crate) not_opened: Mutex<Vec<OpenError>>,
    pub(crate) full: std::sync::atomic::AtomicBool,
    /// While set, a drain's batches are taken and never settled; told when one came.
    pub(crate) stuck: std::sync::atomic::AtomicBool,
    pub(crate) batch_came: Notify,
    relay: Mutex<Option<RelayKey>>,
}

impl Desk {
    pub(crate) fn new() -> Arc<Self> {
        Self::with(Arc::new(Identity::new().unwrap()))
    }

    pub(crate) fn with(identity: Arc<Identity>) -> Arc<Self> {
        Arc::new(Self {
            identity,
            applied: watch::Sender::new(Vec::new()),
            seen: Mutex::default(),
            offered: Mutex::default(),
            not_opened: Mutex::default(),
            full: false.into(),
            stuck: false.into(),
            batch_came: Notify::new(),
            relay: Mutex::default(),
        })
    }

    /// What was applied, in order.
    pub(crate) fn applied(&self) -> Vec<Applied> {
        self.applied.borrow().clone()
    }

    pub(crate) fn texts(&self) -> Vec<String> {
        self.applied.borrow().iter().map(|one| one.text.clone()).collect()
    }

    /// Waits until so many were applied.
    pub(crate) async fn until(&self, number: usize) -> Vec<Applied> {
        let mut watching = self.applied.subscribe();
        let reached = in_time(watching.wait_for(|applied| applied.len() >= number)).await;
        reached.unwrap().clone()
    }

    fn apply(&self, delivered: Delivered, text: String, live: bool) {
        if self.seen.lock().unwrap().insert(delivered.id) {
            let one = Applied {
                id: delivered.id,
                text,
                live,
                delivered,
            };
            self.applied.send_modify(|applied| applied.push(one));
        }
    }

    fn is_full(&self) -> bool {
        self.full.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// Attaches and has this table held.
    pub(crate) async fn attach(self: &Arc<Self>, relay: &Relay, keys: &[SourceKey]) -> Link {
        let mut link = self.try_attach(relay, None).await.unwrap();
        link.hold(1, keys).await;
        link
    }

    pub(crate) async fn try_attach(
        self: &Arc<Self>,
        relay: &Relay,
        invitation: Option<&str>,
    ) -> Result<Link, AttachError> {
        let mut stream = dial(relay).await;
        let dial = Dial {
            origin: &relay.origin,
            pinned: *self.relay.lock().unwrap(),
            invitation,
        };
        let attached = attach::attach(&mut stream, &self.identity, &dial).await?;
        *self.relay.lock().unwrap() = Some(attached.relay);
        let (control, end) = engine(stream, router(Arc::clone(self)), AtDesk(Arc::clone(self)));
        let stop = CancellationToken::new();
        Ok(Link {
            address: self.identity.address(),
            welcome: attached.welcome,
            control,
            run: tokio::spawn(end.run(stop.clone().cancelled_owned())),
            stop,
        })
    }
}

/// A connection to the relay on which nothing was said yet.
async fn dial(relay: &Relay) -> WsStream<reqwest::Upgraded> {
    let asked = client()
        .get(format!("{}{}", relay.at, attach::PATH))
        .header("connection", "upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
    let answer = in_time(asked.send()).await.unwrap();
    assert_eq!(answer.status(), 101);
    assert_eq!(
        answer.headers()["sec-websocket-accept"],
        "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
    );
    WsStream::engine(answer.upgrade().await.unwrap()).await
}

/// A message as it is on the wire: its length, and its content.
async fn message(stream: &mut (impl AsyncRead + Unpin)) -> Vec<u8> {
    let length = in_time(stream.read_u32()).await.unwrap();
    let mut content = vec![0; length as usize];
    in_time(stream.read_exact(&mut content)).await.unwrap();
    content
}

impl Desk {
    /// The message by which this desk proves who it is, to the challenge of a connection that nothing comes of.
    pub(crate) async fn proof(&self, relay: &Relay) -> Vec<u8> {
        let mut stream = dial(relay).await;
        let challenge = message(&mut stream).await;
        let (mut near, mut far) = tokio::io::duplex(8 << 10);
        far.write_u32(challenge.len() as u32).await.unwrap();
        far.write_all(&challenge).await.unwrap();
        let asked = Dial {
            origin: &relay.origin,
            pinned: None,
            invitation: None,
        };
        let attaching = attach::attach(&mut near, &self.identity, &asked);
        tokio::select! {
            _ = attaching => panic!("it was answered by nobody"),
            proof = message(&mut far) => proof,
        }
    }
}

/// Answers the challenge of a new connection with a recorded proof, and gives what the relay says to that.
pub(crate) async fn replay(relay: &Relay, proof: &[u8]) -> Vec<u8> {
    let mut stream = dial(relay).await;
    message(&mut stream).await;
    stream.write_u32(proof.len() as u32).await.unwrap();
    stream.write_all(proof).await.unwrap();
    stream.flush().await.unwrap();
    message(&mut stream).await
}

/// A desk's end of a link.
pub(crate) struct Link {
    address: recado_tunnel::identity::Address,
    pub(crate) welcome: Welcome,
    pub(crate) control: Control<FromEngine, FromRelay>,
    pub(crate) run: JoinHandle<Result<(), LinkError>>,
    stop: CancellationToken,
}

impl Link {
    /// Has a table held by the relay.
    pub(crate) async fn hold(&mut self, number: u64, keys: &[SourceKey]) {
        let table = KeyTable::new(number, keys.to_vec()).unwrap();
        self.control.say(FromEngine::Table(table)).await.unwrap();
        loop {
            match in_time(self.control.hear()).await.unwrap() {
                FromRelay::TableHeld(held) => {
                    assert_eq!(held, number);
                    return;
                }
                FromRelay::Waiting(_) => {}
                other @ (FromRelay::TableRefused(_) | FromRelay::Leaving(_)) => panic!("{other:?}"),
            }
        }
    }

    /// Waits until the relay says why it closes, and closes too.
    pub(crate) async fn farewell(mut self) -> recado_tunnel::control::Why {
        loop {
            if let FromRelay::Leaving(why) = in_time(self.control.hear()).await.unwrap() {
                drop(self.control);
                // Whoever closes first, the other may be in the middle of a word.
                let _ = in_time(self.run).await.unwrap();
                return why;
            }
        }
    }

    /// Ends it in peace, and waits until no engine is attached.
    pub(crate) async fn leave(self, relay: &Relay) {
        self.stop.cancel();
        in_time(self.run).await.unwrap().unwrap();
        until_gone(relay).await;
    }

    /// Cuts it without a word.
    pub(crate) async fn cut(self, relay: &Relay) {
        self.run.abort();
        let _ = self.run.await;
        until_gone(relay).await;
    }
}

/// Waits until no engine is attached.
async fn until_gone(relay: &Relay) {
    in_time(async {
        while relay.figure("engines").await != "0" {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

impl Desk {
    /// A key that is kept by POST and answered 202 with a text, within this limit.
    pub(crate) fn key(&self, key: &str, live_limit_ms: u32) -> SourceKey {
        SourceKey {
            hash: KeyHash::of(&self.identity.address(), key),
            keep: vec![Method::POST],
            answer: KeptAnswer {
                status: StatusCode::ACCEPTED,
                content_type: Some(HeaderValue::from_static("text/plain")),
                body: b"kept".to_vec(),
            },
            live_limit_ms,
        }
    }
}

fn router(desk: Arc<Desk>) -> Router {
    Router::new().fallback(take).with_state(desk)
}

async fn take(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let delivered = head.extensions.get::<Delivered>().unwrap().clone();
    let Ok(body) = body.collect().await else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let text = String::from_utf8(body.to_bytes().to_vec()).unwrap();
    if text.starts_with("unstorable") && desk.is_full() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let hangs = text.starts_with("hang");
    let answer = match head.uri.query() {
        Some("page") => ([("content-type", "text/html"), ("set-cookie", "a=b")], "<h1>").into_response(),
        Some("redirect") => {
            (StatusCode::SEE_OTHER, [("location", "https://elsewhere.example")]).into_response()
        }
        _ => format!("live: {} {} {text}", head.method, head.uri.path()).into_response(),
    };
    desk.apply(delivered, text, true);
    if hangs {
        std::future::pending::<()>().await;
    }
    answer
}

struct AtDesk(Arc<Desk>);

impl Settle for AtDesk {
    async fn settle(&self, entries: Vec<WaitingEntry>) -> Vec<Outcome> {
        let desk = &self.0;
        if desk.stuck.load(std::sync::atomic::Ordering::Relaxed) {
            desk.batch_came.notify_one();
            std::future::pending::<()>().await;
        }
        let relay = desk.relay.lock().unwrap().unwrap();
        entries.iter().map(|entry| desk.settle(&relay, entry)).collect()
    }
}

impl Desk {
    fn settle(&self, relay: &RelayKey, entry: &WaitingEntry) -> Outcome {
        self.offered.lock().unwrap().push(entry.id);
        let (delivered, KeptRequest { body, .. }) = match open(&self.identity, relay, &entry.sealed) {
            Ok(opened) => opened,
            Err(why) => {
                self.not_opened.lock().unwrap().push(why);
                return Outcome::Settled;
            }
        };
        let text = String::from_utf8(body.to_vec()).unwrap();
        if text.starts_with("unstorable") && self.is_full() {
            return Outcome::Later;
        }
        self.apply(delivered, text, false);
        Outcome::Settled
    }
}
