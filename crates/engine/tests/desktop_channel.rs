//! Windows that attach, and what is asked of the desktop: the engine's side, with a desk played by the test.
#![allow(
    clippy::unwrap_used,
    reason = "a panic is how a test fails, in its helpers too"
)]

mod common;

use std::collections::BTreeMap;

use common::{Running, until};
use recado_api::client::Changes;
use recado_api::request::{CopyText, ShowDesktop, StartWithComputer};
use recado_api::view::{Attach, Desktop, Destination, WindowOrder};
use recado_api::{Change, Code, ContactId, Ending, StreamLine};
use recado_engine::{AttachedWindow, DesktopAsk, StartOptions};
use tokio::sync::mpsc;

#[tokio::test]
async fn a_window_gets_the_desks_orders_between_the_changes() {
    let (running, mut desk) = with_desk().await;
    let mut stream = running.client.attach(&window(7)).await.unwrap();
    let attached = attached(&mut desk).await;
    assert_eq!(attached.attach, window(7));
    assert!(matches!(stream.next().await.unwrap(), Some(StreamLine::Hello(_))));

    let at = Some(Destination::Contact(ContactId::from_bytes([3; 16])));
    attached
        .orders
        .send(WindowOrder::Show { at: at.clone() })
        .await
        .unwrap();
    assert_eq!(order(&mut stream).await, WindowOrder::Show { at });
    running.add("Site").await;
    until(&mut stream, |change| {
        matches!(change, Change::Source(_)).then_some(())
    })
    .await;
    attached.orders.send(WindowOrder::AlreadyOpen).await.unwrap();
    assert_eq!(order(&mut stream).await, WindowOrder::AlreadyOpen);
}

#[tokio::test]
async fn a_window_whose_connection_ends_is_gone_for_the_desk() {
    let (running, mut desk) = with_desk().await;
    let mut stream = running.client.attach(&window(7)).await.unwrap();
    let attached = attached(&mut desk).await;
    stream.next().await.unwrap();
    assert!(!attached.orders.is_closed());
    drop(stream);
    attached.orders.closed().await;
}

#[tokio::test]
async fn a_window_follows_a_holder_without_desktop_too_and_one_whose_desk_let_go_of_it() {
    let running = Running::start().await;
    let mut stream = running.client.attach(&window(7)).await.unwrap();
    stream.next().await.unwrap();
    running.add("Site").await;
    until(&mut stream, |change| {
        matches!(change, Change::Source(_)).then_some(())
    })
    .await;

    let (running, mut desk) = with_desk().await;
    let mut stream = running.client.attach(&window(7)).await.unwrap();
    drop(attached(&mut desk).await);
    running.add("Site").await;
    until(&mut stream, |change| {
        matches!(change, Change::Source(_)).then_some(())
    })
    .await;
}

#[tokio::test]
async fn an_attached_window_is_told_how_the_engine_ends() {
    let (running, mut desk) = with_desk().await;
    let mut stream = running.client.attach(&window(7)).await.unwrap();
    let _attached = attached(&mut desk).await;
    stream.next().await.unwrap();
    running.engine.shutdown(Ending::Restart).await;
    assert_eq!(
        stream.next().await.unwrap(),
        Some(StreamLine::Ending(Ending::Restart))
    );
    assert_eq!(stream.next().await.unwrap(), None);
}

#[tokio::test]
async fn what_only_a_desktop_can_do_is_done_by_the_desk_and_its_answer_comes_back() {
    let (running, mut desk) = with_desk().await;
    let playing = tokio::spawn(async move {
        let mut copied = Vec::new();
        while let Some(asked) = desk.recv().await {
            match asked {
                DesktopAsk::Show { answer } => answer.send(desktop()).unwrap(),
                DesktopAsk::Copy { text, answer } if text.is_empty() => {
                    answer.send(Err("nothing to copy".to_owned())).unwrap();
                }
                DesktopAsk::Copy { text, answer } => {
                    copied.push(text);
                    answer.send(Ok(())).unwrap();
                }
                DesktopAsk::StartWithComputer { on, answer } => {
                    let starts_with_computer = Some(on);
                    answer
                        .send(Ok(Desktop {
                            starts_with_computer,
                            ..desktop()
                        }))
                        .unwrap();
                }
                DesktopAsk::Attach(_) => panic!("no window was opened"),
            }
        }
        copied
    });
    let client = &running.client;
    assert_eq!(client.ask(ShowDesktop {}).await.unwrap(), Some(desktop()));
    let text = "http://127.0.0.1:7322/in/k".to_owned();
    client.ask(CopyText { text: text.clone() }).await.unwrap();
    let failed = client.ask(CopyText { text: String::new() }).await.unwrap_err();
    assert_eq!(failed.code, Code::Unavailable);
    assert!(failed.message.contains("nothing to copy"), "{}", failed.message);
    let changed = client.ask(StartWithComputer { on: true }).await.unwrap();
    assert_eq!(changed.starts_with_computer, Some(true));
    running.engine.shutdown(Ending::Quit).await;
    assert_eq!(playing.await.unwrap(), [text]);
}

#[tokio::test]
async fn a_holder_without_desktop_says_so() {
    let running = Running::start().await;
    assert_eq!(running.client.ask(ShowDesktop {}).await.unwrap(), None);
    let refused = running
        .client
        .ask(StartWithComputer { on: true })
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::NoDesktop);

    let (running, desk) = with_desk().await;
    drop(desk);
    let refused = running
        .client
        .ask(CopyText {
            text: "Oi".to_owned(),
        })
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::NoDesktop);
}

#[tokio::test]
async fn what_the_desk_got_of_its_desktop_is_published() {
    let (running, _desk) = with_desk().await;
    let mut stream = running.client.changes(None).await.unwrap();
    running.engine.publish_desktop(desktop());
    let told = until(&mut stream, |change| {
        if let Change::Desktop(desktop) = change {
            Some(desktop)
        } else {
            None
        }
    })
    .await;
    assert_eq!(told, desktop());
}

async fn with_desk() -> (Running, mpsc::Receiver<DesktopAsk>) {
    let (desktop, asked) = mpsc::channel(4);
    let running = Running::start_with(StartOptions {
        desktop: Some(desktop),
        ..StartOptions::default()
    })
    .await;
    (running, asked)
}

async fn attached(desk: &mut mpsc::Receiver<DesktopAsk>) -> AttachedWindow {
    match desk.recv().await {
        Some(DesktopAsk::Attach(window)) => window,
        other => panic!("a window attaches, not {other:?}"),
    }
}

async fn order(stream: &mut Changes) -> WindowOrder {
    match stream.next().await.unwrap() {
        Some(StreamLine::Window(order)) => order,
        other => panic!("an order, not {other:?}"),
    }
}

fn window(pid: u32) -> Attach {
    Attach {
        pid,
        version: "0.1.0".to_owned(),
        at: None,
        session: BTreeMap::from([("DISPLAY".to_owned(), ":0".to_owned())]),
    }
}

fn desktop() -> Desktop {
    Desktop {
        tray: true,
        bell: false,
        starts_with_computer: None,
    }
}
