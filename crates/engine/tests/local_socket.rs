//! The typed API on its socket, as the window and the command line use it.
#![allow(
    clippy::unwrap_used,
    reason = "a panic is how a test fails, in its helpers too"
)]

mod common;

use common::Running;
use recado_api::request::{ListContacts, ListSources, PauseSource, SayHello, SetUpBusiness, Stop};
use recado_api::socket::Record;
use recado_api::view::{BusinessKind, SourceState};
use recado_api::{Change, Code, Ending, Holder, Lang, PROTOCOL, Position, SourceId, StreamLine};
use recado_engine::{Engine, Folder, OpenError, OpenOptions};

#[tokio::test]
async fn a_running_engine_says_who_it_is() {
    let desk = Running::start().await;
    let hello = desk.client.ask(SayHello {}).await.unwrap();
    assert_eq!((hello.protocol, hello.holder), (PROTOCOL, Holder::Desk));
}

#[tokio::test]
async fn a_follower_that_asks_for_the_state_misses_nothing() {
    let desk = Running::start().await;
    desk.add("one").await;
    let mut changes = desk.client.changes(None).await.unwrap();
    assert!(matches!(
        changes.next().await.unwrap(),
        Some(StreamLine::Hello(_))
    ));
    desk.add("two").await;
    let (sources, n) = desk.client.ask_for_state(ListSources {}).await.unwrap();
    desk.add("three").await;

    let mut titles: Vec<_> = sources.into_iter().map(|source| source.title).collect();
    assert_eq!(titles, ["one", "two"]);
    while titles.len() < 3 {
        let Some(StreamLine::Change { n: at, change }) = changes.next().await.unwrap() else {
            panic!("a change")
        };
        let Change::Source(source) = *change else {
            panic!("a source")
        };
        if at > n {
            titles.push(source.title);
        }
    }
    assert_eq!(titles, ["one", "two", "three"]);
}

#[tokio::test]
async fn a_follower_comes_back_to_where_it_was() {
    let desk = Running::start().await;
    let epoch = desk.client.ask(SayHello {}).await.unwrap().epoch;
    desk.add("one").await;
    desk.add("two").await;
    let mut changes = desk
        .client
        .changes(Some(&Position { epoch, n: 1 }))
        .await
        .unwrap();
    assert!(matches!(
        changes.next().await.unwrap(),
        Some(StreamLine::Hello(_))
    ));
    let Some(StreamLine::Change { n: 2, change }) = changes.next().await.unwrap() else {
        panic!("change 2")
    };
    assert!(matches!(*change, Change::Source(source) if source.title == "two"));
}

#[tokio::test]
async fn a_follower_of_an_earlier_run_is_told_to_ask_anew() {
    let desk = Running::start().await;
    desk.add("one").await;
    let earlier = Position {
        epoch: "of another run".replace(' ', "-"),
        n: 40,
    };
    let mut changes = desk.client.changes(Some(&earlier)).await.unwrap();
    assert!(matches!(
        changes.next().await.unwrap(),
        Some(StreamLine::Hello(_))
    ));
    assert!(matches!(
        changes.next().await.unwrap(),
        Some(StreamLine::Resync(Position { n: 1, .. }))
    ));
}

#[tokio::test]
async fn a_failure_has_a_code_and_a_sentence_in_the_language_of_the_business() {
    let desk = Running::start().await;
    for (lang, expected) in [
        (Lang::En, "There is no such source."),
        (Lang::PtBr, "Essa conexão não existe."),
    ] {
        let set_up = SetUpBusiness {
            name: "Loja".to_owned(),
            kind: BusinessKind::Shop,
            lang,
            country: Some("BR".to_owned()),
            zone: Some("America/Sao_Paulo".to_owned()),
        };
        desk.client.ask(set_up).await.unwrap();
        let source = SourceId::from_bytes([7; 16]);
        let failure = desk.client.ask(PauseSource { source }).await.unwrap_err();
        assert_eq!(
            (failure.code, failure.message.as_str()),
            (Code::NotFound, expected)
        );
    }
}

#[tokio::test]
async fn setting_up_gives_the_board_the_stages_of_the_business_while_nobody_is_on_it() {
    let desk = Running::start().await;
    let set_up = desk
        .client
        .ask(SetUpBusiness {
            name: "Clínica Sorriso".to_owned(),
            kind: BusinessKind::Clinic,
            lang: Lang::PtBr,
            country: None,
            zone: Some("America/Manaus".to_owned()),
        })
        .await
        .unwrap();
    let expected = [
        "Novos",
        "Em conversa",
        "Agendados",
        "Confirmados",
        "Atendidos",
        "Perdidos",
    ];
    assert_eq!(set_up.stages, expected);
    assert_eq!(set_up.business.country, "BR");
}

#[tokio::test]
async fn a_paused_source_is_shown_so_by_a_change() {
    let desk = Running::start().await;
    let source = desk.add("Site").await;
    let mut changes = desk.client.changes(None).await.unwrap();
    changes.next().await.unwrap();
    desk.client.ask(PauseSource { source }).await.unwrap();
    let Some(StreamLine::Change { change, .. }) = changes.next().await.unwrap() else {
        panic!("a change")
    };
    assert!(matches!(*change, Change::Source(source) if source.state == SourceState::Paused));
}

#[tokio::test]
async fn a_stop_is_answered_said_on_the_stream_and_frees_the_folder() {
    let Running {
        engine,
        client,
        folder,
        ..
    } = Running::start().await;
    let mut changes = client.changes(None).await.unwrap();
    changes.next().await.unwrap();
    client.ask(Stop {}).await.unwrap();
    engine.stop_asked().await;
    engine.shutdown(Ending::Quit).await;
    assert_eq!(
        changes.next().await.unwrap(),
        Some(StreamLine::Ending(Ending::Quit))
    );
    assert_eq!(changes.next().await.unwrap(), None);
    let left = client.ask(SayHello {}).await.unwrap_err();
    assert_eq!(left.code, Code::Unreachable);
    assert!(!Folder::at(folder.path()).is_held().unwrap());
    assert_eq!(Record::read(folder.path()), None);
}

#[tokio::test]
async fn dropping_an_engine_ends_all_it_started_and_frees_the_folder() {
    let Running {
        engine,
        folder,
        listening,
        ..
    } = Running::start().await;
    drop(engine);
    let folder = Folder::at(folder.path());
    while folder.is_held().unwrap() {
        tokio::task::yield_now().await;
    }
    assert!(tokio::net::TcpStream::connect(listening).await.is_err());
}

#[tokio::test]
async fn a_second_desk_is_told_who_holds_the_folder() {
    let desk = Running::start().await;
    let second = Engine::open(&Folder::at(desk.folder.path()), OpenOptions::new(Holder::Serve)).await;
    let Err(OpenError::Held {
        record: Some(record), ..
    }) = second
    else {
        panic!("the folder is held")
    };
    assert_eq!((record.holder, record.pid), (Holder::Desk, std::process::id()));
}

#[tokio::test]
async fn a_starter_waits_for_a_command_to_let_go_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let command = Engine::open(&Folder::at(folder.path()), OpenOptions::new(Holder::Command))
        .await
        .unwrap();
    let (waits, told) = tokio::sync::oneshot::channel();
    let waits = std::sync::Mutex::new(Some(waits));
    let on_wait = move |record: &Record| {
        waits.lock().unwrap().take().unwrap().send(record.holder).unwrap();
    };
    let path = folder.path().to_owned();
    let starter = tokio::spawn(async move {
        let options = OpenOptions {
            on_wait: std::sync::Arc::new(on_wait),
            ..OpenOptions::new(Holder::Serve)
        };
        Engine::open(&Folder::at(path), options).await
    });
    assert_eq!(told.await.unwrap(), Holder::Command);
    assert!(!starter.is_finished());
    command.shutdown(Ending::Quit).await;
    let started = starter.await.unwrap().unwrap();
    assert_eq!(Record::read(started.folder()).unwrap().holder, Holder::Serve);
}

#[tokio::test]
async fn an_engine_that_is_only_open_answers_itself_and_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(&Folder::at(folder.path()), OpenOptions::new(Holder::Command))
        .await
        .unwrap();
    assert!(
        engine
            .ask(ListContacts {
                after: None,
                limit: 10
            })
            .await
            .unwrap()
            .contacts
            .is_empty()
    );
    assert_eq!(Record::read(folder.path()).unwrap().socket, None);
}
