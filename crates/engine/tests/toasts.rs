//! What is still to be told on the desktop, over a real socket and from real deliveries.
#![allow(
    clippy::unwrap_used,
    reason = "a panic is how a test fails, in its helpers too"
)]

mod common;

use common::{Running, post, until};
use recado_api::Change;
use recado_api::request::{ListToasts, MarkToasts, PauseSource, ResumeSource};
use recado_api::view::ToastPage;
use recado_engine::StartOptions;

const CARLOS: &str = r#"{"nome": "Carlos", "telefone": "11987654321", "mensagem": "Oi"}"#;
const CARLOS_AGAIN: &str = r#"{"nome": "Carlos", "telefone": "11987654321", "mensagem": "Ainda tem vaga?"}"#;
const ANA: &str = r#"{"nome": "Ana", "email": "ana@exemplo.com.br", "inicio": "2026-03-12T14:00:00-03:00"}"#;

#[tokio::test]
async fn all_that_rings_waits_to_be_told_oldest_first_until_it_is_marked() {
    let running = Running::start().await;
    let source = running.add_source("Site").await;
    for body in [CARLOS, ANA, CARLOS_AGAIN] {
        post(&source, body).await;
    }
    let page = toasts(&running, 2).await;
    let told: Vec<_> = page
        .toasts
        .iter()
        .map(|toast| toast.arrival.who.as_str())
        .collect();
    assert_eq!(told, ["Carlos", "Ana"]);
    let kinds: Vec<_> = page
        .toasts
        .iter()
        .map(|toast| toast.arrival.kind.as_str())
        .collect();
    assert_eq!(kinds, ["message", "appointment"]);
    assert_eq!((page.total, page.people), (3, 2));

    let through = page.toasts.last().unwrap().n;
    running.client.ask(MarkToasts { through }).await.unwrap();
    let left = toasts(&running, 100).await;
    assert_eq!((left.total, left.people), (1, 1));
    let last = left.toasts.first().unwrap();
    assert_eq!(last.arrival.text.as_deref(), Some("Ainda tem vaga?"));
    assert_eq!(left.newest, Some(last.n));

    running.client.ask(MarkToasts { through: last.n }).await.unwrap();
    let none = toasts(&running, 100).await;
    assert_eq!((none.total, none.people, none.newest), (0, 0, None));
}

#[tokio::test]
async fn what_was_not_marked_waits_after_a_restart_and_a_number_never_comes_twice() {
    let running = Running::start().await;
    let source = running.add_source("Site").await;
    post(&source, CARLOS).await;
    let first = toasts(&running, 1).await.newest.unwrap();
    running.client.ask(MarkToasts { through: first }).await.unwrap();
    post(&source, ANA).await;

    let Running { engine, folder, .. } = running;
    engine.shutdown(recado_api::Ending::Quit).await;
    let running = Running::start_in(folder, StartOptions::default()).await;
    let page = toasts(&running, 100).await;
    assert_eq!(page.toasts.len(), 1);
    assert!(page.newest.unwrap() > first);
}

#[tokio::test]
async fn a_toast_is_there_when_its_arrival_is_published() {
    let running = Running::start().await;
    let source = running.add_source("Site").await;
    let mut changes = running.client.changes(None).await.unwrap();
    post(&source, CARLOS).await;
    let arrival = until(&mut changes, |change| {
        if let Change::Arrival(arrival) = change {
            Some(arrival)
        } else {
            None
        }
    })
    .await;
    assert_eq!(toasts(&running, 1).await.toasts.first().unwrap().arrival, arrival);
}

#[tokio::test]
async fn a_repetition_rings_once_and_what_a_paused_source_kept_rings_when_it_is_filed() {
    let running = Running::start().await;
    let source = running.add_source("Site").await;
    post(&source, CARLOS).await;
    post(&source, CARLOS).await;
    assert_eq!(toasts(&running, 100).await.total, 1);

    let id = source.id;
    running.client.ask(PauseSource { source: id }).await.unwrap();
    post(&source, ANA).await;
    assert_eq!(toasts(&running, 100).await.total, 1);
    running.client.ask(ResumeSource { source: id }).await.unwrap();
    assert_eq!(toasts(&running, 100).await.total, 2);
}

async fn toasts(running: &Running, limit: u32) -> ToastPage {
    running.client.ask(ListToasts { limit }).await.unwrap()
}
