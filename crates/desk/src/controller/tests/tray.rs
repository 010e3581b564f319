//! What the tray shows follows the engine, and what it asks for is done.

use recado_api::request::MarkRead;
use recado_api::{Lang, SourceId};
use tokio::sync::oneshot;

use super::office::{Did, Office};
use crate::input::{Found, Input};
use crate::tray::{Click, Panel};

#[tokio::test]
async fn the_icon_follows_what_is_unread() {
    let mut office = Office::of_a_clinic().await;
    let source = office.source().await;
    let (mut desk, door) = office.desk().await;
    assert!(!desk.face().icon.unread);
    door.write(&source, 1, "oi").await;
    door.write(&source, 2, "oi").await;
    desk.catch_up().await;
    desk.after(1).await;
    assert_eq!(desk.face().tooltip, "Recado: 2 não lidos");
    for name in ["Pessoa 1", "Pessoa 2"] {
        let contact = door.contact(name).await;
        door.engine.ask(MarkRead { contact, read: true }).await.unwrap();
    }
    desk.catch_up().await;
    desk.after(1).await;
    assert!(!desk.face().icon.unread);
}

#[tokio::test]
async fn it_speaks_the_language_that_was_chosen_and_suits_the_panel() {
    let mut office = Office::of_a_clinic().await;
    let (mut desk, door) = office.desk().await;
    assert_eq!(desk.face().tooltip, "Recado: tudo lido");
    door.set_up(Lang::En).await;
    desk.catch_up().await;
    assert_eq!(desk.face().tooltip, "Recado: all read");
    assert_eq!(desk.face().icon.panel, Panel::Dark);
    desk.take(Input::Found(Found::Panel(Panel::Light))).await;
    assert_eq!(desk.face().icon.panel, Panel::Light);
}

#[tokio::test]
async fn copy_address_copies_the_address_of_that_source() {
    let mut office = Office::of_a_clinic().await;
    let (mut desk, door) = office.desk().await;
    let source = door.source().await;
    desk.catch_up().await;
    desk.take(Input::Clicked(Click::CopyAddress(source.id))).await;
    let did = desk.did();
    assert!(
        matches!(did.as_slice(), [Did::Copied(text)] if *text == source.address),
        "{did:?}"
    );
    // One that is gone has nothing to copy.
    let unknown = SourceId::from_bytes([9; 16]);
    desk.take(Input::Clicked(Click::CopyAddress(unknown))).await;
    assert!(desk.did().is_empty());
    desk.take(Input::CopyFailed("sem área de transferência".to_owned()))
        .await;
    assert_eq!(desk.rang().notice.body, "sem área de transferência");
}

#[tokio::test]
async fn starting_with_the_computer_is_answered_when_it_is_so() {
    let mut office = Office::of_a_clinic().await;
    let (mut desk, _) = office.desk().await;
    let (answer, answered) = oneshot::channel();
    let ask = recado_engine::DesktopAsk::StartWithComputer { on: true, answer };
    desk.take(Input::Asked(ask)).await;
    assert_eq!(desk.shown_desktop().await.starts_with_computer, Some(false));
    let mut did = desk.did();
    let Some(Did::SetAutostart(true, answer)) = did.pop() else {
        panic!("{did:?}");
    };
    let result = Ok(Some(true));
    desk.take(Input::StartsWithComputer { result, answer }).await;
    assert_eq!(answered.await.unwrap().unwrap().starts_with_computer, Some(true));
    assert_eq!(desk.shown_desktop().await.starts_with_computer, Some(true));
}

#[tokio::test]
async fn a_tray_that_comes_later_is_told() {
    let mut office = Office::of_a_clinic().await;
    let (mut desk, _) = office.desk().await;
    desk.take(Input::Found(Found::Tray(false))).await;
    assert!(!desk.shown_desktop().await.tray);
    desk.take(Input::Found(Found::Tray(true))).await;
    assert!(desk.shown_desktop().await.tray);
}
