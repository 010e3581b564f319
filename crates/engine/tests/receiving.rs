//! A desk whose port another program has: it runs, says so, and receives as soon as it can.
#![allow(
    clippy::unwrap_used,
    reason = "a panic is how a test fails, in its helpers too"
)]

mod common;

use std::net::TcpListener;

use common::{Running, post, until};
use recado_api::request::ShowReceiving;
use recado_api::view::Receiving;
use recado_api::{Change, Holder};
use recado_engine::{Engine, Folder, OpenOptions, Receiver, StartError, StartOptions};

#[tokio::test(start_paused = true)]
async fn a_desk_whose_port_is_taken_says_so_and_receives_once_it_is_free() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap();
    let running = Running::start_with(StartOptions {
        listen: Some(address),
        receiver: Receiver::KeepTrying,
        ..StartOptions::default()
    })
    .await;
    let Receiving::Blocked { reason } = running.client.ask(ShowReceiving {}).await.unwrap() else {
        panic!("the port is taken")
    };
    assert!(reason.contains(&address.port().to_string()), "{reason}");

    let mut changes = running.client.changes(None).await.unwrap();
    changes.next().await.unwrap();
    drop(other);
    let told = until(&mut changes, |change| {
        if let Change::Receiving(receiving) = change {
            Some(receiving)
        } else {
            None
        }
    })
    .await;
    let on = Receiving::On {
        address: address.to_string(),
    };
    assert_eq!(told, on);
    assert_eq!(running.client.ask(ShowReceiving {}).await.unwrap(), on);
    let source = running.add_source("Site").await;
    assert!(
        source.address.contains(&address.to_string()),
        "{}",
        source.address
    );
    let answer = post(&source, r#"{"telefone": "11987654321"}"#).await;
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn a_desk_that_is_told_to_stop_does_not_wait_for_its_port() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let running = Running::start_with(StartOptions {
        listen: Some(other.local_addr().unwrap()),
        receiver: Receiver::KeepTrying,
        ..StartOptions::default()
    })
    .await;
    running.engine.shutdown(recado_api::Ending::Quit).await;
}

#[tokio::test]
async fn who_requires_to_receive_does_not_start_without() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut engine = Engine::open(&Folder::at(folder.path()), OpenOptions::new(Holder::Serve))
        .await
        .unwrap();
    assert_eq!(engine.ask(ShowReceiving {}).await.unwrap(), Receiving::Off);
    let started = engine
        .start(StartOptions {
            listen: Some(other.local_addr().unwrap()),
            ..StartOptions::default()
        })
        .await;
    assert!(matches!(started, Err(StartError::Listen { .. })));
}
