//! A relay and an engine, attached and linked over whatever stream a test wants.

#![allow(dead_code, reason = "each test file uses its part")]

pub(crate) mod line;

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::routing::any;
use bytes::Bytes;
use http::{HeaderMap, Method};
use http_body_util::{BodyExt, Full};
use recado_tunnel::attach::{Dial, Waiting, Welcome, attach, challenge};
use recado_tunnel::control::{FromEngine, FromRelay};
use recado_tunnel::delivery::{Delivered, DeliveryId};
use recado_tunnel::drain::{Outcome, WaitingEntry};
use recado_tunnel::ends::{
    BoxError, Control, Link, LinkError, LiveBody, LiveRequest, RelayEnd, Settle, engine, relay,
};
use recado_tunnel::identity::{Identity, RelayIdentity};
use recado_tunnel::origin::Origin;
use recado_tunnel::seal::{KeptRequest, Label, OpenError, open, seal};
use recado_tunnel::ws::WsStream;
use tokio::io::{AsyncRead, AsyncWrite, duplex};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Whatever a link can run on.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> Stream for S {}

pub(crate) fn origin() -> Origin {
    "https://relay.example".parse().unwrap()
}

/// Both ends of a link, each run by a task of its own.
pub(crate) struct Linked {
    pub(crate) engine: Arc<Identity>,
    pub(crate) relay: Arc<RelayIdentity>,
    pub(crate) link: Link,
    pub(crate) at_relay: Control<FromRelay, FromEngine>,
    pub(crate) at_engine: Control<FromEngine, FromRelay>,
    pub(crate) relay_run: JoinHandle<Result<(), LinkError>>,
    pub(crate) engine_run: JoinHandle<Result<(), LinkError>>,
    pub(crate) stop_relay: CancellationToken,
    pub(crate) stop_engine: CancellationToken,
}

impl Linked {
    pub(crate) async fn over_duplex(router: Router, settle: impl Settle) -> Self {
        let (at_engine, at_relay) = duplex(64 << 10);
        Self::over(at_engine, at_relay, router, settle).await
    }

    pub(crate) async fn over_tcp(router: Router, settle: impl Settle) -> Self {
        let (at_engine, at_relay) = tcp_pair().await;
        let (at_engine, at_relay) = (WsStream::engine(at_engine).await, WsStream::relay(at_relay).await);
        Self::over(at_engine, at_relay, router, settle).await
    }

    pub(crate) async fn over(
        at_engine: impl Stream,
        at_relay: impl Stream,
        router: Router,
        settle: impl Settle,
    ) -> Self {
        Self::try_over(at_engine, at_relay, router, settle).await.unwrap()
    }

    /// The same on a line that may break meanwhile.
    pub(crate) async fn try_over(
        mut at_engine: impl Stream,
        mut at_relay: impl Stream,
        router: Router,
        settle: impl Settle,
    ) -> Result<Self, BoxError> {
        let identity = Arc::new(Identity::new().unwrap());
        let relay_identity = Arc::new(RelayIdentity::new().unwrap());
        let origin = origin();
        let dial = Dial {
            origin: &origin,
            pinned: Some(relay_identity.key()),
            invitation: None,
        };
        let (attached, welcomed) = tokio::join!(attach(&mut at_engine, &identity, &dial), async {
            let newcomer = challenge(&mut at_relay, &relay_identity, &origin).await?;
            newcomer.welcome(&mut at_relay, &relay_identity, welcome()).await
        });
        attached?;
        welcomed?;
        let (stop_relay, stop_engine) = (CancellationToken::new(), CancellationToken::new());
        let (at_engine, end) = engine(at_engine, router, settle);
        let engine_run = tokio::spawn(end.run(stop_engine.clone().cancelled_owned()));
        let (link, at_relay, end): (_, _, RelayEnd) = relay(at_relay, &origin).await?;
        let relay_run = tokio::spawn(end.run(stop_relay.clone().cancelled_owned()));
        Ok(Self {
            engine: identity,
            relay: relay_identity,
            link,
            at_relay,
            at_engine,
            relay_run,
            engine_run,
            stop_relay,
            stop_engine,
        })
    }

    /// A request from a sender to `/in/abc` and whatever follows.
    pub(crate) fn live<B>(&self, behind: &str, body: B) -> LiveRequest<B> {
        let mut live = live_to(&self.engine, body);
        let url = format!("{}{behind}", live.delivered.url);
        live.delivered.url = url.parse().unwrap();
        live
    }

    /// Sends a small request and gives status and body.
    pub(crate) async fn ask(&self, behind: &str, body: &'static str) -> (u16, String) {
        let answer = self
            .link
            .forward(self.live(behind, Full::from(body)))
            .await
            .unwrap();
        (answer.status().as_u16(), text(answer.into_body()).await)
    }

    /// An entry that waits at the relay, sealed as the relay seals.
    pub(crate) fn waiting(&self, text: &str) -> WaitingEntry {
        sealed(&self.engine, &self.relay, DeliveryId::new(), text)
    }
}

/// A request from a sender to this engine's `/in/abc`.
pub(crate) fn live_to<B>(engine: &Identity, body: B) -> LiveRequest<B> {
    LiveRequest {
        delivered: Delivered {
            id: DeliveryId::new(),
            received_at_ms: 1_790_000_000_000,
            url: format!("{}/{}/in/abc", origin(), engine.address())
                .parse()
                .unwrap(),
            remote: Some(Ipv4Addr::new(203, 0, 113, 9).into()),
        },
        method: Method::POST,
        headers: HeaderMap::new(),
        body,
    }
}

pub(crate) fn sealed(engine: &Identity, relay: &RelayIdentity, id: DeliveryId, text: &str) -> WaitingEntry {
    let label = Label {
        address: engine.address(),
        sealing_key: engine.sealing_key(),
        id,
        received_at_ms: 1_790_000_000_000,
    };
    let request = KeptRequest {
        method: Method::POST,
        url: format!("{}/{}/in/abc", origin(), engine.address())
            .parse()
            .unwrap(),
        headers: HeaderMap::new(),
        body: Bytes::copy_from_slice(text.as_bytes()),
        remote: None,
    };
    WaitingEntry {
        id,
        sealed: Bytes::from(seal(&label, relay, &request).unwrap()),
    }
}

pub(crate) async fn text(body: LiveBody) -> String {
    let bytes = body.collect().await.unwrap().to_bytes();
    String::from_utf8(bytes.to_vec()).unwrap()
}

pub(crate) fn welcome() -> Welcome {
    Welcome {
        software: "a relay in a test".to_owned(),
        table: None,
        waiting: Waiting::default(),
        longest_body: 4 << 20,
        quota: Waiting {
            entries: 10_000,
            bytes: 256 << 20,
        },
        keeps_for_s: 30 * 86_400,
    }
}

pub(crate) async fn tcp_pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (one, other) = tokio::join!(TcpStream::connect(address), listener.accept());
    let (one, (other, _)) = (one.unwrap(), other.unwrap());
    one.set_nodelay(true).unwrap();
    other.set_nodelay(true).unwrap();
    (one, other)
}

/// A router that says when a request begins and when it is dropped, and answers once it is told to.
pub(crate) fn slow() -> (
    Router,
    mpsc::UnboundedReceiver<&'static str>,
    mpsc::UnboundedSender<()>,
) {
    struct Dropped(mpsc::UnboundedSender<&'static str>);
    impl Drop for Dropped {
        fn drop(&mut self) {
            let _ = self.0.send("ended");
        }
    }
    let (says, said) = mpsc::unbounded_channel();
    let (go_on, gate) = mpsc::unbounded_channel();
    let gate = Arc::new(tokio::sync::Mutex::new(gate));
    let router = Router::new().route(
        "/in/{*rest}",
        any(async move || {
            let _dropped = Dropped(says.clone());
            says.send("began").unwrap();
            gate.lock().await.recv().await;
            "done"
        }),
    );
    (router, said, go_on)
}

/// Settles nothing, for tests where nothing waits.
pub(crate) struct NothingWaits;

impl Settle for NothingWaits {
    async fn settle(&self, entries: Vec<WaitingEntry>) -> Vec<Outcome> {
        panic!("{} entries were drained", entries.len());
    }
}

/// An engine's side of a drain as it should be: opens every entry, applies a delivery once, settles forgeries too.
pub(crate) struct Desk {
    pub(crate) engine: Mutex<Option<(Arc<Identity>, Arc<RelayIdentity>)>>,
    /// What was applied, in order.
    pub(crate) applied: Mutex<Vec<String>>,
    /// What did not open, and why.
    pub(crate) refused: Mutex<Vec<(DeliveryId, OpenError)>>,
    /// Texts that cannot be stored as often as their number says.
    pub(crate) later: Mutex<HashMap<String, u32>>,
    seen: Mutex<std::collections::HashSet<DeliveryId>>,
}

impl Desk {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            engine: Mutex::new(None),
            applied: Mutex::default(),
            refused: Mutex::default(),
            later: Mutex::default(),
            seen: Mutex::default(),
        })
    }

    /// The keys, which only exist once the link does.
    pub(crate) fn belongs_to(&self, linked: &Linked) {
        *self.engine.lock().unwrap() = Some((Arc::clone(&linked.engine), Arc::clone(&linked.relay)));
    }

    fn one(&self, entry: &WaitingEntry) -> Outcome {
        let keys = self.engine.lock().unwrap();
        let (engine, relay) = keys.as_ref().unwrap();
        match open(engine, &relay.key(), &entry.sealed) {
            Ok((delivered, request)) => {
                let text = String::from_utf8(request.body.to_vec()).unwrap();
                if let Some(left) = self.later.lock().unwrap().get_mut(&text)
                    && *left > 0
                {
                    *left -= 1;
                    return Outcome::Later;
                }
                if self.seen.lock().unwrap().insert(delivered.id) {
                    self.applied.lock().unwrap().push(text);
                }
            }
            Err(why) => self.refused.lock().unwrap().push((entry.id, why)),
        }
        Outcome::Settled
    }
}

/// The desk as a link's [`Settle`].
pub(crate) struct AtDesk(pub(crate) Arc<Desk>);

impl Settle for AtDesk {
    async fn settle(&self, entries: Vec<WaitingEntry>) -> Vec<Outcome> {
        entries.iter().map(|entry| self.0.one(entry)).collect()
    }
}

/// A body that a test feeds.
pub(crate) type Fed = http_body_util::channel::Channel<Bytes, BoxError>;
