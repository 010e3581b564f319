//! What comes through the relay while the computer is there.

use std::sync::Arc;

use recado_api::Ending;
use recado_api::request::ListSources;
use recado_engine::StartOptions;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::common::Running;
use crate::relay::TestRelay;
use crate::{add_public, linked, send, until_contact};

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_through_the_relay_reaches_the_board_and_its_sender_hears_this_computer() {
    let relay = TestRelay::open().await;
    let running = linked(&relay).await;
    let source = add_public(&running, "Site").await;
    let public = source.public_address.clone().unwrap();
    assert!(
        public.starts_with(&relay.origin) && public.ends_with("-site"),
        "{public}"
    );

    let answer = send(&source, "Joana").await;
    assert_eq!(answer.status(), 200);
    let text = answer.text().await.unwrap();
    assert!(text.contains(r#""verdict":"accepted""#), "{text}");
    until_contact(&running, "Joana").await;
    let listed = running.client.ask(ListSources {}).await.unwrap();
    assert_eq!(listed[0].public_address, Some(public));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_shows_the_public_addresses_at_once() {
    let relay = TestRelay::open().await;
    let running = linked(&relay).await;
    let source = add_public(&running, "Site").await;
    // Nobody answers there any more.
    let _folder = relay.cut().await;
    let running = running.restart_on(recado_api::Lang::PtBr).await;
    let listed = running.client.ask(ListSources {}).await.unwrap();
    assert_eq!(listed[0].public_address, source.public_address);
    let another = running.add_source("Outra").await;
    assert_eq!(another.public_address, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_under_way_while_the_engine_ends_is_answered_and_on_the_board_afterwards() {
    const SENDERS: usize = 40;
    let relay = TestRelay::open().await;
    let running = linked(&relay).await;
    let source = Arc::new(add_public(&running, "Site").await);
    let answered = Arc::new(Semaphore::new(0));
    let mut senders = JoinSet::new();
    for sender in 0..SENDERS {
        let (source, answered) = (source.clone(), answered.clone());
        senders.spawn(async move {
            let answer = send(&source, &format!("Pessoa {sender}")).await;
            answered.add_permits(1);
            answer.status().as_u16()
        });
    }
    let _some = answered.acquire_many(5).await.unwrap();
    let Running { engine, folder, .. } = running;
    engine.shutdown(Ending::Quit).await;
    for status in senders.join_all().await {
        assert_eq!(status, 200);
    }
    let running = Running::start_in(folder, StartOptions::default()).await;
    for sender in 0..SENDERS {
        until_contact(&running, &format!("Pessoa {sender}")).await;
    }
    assert_eq!(running.contacts().await.len(), SENDERS);
}
