//! Links that close on purpose: what was begun is finished, and nothing waits for ever.
#![allow(
    clippy::unwrap_used,
    reason = "a panic is how a test fails, in its helpers too"
)]

mod common;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::any;
use bytes::Bytes;
use common::{Linked, NothingWaits, live_to, slow, tcp_pair, text};
use http_body_util::{Empty, Full};
use recado_tunnel::control::{FromEngine, FromRelay, Why};
use recado_tunnel::ends::LinkError;
use recado_tunnel::keys::KeyTable;
use recado_tunnel::limits::CLOSING_PATIENCE;
use tokio::sync::oneshot;
use tokio::time::Instant;

#[tokio::test]
async fn an_engine_that_stops_answers_what_it_has_begun() {
    let (router, mut said, go_on) = slow();
    let mut linked = Linked::over_duplex(router, NothingWaits).await;
    let asking = tokio::spawn({
        let (link, live) = (linked.link.clone(), linked.live("", Full::from("x")));
        async move { text(link.forward(live).await.unwrap().into_body()).await }
    });
    assert_eq!(said.recv().await, Some("began"));
    let table = FromEngine::Table(KeyTable::new(9, Vec::new()).unwrap());
    linked.at_engine.say(table.clone()).await.unwrap();
    linked.stop_engine.cancel();
    // What was said before the stop still arrives, and then the end.
    assert_eq!(linked.at_relay.hear().await, Some(table));
    assert_eq!(linked.at_relay.hear().await, None);
    assert!(
        linked
            .link
            .forward(linked.live("", Full::from("x")))
            .await
            .is_err()
    );
    go_on.send(()).unwrap();
    assert_eq!(asking.await.unwrap(), "done");
    linked.engine_run.await.unwrap().unwrap();
    linked.relay_run.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_relay_that_stops_says_why_and_waits_for_what_is_under_way() {
    let (router, mut said, go_on) = slow();
    let mut linked = Linked::over_duplex(router, NothingWaits).await;
    let asking = tokio::spawn({
        let (link, live) = (linked.link.clone(), linked.live("", Full::from("x")));
        async move { text(link.forward(live).await.unwrap().into_body()).await }
    });
    assert_eq!(said.recv().await, Some("began"));
    let replaced = FromRelay::Leaving(Why::Replaced);
    linked.at_relay.say(replaced.clone()).await.unwrap();
    linked.stop_relay.cancel();
    assert_eq!(linked.at_engine.hear().await, Some(replaced));
    assert_eq!(linked.at_engine.hear().await, None);
    let late = linked.link.forward(linked.live("", Full::from("x"))).await;
    assert!(matches!(late, Err(LinkError::Closed)));
    go_on.send(()).unwrap();
    assert_eq!(asking.await.unwrap(), "done");
    linked.relay_run.await.unwrap().unwrap();
    linked.engine_run.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_engine_that_is_slow_to_listen_still_hears_why_the_relay_has_left() {
    let mut linked = Linked::over_duplex(Router::new(), NothingWaits).await;
    // More than waits for the listener, so that the last word is still in the link when that closes.
    let mut said: Vec<_> = (0..12).map(FromRelay::TableHeld).collect();
    said.push(FromRelay::Leaving(Why::Removed));
    for word in &said {
        linked.at_relay.say(word.clone()).await.unwrap();
    }
    linked.stop_relay.cancel();
    linked.relay_run.await.unwrap().unwrap();
    // The clock stands still until nobody has anything left to do.
    tokio::time::sleep(Duration::from_millis(1)).await;
    for word in said {
        assert_eq!(linked.at_engine.hear().await, Some(word));
    }
    assert_eq!(linked.at_engine.hear().await, None);
    linked.engine_run.await.unwrap().unwrap();
}

#[tokio::test]
async fn an_engine_that_stops_does_not_mind_how_the_relay_hangs_up() {
    let (router, mut said, _go_on) = slow();
    let (at_engine, at_relay) = tcp_pair().await;
    // When it is dropped the engine reads an error, and no end.
    at_relay.set_zero_linger().unwrap();
    let mut linked = Linked::over(at_engine, at_relay, router, NothingWaits).await;
    let asking = tokio::spawn({
        let (link, live) = (linked.link.clone(), linked.live("", Full::from("x")));
        async move { link.forward(live).await.map(|_| ()) }
    });
    assert_eq!(said.recv().await, Some("began"));
    linked.stop_engine.cancel();
    assert_eq!(linked.at_relay.hear().await, None);
    linked.relay_run.abort();
    assert!(asking.await.unwrap().is_err());
    linked.engine_run.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_long_answer_under_way_outlives_a_stop_of_either_end() {
    for relay_stops in [true, false] {
        let router = Router::new().route("/in/{*rest}", any(async || "x".repeat(8 << 20)));
        let linked = Linked::over_duplex(router, NothingWaits).await;
        let live = linked.live("", Empty::<Bytes>::new());
        let answer = linked.link.forward(live).await.unwrap();
        if relay_stops {
            linked.stop_relay.cancel();
        } else {
            linked.stop_engine.cancel();
        }
        while !linked.link.is_closed() {
            tokio::task::yield_now().await;
        }
        assert_eq!(text(answer.into_body()).await.len(), 8 << 20);
        linked.relay_run.await.unwrap().unwrap();
        linked.engine_run.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_handle_on_the_control_stream_that_is_dropped_closes_the_link() {
    for at_relay in [true, false] {
        let router = Router::new().route("/in/{*rest}", any(async || "done"));
        let linked = Linked::over_duplex(router, NothingWaits).await;
        let (link, engine) = (linked.link.clone(), Arc::clone(&linked.engine));
        if at_relay {
            drop(linked.at_relay);
        } else {
            drop(linked.at_engine);
        }
        linked.relay_run.await.unwrap().unwrap();
        linked.engine_run.await.unwrap().unwrap();
        let late = link.forward(live_to(&engine, Empty::<Bytes>::new())).await;
        assert!(matches!(late, Err(LinkError::Closed)));
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_never_ends_does_not_hold_up_a_stop() {
    for relay_stops in [true, false] {
        let (router, mut said, _go_on) = slow();
        let linked = Linked::over_duplex(router, NothingWaits).await;
        let asking = tokio::spawn({
            let (link, live) = (linked.link.clone(), linked.live("", Full::from("x")));
            async move { link.forward(live).await.map(|_| ()) }
        });
        assert_eq!(said.recv().await, Some("began"));
        let since = Instant::now();
        if relay_stops {
            linked.stop_relay.cancel();
        } else {
            linked.stop_engine.cancel();
        }
        assert!(asking.await.unwrap().is_err());
        assert_eq!(said.recv().await, Some("ended"));
        let _ = linked.relay_run.await.unwrap();
        let _ = linked.engine_run.await.unwrap();
        assert!(since.elapsed() <= CLOSING_PATIENCE + Duration::from_secs(1));
    }
}

#[tokio::test]
async fn dropping_an_end_ends_everything_that_it_started() {
    let (router, mut said, _go_on) = slow();
    let mut linked = Linked::over_duplex(router, NothingWaits).await;
    let asking = tokio::spawn({
        let (link, live) = (linked.link.clone(), linked.live("", Full::from("x")));
        async move { link.forward(live).await.map(|_| ()) }
    });
    assert_eq!(said.recv().await, Some("began"));
    linked.engine_run.abort();
    assert_eq!(said.recv().await, Some("ended"));
    assert!(asking.await.unwrap().is_err());
    assert_eq!(linked.at_relay.hear().await, None);
    let _ = linked.relay_run.await.unwrap();

    let (router, mut said, _go_on) = slow();
    let mut linked = Linked::over_duplex(router, NothingWaits).await;
    let (done, finished) = oneshot::channel();
    tokio::spawn({
        let (link, live) = (linked.link.clone(), linked.live("", Full::from("x")));
        async move {
            let _ = done.send(link.forward(live).await.is_err());
        }
    });
    assert_eq!(said.recv().await, Some("began"));
    linked.relay_run.abort();
    assert!(finished.await.unwrap());
    assert_eq!(said.recv().await, Some("ended"));
    assert_eq!(linked.at_engine.hear().await, None);
    let _ = linked.engine_run.await.unwrap();
}
