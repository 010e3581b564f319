//! Keys that are exchanged for tokens: iFood's and Bling's.

use jiff::SignedDuration;
use recado_api::request::ListSources;
use recado_api::view::{Source, Verdict};
use recado_api::{Ending, Lang};

use super::senders::{granted, set_key, thin};
use super::trouble;
use crate::api::{Api, Asked, Reply};
use crate::common::{Running, SetClock, post_only_with};
use crate::fetched::line;
use crate::sender::sign;

/// An event of iFood, of an order of its own.
async fn ifood_event(source: &Source, order: u32) {
    let body = format!(r#"{{"code":"PLC","fullCode":"PLACED","id":"e{order}","orderId":"{order}"}}"#);
    let signature = sign("dummysecret", &body);
    let headers = [
        ("content-type", "application/json"),
        ("x-ifood-signature", &signature),
    ];
    assert_eq!(post_only_with(source, &body, &headers).await.status(), 202);
}

fn is_grant(asked: &Asked) -> bool {
    asked.what.contains("/oauth/token")
}

#[tokio::test]
async fn a_token_is_granted_once_until_it_ends_or_is_withdrawn() {
    let mut api = Api::start().await;
    let right = |number: u32| {
        move |asked: &Asked| {
            if is_grant(asked) {
                Reply::json(granted(number))
            } else if asked.header("authorization") != Some(&format!("Bearer granted-{number}")) {
                Reply::status(401)
            } else {
                let id = asked.what.rsplit('/').next().unwrap();
                Reply::json(format!(
                    r#"{{"id":"{id}","customer":{{"id":"c{id}","name":"Ivo"}}}}"#
                ))
            }
        }
    };
    api.answer(right(1));
    let running = Running::start_with(api.options()).await;
    let source = thin("ifood").add(&running).await;
    set_key(&running, &source, thin("ifood").key).await;
    let mut changes = running.client.changes(None).await.unwrap();
    let mut order = 0;
    // Which number the token has, and how often one is asked for.
    for (number, minutes, grants) in [(1, 0, 1), (1, 10, 0), (1, 60, 1), (2, 1, 1), (2, 1, 0)] {
        api.answer(right(number));
        running.clock.forward(SignedDuration::from_mins(minutes));
        order += 1;
        ifood_event(&source, order).await;
        let filed = line(&mut changes, |line| !line.pending).await;
        assert_eq!(filed.verdict, Verdict::Accepted, "{filed:?}");
        let asked = api.asked_so_far();
        let count = asked.iter().filter(|asked| is_grant(asked)).count();
        assert_eq!(count, grants, "order {order}");
    }
}

#[tokio::test]
async fn what_is_good_for_a_moment_is_exchanged_at_once_and_what_takes_its_place_is_kept() {
    let mut api = Api::start().await;
    let bling = thin("bling");
    api.answer(bling.right());
    let running = Running::start_with(api.options()).await;
    let source = bling.add(&running).await;
    set_key(&running, &source, bling.key).await;
    // Before anything came.
    let first = api.asked().await;
    assert!(is_grant(&first));
    assert_eq!(first.body, "code=right&grant_type=authorization_code");
    assert_eq!(first.header("authorization"), Some("Basic aWQ6c2VjcmV0"));
    let mut changes = running.client.changes(None).await.unwrap();
    bling.deliver(&source).await;
    line(&mut changes, |line| !line.pending).await;
    assert_eq!(api.asked_so_far().len(), 2);

    running.engine.shutdown(Ending::Quit).await;
    for file in ["recado.db", "recado.db-wal"] {
        let bytes = std::fs::read(running.folder.path().join(file)).unwrap_or_default();
        for secret in ["granted-1", "refresh-1", "id:secret"] {
            let stands = bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes());
            assert!(!stands, "{secret} stands in {file}");
        }
    }
    // Tokens are not kept; what renews them is, and is another each time.
    let mut folder = running.folder;
    for (renewed, number) in [(1, 2), (2, 3)] {
        let refresh = format!("refresh_token=refresh-{renewed}");
        api.answer(move |asked| {
            if !is_grant(asked) {
                Reply::status(404)
            } else if asked.body.contains(&refresh) {
                Reply::json(granted(number))
            } else {
                Reply::status(400)
            }
        });
        let clock = SetClock::default();
        clock.forward(SignedDuration::from_hours(i64::from(number)));
        let running = Running::start_at(folder, Lang::PtBr, clock, api.options()).await;
        let source = running.client.ask(ListSources {}).await.unwrap().remove(0);
        let mut changes = running.client.changes(None).await.unwrap();
        let body = format!(
            r#"{{"event":"order.updated","companyId":"c","data":{{"id":{number},"total":9,"contato":{{"id":5}}}}}}"#
        );
        let signature = format!("sha256={}", sign("recado-bling-client-secret-0001", &body));
        let headers = [
            ("content-type", "application/json"),
            ("x-bling-signature-256", &*signature),
        ];
        assert_eq!(post_only_with(&source, &body, &headers).await.status(), 200);
        let filed = line(&mut changes, |line| !line.pending && line.events.len() == 1).await;
        assert_eq!(filed.verdict, Verdict::Accepted);
        let asked = api.asked_so_far();
        assert!(asked[0].body.contains(&format!("refresh-{renewed}")), "{asked:?}");
        assert_eq!(
            asked.iter().filter(|asked| is_grant(asked)).count(),
            1,
            "{asked:?}"
        );
        running.engine.shutdown(Ending::Quit).await;
        folder = running.folder;
    }
}

#[tokio::test]
async fn a_code_that_came_too_late_is_told_at_once() {
    let api = Api::start().await;
    api.answer(|_| Reply::status(400));
    let running = Running::start_with(api.options()).await;
    let bling = thin("bling");
    let source = bling.add(&running).await;
    let mut changes = running.client.changes(None).await.unwrap();
    set_key(&running, &source, bling.key).await;
    let why = trouble(&mut changes).await;
    assert!(why.contains("400"), "{why}");
}
