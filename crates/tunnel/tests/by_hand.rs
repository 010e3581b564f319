//! A relay and an engine written by hand from docs/tunnel.md, on bare HTTP/2: what stands there in words is what this
//! crate does. Nothing of [`recado_tunnel`] plays the other part.
#![allow(
    clippy::unwrap_used,
    reason = "a panic is how a test fails, in its helpers too"
)]

mod common;

use std::convert::Infallible;
use std::future::pending;

use axum::Router;
use axum::extract::Request;
use axum::routing::any;
use bytes::{Bytes, BytesMut};
use common::{AtDesk, Desk, origin};
use http::{Response, Version};
use http_body::Frame;
use http_body_util::channel::{Channel, Sender};
use http_body_util::{BodyExt, Empty};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use recado_tunnel::attach::Waiting;
use recado_tunnel::control::{FromEngine, FromRelay, Why};
use recado_tunnel::delivery::{Delivered, DeliveryId};
use recado_tunnel::drain::{Batch, Outcome, WaitingEntry};
use recado_tunnel::ends::{LiveRequest, engine, relay};
use recado_tunnel::identity::{Identity, RelayIdentity};
use recado_tunnel::keys::KeyTable;
use tokio::io::duplex;
use tokio::sync::mpsc;

type Body = Channel<Bytes, Infallible>;

/// A body of which so many bytes are known.
async fn next_bytes(body: &mut Incoming, held: &mut BytesMut, length: usize) -> Bytes {
    while held.len() < length {
        let frame = body.frame().await.unwrap().unwrap();
        held.extend_from_slice(&frame.into_data().unwrap());
    }
    held.split_to(length).freeze()
}

fn own(path: &str) -> http::request::Builder {
    http::Request::post(format!("https://tunnel.invalid{path}")).version(Version::HTTP_2)
}

#[tokio::test]
async fn a_relay_by_hand_is_understood() {
    let (at_engine, at_relay) = duplex(64 << 10);
    let desk = Desk::new();
    let (identity, relay_identity) = (Identity::new().unwrap(), RelayIdentity::new().unwrap());
    let entry = common::sealed(
        &identity,
        &relay_identity,
        DeliveryId::from_bytes([7; 16]),
        "waited",
    );
    *desk.engine.lock().unwrap() = Some((identity.into(), relay_identity.into()));
    let router = Router::new().route(
        "/in/{*rest}",
        any(async |request: Request| {
            let delivered = request.extensions().get::<Delivered>().unwrap();
            format!("{delivered:?} {:?}", request.headers())
        }),
    );
    let (mut at_engine, end) = engine(at_engine, router, AtDesk(desk.clone()));
    tokio::spawn(end.run(pending()));
    let http2 =
        hyper::client::conn::http2::handshake::<_, _, Body>(TokioExecutor::new(), TokioIo::new(at_relay));
    let (mut send, connection) = http2.await.unwrap();
    tokio::spawn(connection);

    // The control stream: a table one way, words the other.
    let (mut say, body) = Channel::new(8);
    let answer = send
        .send_request(own("/control").body(body).unwrap())
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let (mut heard, mut held) = (answer.into_body(), BytesMut::new());
    let table = KeyTable::new(7, Vec::new()).unwrap();
    at_engine.say(FromEngine::Table(table)).await.unwrap();
    assert_eq!(
        next_bytes(&mut heard, &mut held, 8).await,
        &b"\0\0\0\x04\x01\x01\x07\0"[..]
    );
    // In two pieces, after a message of a kind that nobody knows yet.
    for piece in [
        &b"\0\0\0\x02\x63\x01\0\0\0\x09\x01\0\0\0"[..],
        b"\0\0\0\0\x07\0\0\0\x02\x04\x01",
    ] {
        say.send_data(Bytes::from_static(piece)).await.unwrap();
    }
    assert_eq!(at_engine.hear().await, Some(FromRelay::TableHeld(7)));
    assert_eq!(at_engine.hear().await, Some(FromRelay::Leaving(Why::Replaced)));

    // A live request.
    let (_, nothing) = Channel::new(1);
    let live = http::Request::post("https://relay.example/in/abc?x=1")
        .header("recado-delivery", "018f2f3e-0000-7000-8000-000000000001")
        .header("recado-received-at", "1790000000000")
        .header("recado-url", "https://relay.example/address/in/abc?x=1")
        .header("recado-remote", "203.0.113.9")
        .header("x-sender", "1");
    let answer = send.send_request(live.body(nothing).unwrap()).await.unwrap();
    let seen = answer.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(
        String::from_utf8_lossy(&seen),
        "Delivered { id: 018f2f3e-0000-7000-8000-000000000001, received_at_ms: 1790000000000, \
         url: https://relay.example/address/in/abc?x=1, remote: Some(203.0.113.9) } {\"x-sender\": \"1\"}"
    );
    // One without the relay's words is none.
    let (_, nothing) = Channel::new(1);
    let bare = http::Request::post("https://relay.example/in/abc");
    let answer = send.send_request(bare.body(nothing).unwrap()).await.unwrap();
    assert_eq!(answer.status(), 400);

    // A drain.
    let (mut batches, body) = Channel::new(8);
    let answer = send
        .send_request(own("/drain").body(body).unwrap())
        .await
        .unwrap();
    let message = [&[1][..], &[7; 16], &entry.sealed].concat();
    let length = (message.len() as u32).to_be_bytes();
    for piece in [&length[..], &message, b"\0\0\0\x05\x02\0\0\0\x01"] {
        batches.send_data(Bytes::copy_from_slice(piece)).await.unwrap();
    }
    let (mut answers, mut held) = (answer.into_body(), BytesMut::new());
    let outcome = next_bytes(&mut answers, &mut held, 22).await;
    assert_eq!(outcome, [&b"\0\0\0\x12\x03"[..], &[7; 16], &[1]].concat());
    assert_eq!(*desk.applied.lock().unwrap(), ["waited"]);

    // Nothing else is there, and no second control stream.
    for (path, status) in [("/control", 409), ("/other", 404)] {
        let (_, nothing) = Channel::new(1);
        let answer = send.send_request(own(path).body(nothing).unwrap()).await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
    }
}

#[tokio::test]
async fn an_engine_by_hand_is_understood() {
    let (at_engine, at_relay) = duplex(64 << 10);
    let (says, mut asked) = mpsc::unbounded_channel();
    let service = service_fn(move |request: http::Request<Incoming>| {
        let says = says.clone();
        async move {
            let (answer, body): (Sender<Bytes, Infallible>, Body) = Channel::new(8);
            says.send((request, answer)).unwrap();
            Ok::<_, Infallible>(Response::new(body))
        }
    });
    tokio::spawn(
        hyper::server::conn::http2::Builder::new(TokioExecutor::new())
            .serve_connection(TokioIo::new(at_engine), service),
    );
    let (link, mut at_relay, end) = relay(at_relay, &origin()).await.unwrap();
    tokio::spawn(end.run(pending()));

    let (control, mut say) = asked.recv().await.unwrap();
    assert_eq!(control.uri(), "https://tunnel.invalid/control");
    assert_eq!(control.method(), "POST");
    say.send_data(Bytes::from_static(b"\0\0\0\x04\x01\x01\x07\0"))
        .await
        .unwrap();
    let table = KeyTable::new(7, Vec::new()).unwrap();
    assert_eq!(at_relay.hear().await, Some(FromEngine::Table(table)));
    let waiting = Waiting {
        entries: 1,
        bytes: 258,
    };
    at_relay.say(FromRelay::TableHeld(7)).await.unwrap();
    at_relay.say(FromRelay::Waiting(waiting)).await.unwrap();
    let (mut heard, mut held) = (control.into_body(), BytesMut::new());
    assert_eq!(
        next_bytes(&mut heard, &mut held, 34).await,
        &b"\0\0\0\x09\x01\0\0\0\0\0\0\0\x07\0\0\0\x11\x03\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\x01\x02"[..]
    );

    let identity = Identity::new().unwrap();
    let live: LiveRequest<Empty<Bytes>> = common::live_to(&identity, Empty::new());
    let public = live.delivered.url.to_string();
    let id = live.delivered.id.to_string();
    let forwarding = tokio::spawn({
        let link = link.clone();
        async move { link.forward(live).await.unwrap() }
    });
    let (request, _answer) = asked.recv().await.unwrap();
    assert_eq!(request.uri(), "https://relay.example/in/abc");
    let said = |name: &str| request.headers().get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(said("recado-delivery"), id);
    assert_eq!(said("recado-received-at"), "1790000000000");
    assert_eq!(said("recado-url"), public);
    assert_eq!(said("recado-remote"), "203.0.113.9");
    assert_eq!(forwarding.await.unwrap().status(), 200);

    let (drain, asked) = tokio::join!(link.drain(), asked.recv());
    let (mut drain, (request, mut answer)) = (drain.unwrap(), asked.unwrap());
    assert_eq!(request.uri(), "https://tunnel.invalid/drain");
    let batch = Batch::new(vec![WaitingEntry {
        id: DeliveryId::from_bytes([7; 16]),
        sealed: Bytes::from_static(b"sealed"),
    }])
    .unwrap();
    let exchange = tokio::spawn(async move { drain.exchange(&batch).await });
    let (mut batches, mut held) = (request.into_body(), BytesMut::new());
    assert_eq!(
        next_bytes(&mut batches, &mut held, 36).await,
        [
            &b"\0\0\0\x17\x01"[..],
            &[7; 16],
            b"sealed\0\0\0\x05\x02\0\0\0\x01"
        ]
        .concat()
    );
    let outcome = [&b"\0\0\0\x12\x03"[..], &[7; 16], &[2]].concat();
    answer.send(Frame::data(Bytes::from(outcome))).await.unwrap();
    assert_eq!(exchange.await.unwrap().unwrap(), [Outcome::Later]);
}
