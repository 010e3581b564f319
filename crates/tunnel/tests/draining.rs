//! What waited at the relay, and what both ends say on the control stream.
#![allow(
    clippy::unwrap_used,
    reason = "a panic is how a test fails, in its helpers too"
)]

mod common;

use std::sync::Arc;

use axum::Router;
use axum::routing::any;
use bytes::Bytes;
use common::{AtDesk, Desk, Linked, NothingWaits, live_to, sealed};
use http::{HeaderValue, Method, StatusCode};
use http_body_util::Empty;
use recado_tunnel::attach::Waiting;
use recado_tunnel::control::{FromEngine, FromRelay};
use recado_tunnel::delivery::DeliveryId;
use recado_tunnel::drain::{Batch, DrainError, Outcome, WaitingEntry};
use recado_tunnel::ends::{Settle, to_request};
use recado_tunnel::identity::{Identity, RelayIdentity};
use recado_tunnel::keys::{KeptAnswer, KeyHash, KeyTable, SourceKey};
use recado_tunnel::limits::MOST_IN_BATCH;
use recado_tunnel::seal::{OpenError, open};
use tokio::sync::{Notify, mpsc};
use tower::ServiceExt;

fn router() -> Router {
    Router::new().route("/in/{*rest}", any(async || "live"))
}

async fn at_desk(over_tcp: bool) -> (Linked, Arc<Desk>) {
    let desk = Desk::new();
    let settle = AtDesk(Arc::clone(&desk));
    let linked = if over_tcp {
        Linked::over_tcp(router(), settle).await
    } else {
        Linked::over_duplex(router(), settle).await
    };
    desk.belongs_to(&linked);
    (linked, desk)
}

/// Drains as a relay does: batch after batch, what is not settled again from the beginning.
async fn drain_all(linked: &Linked, mut queue: Vec<WaitingEntry>, in_batch: usize) -> usize {
    let mut rounds = 0;
    let mut drain = linked.link.drain().await.unwrap();
    while !queue.is_empty() {
        let batch = Batch::new(queue.iter().take(in_batch).cloned().collect()).unwrap();
        let outcomes = drain.exchange(&batch).await.unwrap();
        let mut outcome = outcomes.iter();
        queue.retain(|_| outcome.next() != Some(&Outcome::Settled));
        rounds += 1;
    }
    rounds
}

async fn what_waited_is_applied_in_order(linked: Linked, desk: Arc<Desk>) {
    let texts: Vec<String> = (0..700).map(|n| format!("message {n}")).collect();
    let queue = texts.iter().map(|text| linked.waiting(text)).collect();
    assert_eq!(drain_all(&linked, queue, MOST_IN_BATCH).await, 3);
    assert_eq!(*desk.applied.lock().unwrap(), texts);
}

#[tokio::test]
async fn what_waited_is_applied_in_order_over_a_pipe() {
    let (linked, desk) = at_desk(false).await;
    what_waited_is_applied_in_order(linked, desk).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waited_is_applied_in_order_over_tcp() {
    let (linked, desk) = at_desk(true).await;
    what_waited_is_applied_in_order(linked, desk).await;
}

#[tokio::test]
async fn what_cannot_be_stored_now_is_offered_again_and_the_rest_goes_on() {
    let (linked, desk) = at_desk(false).await;
    desk.later.lock().unwrap().insert("two".to_owned(), 2);
    let queue = ["one", "two", "three"].map(|text| linked.waiting(text));
    assert_eq!(drain_all(&linked, queue.to_vec(), 10).await, 3);
    assert_eq!(*desk.applied.lock().unwrap(), ["one", "three", "two"]);
}

#[tokio::test]
async fn a_forgery_in_the_queue_is_refused_and_holds_up_nobody() {
    let (linked, desk) = at_desk(false).await;
    let id = DeliveryId::new;
    let other_relay = RelayIdentity::new().unwrap();
    let other_engine = Identity::new().unwrap();
    let genuine = linked.waiting("genuine");
    let mut backdated = linked.waiting("backdated").sealed.to_vec();
    backdated[24] = backdated[24].wrapping_sub(1);
    let mut altered = linked.waiting("altered").sealed.to_vec();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    let bare = |sealed: Vec<u8>| WaitingEntry {
        id: DeliveryId::new(),
        sealed: Bytes::from(sealed),
    };
    let forged = [
        (
            sealed(&linked.engine, &other_relay, id(), "injected"),
            OpenError::Signature,
        ),
        (
            sealed(&other_engine, &linked.relay, id(), "somebody else's"),
            OpenError::Signature,
        ),
        (bare(backdated), OpenError::Signature),
        (bare(altered), OpenError::Signature),
        (bare(vec![9; 300]), OpenError::Version(9)),
        (bare(Vec::new()), OpenError::Length),
        (bare(genuine.sealed[..100].to_vec()), OpenError::Length),
    ];
    let mut queue = vec![genuine.clone()];
    queue.extend(forged.iter().map(|(entry, _)| entry.clone()));
    queue.push(linked.waiting("after them"));
    // The same entry once more, under another row of the relay's: one delivery is applied once.
    queue.push(WaitingEntry { id: id(), ..genuine });
    assert_eq!(drain_all(&linked, queue, 100).await, 1);
    assert_eq!(*desk.applied.lock().unwrap(), ["genuine", "after them"]);
    let expected: Vec<_> = forged.iter().map(|(entry, why)| (entry.id, *why)).collect();
    assert_eq!(*desk.refused.lock().unwrap(), expected);
}

#[tokio::test]
async fn clocks_that_differ_by_years_change_nothing() {
    // The entries say 2026; no clock of this machine is asked anywhere, attach included.
    let (linked, desk) = at_desk(false).await;
    let entry = linked.waiting("from 2026");
    let (delivered, _) = open(&linked.engine, &linked.relay.key(), &entry.sealed).unwrap();
    assert_eq!(delivered.received_at_ms, 1_790_000_000_000);
    drain_all(&linked, vec![entry], 1).await;
    assert_eq!(*desk.applied.lock().unwrap(), ["from 2026"]);
}

#[tokio::test]
async fn an_opened_entry_goes_through_the_same_router_as_a_live_request() {
    let linked = Linked::over_duplex(router(), NothingWaits).await;
    let entry = linked.waiting("x");
    let (delivered, kept) = open(&linked.engine, &linked.relay.key(), &entry.sealed).unwrap();
    let request = to_request::<axum::body::Body>(delivered, kept).unwrap();
    assert_eq!(router().oneshot(request).await.unwrap().status(), 200);
}

/// Settles when it is told to, and says when it got a batch.
struct OnCommand {
    go_on: Arc<Notify>,
    got: mpsc::UnboundedSender<usize>,
}

impl Settle for OnCommand {
    async fn settle(&self, entries: Vec<WaitingEntry>) -> Vec<Outcome> {
        self.got.send(entries.len()).unwrap();
        self.go_on.notified().await;
        vec![Outcome::Settled; entries.len()]
    }
}

#[tokio::test]
async fn live_requests_overtake_the_queue() {
    let go_on = Arc::new(Notify::new());
    let (got, mut batches) = mpsc::unbounded_channel();
    let settle = OnCommand {
        go_on: Arc::clone(&go_on),
        got,
    };
    let linked = Linked::over_duplex(router(), settle).await;
    let large = Batch::new(
        (0..200)
            .map(|n| linked.waiting(&format!("{n} {}", "x".repeat(10_000))))
            .collect(),
    );
    let mut drain = linked.link.drain().await.unwrap();
    let draining = tokio::spawn(async move { drain.exchange(&large.unwrap()).await });
    assert_eq!(batches.recv().await, Some(200));
    assert_eq!(linked.ask("", "x").await, (200, "live".to_owned()));
    go_on.notify_one();
    assert_eq!(draining.await.unwrap().unwrap().len(), 200);
}

#[tokio::test]
async fn a_batch_that_the_relay_only_half_sent_is_not_settled() {
    let (linked, desk) = at_desk(false).await;
    let large = (0..200).map(|n| linked.waiting(&format!("{n} {}", "x".repeat(10_000))));
    let batch = Batch::new(large.collect()).unwrap();
    let mut drain = linked.link.drain().await.unwrap();
    // The first polls send some of its entries; then the relay gives up.
    {
        let mut sending = std::pin::pin!(drain.exchange(&batch));
        for _ in 0..3 {
            let polled = futures_util::poll!(sending.as_mut());
            assert!(polled.is_pending());
            tokio::task::yield_now().await;
        }
    }
    drop(drain);
    // The link goes on, and what is offered again is applied.
    let again = linked.waiting("again");
    drain_all(&linked, vec![again], 1).await;
    assert_eq!(*desk.applied.lock().unwrap(), ["again"]);
}

/// Gives one outcome too few.
struct Miscounts;

impl Settle for Miscounts {
    async fn settle(&self, entries: Vec<WaitingEntry>) -> Vec<Outcome> {
        vec![Outcome::Settled; entries.len() - 1]
    }
}

#[tokio::test]
async fn outcomes_that_do_not_fit_end_the_drain_and_nothing_else() {
    let linked = Linked::over_duplex(router(), Miscounts).await;
    let batch = Batch::new(vec![linked.waiting("one"), linked.waiting("two")]).unwrap();
    let mut drain = linked.link.drain().await.unwrap();
    let refused = drain.exchange(&batch).await;
    assert!(matches!(refused, Err(DrainError::Io(_))), "{refused:?}");
    assert_eq!(linked.ask("", "x").await.1, "live");
}

fn table(linked: &Linked, number: u64, key: &str) -> KeyTable {
    let source = SourceKey {
        hash: KeyHash::of(&linked.engine.address(), key),
        keep: vec![Method::POST],
        answer: KeptAnswer {
            status: StatusCode::OK,
            content_type: Some(HeaderValue::from_static("application/json")),
            body: b"{}".to_vec(),
        },
        live_limit_ms: 700,
    };
    KeyTable::new(number, vec![source]).unwrap()
}

async fn tables_are_pushed_in_order_and_acknowledged_by_number(mut linked: Linked) {
    for (number, key) in [(1, "abc"), (2, "def")] {
        let pushed = FromEngine::Table(table(&linked, number, key));
        linked.at_engine.say(pushed).await.unwrap();
    }
    for (number, key) in [(1, "abc"), (2, "def")] {
        let expected = table(&linked, number, key);
        assert_eq!(linked.at_relay.hear().await, Some(FromEngine::Table(expected)));
        linked.at_relay.say(FromRelay::TableHeld(number)).await.unwrap();
    }
    let waiting = FromRelay::Waiting(Waiting {
        entries: 3,
        bytes: 4_000,
    });
    linked.at_relay.say(waiting.clone()).await.unwrap();
    for expected in [FromRelay::TableHeld(1), FromRelay::TableHeld(2), waiting] {
        assert_eq!(linked.at_engine.hear().await, Some(expected));
    }
}

#[tokio::test]
async fn tables_are_pushed_in_order_and_acknowledged_by_number_over_a_pipe() {
    let linked = Linked::over_duplex(router(), NothingWaits).await;
    tables_are_pushed_in_order_and_acknowledged_by_number(linked).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_are_pushed_in_order_and_acknowledged_by_number_over_tcp() {
    let linked = Linked::over_tcp(router(), NothingWaits).await;
    tables_are_pushed_in_order_and_acknowledged_by_number(linked).await;
}

#[tokio::test]
async fn whoever_does_not_listen_makes_the_other_wait_and_loses_nothing() {
    let mut linked = Linked::over_duplex(router(), NothingWaits).await;
    let said = 500;
    let saying = tokio::spawn(async move {
        for number in 0..said {
            linked.at_relay.say(FromRelay::TableHeld(number)).await.unwrap();
        }
        linked.at_relay
    });
    // Senders' requests are not held up by it.
    let answer = linked
        .link
        .forward(live_to(&linked.engine, Empty::<Bytes>::new()))
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    for number in 0..said {
        assert_eq!(linked.at_engine.hear().await, Some(FromRelay::TableHeld(number)));
    }
    drop(saying.await.unwrap());
    assert_eq!(linked.at_engine.hear().await, None);
}
