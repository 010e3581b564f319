//! The senders' clock where a relay answers for this computer.

use jiff::SignedDuration;
use recado_api::request::{AddSource, ListAlerts, RenameSource};
use recado_api::view::{AlertWhat, Link, Source};
use recado_api::{Change, Ending};
use recado_engine::StartOptions;

use crate::common::{self, Running, SetClock};
use crate::relay::{self, TestRelay};
use crate::{in_time, linked, ready, until_link};

#[tokio::test(flavor = "multi_thread")]
async fn while_the_relay_itself_does_not_answer_its_senders_are_in_doubt() {
    let relay = TestRelay::open().await;
    let running = linked(&relay).await;
    let source = form(&running).await;
    let there = relay.end().await;
    until_link(&running, |link| {
        matches!(
            link,
            Link::Connecting {
                error: Some(_),
                again_at: Some(_),
                ..
            }
        )
    })
    .await;
    running.clock.forward(SignedDuration::from_mins(10));
    let mut changes = running.client.changes(None).await.unwrap();
    wake(&running, &source).await;
    let told = in_time(common::until(&mut changes, |change| {
        let Change::Alert(alert) = change else {
            return None;
        };
        Some(alert)
    }))
    .await;
    let AlertWhat::Unanswered(counts) = told.what else {
        panic!("it counts down: {told:?}")
    };
    assert!(counts.why.contains("relay"), "{}", counts.why);
    let _relay = TestRelay::again(there).await;
    in_time(common::until(&mut changes, |change| {
        let Change::Alerts(alerts) = change else {
            return None;
        };
        alerts.is_empty().then_some(())
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_night_switched_off_counts_for_whoever_sends_here_and_not_for_whoever_sends_to_the_relay() {
    let relay = TestRelay::open().await;
    let running = linked(&relay).await;
    let source = form(&running).await;
    let Running {
        engine,
        folder,
        clock,
        ..
    } = running;
    engine.shutdown(Ending::Quit).await;
    let morning = SetClock::default();
    morning.forward(SignedDuration::from_hours(14));
    drop(clock);
    let options = StartOptions::default();
    let running = Running::start_at(folder, recado_api::Lang::PtBr, morning, options).await;
    until_link(&running, |link| matches!(link, Link::Connected { .. })).await;
    running.clock.forward(SignedDuration::from_mins(20));
    wake(&running, &source).await;
    // What comes through is taken after whatever was to be told.
    assert_eq!(send(&source).await, 200);
    assert_eq!(running.client.ask(ListAlerts {}).await.unwrap(), []);
}

/// A form whose sender gives up after three and a half hours, and that was in use.
async fn form(running: &Running) -> Source {
    let mut changes = running.client.changes(None).await.unwrap();
    let add = AddSource {
        title: "Formulário".to_owned(),
        preset: Some("typeform".to_owned()),
        secret: None,
        allow_get: false,
    };
    let added = running.client.ask(add).await.unwrap();
    let source = if added.public_address.is_some() {
        added
    } else {
        ready(&mut changes, &added).await
    };
    assert_eq!(send(&source).await, 200);
    source
}

async fn send(source: &Source) -> u16 {
    let request = relay::sender()
        .post(source.public_address.as_ref().unwrap())
        .header("content-type", "application/json")
        .body(r#"{"event_type":"form_response","form_response":{}}"#);
    in_time(request.send()).await.unwrap().status().as_u16()
}

/// Any change of a source has its sender looked at.
async fn wake(running: &Running, source: &Source) {
    let rename = RenameSource {
        source: source.id,
        title: format!("{}.", source.title),
    };
    running.client.ask(rename).await.unwrap();
}
