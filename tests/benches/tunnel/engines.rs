//! Engines' ends of links, of the tunnel crate alone: no store behind them.

use std::{convert::Infallible, net::SocketAddr, sync::Arc};

use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Empty, Full};
use hyper::{
    body::{Bytes, Incoming},
    client::conn::http1,
};
use hyper_util::rt::TokioIo;
use recado_tunnel::{
    attach::{self, Dial},
    control::{FromEngine, FromRelay},
    drain::{Outcome, WaitingEntry},
    ends::{self, Settle},
    identity::{Identity, RelayKey},
    keys::{KeptAnswer, KeyHash, KeyTable, SourceKey},
    origin::Origin,
    seal,
    ws::WsStream,
};
use tokio::{net::TcpStream, task::JoinHandle};
use tower::service_fn;

/// The key of each engine's first source.
pub(crate) const KEY: &str = "k7f3k7f3k7f3k7f3k7f3k7f3k7";

/// What a receiver says that does nothing, and a relay in its place.
pub(crate) const ANSWER: &str = r#"{"verdict":"accepted","delivery":"00000000-0000-7000-8000-000000000000"}"#;

/// The path of the first source at the relay.
pub(crate) fn path(identity: &Identity) -> String {
    format!("/{}/in/{KEY}", identity.address())
}

/// What engines run on.
pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
}

/// An attached engine, which has its table held. It leaves when this is aborted.
pub(crate) type Attached = JoinHandle<()>;

/// Attaches to an open relay with this many sources, and waits until their keys are held.
pub(crate) async fn attach(relay: SocketAddr, identity: Arc<Identity>, sources: usize) -> Attached {
    let origin: Origin = format!("http://{relay}").parse().expect("an origin");
    let stream = TcpStream::connect(relay).await.expect("the relay accepts");
    stream.set_nodelay(true).expect("the connection is new");
    let (mut asking, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .expect("the connection is new");
    tokio::spawn(async move {
        let _ = connection.with_upgrades().await;
    });
    let request = Request::get(attach::PATH)
        .header("host", relay.to_string())
        .header("connection", "upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
        .body(Empty::<Bytes>::new())
        .expect("a request");
    let answer = asking.send_request(request).await.expect("the relay answers");
    assert_eq!(answer.status(), StatusCode::SWITCHING_PROTOCOLS);
    let upgraded = hyper::upgrade::on(answer).await.expect("it upgrades");
    let mut stream = WsStream::engine(TokioIo::new(upgraded)).await;
    let dial = Dial {
        origin: &origin,
        pinned: None,
        invitation: None,
    };
    let attached = attach::attach(&mut stream, &identity, &dial)
        .await
        .expect("the relay is open");
    let settle = Opens {
        identity: Arc::clone(&identity),
        relay: attached.relay,
    };
    let (mut control, end) = ends::engine(stream, service_fn(nothing), settle);
    let running = tokio::spawn(end.run(std::future::pending()));
    let table = table(&identity, sources);
    control
        .say(FromEngine::Table(table))
        .await
        .expect("the link stands");
    loop {
        match control.hear().await.expect("the link stands") {
            FromRelay::TableHeld(_) => break,
            FromRelay::Waiting(_) => {}
            other @ (FromRelay::TableRefused(_) | FromRelay::Leaving(_)) => panic!("{other:?}"),
        }
    }
    tokio::spawn(async move {
        // Dropped with this task, and the link with it.
        let _running = Aborting(running);
        while control.hear().await.is_some() {}
    })
}

struct Aborting<T>(JoinHandle<T>);

impl<T> Drop for Aborting<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn table(identity: &Identity, sources: usize) -> KeyTable {
    let address = identity.address();
    let keys = (0..sources).map(|number| {
        let key = if number == 0 {
            KEY.to_owned()
        } else {
            format!("{KEY}{number}")
        };
        SourceKey {
            hash: KeyHash::of(&address, &key),
            keep: vec![Method::POST],
            answer: KeptAnswer {
                status: StatusCode::OK,
                content_type: Some(HeaderValue::from_static("application/json")),
                body: ANSWER.into(),
            },
            // One that is late is kept and not answered by the engine: nothing that is to be measured here.
            live_limit_ms: 30_000,
        }
    });
    KeyTable::new(1, keys.collect()).expect("a table")
}

/// Takes a body whole and stores nothing, as the receiver without a tunnel does.
async fn nothing(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let status = match request.into_body().collect().await {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::BAD_REQUEST,
    };
    let mut answer = Response::new(Full::from(ANSWER));
    *answer.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    answer.headers_mut().insert("content-type", json);
    Ok(answer)
}

/// Opens what waited, and forgets it.
struct Opens {
    identity: Arc<Identity>,
    relay: RelayKey,
}

impl Settle for Opens {
    async fn settle(&self, entries: Vec<WaitingEntry>) -> Vec<Outcome> {
        let settle = |entry: &WaitingEntry| {
            seal::open(&self.identity, &self.relay, &entry.sealed).expect("it was sealed for this engine");
            Outcome::Settled
        };
        entries.iter().map(settle).collect()
    }
}
