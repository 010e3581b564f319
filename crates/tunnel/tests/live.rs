//! Senders' requests through a link, over a pipe in memory and over TCP with WebSocket.
#![allow(
    clippy::unwrap_used,
    reason = "a panic is how a test fails, in its helpers too"
)]

mod common;

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::any;
use bytes::Bytes;
use common::{Linked, NothingWaits, text};
use futures_util::stream;
use http::{HeaderValue, StatusCode};
use http_body::Frame;
use http_body_util::{BodyExt, Empty, Full, StreamBody};
use recado_tunnel::delivery::Delivered;
use recado_tunnel::ends::{LinkError, clean, relay};
use recado_tunnel::limits::LIVE_AT_ONCE;
use tokio::io::duplex;
use tokio::sync::{Notify, Semaphore, mpsc};

/// Answers with what the engine's router sees.
fn mirror() -> Router {
    Router::new().route(
        "/in/{*rest}",
        any(async |request: Request| {
            let (head, body) = request.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            let delivered = head.extensions.get::<Delivered>().unwrap();
            let names: Vec<_> = head.headers.keys().map(|name| name.as_str()).collect();
            let body = String::from_utf8_lossy(&body).into_owned();
            let seen = format!(
                "{} {} {names:?} {:?} {} {body}",
                head.method,
                head.uri.path_and_query().unwrap(),
                delivered.remote,
                delivered.url,
            );
            (StatusCode::ACCEPTED, seen)
        }),
    )
}

async fn a_request_arrives_as_it_was_sent(linked: Linked) {
    let mut live = linked.live("-form/x?a=b%20c", Full::from("olá"));
    live.headers.insert("x-signature", HeaderValue::from_static("1"));
    let answer = linked.link.forward(live).await.unwrap();
    assert_eq!(answer.status(), StatusCode::ACCEPTED);
    let address = linked.engine.address();
    assert_eq!(
        text(answer.into_body()).await,
        format!(
            "POST /in/abc-form/x?a=b%20c [\"x-signature\"] Some(203.0.113.9) \
             https://relay.example/{address}/in/abc-form/x?a=b%20c olá"
        )
    );
}

#[tokio::test]
async fn a_request_arrives_as_it_was_sent_over_a_pipe() {
    a_request_arrives_as_it_was_sent(Linked::over_duplex(mirror(), NothingWaits).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_arrives_as_it_was_sent_over_tcp() {
    a_request_arrives_as_it_was_sent(Linked::over_tcp(mirror(), NothingWaits).await).await;
}

#[tokio::test]
async fn the_relay_and_not_the_sender_says_who_called_and_where() {
    let linked = Linked::over_duplex(mirror(), NothingWaits).await;
    let mut live = linked.live("", Empty::<Bytes>::new());
    for name in [
        "recado-remote",
        "recado-url",
        "recado-delivery",
        "x-forwarded-for",
        "host",
    ] {
        live.headers
            .append(name, HeaderValue::from_static("tunnel.invalid"));
    }
    clean(&mut live.headers);
    let seen = text(linked.link.forward(live).await.unwrap().into_body()).await;
    assert!(seen.starts_with("POST /in/abc ["), "{seen}");
    assert!(seen.contains("Some(203.0.113.9)"), "{seen}");
    assert!(!seen.contains("tunnel.invalid"), "{seen}");
}

#[tokio::test]
async fn no_sender_s_request_reaches_the_tunnel_s_own() {
    let linked = Linked::over_duplex(mirror(), NothingWaits).await;
    let address = linked.engine.address();
    for url in [
        format!("https://tunnel.invalid/{address}/in/abc"),
        "https://tunnel.invalid/control".to_owned(),
        "https://relay.example/control".to_owned(),
        format!("https://relay.example/{address}/control"),
        format!("https://relay.example/{address}/drain"),
    ] {
        let mut live = linked.live("", Empty::<Bytes>::new());
        live.delivered.url = url.parse().unwrap();
        let refused = linked.link.forward(live).await;
        assert!(matches!(refused, Err(LinkError::NotForHere)), "{url}");
    }
    // What goes through goes to the router.
    let (status, seen) = linked.ask("/../../control", "").await;
    assert_eq!(status, 202);
    assert!(seen.contains("/in/abc/../../control"), "{seen}");
    // And a relay that calls itself by that name has no links.
    let (one, _other) = duplex(64);
    let named = "https://tunnel.invalid".parse().unwrap();
    assert!(matches!(relay(one, &named).await, Err(LinkError::NotForHere)));
}

/// 16 MiB in pieces whose bytes tell their place.
fn long_body(pieces: usize) -> impl http_body::Body<Data = Bytes, Error = Infallible> + Send + 'static {
    StreamBody::new(stream::iter((0..pieces).map(|n| Ok(Frame::data(piece(n))))))
}

fn piece(n: usize) -> Bytes {
    Bytes::from(vec![(n % 251) as u8; 32 << 10])
}

const PIECES: usize = 512;

/// Sends back what comes, while it comes.
fn echo() -> Router {
    Router::new().route(
        "/in/{*rest}",
        any(async |request: Request| Response::new(request.into_body())),
    )
}

async fn long_bodies_stream_both_ways(linked: Linked) {
    let answer = linked
        .link
        .forward(linked.live("", long_body(PIECES)))
        .await
        .unwrap();
    let mut body = answer.into_body();
    let mut at = 0;
    while let Some(frame) = body.frame().await {
        for byte in frame.unwrap().into_data().unwrap() {
            assert_eq!(usize::from(byte), (at / (32 << 10)) % 251, "byte {at}");
            at += 1;
        }
    }
    assert_eq!(at, PIECES * (32 << 10));
}

#[tokio::test]
async fn long_bodies_stream_both_ways_over_a_pipe() {
    long_bodies_stream_both_ways(Linked::over_duplex(echo(), NothingWaits).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn long_bodies_stream_both_ways_over_tcp() {
    long_bodies_stream_both_ways(Linked::over_tcp(echo(), NothingWaits).await).await;
}

#[tokio::test]
async fn a_router_that_does_not_read_stops_the_sender() {
    let go_on = Arc::new(Notify::new());
    let reading = Arc::clone(&go_on);
    let router = Router::new().route(
        "/in/{*rest}",
        any(async move |request: Request| {
            reading.notified().await;
            let body = request.into_body().collect().await.unwrap().to_bytes();
            body.len().to_string()
        }),
    );
    let linked = Linked::over_duplex(router, NothingWaits).await;
    let taken = Arc::new(AtomicUsize::new(0));
    let counting = Arc::clone(&taken);
    let body = StreamBody::new(stream::iter((0..PIECES).map(move |n| {
        counting.fetch_add(1, Ordering::Relaxed);
        Ok::<_, Infallible>(Frame::data(piece(n)))
    })));
    let sending = tokio::spawn({
        let (link, live) = (linked.link.clone(), linked.live("", body));
        async move { text(link.forward(live).await.unwrap().into_body()).await }
    });
    // Other requests go through all the while, until nothing more of the long one is taken.
    let mut before = usize::MAX;
    while before != taken.load(Ordering::Relaxed) {
        before = taken.load(Ordering::Relaxed);
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
    }
    assert!(before < PIECES / 4, "{before} pieces were taken");
    go_on.notify_one();
    assert_eq!(sending.await.unwrap(), (PIECES * (32 << 10)).to_string());
}

async fn many_at_once_are_all_answered_and_bounded(linked: Linked, most: Arc<AtomicUsize>) {
    let mut asking = tokio::task::JoinSet::new();
    for n in 0..1000 {
        let (link, live) = (
            linked.link.clone(),
            linked.live(&format!("?n={n}"), Empty::<Bytes>::new()),
        );
        asking.spawn(async move { (n, text(link.forward(live).await.unwrap().into_body()).await) });
    }
    while let Some(answered) = asking.join_next().await {
        let (n, answer) = answered.unwrap();
        assert_eq!(answer, format!("n={n}"));
    }
    let most = most.load(Ordering::Relaxed);
    assert!((2..=LIVE_AT_ONCE).contains(&most), "{most}");
    assert_eq!(linked.link.room(), LIVE_AT_ONCE);
}

/// Answers with the query, and counts how many requests are in it at a time.
fn counting() -> (Router, Arc<AtomicUsize>) {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let seen = Arc::clone(&most);
    let router = Router::new().route(
        "/in/{*rest}",
        any(async move |request: Request| {
            let together = now.fetch_add(1, Ordering::Relaxed) + 1;
            most.fetch_max(together, Ordering::Relaxed);
            for _ in 0..10 {
                tokio::task::yield_now().await;
            }
            now.fetch_sub(1, Ordering::Relaxed);
            request.uri().query().unwrap().to_owned()
        }),
    );
    (router, seen)
}

#[tokio::test]
async fn many_at_once_are_all_answered_and_bounded_over_a_pipe() {
    let (router, most) = counting();
    let linked = Linked::over_duplex(router, NothingWaits).await;
    many_at_once_are_all_answered_and_bounded(linked, most).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_are_all_answered_and_bounded_over_tcp() {
    let (router, most) = counting();
    let linked = Linked::over_tcp(router, NothingWaits).await;
    many_at_once_are_all_answered_and_bounded(linked, most).await;
}

/// Says when a handler begins and when it is dropped, and never answers.
fn never() -> (Router, mpsc::UnboundedReceiver<&'static str>) {
    let (says, said) = mpsc::unbounded_channel();
    let router = Router::new().route(
        "/in/{*rest}",
        any(async move || {
            struct Dropped(mpsc::UnboundedSender<&'static str>);
            impl Drop for Dropped {
                fn drop(&mut self) {
                    let _ = self.0.send("dropped");
                }
            }
            says.send("began").unwrap();
            let _dropped = Dropped(says.clone());
            std::future::pending::<()>().await;
        }),
    );
    (router, said)
}

#[tokio::test]
async fn a_request_that_the_relay_gives_up_ends_at_the_engine() {
    let (router, mut said) = never();
    let linked = Linked::over_duplex(router, NothingWaits).await;
    let asking = linked.link.forward(linked.live("", Full::from("x")));
    tokio::select! {
        _ = asking => panic!("answered"),
        began = said.recv() => assert_eq!(began, Some("began")),
    }
    assert_eq!(said.recv().await, Some("dropped"));
    assert_eq!(linked.link.room(), LIVE_AT_ONCE);
}

#[tokio::test]
async fn a_full_link_makes_one_wait_and_goes_on_when_there_is_room() {
    let room = Arc::new(Semaphore::new(0));
    let gate = Arc::clone(&room);
    let router = Router::new().route(
        "/in/{*rest}",
        any(async move || {
            gate.acquire().await.unwrap().forget();
            "done"
        }),
    );
    let linked = Linked::over_duplex(router, NothingWaits).await;
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..=LIVE_AT_ONCE {
        let (link, live) = (linked.link.clone(), linked.live("", Empty::<Bytes>::new()));
        asking.spawn(async move { text(link.forward(live).await.unwrap().into_body()).await });
    }
    while linked.link.room() > 0 {
        tokio::task::yield_now().await;
    }
    room.add_permits(LIVE_AT_ONCE + 1);
    while let Some(answered) = asking.join_next().await {
        assert_eq!(answered.unwrap(), "done");
    }
}

#[tokio::test]
async fn a_body_that_breaks_on_the_way_in_is_an_error_in_the_router_and_no_short_body() {
    let (says, mut said) = mpsc::unbounded_channel();
    let router = Router::new().route(
        "/in/{*rest}",
        any(async move |body: Body| {
            says.send(body.collect().await.is_err()).unwrap();
        }),
    );
    let linked = Linked::over_duplex(router, NothingWaits).await;
    let pieces = [
        Ok(Frame::data(piece(1))),
        Err(std::io::Error::other("the sender left")),
    ];
    let body = StreamBody::new(stream::iter(pieces));
    let answer = linked.link.forward(linked.live("", body)).await;
    assert!(answer.is_err());
    assert_eq!(said.recv().await, Some(true));
}
