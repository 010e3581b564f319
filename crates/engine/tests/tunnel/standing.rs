//! How the link stands, and what is told of it.

use std::path::Path;

use recado_api::request::{ConnectTunnel, LeaveRelay, ListSources, ShowReach, UseRelay};
use recado_api::view::{Link, LinkStop};
use recado_api::{Ending, Lang};
use recado_engine::StartOptions;

use crate::common::{self, Running};
use crate::relay::TestRelay;
use crate::{add_public, in_time, linked, send, until_contact, until_link, until_reach, use_relay};

fn is_connected(link: &Link) -> bool {
    matches!(link, Link::Connected { .. })
}

fn stopped(link: &Link) -> Option<LinkStop> {
    match link {
        Link::Stopped { why, .. } => Some(*why),
        Link::Off | Link::Connecting { .. } | Link::Connected { .. } => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_relay_there_is_no_tunnel_and_what_comes_here_is_received() {
    let running = Running::start().await;
    assert_eq!(running.client.ask(ShowReach {}).await.unwrap().tunnel, None);
    let source = running.add_source("Site").await;
    assert_eq!(source.public_address, None);
    assert_eq!(common::post(&source, r#"{"name":"Ana"}"#).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_does_not_answer_is_tried_again_and_the_reason_is_told() {
    let relay = TestRelay::open().await;
    let origin = relay.origin.clone();
    let there = relay.cut().await;
    let running = Running::start().await;
    let source = running.add_source("Site").await;
    use_relay(&running, &origin).await;
    let waits = |link: &Link| {
        matches!(link, Link::Connecting { error: Some(error), again_at: Some(_), .. }
            if error.contains("127.0.0.1") && error.contains("responde"))
    };
    let tunnel = until_link(&running, waits).await;
    assert_eq!(tunnel.relay, origin);
    assert!(tunnel.public_base.unwrap().starts_with(&origin));
    // Nothing of it delays what comes here.
    assert_eq!(common::post(&source, r#"{"name":"Ana"}"#).await.status(), 200);
    let _relay = TestRelay::again(there).await;
    until_link(&running, is_connected).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_is_wrong_stops_the_attempts_and_a_good_one_connects_for_good() {
    let relay = TestRelay::closed().await;
    let running = Running::start().await;
    let good = relay.invite().await;
    use_relay(&running, &relay.origin).await;
    let tunnel = until_link(&running, |link| stopped(link).is_some()).await;
    assert_eq!(stopped(&tunnel.link), Some(LinkStop::Invitation));

    let wrong = format!("recado://relay/wrong7?{}", good.split_once('?').unwrap().1);
    use_relay(&running, &wrong).await;
    until_link(&running, |link| matches!(link, Link::Connecting { .. })).await;
    let tunnel = until_link(&running, |link| stopped(link).is_some()).await;
    assert_eq!(stopped(&tunnel.link), Some(LinkStop::Invitation));

    use_relay(&running, &good).await;
    until_link(&running, is_connected).await;
    // It was good for one computer: this one needs it no more, and keeps it no longer.
    let code = good
        .strip_prefix("recado://relay/")
        .unwrap()
        .split('?')
        .next()
        .unwrap()
        .to_owned();
    let running = running.restart_on(Lang::PtBr).await;
    until_link(&running, is_connected).await;
    let Running { engine, folder, .. } = running;
    engine.shutdown(Ending::Quit).await;
    assert!(!relay_setting(folder.path()).contains(&code));
}

fn relay_setting(folder: &Path) -> String {
    let db = rusqlite::Connection::open(folder.join("recado.db")).unwrap();
    let query = "SELECT value FROM setting WHERE key = 'tunnel_relay'";
    db.query_row(query, [], |row| row.get(0)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_invitation_or_no_safe_address_is_refused_with_a_reason_and_changes_nothing() {
    let running = Running::start().await;
    for (written, says) in [
        ("olá", "não é um convite"),
        ("recado://relay/k7f3", "incompleto"),
        ("recado://relay/k7f3?at=relay.example&key=abc", "danificado"),
        ("http://relay.example", "não é um endereço seguro"),
    ] {
        let invitation = written.to_owned();
        let refused = running.client.ask(UseRelay { invitation }).await.unwrap_err();
        let text = refused.to_string();
        assert!(text.contains(says), "{written}: {text}");
    }
    assert_eq!(running.client.ask(ShowReach {}).await.unwrap().tunnel, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_was_restarted_is_attached_to_again() {
    let relay = TestRelay::open().await;
    let running = linked(&relay).await;
    let source = add_public(&running, "Site").await;
    let there = relay.end().await;
    until_link(&running, |link| matches!(link, Link::Connecting { .. })).await;
    let relay = TestRelay::again(there).await;
    until_link(&running, is_connected).await;
    assert_eq!(send(&source, "Joana").await.status(), 200);
    until_contact(&running, "Joana").await;
    let there = relay.cut().await;
    let _relay = TestRelay::again(there).await;
    until_link(&running, is_connected).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_with_another_key_is_not_attached_to_and_hears_no_invitation() {
    let relay = TestRelay::open().await;
    let running = linked(&relay).await;
    let (_, listening) = relay.end().await;
    let other = TestRelay::again((tempfile::tempdir().unwrap(), listening)).await;
    let tunnel = until_link(&running, |link| stopped(link).is_some()).await;
    assert_eq!(stopped(&tunnel.link), Some(LinkStop::OtherRelay));
    assert_eq!(other.figure("engines").await, "0");
    // Whoever runs it says that it was set up anew.
    use_relay(&running, &other.invite().await).await;
    until_link(&running, is_connected).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_computers_with_one_identity_the_newer_wins_and_the_older_says_so() {
    let relay = TestRelay::open().await;
    let Running { engine, folder, .. } = linked(&relay).await;
    engine.shutdown(Ending::Quit).await;
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
        }
    }
    let older = Running::start_in(folder, StartOptions::default()).await;
    until_link(&older, is_connected).await;
    let newer = Running::start_in(copy, StartOptions::default()).await;
    until_link(&newer, is_connected).await;
    let tunnel = until_link(&older, |link| stopped(link).is_some()).await;
    assert_eq!(stopped(&tunnel.link), Some(LinkStop::Replaced));
    // The owner may take it back.
    older.client.ask(ConnectTunnel {}).await.unwrap();
    until_link(&older, is_connected).await;
    let tunnel = until_link(&newer, |link| stopped(link).is_some()).await;
    assert_eq!(stopped(&tunnel.link), Some(LinkStop::Replaced));
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_the_relay_ends_the_link_and_coming_back_brings_the_same_address() {
    let relay = TestRelay::open().await;
    let running = linked(&relay).await;
    let source = add_public(&running, "Site").await;
    let reach = running.client.ask(LeaveRelay {}).await.unwrap();
    assert_eq!(reach.tunnel, None);
    let listed = running.client.ask(ListSources {}).await.unwrap();
    assert_eq!(listed[0].public_address, None);
    until_figure(&relay, "engines", "0").await;
    use_relay(&running, &relay.origin).await;
    until_link(&running, is_connected).await;
    let mut changes = running.client.changes(None).await.unwrap();
    let listed = running.client.ask(ListSources {}).await.unwrap();
    let back = match &listed[0].public_address {
        Some(_) => listed[0].clone(),
        None => crate::ready(&mut changes, &source).await,
    };
    assert_eq!(back.public_address, source.public_address);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_ends_or_is_dropped_is_gone_from_the_relay() {
    let relay = TestRelay::open().await;
    let running = linked(&relay).await;
    until_figure(&relay, "engines", "1").await;
    let Running { engine, folder, .. } = running;
    engine.shutdown(Ending::Quit).await;
    until_figure(&relay, "engines", "0").await;
    let running = Running::start_in(folder, StartOptions::default()).await;
    until_link(&running, is_connected).await;
    drop(running.engine);
    until_figure(&relay, "engines", "0").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_at_the_relay_is_told_and_comes_after_the_next_start() {
    let relay = TestRelay::open().await;
    let running = linked(&relay).await;
    let source = add_public(&running, "Site").await;
    let Running { engine, folder, .. } = running;
    engine.shutdown(Ending::Quit).await;
    until_figure(&relay, "engines", "0").await;
    let answer = send(&source, "Joana").await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.text().await.unwrap(), r#"{"verdict":"waiting"}"#);
    let running = Running::start_in(folder, StartOptions::default()).await;
    until_contact(&running, "Joana").await;
    let empty = until_reach(&running, |reach| {
        reach
            .tunnel
            .as_ref()
            .is_some_and(|tunnel| tunnel.waiting == 0 && tunnel.kept_days == Some(30))
    });
    empty.await;
}

async fn until_figure(relay: &TestRelay, name: &str, wanted: &str) {
    in_time(async {
        while relay.figure(name).await != wanted {
            tokio::task::yield_now().await;
        }
    })
    .await;
}
