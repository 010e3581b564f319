//! How the door answers each kind of sender.

use recado_api::request::{AddSource, ShowDelivery, ShowSource};
use recado_api::view::{BodyKind, Verdict};
use reqwest::Method;

use crate::common::{Running, post, post_only_with, post_with};
use crate::sender::{post_signed, signed, whatsapp};

const SECRET: &str = "the app's secret";

async fn send(method: Method, address: &str) -> reqwest::Response {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    client.request(method, address).send().await.unwrap()
}

#[tokio::test]
async fn twilio_gets_an_empty_answer_of_its_own_kind() {
    let running = Running::start().await;
    let source = running.add_preset("twilio", None).await.unwrap();
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let answer = post_only_with(&source, "MessageSid=SM1&From=%2B5511987654321&Body=Oi", &headers).await;
    // Whether it proves itself is another matter: it has no secret here.
    assert_eq!(answer.status(), 401);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    assert!(answer.headers().contains_key("www-authenticate"));
}

#[tokio::test]
async fn meta_is_answered_with_its_challenge_which_has_a_line_in_the_log_without_the_word() {
    let running = Running::start().await;
    let source = running.add_whatsapp(SECRET).await;
    let details = running
        .client
        .ask(ShowSource { source: source.id })
        .await
        .unwrap();
    let word = details.verify_token.unwrap();
    let ask = |word: &str| {
        format!(
            "{}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={word}",
            source.address
        )
    };
    let answer = send(Method::GET, &ask(&word)).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
    assert_eq!(answer.text().await.unwrap(), "1158201444");
    let refused = send(Method::GET, &ask("another")).await;
    assert_eq!(refused.status(), 403);
    assert_eq!(refused.text().await.unwrap(), "");

    let log = running.deliveries().await;
    let verdicts: Vec<_> = log.iter().map(|line| (line.verdict, line.http_status)).collect();
    assert_eq!(verdicts, [(Verdict::Handshake, 200), (Verdict::Refused, 403)]);
    for line in &log {
        let shown = running
            .client
            .ask(ShowDelivery { delivery: line.id })
            .await
            .unwrap();
        let all = serde_json::to_string(&shown).unwrap();
        assert!(!all.contains(&word) && !all.contains("another"), "{all}");
        assert!(!shown.can_apply);
    }
    // It is no delivery: nothing has come yet.
    let details = running
        .client
        .ask(ShowSource { source: source.id })
        .await
        .unwrap();
    assert_eq!(details.source.first_delivery_at, None);
}

#[tokio::test]
async fn a_get_is_taken_only_where_the_sender_or_the_owner_means_it() {
    let running = Running::start().await;
    let whatsapp = running.add_whatsapp(SECRET).await;
    let other = running.add_source("Sistema").await;
    let with_get = running
        .client
        .ask(AddSource {
            title: "GET".to_owned(),
            preset: None,
            secret: None,
            allow_get: true,
        })
        .await
        .unwrap();
    let query = "?nome=Ana&telefone=11987654321";
    for (source, expected, allowed) in [
        (&whatsapp, 405, "GET, POST"),
        (&other, 405, "POST"),
        (&with_get, 200, ""),
    ] {
        let answer = send(Method::GET, &format!("{}{query}", source.address)).await;
        assert_eq!(answer.status(), expected, "{}", source.title);
        let told = answer.headers().get("allow").map(|allow| allow.to_str().unwrap());
        assert_eq!(told.unwrap_or_default(), allowed);
    }
    let deleted = send(Method::DELETE, &whatsapp.address).await;
    assert_eq!(deleted.status(), 405);
    assert_eq!(running.contacts().await.len(), 1);
}

#[tokio::test]
async fn a_forgery_is_refused_with_the_check_that_failed_and_never_with_what_was_expected() {
    let running = Running::start().await;
    let source = running.add_whatsapp(SECRET).await;
    let answer = post_signed(&source, "a guess", &whatsapp("1")).await;
    assert_eq!(answer.status(), 401);
    let problem: serde_json::Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains("x-hub-signature-256"),
        "{problem}"
    );
    assert!(!problem.to_string().contains(SECRET));
    let line = running.deliveries().await.remove(0);
    assert_eq!((line.verdict, line.http_status), (Verdict::Refused, 401));
    assert_eq!(problem["delivery"], line.id.to_string());
    assert_eq!(line.detail, problem["detail"].as_str().map(str::to_owned));
    let shown = running
        .client
        .ask(ShowDelivery { delivery: line.id })
        .await
        .unwrap();
    assert_eq!(shown.body.unwrap().kind, BodyKind::Json);
    let signature = shown
        .headers
        .iter()
        .find(|(name, _)| name == "x-hub-signature-256");
    assert_eq!(signature.unwrap().1, "[redacted]");
}

#[tokio::test]
async fn a_sender_that_tries_a_refused_delivery_again_and_again_fills_the_log_with_short_lines() {
    let running = Running::start().await;
    let source = running.add_whatsapp("mistyped").await;
    for _ in 0..5 {
        assert_eq!(signed(&source, SECRET, "1").await, 401);
    }
    let details = running
        .client
        .ask(ShowSource { source: source.id })
        .await
        .unwrap();
    assert_eq!((details.quarantined, running.deliveries().await.len()), (1, 5));
    // The same body, signed by somebody else, may be the genuine one.
    assert_eq!(signed(&source, "somebody else's", "1").await, 401);
    let set = running.set_secret(&source, Some(SECRET), false).await.unwrap();
    assert_eq!((set.recovered, running.contacts().await[0].unread), (1, 1));
}

#[tokio::test]
async fn the_quarantine_holds_twenty_megabytes_and_the_oldest_goes_first() {
    let running = Running::start().await;
    let source = running.add_whatsapp("mistyped").await;
    let padding = "x".repeat(3 * 1024 * 1024);
    for n in 0..8 {
        let body = whatsapp(&n.to_string()).replacen('{', &format!(r#"{{"padding":"{padding}","#), 1);
        assert_eq!(post_signed(&source, SECRET, &body).await.status(), 401);
    }
    let details = running
        .client
        .ask(ShowSource { source: source.id })
        .await
        .unwrap();
    assert_eq!(details.quarantined, 6);
    let log = running.deliveries().await;
    let mut kept = Vec::new();
    for line in &log {
        let shown = running
            .client
            .ask(ShowDelivery { delivery: line.id })
            .await
            .unwrap();
        kept.push(shown.body.is_some());
        assert!(shown.body.is_none_or(|body| body.cut));
    }
    assert_eq!(kept, [false, false, true, true, true, true, true, true]);
    let set = running.set_secret(&source, Some(SECRET), false).await.unwrap();
    assert_eq!((set.recovered, running.contacts().await[0].unread), (6, 6));
}

#[tokio::test]
async fn how_long_it_took_stands_in_the_log() {
    let running = Running::start().await;
    let source = running.add_source("Sistema").await;
    post(&source, r#"{"nome":"Ana","telefone":"11987654321"}"#).await;
    let line = running.deliveries().await.remove(0);
    assert!(line.took_micros.is_some_and(|took| took > 0));
    assert_eq!(line.who.as_deref(), Some("Ana"));
}

#[tokio::test]
async fn a_token_is_in_no_line_of_the_log_wherever_it_was_sent() {
    let running = Running::start().await;
    let source = running.add_with_token("t0ken-of-the-owner").await;
    let body = r#"{"nome":"Ana","telefone":"11987654321"}"#;
    for token in ["t0ken-of-the-owner", "t0ken-that-was-mistyped"] {
        post_with(&source, body, &[("x-token", token)]).await;
    }
    for line in running.deliveries().await {
        let shown = running
            .client
            .ask(ShowDelivery { delivery: line.id })
            .await
            .unwrap();
        let all = serde_json::to_string(&shown).unwrap();
        assert!(!all.contains("t0ken"), "{all}");
    }
    let database = std::fs::read(running.folder.path().join("recado.db")).unwrap();
    let wal = std::fs::read(running.folder.path().join("recado.db-wal")).unwrap_or_default();
    for file in [database, wal] {
        assert!(!file.windows(5).any(|window| window == b"t0ken"));
    }
}

#[tokio::test]
async fn a_sender_with_a_password_is_asked_for_it() {
    let running = Running::start().await;
    let source = running.add_source("Sistema").await;
    let scheme = recado_api::request::SetScheme {
        source: source.id,
        scheme: "basic".to_owned(),
        name: None,
    };
    running.client.ask(scheme).await.unwrap();
    running
        .set_secret(&source, Some("loja:s3cret"), false)
        .await
        .unwrap();
    let body = r#"{"nome":"Ana","telefone":"11987654321"}"#;
    let answer = post(&source, body).await;
    assert_eq!(answer.status(), 401);
    let asked = answer.headers()["www-authenticate"].to_str().unwrap();
    assert!(asked.starts_with("Basic "), "{asked}");
    let credentials = format!("Basic {}", data_encoding::BASE64.encode(b"loja:s3cret"));
    let answer = post_with(&source, body, &[("authorization", &credentials)]).await;
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn who_is_turned_away_unread_has_one_line_in_the_log() {
    let running = Running::start().await;
    let source = running.add_whatsapp(SECRET).await;
    let mut answers = Vec::new();
    for n in 0..15 {
        answers.push(signed(&source, "a guess", &n.to_string()).await.as_u16());
    }
    assert_eq!(answers.iter().filter(|status| **status == 429).count(), 5);
    let log = running.deliveries().await;
    let limited: Vec<_> = log
        .iter()
        .filter(|line| line.verdict == Verdict::Limited)
        .collect();
    assert_eq!(limited.len(), 1);
    assert_eq!(limited[0].http_status, 429);
    let day = running
        .client
        .ask(recado_api::request::CountDeliveries {
            day: None,
            source: Some(source.id),
        })
        .await
        .unwrap();
    assert_eq!(day.counted, 4);
    let logged = day
        .hours
        .iter()
        .map(|hour| (hour.refused, hour.limited))
        .find(|logged| *logged != (0, 0));
    assert_eq!(logged, Some((10, 1)));
}
