//! "Send a test": over real HTTP to the real receiver, and away again without a trace.
#![allow(
    clippy::unwrap_used,
    reason = "a panic is how a test fails, in its helpers too"
)]

mod common;

use std::net::TcpListener;

use common::{Running, good_sample, post, post_with, until};
use jiff::SignedDuration;
use recado_api::request::{
    ListToasts, PauseSource, RemoveSource, RemoveTests, ResumeSource, SendSample, ShowContact,
};
use recado_api::view::{SampleKind, SampleSent, Source, Verdict, What};
use recado_api::{Change, Code, Failure};
use recado_engine::{Engine, Folder, OpenOptions, Receiver, StartOptions, Style};

#[tokio::test]
async fn a_test_is_received_like_any_delivery_and_known_for_a_test() {
    let running = Running::start().await;
    let source = running.add_source("Site").await;
    let mut changes = running.client.changes(None).await.unwrap();
    let sent = test(&running, &source).await.unwrap();
    assert_eq!(sent.http_status, 200);
    let contacts = running.contacts().await;
    let contact = contacts.first().unwrap();
    assert_eq!(sent.contact, Some(contact.id));
    assert_eq!(
        (contact.name.as_str(), contact.test, contact.unread),
        ("Contato de teste", true, 1)
    );
    assert_eq!(contact.emails, ["teste@recado.example"]);
    assert!(contact.phones.is_empty());
    let arrival = until(&mut changes, |change| {
        if let Change::Arrival(arrival) = change {
            Some(arrival)
        } else {
            None
        }
    })
    .await;
    assert!(arrival.test && arrival.new_contact);
    let log = running.deliveries().await;
    assert_eq!(log.first().unwrap().verdict, Verdict::Accepted);
    assert_eq!(sent.delivery, Some(log.first().unwrap().id));
    assert_eq!(toasts(&running).await, 1);
}

#[tokio::test]
async fn a_second_test_lands_on_the_same_card() {
    let running = Running::start().await;
    let source = running.add_source("Site").await;
    let first = test(&running, &source).await.unwrap();
    let second = test(&running, &source).await.unwrap();
    assert_eq!(first.contact, second.contact);
    assert_ne!(first.delivery, second.delivery);
    let contacts = running.contacts().await;
    assert_eq!((contacts.len(), contacts.first().unwrap().unread), (1, 2));
}

#[tokio::test]
async fn a_header_that_anybody_may_send_makes_no_test_and_stands_in_no_log() {
    let running = Running::start().await;
    let source = running.add_source("Site").await;
    let body = r#"{"nome": "Ana", "telefone": "11987654321"}"#;
    post_with(&source, body, &[("recado-test", "aaaabbbbccccdddd")]).await;
    assert!(!running.contacts().await.first().unwrap().test);
    test(&running, &source).await.unwrap();
    running.engine.shutdown(recado_api::Ending::Quit).await;
    let file = std::fs::read(Folder::at(running.folder.path()).database()).unwrap();
    assert!(!contains(&file, "recado-test") && !contains(&file, "aaaabbbbccccdddd"));
}

#[tokio::test]
async fn somebody_real_with_the_address_of_the_tests_is_no_test_any_more() {
    let running = Running::start().await;
    let source = running.add_source("Site").await;
    test(&running, &source).await.unwrap();
    post(
        &source,
        r#"{"nome": "Ana", "email": "teste@recado.example", "mensagem": "Oi"}"#,
    )
    .await;
    let contact = running.contacts().await.remove(0);
    assert!(!contact.test);
    test(&running, &source).await.unwrap();
    assert!(!running.contacts().await.first().unwrap().test);
    let removed = running.client.ask(RemoveTests {}).await.unwrap();
    assert_eq!(removed.contacts, 0);
    let kept = ShowContact {
        contact: contact.id,
        entries: 10,
    };
    let timeline = running.client.ask(kept).await.unwrap().timeline.entries;
    let told = timeline
        .iter()
        .filter(|entry| matches!(entry.what, What::Event(_)));
    assert_eq!(told.count(), 3);
}

#[tokio::test]
async fn tests_stand_in_no_export() {
    let running = Running::start().await;
    let source = running.add_source("Site").await;
    test(&running, &source).await.unwrap();
    post(&source, r#"{"nome": "Ana", "telefone": "11987654321"}"#).await;
    let mut export = running.engine.export(Style::default());
    let mut file = Vec::new();
    while let Some(piece) = export.next().await.unwrap() {
        file.extend_from_slice(&piece);
    }
    assert!(contains(&file, "Ana") && !contains(&file, "teste"));
}

#[tokio::test]
async fn removed_tests_leave_nothing_in_the_file_and_another_test_works() {
    let running = Running::start().await;
    let source = running.add_source("Site").await;
    post(&source, r#"{"nome": "Ana", "telefone": "11987654321"}"#).await;
    let sent = test(&running, &source).await.unwrap();
    let mut changes = running.client.changes(None).await.unwrap();
    let removed = running.client.ask(RemoveTests {}).await.unwrap();
    assert_eq!(removed.contacts, 1);
    let gone = until(&mut changes, |change| {
        if let Change::ContactGone(contact) = change {
            Some(contact)
        } else {
            None
        }
    })
    .await;
    assert_eq!(Some(gone), sent.contact);
    assert_eq!(running.contacts().await.len(), 1);
    assert_eq!(running.deliveries().await.len(), 1);
    assert_eq!(toasts(&running).await, 1);

    let running = running.restart_on(recado_api::Lang::PtBr).await;
    let file = std::fs::read(Folder::at(running.folder.path()).database()).unwrap();
    assert!(contains(&file, "11987654321"));
    for trace in ["recado.example", "Contato de teste", "assim chega"] {
        assert!(!contains(&file, trace), "{trace} is still in the file");
    }
    let again = test(&running, &source).await.unwrap();
    assert!(again.contact.is_some());
    assert_ne!(again.contact, sent.contact);
}

#[tokio::test]
async fn a_paused_source_keeps_its_test_which_is_one_when_it_is_filed_and_can_be_removed_before() {
    let running = Running::start().await;
    let source = running.add_source("Site").await;
    let id = source.id;
    running.client.ask(PauseSource { source: id }).await.unwrap();
    let sent = test(&running, &source).await.unwrap();
    assert_eq!((sent.http_status, sent.contact), (200, None));
    assert!(sent.delivery.is_some());
    running.client.ask(RemoveTests {}).await.unwrap();
    assert!(running.deliveries().await.is_empty());

    test(&running, &source).await.unwrap();
    let twice = SendSample {
        kind: SampleKind::Duplicate,
        ..good_sample(id)
    };
    let sent = running.client.ask(twice).await.unwrap();
    assert_eq!((sent.verdict, sent.wrong), (Some(Verdict::Paused), None));
    running.client.ask(ResumeSource { source: id }).await.unwrap();
    let contacts = running.contacts().await;
    let contact = contacts.first().unwrap();
    assert_eq!((contacts.len(), contact.test, contact.unread), (1, true, 2));
}

#[tokio::test]
async fn a_test_that_could_not_arrive_is_refused_with_a_sentence() {
    let running = Running::start().await;
    let source = running.add_source("Site").await;
    running
        .client
        .ask(RemoveSource { source: source.id })
        .await
        .unwrap();
    let refused = test(&running, &source).await.unwrap_err();
    assert_eq!(refused.code, Code::NotFound);

    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let running = Running::start_with(StartOptions {
        listen: Some(other.local_addr().unwrap()),
        receiver: Receiver::KeepTrying,
        ..StartOptions::default()
    })
    .await;
    let source = running.add_source("Site").await;
    let refused = test(&running, &source).await.unwrap_err();
    assert_eq!(refused.code, Code::Unavailable);

    let Running { engine, folder, .. } = running;
    engine.shutdown(recado_api::Ending::Quit).await;
    let options = OpenOptions::new(recado_api::Holder::Command);
    let engine = Engine::open(&Folder::at(folder.path()), options).await.unwrap();
    let refused = engine.ask(good_sample(source.id)).await.unwrap_err();
    assert_eq!(refused.code, Code::Unavailable);
}

#[tokio::test]
async fn a_test_stays_a_new_one_however_often_within_ten_minutes_or_days() {
    let running = Running::start().await;
    let source = running.add_source("Site").await;
    for pause in [1, 60, 60 * 24 * 8] {
        test(&running, &source).await.unwrap();
        running.clock.forward(SignedDuration::from_mins(pause));
    }
    let verdicts: Vec<_> = running
        .deliveries()
        .await
        .iter()
        .map(|delivery| delivery.verdict)
        .collect();
    assert_eq!(verdicts, [Verdict::Accepted; 3]);
}

async fn test(running: &Running, source: &Source) -> Result<SampleSent, Failure> {
    running.client.ask(good_sample(source.id)).await
}

async fn toasts(running: &Running) -> u32 {
    running.client.ask(ListToasts { limit: 1 }).await.unwrap().total
}

fn contains(file: &[u8], text: &str) -> bool {
    file.windows(text.len()).any(|window| window == text.as_bytes())
}
