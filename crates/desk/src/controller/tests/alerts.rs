//! What is told of sources that the owner should look at.

use recado_api::request::{AddSource, DismissAlert, SetSecret};
use recado_api::view::{
    Alert, AlertKind, AlertWhat, Destination, GaveUp, GivesUp, Pause, ShapeChanged, Silence, Source,
    Unanswered,
};
use recado_api::{Change, SecretText, StreamLine};
use recado_engine::Subscription;

use super::office::{Door, Office, TestDesk};
use crate::input::Input;
use crate::tray::Click;

#[tokio::test]
async fn a_sender_that_gave_up_rings_leads_to_its_connection_and_stands_in_the_tray_until_it_is_seen_to() {
    let mut office = Office::of_a_clinic().await;
    let (mut desk, door) = office.desk().await;
    let source = refused(&door, &mut desk).await;
    assert!(!desk.face().tooltip.contains("precisa"));
    desk.after(215 * 60).await;
    desk.did();
    give_up(&door, &mut desk, &source).await;
    let ring = desk.rang();
    assert_eq!(ring.notice.title, "Formulário: o remetente pode ter se desligado");
    assert_eq!(ring.notice.leads_to, Some(Destination::Connection(source.id)));
    assert!(desk.face().tooltip.ends_with("1 conexão precisa de você"));
    let dismiss = DismissAlert {
        source: source.id,
        kind: AlertKind::GaveUp,
    };
    door.engine.ask(dismiss).await.unwrap();
    desk.catch_up().await;
    assert!(!desk.face().tooltip.contains("precisa"));
    assert!(desk.did().is_empty());
}

#[tokio::test]
async fn a_refused_sender_that_counts_down_has_rung_already() {
    let mut office = Office::of_a_clinic().await;
    let (mut desk, door) = office.desk().await;
    let source = refused(&door, &mut desk).await;
    desk.after(6 * 60).await;
    let changes = door.engine.subscribe(None);
    door.knock(&source, "wrong", 401).await;
    assert!(matches!(alerted(changes).await.what, AlertWhat::Unanswered(_)));
    desk.catch_up().await;
    assert!(desk.did().is_empty());
    assert!(desk.face().tooltip.ends_with("1 conexão precisa de você"));
}

#[tokio::test]
async fn what_begins_in_a_pause_is_told_after_it_if_nobody_saw_to_it() {
    for seen_to in [false, true] {
        let mut office = Office::of_a_clinic().await;
        let (mut desk, door) = office.desk().await;
        let source = refused(&door, &mut desk).await;
        desk.after(215 * 60).await;
        desk.take(Input::Clicked(Click::Pause(Pause::OneHour))).await;
        desk.catch_up().await;
        desk.did();
        give_up(&door, &mut desk, &source).await;
        assert!(desk.did().is_empty());
        if seen_to {
            let dismiss = DismissAlert {
                source: source.id,
                kind: AlertKind::GaveUp,
            };
            door.engine.ask(dismiss).await.unwrap();
        }
        desk.catch_up().await;
        desk.after(60 * 60).await;
        let titles = desk.titles();
        let told = titles.iter().any(|title| title.ends_with("ter se desligado"));
        assert_eq!(told, !seen_to, "{titles:?}");
    }
}

#[tokio::test]
async fn each_kind_says_what_it_is_in_a_few_words() {
    let mut office = Office::of_a_clinic().await;
    let (mut desk, door) = office.desk().await;
    let source = door.source().await;
    desk.catch_up().await;
    let noon = "2026-11-24T15:00:00Z".parse().unwrap();
    let morning = "2026-11-25T09:55:00Z".parse().unwrap();
    for (what, title, body) in [
        (
            AlertWhat::Silent(Silence {
                last_delivery_at: noon,
                usual: 9,
                causes: Vec::new(),
            }),
            "Site: silêncio fora do comum",
            "Nada chega desde 12:00. Nesse tempo costumam chegar 9 recados.",
        ),
        (
            AlertWhat::ShapeChanged(ShapeChanged {
                gone: vec!["Telefone".to_owned()],
                new: Vec::new(),
                deliveries: 1,
            }),
            "Site: o formulário mudou",
            "Não chega mais: Telefone. Veja e corrija o mapa.",
        ),
        (
            AlertWhat::Unanswered(Unanswered {
                why: "O relay não responde daqui.".to_owned(),
                gives_up_at: morning,
                then: GivesUp::QueueStopped,
            }),
            "Site: remetente sem resposta",
            "Ele tenta até 25/11 06:55 e depois para a fila. O relay não responde daqui.",
        ),
        (
            AlertWhat::GaveUp(GaveUp {
                until: None,
                then: GivesUp::Lost,
                recover: Vec::new(),
            }),
            "Site: entregas podem ter se perdido",
            "Ninguém respondeu a ele desde 12:00. O Recado mostra o que fazer.",
        ),
    ] {
        let alert = Alert {
            source_id: source.id,
            source: source.title.clone(),
            since: noon,
            what,
        };
        let change = Box::new(Change::Alert(alert));
        desk.take(Input::Changed(StreamLine::Change { n: 1_000, change }))
            .await;
        let ring = desk.rang();
        assert_eq!(
            (ring.notice.title.as_str(), ring.notice.body.as_str()),
            (title, body)
        );
    }
}

/// A form that worked, and whose sender is refused now; told already.
async fn refused(door: &Door<'_>, desk: &mut TestDesk<'_>) -> Source {
    let add = AddSource {
        title: "Formulário".to_owned(),
        preset: Some("typeform".to_owned()),
        secret: None,
        allow_get: false,
    };
    let source = door.engine.ask(add).await.unwrap();
    door.write(&source, 1, "Oi").await;
    let secret = SetSecret {
        source: source.id,
        secret: Some(SecretText::new("right".to_owned())),
        keep_former: false,
    };
    door.engine.ask(secret).await.unwrap();
    for _ in 0..2 {
        door.knock(&source, "wrong", 401).await;
    }
    desk.catch_up().await;
    desk.after(1).await;
    let told = desk.titles();
    assert!(
        told.iter().any(|title| title.ends_with("sendo recusadas")),
        "{told:?}"
    );
    source
}

/// A minute more, and its time is over: three and a half hours.
async fn give_up(door: &Door<'_>, desk: &mut TestDesk<'_>, source: &Source) {
    desk.after(60).await;
    let changes = door.engine.subscribe(None);
    door.knock(source, "wrong", 401).await;
    assert!(matches!(alerted(changes).await.what, AlertWhat::GaveUp(_)));
    desk.catch_up().await;
}

/// The next alert that begins.
async fn alerted(mut changes: Subscription) -> Alert {
    loop {
        if let Some(StreamLine::Change { change, .. }) = changes.next().await
            && let Change::Alert(alert) = *change
        {
            return alert;
        }
    }
}
