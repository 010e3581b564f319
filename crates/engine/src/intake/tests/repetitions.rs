//! What comes twice is filed once, and what only looks like it is filed.

use super::*;

#[tokio::test]
async fn the_same_request_is_one_for_ten_minutes_and_then_a_new_message() {
    let shop = Shop::open().await;
    let first = shop.file(message("Ana", "+5511987654321", "Oi")).await;
    shop.wait(SignedDuration::from_mins(9));
    let again = shop.file(message("Ana", "+5511987654321", "Oi")).await;
    assert_eq!(verdict(&again), Verdict::Duplicate);
    assert_eq!(answered_as(&again), answered_as(&first));
    shop.wait(SignedDuration::from_mins(2));
    let later = shop.file(message("Ana", "+5511987654321", "Oi")).await;
    assert_eq!(verdict(&later), Verdict::Accepted);
    assert_eq!(shop.only_contact().await.unread, 2);
}

#[tokio::test]
async fn a_repetition_is_a_short_row_that_names_the_first_which_counts_it() {
    let shop = Shop::open().await;
    for _ in 0..3 {
        shop.file(message("Ana", "+5511987654321", "Oi")).await;
    }
    let log = shop.deliveries().await;
    let [first, second, third] = log.as_slice() else {
        panic!("three rows, not {}", log.len())
    };
    assert_eq!(
        (first.verdict, first.repeats, first.events.len()),
        (Verdict::Accepted, 2, 1)
    );
    for repeat in [second, third] {
        assert_eq!(
            (repeat.verdict, repeat.duplicate_of),
            (Verdict::Duplicate, Some(first.id))
        );
        assert!(repeat.events.is_empty());
    }
}

#[tokio::test]
async fn the_senders_id_for_the_delivery_outlasts_the_ten_minutes() {
    let shop = Shop::open().await;
    let with_id = |text| Said {
        header_id: Some("evt_1"),
        ..Said::from(message("Ana", "+5511987654321", text))
    };
    shop.file(with_id("Oi")).await;
    shop.wait(SignedDuration::from_hours(24 * 30));
    let again = shop.file(with_id("Oi, de novo com outro corpo")).await;
    assert_eq!(verdict(&again), Verdict::Duplicate);
}

#[tokio::test]
async fn a_new_version_of_an_event_is_filed_and_the_same_version_is_not() {
    let shop = Shop::open().await;
    let version = |version: &str, text| Event {
        external_id: Some("77".to_owned()),
        version: Some(version.to_owned()),
        ..message("Ana", "+5511987654321", text)
    };
    assert_eq!(verdict(&shop.file(version("a", "Oi")).await), Verdict::Accepted);
    assert_eq!(
        verdict(&shop.file(version("b", "Oi, mudei")).await),
        Verdict::Accepted
    );
    assert_eq!(verdict(&shop.file(version("a", "Oi")).await), Verdict::Duplicate);
}

#[tokio::test]
async fn one_source_does_not_swallow_what_another_one_brings() {
    let shop = Shop::open().await;
    let other = shop
        .engine
        .ask(AddSource {
            title: "Loja".to_owned(),
            preset: None,
            secret: None,
            allow_get: false,
        })
        .await
        .unwrap();
    shop.file(message("Ana", "+5511987654321", "Oi")).await;
    let there = shop
        .file(Said {
            source: Some(other.id),
            ..Said::from(message("Ana", "+5511987654321", "Oi"))
        })
        .await;
    assert_eq!(verdict(&there), Verdict::Accepted);
}

#[tokio::test]
async fn what_came_while_a_source_was_paused_is_filed_once_when_it_resumes() {
    let shop = Shop::open().await;
    let source = shop.source;
    shop.engine.ask(PauseSource { source }).await.unwrap();
    let body = r#"{ "nome": "Ana", "telefone": "+5511987654321", "mensagem": "Oi" }"#;
    let held = Said {
        body: body.as_bytes(),
        ..Said::from(message("Ana", "+5511987654321", "Oi"))
    };
    assert_eq!(verdict(&shop.file(held.clone()).await), Verdict::Paused);
    assert_eq!(verdict(&shop.file(held).await), Verdict::Paused);
    assert!(shop.contacts().await.is_empty());
    // The window of repetition counts from the receipt, not from the resumption.
    shop.wait(SignedDuration::from_hours(5));
    let resumed = shop.engine.ask(ResumeSource { source }).await.unwrap();
    assert_eq!(resumed.applied, 2);
    let verdicts: Vec<_> = shop
        .deliveries()
        .await
        .iter()
        .map(|delivery| delivery.verdict)
        .collect();
    assert_eq!(verdicts, [Verdict::Accepted, Verdict::Duplicate]);
    assert_eq!(shop.only_contact().await.unread, 1);
}
