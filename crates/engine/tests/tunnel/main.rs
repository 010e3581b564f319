//! Senders elsewhere reach this computer: an engine, a relay and HTTP, all of them real.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is how a test fails, in its helpers too"
)]

#[path = "../common/mod.rs"]
mod common;

mod live;
mod patience;
mod proxy;
mod relay;
mod sources;
mod standing;

use std::time::Duration;

use common::Running;
use recado_api::client::Changes;
use recado_api::request::{ShowReach, UseRelay};
use recado_api::view::{Link, Reach, Source, Tunnel};
use recado_api::{Change, StreamLine};

use relay::TestRelay;

/// Longer than anything takes; only there so that a failing test ends.
const FAR: Duration = Duration::from_secs(60);

/// Waits for something that must come.
async fn in_time<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(FAR, work).await.expect("it did not come")
}

/// Tells an engine to use a relay that is open to all, and waits for the link.
async fn linked(relay: &TestRelay) -> Running {
    let running = Running::start().await;
    use_relay(&running, &relay.origin).await;
    until_link(&running, |link| matches!(link, Link::Connected { .. })).await;
    running
}

async fn use_relay(running: &Running, invitation: &str) -> Reach {
    let invitation = invitation.to_owned();
    running.client.ask(UseRelay { invitation }).await.unwrap()
}

/// Waits until the link stands in some way.
async fn until_link(running: &Running, mut wanted: impl FnMut(&Link) -> bool) -> Tunnel {
    let reach = until_reach(running, |reach| {
        reach.tunnel.as_ref().is_some_and(|tunnel| wanted(&tunnel.link))
    });
    reach.await.tunnel.unwrap()
}

async fn until_reach(running: &Running, mut wanted: impl FnMut(&Reach) -> bool) -> Reach {
    let mut changes = running.client.changes(None).await.unwrap();
    let now = running.client.ask(ShowReach {}).await.unwrap();
    if wanted(&now) {
        return now;
    }
    in_time(common::until(&mut changes, |change| {
        let Change::Reach(reach) = change else {
            return None;
        };
        wanted(&reach).then_some(reach)
    }))
    .await
}

/// Adds a source and waits until the relay takes deliveries for it.
async fn add_public(running: &Running, title: &str) -> Source {
    let mut changes = running.client.changes(None).await.unwrap();
    let added = running.add_source(title).await;
    if added.public_address.is_some() {
        return added;
    }
    ready(&mut changes, &added).await
}

async fn ready(changes: &mut Changes, source: &Source) -> Source {
    in_time(common::until(changes, |change| {
        let Change::Source(now) = change else {
            return None;
        };
        (now.id == source.id && now.public_address.is_some()).then_some(now)
    }))
    .await
}

/// Waits until there is that delivery's contact on the board.
async fn until_contact(running: &Running, name: &str) {
    let mut changes = running.client.changes(None).await.unwrap();
    in_time(async {
        while !running
            .contacts()
            .await
            .iter()
            .any(|contact| contact.name == name)
        {
            match changes.next().await.unwrap() {
                Some(StreamLine::Ending(_)) | None => panic!("the engine ended"),
                Some(_) => {}
            }
        }
    })
    .await;
}

async fn send(source: &Source, name: &str) -> reqwest::Response {
    let public = source.public_address.as_ref().unwrap();
    let email = name.to_lowercase().replace(' ', ".");
    let body = format!(r#"{{"name":"{name}","email":"{email}@example.com","message":"Olá"}}"#);
    let request = relay::sender()
        .post(public)
        .header("content-type", "application/json");
    in_time(request.body(body).send()).await.unwrap()
}
