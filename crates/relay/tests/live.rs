//! A sender's request while its engine is attached.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on panics"
)]

mod common;

use common::{Desk, Relay, client, folder, in_time};

#[tokio::test]
async fn a_live_request_gets_the_engine_s_own_answer() {
    let folder = folder();
    let relay = Relay::open(folder.path()).await;
    let desk = Desk::new();
    let _link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    let (status, id, answer) = relay.send(&desk, "abc-form/below", "olá").await;
    assert_eq!(
        (status, answer.as_str()),
        (200, "live: POST /in/abc-form/below olá")
    );
    let applied = desk.applied();
    assert_eq!(applied.len(), 1);
    assert_eq!(Some(applied[0].id), id);
    assert_eq!(
        applied[0].delivered.url.to_string(),
        relay.url(&desk, "abc-form/below")
    );
    assert_eq!(applied[0].delivered.remote, Some("127.0.0.1".parse().unwrap()));
    assert_eq!(relay.figure("waiting_entries").await, "0");
}

#[tokio::test]
async fn what_a_sender_says_of_itself_and_of_the_relay_is_not_believed() {
    let folder = folder();
    let relay = Relay::open(folder.path()).await;
    let desk = Desk::new();
    let _link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    let forged = client()
        .post(relay.url(&desk, "abc"))
        .header("x-forwarded-for", "203.0.113.9")
        .header("forwarded", "for=203.0.113.9")
        .header("host", "elsewhere.example")
        .header("recado-remote", "203.0.113.9")
        .header("recado-delivery", "00000000-0000-0000-0000-000000000000")
        .body("x");
    assert_eq!(in_time(forged.send()).await.unwrap().status(), 200);
    let applied = desk.applied();
    assert_eq!(applied[0].delivered.remote, Some("127.0.0.1".parse().unwrap()));
    assert_eq!(applied[0].delivered.url.to_string(), relay.url(&desk, "abc"));
    assert_ne!(applied[0].id.as_bytes(), &[0; 16]);
}

#[tokio::test]
async fn behind_a_proxy_its_caller_and_the_public_name_count() {
    let folder = folder();
    let args = [
        "--listen",
        "127.0.0.1:0",
        "--open",
        "--behind-proxy",
        "--public-url",
        "https://hooks.example.com",
    ];
    let relay = Relay::start(folder.path(), &args).await;
    let desk = Desk::new();
    let _link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    let proxied = client()
        .post(relay.url(&desk, "abc?a=b%20c"))
        .header("x-forwarded-for", "10.0.0.1, 203.0.113.9")
        .body("x");
    assert_eq!(in_time(proxied.send()).await.unwrap().status(), 200);
    let delivered = &desk.applied()[0].delivered;
    assert_eq!(delivered.remote, Some("203.0.113.9".parse().unwrap()));
    let address = desk.identity.address();
    assert_eq!(
        delivered.url.to_string(),
        format!("https://hooks.example.com/{address}/in/abc?a=b%20c")
    );
    // Figures are not for who comes through the proxy.
    let asked = client()
        .get(format!("{}/metrics", relay.at))
        .header("x-forwarded-for", "203.0.113.9");
    assert_eq!(asked.send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn a_relay_is_nobody_s_web_hosting() {
    let folder = folder();
    let relay = Relay::open(folder.path()).await;
    let desk = Desk::new();
    let _link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    let page = client().get(relay.url(&desk, "abc?page"));
    let page = in_time(page.send()).await.unwrap();
    assert_eq!(page.status(), 200);
    for absent in ["set-cookie", "content-type"] {
        assert!(!page.headers().contains_key(absent), "{absent}");
    }
    assert_eq!(page.headers()["x-content-type-options"], "nosniff");
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("sandbox"), "{policy}");
    assert_eq!(page.text().await.unwrap(), "");
    let redirect = client().get(relay.url(&desk, "abc?redirect"));
    let redirect = in_time(redirect.send()).await.unwrap();
    assert_eq!(redirect.status(), 502);
    assert!(!redirect.headers().contains_key("location"));
}

#[tokio::test]
async fn what_is_for_nobody_is_told_apart() {
    let folder = folder();
    let relay = Relay::open(folder.path()).await;
    let (desk, stranger) = (Desk::new(), Desk::new());
    assert_eq!(relay.send(&stranger, "abc", "x").await.0, 404);
    let link = desk.try_attach(&relay, None).await.unwrap();
    assert_eq!(link.welcome.table, None);
    let early = client().post(relay.url(&desk, "abc")).send().await.unwrap();
    assert_eq!(early.status(), 503);
    assert_eq!(early.headers()["retry-after"], "60");
    let mut link = link;
    link.hold(7, &[desk.key("abc", 30_000)]).await;
    assert_eq!(relay.send(&desk, "abc", "x").await.0, 200);
    assert_eq!(relay.send(&desk, "other", "x").await.0, 404);
    let mistyped = relay.url(&desk, "abc").replace("/in/", "a/in/");
    assert_eq!(client().post(mistyped).send().await.unwrap().status(), 404);
    // While away its table decides, and a new attach is told of it.
    link.leave(&relay).await;
    assert_eq!(relay.send(&desk, "abc", "x").await.0, 202);
    assert_eq!(relay.send(&desk, "other", "x").await.0, 404);
    let handshake = client().get(relay.url(&desk, "abc")).send().await.unwrap();
    assert_eq!(handshake.status(), 503);
    let link = desk.try_attach(&relay, None).await.unwrap();
    assert_eq!(link.welcome.table, Some(7));
}

#[tokio::test]
async fn a_key_that_was_taken_out_of_the_table_is_unknown_at_once() {
    let folder = folder();
    let relay = Relay::open(folder.path()).await;
    let desk = Desk::new();
    let mut link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    assert_eq!(relay.send(&desk, "abc", "x").await.0, 200);
    link.hold(2, &[desk.key("def", 30_000)]).await;
    assert_eq!(relay.send(&desk, "abc", "x").await.0, 404);
    assert_eq!(relay.send(&desk, "def", "x").await.0, 200);
}

#[tokio::test]
async fn of_two_computers_with_one_identity_the_newer_wins_and_the_older_is_told() {
    let folder = folder();
    let relay = Relay::open(folder.path()).await;
    let older = Desk::new();
    let newer = Desk::with(older.identity.clone());
    let first = older.attach(&relay, &[older.key("abc", 30_000)]).await;
    let _second = newer.attach(&relay, &[newer.key("abc", 30_000)]).await;
    assert_eq!(first.farewell().await, recado_tunnel::control::Why::Replaced);
    assert_eq!(relay.send(&older, "abc", "x").await.0, 200);
    assert_eq!((older.texts().len(), newer.texts().len()), (0, 1));
    assert_eq!(relay.figure("engines").await, "1");
}

#[tokio::test]
async fn a_relay_that_is_asked_to_end_answers_what_has_begun_and_tells_its_engines() {
    let folder = folder();
    let relay = Relay::open(folder.path()).await;
    let desk = Desk::new();
    // The request hangs at the desk, and its limit is longer than a relay that ends waits.
    let link = desk.attach(&relay, &[desk.key("abc", 30_000)]).await;
    let asking = client().post(relay.url(&desk, "abc")).body("hang");
    let asking = tokio::spawn(async move { asking.send().await.unwrap().status() });
    desk.until(1).await;
    relay.ask_to_end();
    assert_eq!(in_time(asking).await.unwrap(), 202);
    assert_eq!(link.farewell().await, recado_tunnel::control::Why::Stopping);
    assert!(relay.terminate().await.success());
}
