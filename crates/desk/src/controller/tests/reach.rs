//! What becomes of the way to this computer, in the tray and told.

use jiff::Timestamp;
use recado_api::view::{Link, LinkStop, Pause, Reach, Tunnel};
use recado_api::{Change, StreamLine};

use super::office::{Did, Office, TestDesk};
use crate::input::Input;
use crate::tray::Click;

#[tokio::test]
async fn the_tray_follows_the_link_to_the_relay() {
    let mut office = Office::of_a_clinic().await;
    let (mut desk, _door) = office.desk().await;
    assert_eq!(desk.face().tooltip, "Recado: tudo lido");
    follow(&mut desk, Link::Connected { since: noon() }).await;
    assert_eq!(
        desk.face().tooltip,
        "Recado: tudo lido\nEndereço público: conectado"
    );
    let away = Link::Connecting {
        since: noon(),
        error: Some("Sem rede.".to_owned()),
        again_at: None,
    };
    follow(&mut desk, away).await;
    assert_eq!(
        desk.face().tooltip,
        "Recado: tudo lido\nEndereço público: sem conexão desde 12:00"
    );
    assert!(desk.did().is_empty(), "it comes back by itself");
}

#[tokio::test]
async fn a_link_that_was_given_up_rings_once_and_leads_to_the_window() {
    let mut office = Office::of_a_clinic().await;
    let (mut desk, _door) = office.desk().await;
    follow(&mut desk, replaced(noon())).await;
    let ring = desk.rang();
    assert_eq!(ring.notice.title, "Seu endereço público parou");
    assert_eq!(ring.notice.body, "Outro computador recebe agora.");
    follow(&mut desk, replaced(noon())).await;
    assert!(desk.did().is_empty(), "it was told");
    desk.take(Input::ToastClicked(ring.notice.leads_to)).await;
    let did = desk.did();
    assert!(matches!(did.as_slice(), [Did::Opened(None)]), "{did:?}");

    // Taken back, and lost once more.
    follow(&mut desk, Link::Connected { since: noon() }).await;
    let later = "2026-11-24T15:30:00Z".parse().unwrap();
    follow(&mut desk, replaced(later)).await;
    desk.rang();
}

#[tokio::test]
async fn a_link_given_up_in_a_pause_is_told_afterwards_if_it_still_is() {
    let mut office = Office::of_a_clinic().await;
    let (mut desk, _door) = office.desk().await;
    for still in [true, false] {
        desk.take(Input::Clicked(Click::Pause(Pause::OneHour))).await;
        desk.catch_up().await;
        follow(&mut desk, replaced(noon())).await;
        assert!(desk.did().is_empty());
        if !still {
            follow(&mut desk, Link::Connected { since: noon() }).await;
        }
        desk.after(60 * 60).await;
        assert_eq!(desk.titles().len(), usize::from(still));
        follow(&mut desk, Link::Connected { since: noon() }).await;
    }
}

async fn follow(desk: &mut TestDesk<'_>, link: Link) {
    let reach = Reach {
        tunnel: Some(Tunnel {
            relay: "https://relay.example".to_owned(),
            public_base: Some("https://relay.example/abc".to_owned()),
            link,
            waiting: 0,
            kept_days: Some(7),
        }),
        own_address: None,
    };
    let change = Box::new(Change::Reach(reach));
    desk.take(Input::Changed(StreamLine::Change { n: 1, change }))
        .await;
    desk.after(1).await;
}

fn replaced(since: Timestamp) -> Link {
    Link::Stopped {
        since,
        why: LinkStop::Replaced,
        error: "Outro computador recebe agora.".to_owned(),
    }
}

fn noon() -> Timestamp {
    "2026-11-24T15:00:00Z".parse().unwrap()
}
