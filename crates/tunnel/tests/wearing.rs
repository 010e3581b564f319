//! What a link must stand for months: bodies that nobody reads, requests that are given up, lines that stall.
#![allow(
    clippy::unwrap_used,
    reason = "a panic is how a test fails, in its helpers too"
)]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::routing::any;

use common::line::Line;
use common::{Linked, NothingWaits, live_to, text};
use http_body_util::Full;
use recado_tunnel::limits::LIVE_AT_ONCE;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// More than twice what the library below forgives in the life of a connection, unless it is told otherwise.
const ROUNDS: usize = 100;

/// As many requests as go at once, with a body.
fn forward_all(linked: &Linked) -> JoinSet<bool> {
    let mut asking = JoinSet::new();
    for _ in 0..LIVE_AT_ONCE {
        let live = live_to(&linked.engine, Full::from("x"));
        let link = linked.link.clone();
        asking.spawn(async move {
            match link.forward(live).await {
                Ok(answer) => text(answer.into_body()).await == "done",
                Err(_) => false,
            }
        });
    }
    asking
}

async fn all_done(mut asking: JoinSet<bool>) -> bool {
    let mut done = true;
    while let Some(answered) = asking.join_next().await {
        done &= answered.unwrap();
    }
    done
}

async fn bodies_that_the_router_does_not_read_wear_no_link_out(linked: Linked) {
    for round in 0..ROUNDS {
        assert!(all_done(forward_all(&linked)).await, "round {round}");
    }
}

#[tokio::test]
async fn bodies_that_the_router_does_not_read_wear_no_link_out_over_a_pipe() {
    let router = Router::new().route("/in/{*rest}", any(async || "done"));
    let linked = Linked::over_duplex(router, NothingWaits).await;
    bodies_that_the_router_does_not_read_wear_no_link_out(linked).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_the_router_does_not_read_wear_no_link_out_over_tcp() {
    let router = Router::new().route("/in/{*rest}", any(async || "done"));
    let linked = Linked::over_tcp(router, NothingWaits).await;
    bodies_that_the_router_does_not_read_wear_no_link_out(linked).await;
}

async fn settled() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn requests_given_up_while_the_line_stalls_wear_no_link_out() {
    let router = Router::new().route("/in/{*rest}", any(async || "done"));
    let (at_engine, at_relay, line) = Line::new();
    let linked = Linked::over(at_engine, at_relay, router, NothingWaits).await;
    for round in 0..ROUNDS {
        line.block();
        let asking = forward_all(&linked);
        settled().await;
        drop(asking);
        settled().await;
        line.go_on();
        assert_eq!(linked.ask("", "x").await.1, "done", "round {round}");
    }
    assert_eq!(linked.link.room(), LIVE_AT_ONCE);
}

#[tokio::test]
async fn answers_that_come_after_the_relay_gave_up_wear_no_link_out() {
    let (gate, begun) = (Arc::new(Semaphore::new(0)), Arc::new(AtomicUsize::new(0)));
    let (open, begins) = (Arc::clone(&gate), Arc::clone(&begun));
    let router = Router::new().route(
        "/in/{*rest}",
        any(async move || {
            begins.fetch_add(1, Ordering::Relaxed);
            open.acquire().await.unwrap().forget();
            "done"
        }),
    );
    let (at_engine, at_relay, line) = Line::new();
    let linked = Linked::over(at_engine, at_relay, router, NothingWaits).await;
    for round in 0..ROUNDS {
        begun.store(0, Ordering::Relaxed);
        let asking = forward_all(&linked);
        while begun.load(Ordering::Relaxed) < LIVE_AT_ONCE {
            tokio::task::yield_now().await;
        }
        line.block();
        gate.add_permits(LIVE_AT_ONCE);
        settled().await;
        drop(asking);
        settled().await;
        line.go_on();
        gate.add_permits(1);
        assert_eq!(linked.ask("", "x").await.1, "done", "round {round}");
    }
}
