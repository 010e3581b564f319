//! Who is locked out, and how much a source may bring, over real HTTP.

use recado_api::request::{ChangeSetting, LiftLockout, ListLockouts};
use recado_api::view::{Gate, Setting, Source, Verdict};
use recado_api::{Change, Code};

use crate::common::{Running, post_only_with, post_with, until};
use crate::sender::with_token;
use jiff::SignedDuration;

#[tokio::test]
async fn who_is_refused_again_and_again_is_locked_out_of_that_source_and_of_no_other() {
    let running = with_limits(3, 60, 0).await;
    let source = running.add_with_token("right").await;
    let other = running.add_with_token("other").await;
    let mut changes = running.client.changes(None).await.unwrap();
    for _ in 0..3 {
        assert_eq!(with_token(&source, "wrong", &[]).await.status(), 401);
    }
    let locked = until(&mut changes, |change| {
        if let Change::Lockouts(lockouts) = change {
            Some(lockouts)
        } else {
            None
        }
    })
    .await;
    assert_eq!(locked.len(), 1);
    assert_eq!(running.client.ask(ListLockouts {}).await.unwrap(), locked);
    let lockout = locked.first().unwrap();
    assert_eq!((lockout.remote.as_str(), lockout.refused), ("127.0.0.1", 3));
    assert_eq!(lockout.until, running.now() + SignedDuration::from_secs(60));

    for _ in 0..5 {
        let answer = with_token(&source, "right", &[]).await;
        assert_eq!(answer.status(), 429);
        assert_eq!(answer.headers()["retry-after"], "60");
        let problem: serde_json::Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        assert!(problem["detail"].as_str().unwrap().contains("127.0.0.1"));
    }
    assert_eq!(with_token(&other, "other", &[]).await.status(), 200);
    let log = running.deliveries().await;
    let limited: Vec<_> = log
        .iter()
        .filter(|delivery| delivery.verdict == Verdict::Limited)
        .collect();
    assert_eq!(limited.len(), 1, "one line for each lock-out");
    assert_eq!(limited.first().unwrap().source_id, source.id);

    running.clock.forward(SignedDuration::from_secs(60));
    assert_eq!(with_token(&source, "right", &[]).await.status(), 200);
    assert!(running.client.ask(ListLockouts {}).await.unwrap().is_empty());
}

#[tokio::test]
async fn each_further_lock_out_is_twice_as_long_unless_something_genuine_came_between() {
    let running = with_limits(2, 60, 0).await;
    let source = running.add_with_token("right").await;
    for expected in ["60", "120", "240"] {
        assert_eq!(locked_for(&source).await, expected);
        let seconds: i64 = expected.parse().unwrap();
        running.clock.forward(SignedDuration::from_secs(seconds));
    }
    assert_eq!(with_token(&source, "right", &[]).await.status(), 200);
    assert_eq!(locked_for(&source).await, "60");
}

#[tokio::test]
async fn a_lock_out_is_lifted_by_hand_and_by_correcting_the_secret() {
    let running = with_limits(2, 60, 0).await;
    let source = running.add_with_token("mistyped").await;
    locked_for(&source).await;
    let lift = |remote: &str| LiftLockout {
        source: source.id,
        remote: remote.to_owned(),
    };
    let failure = running.client.ask(lift("somebody")).await.unwrap_err();
    assert_eq!(failure.code, Code::BadRequest);
    assert_eq!(running.client.ask(lift("127.0.0.2")).await.unwrap().len(), 1);
    assert_eq!(running.client.ask(lift("127.0.0.1")).await.unwrap(), []);
    assert_eq!(with_token(&source, "mistyped", &[]).await.status(), 200);

    locked_for(&source).await;
    running.set_secret(&source, Some("wrong"), false).await.unwrap();
    assert_eq!(with_token(&source, "wrong", &[]).await.status(), 200);
    assert!(running.client.ask(ListLockouts {}).await.unwrap().is_empty());
}

#[tokio::test]
async fn who_comes_through_a_tunnel_is_not_known_and_so_not_locked_out() {
    let running = with_limits(2, 60, 0).await;
    let source = running.add_with_token("right").await;
    for header in ["x-forwarded-for", "cf-connecting-ip", "forwarded"] {
        for _ in 0..5 {
            let answer = with_token(&source, "wrong", &[(header, "203.0.113.9")]).await;
            assert_eq!(answer.status(), 401);
        }
    }
    assert_eq!(with_token(&source, "right", &[]).await.status(), 200);
    assert!(running.client.ask(ListLockouts {}).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_handshake_that_anybody_may_ask_for_makes_up_for_no_guess() {
    let running = with_limits(3, 60, 0).await;
    let shop = running.add_preset("woocommerce", Some("right")).await.unwrap();
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for _ in 0..3 {
        let ping = post_only_with(&shop, "webhook_id=1", &form).await;
        assert_eq!(ping.status(), 200);
        let guess = post_with(&shop, "{}", &[("x-wc-webhook-signature", "AAAA")]).await;
        assert_eq!(guess.status(), 401);
    }
    let ping = post_only_with(&shop, "webhook_id=1", &form).await;
    assert_eq!(ping.status(), 429);
}

#[tokio::test]
async fn nobody_is_locked_out_where_the_owner_says_so_and_those_who_were_are_let_in() {
    let running = with_limits(2, 60, 0).await;
    let source = running.add_with_token("right").await;
    locked_for(&source).await;
    set_limits(&running, 0, 60, 0).await;
    for _ in 0..20 {
        assert_eq!(with_token(&source, "wrong", &[]).await.status(), 401);
    }
    assert_eq!(with_token(&source, "right", &[]).await.status(), 200);
}

#[tokio::test]
async fn a_source_brings_no_more_than_its_rate_and_another_is_not_slowed_by_it() {
    let running = with_limits(0, 60, 3).await;
    let source = running.add_source("Site").await;
    let other = running.add_source("Outro").await;
    for _ in 0..3 {
        assert_eq!(with_token(&source, "", &[]).await.status(), 200);
    }
    for _ in 0..4 {
        let answer = with_token(&source, "", &[]).await;
        assert_eq!(answer.status(), 429);
        assert_eq!(answer.headers()["retry-after"], "20");
    }
    assert_eq!(with_token(&other, "", &[]).await.status(), 200);
    let log = running.deliveries().await;
    let limited = log.iter().filter(|delivery| delivery.verdict == Verdict::Limited);
    assert_eq!(limited.count(), 1);
    running.clock.forward(SignedDuration::from_secs(20));
    assert_eq!(with_token(&source, "", &[]).await.status(), 200);
    assert_eq!(with_token(&source, "", &[]).await.status(), 429);
    set_limits(&running, 0, 60, 0).await;
    for _ in 0..10 {
        assert_eq!(with_token(&source, "", &[]).await.status(), 200);
    }
}

#[tokio::test]
async fn limits_that_cannot_be_meant_are_not_kept() {
    let running = Running::start().await;
    for lockout_seconds in [0, 3_601] {
        let setting = Setting::Gate(Gate {
            lockout_seconds,
            ..Gate::default()
        });
        let failure = running.client.ask(ChangeSetting { setting }).await.unwrap_err();
        assert_eq!(failure.code, Code::BadRequest);
    }
}

/// Knocks with a wrong token until locked out, and gives what the next one is told.
async fn locked_for(source: &Source) -> String {
    for _ in 0..2 {
        assert_eq!(with_token(source, "wrong", &[]).await.status(), 401);
    }
    let answer = with_token(source, "right", &[]).await;
    assert_eq!(answer.status(), 429);
    answer.headers()["retry-after"].to_str().unwrap().to_owned()
}

async fn with_limits(refusals: u32, lockout_seconds: u32, per_minute: u32) -> Running {
    let running = Running::start().await;
    set_limits(&running, refusals, lockout_seconds, per_minute).await;
    running
}

async fn set_limits(running: &Running, refusals: u32, lockout_seconds: u32, per_minute: u32) {
    let setting = Setting::Gate(Gate {
        refusals,
        lockout_seconds,
        per_minute,
    });
    running.client.ask(ChangeSetting { setting }).await.unwrap();
}
