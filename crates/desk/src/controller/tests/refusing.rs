//! What is told of a source whose sender begins to be refused.

use recado_api::SecretText;
use recado_api::request::{SetScheme, SetSecret};
use recado_api::view::{Pause, Source};

use super::office::{Door, Office};
use crate::input::Input;
use crate::tray::Click;

#[tokio::test]
async fn it_rings_once_when_a_sender_begins_to_be_refused_and_says_why() {
    let mut office = Office::of_a_clinic().await;
    let (mut desk, door) = office.desk().await;
    let source = with_a_token(&door).await;
    door.knock(&source, "wrong", 401).await;
    desk.catch_up().await;
    let ring = desk.rang();
    assert_eq!(ring.notice.title, "Site: entregas estão sendo recusadas");
    assert!(!ring.notice.body.is_empty() && !ring.notice.body.contains("wrong"));
    door.knock(&source, "wrong again", 401).await;
    desk.catch_up().await;
    assert!(desk.did().is_empty());
}

#[tokio::test]
async fn what_begins_in_a_pause_is_told_after_it_if_it_lasts() {
    for over_before in [false, true] {
        let mut office = Office::of_a_clinic().await;
        let (mut desk, door) = office.desk().await;
        let source = with_a_token(&door).await;
        desk.take(Input::Clicked(Click::Pause(Pause::OneHour))).await;
        desk.catch_up().await;
        door.knock(&source, "wrong", 401).await;
        desk.catch_up().await;
        assert!(desk.did().is_empty());
        if over_before {
            door.knock(&source, "right", 200).await;
        }
        desk.catch_up().await;
        desk.after(60 * 60).await;
        let titles: Vec<_> = desk.titles();
        let told = titles.iter().any(|title| title.ends_with("sendo recusadas"));
        assert_eq!(told, !over_before, "{titles:?}");
    }
}

async fn with_a_token(door: &Door<'_>) -> Source {
    let source = door.source().await;
    let scheme = SetScheme {
        source: source.id,
        scheme: "token".to_owned(),
        name: None,
    };
    door.engine.ask(scheme).await.unwrap();
    let secret = SetSecret {
        source: source.id,
        secret: Some(SecretText::new("right".to_owned())),
        keep_former: false,
    };
    door.engine.ask(secret).await.unwrap();
    source
}
