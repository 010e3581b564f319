//! Senders that tell an id alone: what it stands for is fetched from a real HTTP server.

use jiff::SignedDuration;
use recado_api::client::Changes;
use recado_api::request::{ApplyDeliveries, ListDeliveries, SetAccessToken, ShowSource};
use recado_api::view::{Delivery, Source, Verdict};
use recado_api::{Change, Ending, Lang, SecretText};

use crate::api::{Api, Reply};
use crate::common::{Running, SetClock, post, post_with, until};
use crate::sender::sign;

fn payment(status: &str) -> String {
    format!(
        r#"{{"id":77,"status":"{status}","date_created":"2026-03-10T12:00:00.000-03:00",
            "date_approved":"2026-03-10T12:01:00.000-03:00","date_last_updated":"2026-03-10T12:01:00.000-03:00",
            "transaction_amount":150.5,"currency_id":"BRL","description":"Limpeza de pele",
            "payer":{{"email":"ana@exemplo.com.br","first_name":"Ana","last_name":"Souza"}}}}"#
    )
}

/// A Mercado Pago that knows its address alone, which is enough here.
async fn shop(running: &Running, token: Option<&str>) -> Source {
    let source = running.add_preset("mercado-pago", None).await.unwrap();
    running
        .client
        .ask(recado_api::request::SetScheme {
            source: source.id,
            scheme: "address".to_owned(),
            name: None,
        })
        .await
        .unwrap();
    if let Some(token) = token {
        set_token(running, &source, token).await;
    }
    source
}

async fn set_token(running: &Running, source: &Source, token: &str) {
    let token = SetAccessToken {
        source: source.id,
        token: Some(SecretText::new(token.to_owned())),
    };
    running.client.ask(token).await.unwrap();
}

async fn notify(source: &Source, n: u32) {
    let body = format!(r#"{{"action":"payment.updated","type":"payment","id":{n},"data":{{"id":"77"}}}}"#);
    let answer = post(source, &body).await;
    assert_eq!(answer.status(), 200);
    assert!(answer.text().await.unwrap().contains("accepted"));
}

/// The line as it is once it says so.
pub(crate) async fn line(changes: &mut Changes, wanted: impl Fn(&Delivery) -> bool) -> Delivery {
    until(changes, |change| {
        if let Change::Delivery(line) = change {
            wanted(&line).then_some(line)
        } else {
            None
        }
    })
    .await
}

#[tokio::test]
async fn what_an_id_stands_for_is_fetched_with_the_owners_token_and_filed_on_its_delivery() {
    let mut api = Api::start().await;
    api.answer(|_| Reply::json(payment("approved")));
    let running = Running::start_with(api.options()).await;
    let source = shop(&running, Some("APP_USR-1")).await;
    let mut changes = running.client.changes(None).await.unwrap();
    notify(&source, 1).await;
    let pending = line(&mut changes, |_| true).await;
    assert!(pending.pending && pending.events.is_empty());
    let filed = line(&mut changes, |line| !line.pending).await;
    let asked = api.asked().await;
    assert_eq!(asked.what, "GET api.mercadopago.com/v1/payments/77");
    assert_eq!(asked.header("authorization"), Some("Bearer APP_USR-1"));
    assert_eq!(
        (filed.id, filed.verdict, filed.events.len()),
        (pending.id, Verdict::Accepted, 1)
    );
    assert_eq!(filed.who.as_deref(), Some("Ana Souza"));
    let contact = running.contacts().await.remove(0);
    assert_eq!(contact.emails, ["ana@exemplo.com.br"]);
    assert_eq!(contact.amount.unwrap().minor, 15_050);
}

#[tokio::test]
async fn what_is_told_twice_of_one_payment_is_filed_once_and_a_new_state_is_news() {
    let mut api = Api::start().await;
    api.answer(|_| Reply::json(payment("approved")));
    let running = Running::start_with(api.options()).await;
    let source = shop(&running, Some("APP_USR-1")).await;
    let mut changes = running.client.changes(None).await.unwrap();
    notify(&source, 1).await;
    line(&mut changes, |line| {
        !line.pending && line.verdict == Verdict::Accepted
    })
    .await;
    notify(&source, 2).await;
    let again = line(&mut changes, |line| {
        !line.pending && line.verdict == Verdict::Duplicate
    })
    .await;
    api.answer(|_| Reply::json(payment("refunded")));
    notify(&source, 3).await;
    let third = line(&mut changes, |line| {
        !line.pending && line.events.len() == 1 && line.repeats == 0
    })
    .await;
    assert_ne!(again.id, third.id);
    assert_eq!(running.contacts().await.len(), 1);
    for _ in 0..3 {
        api.asked().await;
    }
    // The very same request may tell of another state, so that is asked for; it is the one that is known.
    notify(&source, 3).await;
    let same = line(&mut changes, |line| {
        line.verdict == Verdict::Duplicate && line.id != again.id
    })
    .await;
    assert_eq!(same.duplicate_of, Some(third.id));
    api.asked().await;
}

#[tokio::test]
async fn without_a_token_it_waits_and_with_the_right_one_it_is_fetched_at_once() {
    let mut api = Api::start().await;
    let running = Running::start_with(api.options()).await;
    let source = shop(&running, None).await;
    let mut changes = running.client.changes(None).await.unwrap();
    notify(&source, 1).await;
    let waits = line(&mut changes, |line| line.detail.is_some()).await;
    assert!(waits.pending);
    assert!(waits.detail.unwrap().contains("access token"));
    assert!(running.contacts().await.is_empty());
    let details = running
        .client
        .ask(ShowSource { source: source.id })
        .await
        .unwrap();
    assert_eq!(details.pending, 1);

    // A wrong one.
    api.answer(|_| Reply::status(401));
    set_token(&running, &source, "APP_USR-wrong").await;
    let refused = line(&mut changes, |line| {
        line.detail.as_ref().is_some_and(|why| why.contains("401"))
    })
    .await;
    assert!(refused.pending);
    let trouble = until(&mut changes, |change| {
        if let Change::Source(source) = change {
            source.trouble
        } else {
            None
        }
    })
    .await;
    assert!(trouble.why.contains("401"), "{}", trouble.why);

    api.answer(|_| Reply::json(payment("approved")));
    set_token(&running, &source, "APP_USR-right").await;
    line(&mut changes, |line| !line.pending).await;
    for token in ["Bearer APP_USR-wrong", "Bearer APP_USR-right"] {
        assert_eq!(api.asked().await.header("authorization"), Some(token));
    }
    assert_eq!(running.contacts().await.len(), 1);
}

#[tokio::test]
async fn a_sender_that_cannot_answer_now_is_asked_again_later() {
    let api = Api::start().await;
    api.answer(|_| Reply::status(503));
    let running = Running::start_with(api.options()).await;
    let source = shop(&running, Some("APP_USR-1")).await;
    let mut changes = running.client.changes(None).await.unwrap();
    notify(&source, 1).await;
    let later = line(&mut changes, |line| {
        line.detail.as_ref().is_some_and(|why| why.contains("503"))
    })
    .await;
    assert!(later.pending);
    for (reply, said) in [
        (Reply::status(429), "429"),
        (Reply::json("{\"id\": "), "cannot be read"),
        (Reply::status(302), "302"),
    ] {
        let number = u32::from(reply.status);
        api.answer(move |_| reply.clone());
        running.clock.forward(SignedDuration::from_mins(40));
        // Whatever wakes the fetching looks at what is due by now.
        notify(&source, number).await;
        let again = |line: &Delivery| {
            line.id == later.id && line.detail.as_ref().is_some_and(|why| why.contains(said))
        };
        assert!(line(&mut changes, again).await.pending);
    }
    api.answer(|_| Reply::json(payment("approved")));
    running.clock.forward(SignedDuration::from_mins(40));
    set_token(&running, &source, "APP_USR-1").await;
    line(&mut changes, |line| {
        !line.pending && line.verdict == Verdict::Accepted
    })
    .await;
    assert_eq!(running.contacts().await.len(), 1);
}

#[tokio::test]
async fn what_the_sender_no_longer_has_is_given_up_and_can_be_asked_for_again_by_hand() {
    let mut api = Api::start().await;
    api.answer(|_| Reply::status(404));
    let running = Running::start_with(api.options()).await;
    let source = shop(&running, Some("APP_USR-1")).await;
    let mut changes = running.client.changes(None).await.unwrap();
    notify(&source, 1).await;
    let given_up = line(&mut changes, |line| !line.pending).await;
    assert_eq!(given_up.verdict, Verdict::Unmatched);
    assert!(given_up.detail.unwrap().contains("404"));
    api.asked().await;

    api.answer(|_| Reply::json(payment("approved")));
    let applied = running
        .client
        .ask(ApplyDeliveries::One(given_up.id))
        .await
        .unwrap();
    assert_eq!(applied.deliveries, 1);
    let filed = line(&mut changes, |line| {
        !line.pending && line.verdict == Verdict::Accepted
    })
    .await;
    assert_eq!((filed.id, filed.events.len()), (given_up.id, 1));
}

#[tokio::test]
async fn after_some_days_it_is_given_up() {
    let mut api = Api::start().await;
    api.answer(|_| Reply::status(500));
    let running = Running::start_with(api.options()).await;
    let source = shop(&running, Some("APP_USR-1")).await;
    let mut changes = running.client.changes(None).await.unwrap();
    notify(&source, 1).await;
    let first = line(&mut changes, |line| line.detail.is_some()).await;
    api.asked().await;
    running.clock.forward(SignedDuration::from_hours(4 * 24));
    notify(&source, 2).await;
    let given_up = line(&mut changes, |line| line.id == first.id && !line.pending).await;
    assert_eq!(given_up.verdict, Verdict::Unmatched);
    assert!(given_up.detail.unwrap().contains('3'));
}

#[tokio::test]
async fn what_was_not_fetched_when_the_program_ended_is_fetched_after_the_next_start() {
    let mut api = Api::start().await;
    api.answer(|_| Reply::status(503));
    let running = Running::start_with(api.options()).await;
    let source = shop(&running, Some("APP_USR-1")).await;
    let mut changes = running.client.changes(None).await.unwrap();
    notify(&source, 1).await;
    line(&mut changes, |line| line.detail.is_some()).await;
    api.asked().await;
    running.engine.shutdown(Ending::Quit).await;

    api.answer(|_| Reply::json(payment("approved")));
    let clock = SetClock::default();
    clock.forward(SignedDuration::from_hours(1));
    let running = Running::start_at(running.folder, Lang::PtBr, clock, api.options()).await;
    api.asked().await;
    let log = async || {
        let all = ListDeliveries {
            filter: Default::default(),
            after: None,
            newest_first: false,
            limit: 10,
        };
        running.client.ask(all).await.unwrap().deliveries.remove(0)
    };
    let mut changes = running.client.changes(None).await.unwrap();
    if log().await.pending {
        line(&mut changes, |line| !line.pending).await;
    }
    assert_eq!(log().await.events.len(), 1);
    assert_eq!(running.contacts().await.len(), 1);
}

#[tokio::test]
async fn a_program_that_is_gone_while_it_asks_asks_again_and_files_it_once() {
    let mut api = Api::start().await;
    api.hold(true);
    let running = Running::start_with(api.options()).await;
    let source = shop(&running, Some("APP_USR-1")).await;
    notify(&source, 1).await;
    api.asked().await;
    // What would be on the disk if it ended here.
    let folder = tempfile::tempdir().unwrap();
    for file in ["recado.db", "recado.db-wal", "secrets.json"] {
        std::fs::copy(running.folder.path().join(file), folder.path().join(file)).unwrap();
    }

    api.answer(|_| Reply::json(payment("approved")));
    api.hold(false);
    let running = Running::start_at(folder, Lang::PtBr, SetClock::default(), api.options()).await;
    api.asked().await;
    let mut changes = running.client.changes(None).await.unwrap();
    if running.deliveries().await[0].pending {
        line(&mut changes, |line| !line.pending).await;
    }
    assert_eq!(running.deliveries().await[0].events.len(), 1);
    assert_eq!(running.contacts().await[0].unread, 1);
}

#[tokio::test]
async fn a_sender_that_does_not_answer_is_not_pressed_for_everything_else_it_told() {
    let mut api = Api::start().await;
    let running = Running::start_with(api.options()).await;
    let source = shop(&running, None).await;
    for n in 0..40 {
        notify(&source, n).await;
    }
    api.answer(|_| Reply::status(403));
    let mut changes = running.client.changes(None).await.unwrap();
    set_token(&running, &source, "APP_USR-wrong").await;
    let mut left = 40;
    while left > 0 {
        line(&mut changes, |line| {
            line.detail.as_ref().is_some_and(|why| why.contains("403"))
        })
        .await;
        left -= 1;
    }
    let asked = api.asked_so_far().len();
    assert!((1..=4).contains(&asked), "{asked}");
    let details = running
        .client
        .ask(ShowSource { source: source.id })
        .await
        .unwrap();
    assert_eq!(
        (details.pending, details.source.trouble.unwrap().refused),
        (40, 1)
    );
}

#[tokio::test]
async fn a_signed_id_is_fetched_and_filed_and_its_replay_is_not_even_asked_about() {
    let mut api = Api::start().await;
    api.answer(|_| Reply::json(payment("approved")));
    let running = Running::start_with(api.options()).await;
    let source = running.add_preset("mercado-pago", Some("s3cret")).await.unwrap();
    set_token(&running, &source, "APP_USR-1").await;
    let mut changes = running.client.changes(None).await.unwrap();
    let at = running.now().as_second();
    let signature = sign("s3cret", &format!("id:77;request-id:r-1;ts:{at};"));
    let headers = [
        ("x-request-id", "r-1"),
        ("x-signature", &format!("ts={at},v1={signature}")),
    ];
    let named = Source {
        address: format!("{}?data.id=77&type=payment", source.address),
        ..source.clone()
    };
    let body = r#"{"action":"payment.updated","type":"payment","id":1,"data":{"id":"77"}}"#;
    assert_eq!(post_with(&named, body, &headers).await.status(), 200);
    let filed = line(&mut changes, |line| !line.pending).await;
    assert_eq!((filed.verdict, filed.events.len()), (Verdict::Accepted, 1));
    api.asked().await;

    // The signature covers the address alone.
    assert_eq!(post_with(&named, r#"{"id":2}"#, &headers).await.status(), 200);
    let replay = line(&mut changes, |line| line.id != filed.id).await;
    assert_eq!(
        (replay.verdict, replay.duplicate_of),
        (Verdict::Duplicate, Some(filed.id))
    );
    assert!(api.asked_so_far().is_empty());
}
