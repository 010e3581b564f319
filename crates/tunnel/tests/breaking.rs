//! Links that break, die in silence, or close: nothing hangs, and nothing stays behind.
#![allow(
    clippy::unwrap_used,
    reason = "a panic is how a test fails, in its helpers too"
)]

mod common;

use std::future::pending;
use std::time::Duration;

use axum::Router;
use axum::routing::any;
use bytes::Bytes;
use common::line::Line;
use common::{AtDesk, Desk, Linked, NothingWaits, Stream, live_to, slow};
use http_body_util::channel::Channel;
use http_body_util::{Empty, Full};

use recado_tunnel::drain::{Batch, Outcome, WaitingEntry};
use recado_tunnel::ends::{BoxError, LinkError, Settle};

use tokio::sync::mpsc;
use tokio::time::Instant;

/// A drain whose batches are never settled; it says when it got one.
struct NeverSettles(mpsc::UnboundedSender<&'static str>);

impl Settle for NeverSettles {
    async fn settle(&self, _: Vec<WaitingEntry>) -> Vec<Outcome> {
        self.0.send("batch").unwrap();
        pending().await
    }
}

/// Everything is under way when the line fails: a request whose body still comes, one that is being answered, a batch,
/// and both who listen on the control stream. `fail` makes the line fail; all of it must end.
async fn all_ends_when_the_line_fails(
    at_engine: impl Stream,
    at_relay: impl Stream,
    fail: impl FnOnce(),
) -> (LinkError, LinkError) {
    let (router, mut said, _go_on) = slow();
    let (says_batch, mut batches) = mpsc::unbounded_channel();
    let mut linked = Linked::over(at_engine, at_relay, router, NeverSettles(says_batch)).await;
    let (mut feed, body) = Channel::<Bytes, BoxError>::new(1);
    feed.send_data(Bytes::from_static(b"half of it")).await.unwrap();
    let half = tokio::spawn({
        let (link, live) = (linked.link.clone(), linked.live("", body));
        async move { link.forward(live).await.map(|_| ()) }
    });
    let answering = tokio::spawn({
        let (link, live) = (linked.link.clone(), linked.live("", Full::from("x")));
        async move { link.forward(live).await.map(|_| ()) }
    });
    let batch = Batch::new(vec![linked.waiting("x")]).unwrap();
    let mut drain = linked.link.drain().await.unwrap();
    let draining = tokio::spawn(async move { drain.exchange(&batch).await });
    for _ in 0..2 {
        assert_eq!(said.recv().await, Some("began"));
    }
    assert_eq!(batches.recv().await, Some("batch"));
    fail();
    assert!(half.await.unwrap().is_err());
    assert!(answering.await.unwrap().is_err());
    assert!(draining.await.unwrap().is_err());
    for _ in 0..2 {
        assert_eq!(said.recv().await, Some("ended"));
    }
    assert_eq!(linked.at_relay.hear().await, None);
    assert_eq!(linked.at_engine.hear().await, None);
    let ended = (linked.engine_run.await.unwrap(), linked.relay_run.await.unwrap());
    assert!(linked.link.is_closed());
    let late = linked
        .link
        .forward(live_to(&linked.engine, Empty::<Bytes>::new()))
        .await;
    assert!(matches!(late, Err(LinkError::Closed)));
    (
        ended.0.err().unwrap_or(LinkError::Closed),
        ended.1.err().unwrap_or(LinkError::Closed),
    )
}

#[tokio::test]
async fn a_cut_line_ends_everything_over_a_pipe() {
    let (at_engine, at_relay, line) = Line::new();
    all_ends_when_the_line_fails(at_engine, at_relay, || line.cut()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_line_ends_everything_over_tcp() {
    let (at_engine, at_relay, line) = Line::over_tcp().await;
    all_ends_when_the_line_fails(at_engine, at_relay, || line.cut()).await;
}

/// The promise to the owner: a dead link is noticed within this time.
const NOTICED_WITHIN: Duration = Duration::from_secs(25);

#[tokio::test(start_paused = true)]
async fn a_line_that_swallows_everything_is_noticed_in_time_at_both_ends() {
    let (at_engine, at_relay, line) = Line::new();
    let mut failed = Instant::now();
    let ended = all_ends_when_the_line_fails(at_engine, at_relay, || {
        failed = Instant::now();
        line.swallow();
    })
    .await;
    assert!(
        matches!(ended, (LinkError::Silent, LinkError::Silent)),
        "{ended:?}"
    );
    assert!(failed.elapsed() <= NOTICED_WITHIN, "{:?}", failed.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_line_that_takes_nothing_is_noticed_in_time_at_both_ends() {
    let (at_engine, at_relay, line) = Line::new();
    let mut failed = Instant::now();
    let ended = all_ends_when_the_line_fails(at_engine, at_relay, || {
        failed = Instant::now();
        line.block();
    })
    .await;
    assert!(
        matches!(ended, (LinkError::Silent, LinkError::Silent)),
        "{ended:?}"
    );
    assert!(failed.elapsed() <= NOTICED_WITHIN, "{:?}", failed.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_line_that_dies_while_much_is_being_written_is_noticed_in_time() {
    let router = Router::new().route("/in/{*rest}", any(async || pending::<()>().await));
    let (at_engine, at_relay, line) = Line::new();
    let linked = Linked::over(at_engine, at_relay, router, NothingWaits).await;
    line.block();
    let failed = Instant::now();
    let long = Full::from(Bytes::from(vec![7; 4 << 20]));
    assert!(linked.link.forward(linked.live("", long)).await.is_err());
    assert!(matches!(linked.relay_run.await.unwrap(), Err(LinkError::Silent)));
    assert!(matches!(linked.engine_run.await.unwrap(), Err(LinkError::Silent)));
    assert!(failed.elapsed() <= NOTICED_WITHIN, "{:?}", failed.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_line_that_dies_while_much_is_being_answered_is_noticed_in_time() {
    let (began, mut begun) = mpsc::unbounded_channel();
    let go_on = std::sync::Arc::new(tokio::sync::Notify::new());
    let gate = std::sync::Arc::clone(&go_on);
    let router = Router::new().route(
        "/in/{*rest}",
        any(async move || {
            began.send(()).unwrap();
            gate.notified().await;
            vec![7; 4 << 20]
        }),
    );
    let (at_engine, at_relay, line) = Line::new();
    let linked = Linked::over(at_engine, at_relay, router, NothingWaits).await;
    let asking = tokio::spawn({
        let (link, live) = (linked.link.clone(), linked.live("", Full::from("x")));
        async move { link.forward(live).await.map(|_| ()) }
    });
    begun.recv().await.unwrap();
    line.block();
    go_on.notify_one();
    let failed = Instant::now();
    assert!(asking.await.unwrap().is_err());
    assert!(matches!(linked.relay_run.await.unwrap(), Err(LinkError::Silent)));
    assert!(matches!(linked.engine_run.await.unwrap(), Err(LinkError::Silent)));
    assert!(failed.elapsed() <= NOTICED_WITHIN, "{:?}", failed.elapsed());
}

#[tokio::test(start_paused = true)]
async fn an_idle_link_lives_for_days_and_a_slow_request_is_no_silence() {
    let router = Router::new().route(
        "/in/{*rest}",
        any(async || {
            tokio::time::sleep(Duration::from_secs(120)).await;
            "slow"
        }),
    );
    let linked = Linked::over_duplex(router, NothingWaits).await;
    tokio::time::sleep(Duration::from_secs(3 * 86_400)).await;
    assert_eq!(linked.ask("", "x").await, (200, "slow".to_owned()));
    assert!(!linked.relay_run.is_finished());
    assert!(!linked.engine_run.is_finished());
}

#[tokio::test(start_paused = true)]
async fn wherever_a_line_is_cut_nothing_hangs() {
    for bytes in (0..6_000).step_by(97) {
        let desk = Desk::new();
        let router = Router::new().route("/in/{*rest}", any(async || "done"));
        let (at_engine, at_relay, _line) = Line::of(bytes);
        let work = async {
            let settle = AtDesk(std::sync::Arc::clone(&desk));
            let Ok(linked) = Linked::try_over(at_engine, at_relay, router, settle).await else {
                return;
            };
            desk.belongs_to(&linked);
            for _ in 0..3 {
                let live = linked.live("", Full::from("some text that takes some bytes"));
                if let Ok(answer) = linked.link.forward(live).await {
                    let _ = http_body_util::BodyExt::collect(answer.into_body()).await;
                }
            }
            let batch = Batch::new(vec![linked.waiting("one"), linked.waiting("two")]).unwrap();
            if let Ok(mut drain) = linked.link.drain().await
                && drain.exchange(&batch).await.is_ok()
            {
                // What counts as settled was applied.
                assert_eq!(*desk.applied.lock().unwrap(), ["one", "two"]);
            }
            linked.stop_relay.cancel();
            let _ = linked.relay_run.await.unwrap();
            let _ = linked.engine_run.await.unwrap();
        };
        let in_time = tokio::time::timeout(Duration::from_secs(90), work).await;
        assert!(in_time.is_ok(), "cut after {bytes} bytes");
    }
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_never_begins_the_control_stream_is_left() {
    let (at_engine, _silent) = tokio::io::duplex(4096);
    let router = Router::new();
    let (_control, end) = recado_tunnel::ends::engine(at_engine, router, NothingWaits);
    let ended = end.run(pending()).await;
    assert!(matches!(ended, Err(LinkError::NoControl)), "{ended:?}");
}

#[tokio::test(start_paused = true)]
async fn an_engine_that_says_nothing_after_its_welcome_is_left() {
    let (at_relay, _silent) = tokio::io::duplex(4096);
    let ended = recado_tunnel::ends::relay(at_relay, &common::origin()).await;
    assert!(ended.is_err());
}
