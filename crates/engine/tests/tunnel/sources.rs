//! What the relay knows of the sources, while they come and go.

use recado_api::request::{PauseSource, RemoveSource, RotateAddress};
use recado_api::view::Source;

use crate::common::Running;
use crate::relay::{TestRelay, sender};
use crate::{add_public, in_time, linked, ready, send};

/// Waits until the relay answers so.
async fn until_status(source: &Source, wanted: u16) {
    in_time(async {
        while send(source, "Joana").await.status() != wanted {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

async fn rotate(running: &Running, source: &Source, keep_former: bool) -> Source {
    let mut changes = running.client.changes(None).await.unwrap();
    let rotate = RotateAddress {
        source: source.id,
        keep_former,
    };
    let details = running.client.ask(rotate).await.unwrap();
    // A new key is no public address before the relay knows it.
    assert_eq!(details.source.public_address, None);
    ready(&mut changes, source).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_was_replaced_is_good_at_the_relay_for_as_long_as_here() {
    let relay = TestRelay::open().await;
    let running = linked(&relay).await;
    let first = add_public(&running, "Site").await;
    let second = rotate(&running, &first, true).await;
    assert_ne!(second.public_address, first.public_address);
    assert_eq!(send(&first, "Joana").await.status(), 200);
    assert_eq!(send(&second, "Joana").await.status(), 200);
    let third = rotate(&running, &second, false).await;
    assert_eq!(send(&third, "Joana").await.status(), 200);
    for former in [&first, &second] {
        let answer = send(former, "Joana").await;
        assert_eq!(answer.status(), 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_source_is_still_reached_and_a_removed_one_is_unknown_to_the_relay() {
    let relay = TestRelay::open().await;
    let running = linked(&relay).await;
    let (paused, removed) = (
        add_public(&running, "Site").await,
        add_public(&running, "Loja").await,
    );
    running
        .client
        .ask(PauseSource { source: paused.id })
        .await
        .unwrap();
    assert_eq!(send(&paused, "Joana").await.status(), 200);
    running
        .client
        .ask(RemoveSource { source: removed.id })
        .await
        .unwrap();
    until_status(&removed, 404).await;
    assert_eq!(send(&paused, "Joana").await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_nobody_has_is_refused_by_the_relay() {
    let relay = TestRelay::open().await;
    let running = linked(&relay).await;
    let source = add_public(&running, "Site").await;
    let public = source.public_address.unwrap();
    let (base, _) = public.split_once("/in/").unwrap();
    let answer = in_time(sender().post(format!("{base}/in/nobody")).send())
        .await
        .unwrap();
    assert_eq!(answer.status(), 404);
}
