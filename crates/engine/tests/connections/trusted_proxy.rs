//! Senders that come through a proxy of the owner's, over real HTTP: who they are is the proxy's word, and nobody
//! else's.

use recado_api::Code;
use recado_api::request::{ChangeSetting, ListLockouts, ShowSettings};
use recado_api::view::{ForwardedHeader, Gate, Setting, Source, TrustedProxy};
use recado_engine::StartOptions;

use crate::common::Running;
use crate::sender::with_token;

/// What the sender wrote itself, and what the proxy has seen.
async fn through(source: &Source, token: &str, claimed: &str, seen: &str) -> u16 {
    let said = if claimed.is_empty() {
        seen.to_owned()
    } else {
        format!("{claimed}, {seen}")
    };
    with_token(source, token, &[("x-forwarded-for", &said)])
        .await
        .status()
        .as_u16()
}

#[tokio::test]
async fn who_guesses_through_the_proxy_is_locked_out_and_nobody_beside() {
    let running = trusting(&[]).await;
    let source = running.add_with_token("right").await;
    for n in 0..3 {
        // Each time they claim to be somebody else.
        assert_eq!(
            through(&source, "wrong", &format!("198.51.100.{n}"), "203.0.113.9").await,
            401
        );
    }
    assert_eq!(through(&source, "right", "192.0.2.77", "203.0.113.9").await, 429);
    assert_eq!(through(&source, "right", "", "198.51.100.1").await, 200);
    let locked = running.client.ask(ListLockouts {}).await.unwrap();
    let remotes: Vec<_> = locked.iter().map(|lockout| lockout.remote.as_str()).collect();
    assert_eq!(remotes, ["203.0.113.9"]);
    // Who comes from this computer itself is neither.
    assert_eq!(with_token(&source, "right", &[]).await.status(), 200);
}

#[tokio::test]
async fn who_is_no_trusted_proxy_locks_nobody_out_by_a_header() {
    let running = trusting(&["192.0.2.1", "10.0.0.0/8"]).await;
    let source = running.add_with_token("right").await;
    for _ in 0..9 {
        assert_eq!(through(&source, "wrong", "", "203.0.113.9").await, 401);
    }
    assert!(running.client.ask(ListLockouts {}).await.unwrap().is_empty());
    assert_eq!(through(&source, "right", "", "203.0.113.9").await, 200);
}

#[tokio::test]
async fn the_proxy_is_believed_again_after_a_restart_until_it_is_taken_back() {
    let running = trusting(&[]).await;
    let source = running.add_with_token("right").await;
    let running = running.restart_on(recado_api::Lang::PtBr).await;
    let shown = running
        .client
        .ask(recado_api::request::ListSources {})
        .await
        .unwrap();
    let source = shown.into_iter().find(|shown| shown.id == source.id).unwrap();
    for _ in 0..3 {
        through(&source, "wrong", "", "203.0.113.9").await;
    }
    assert_eq!(through(&source, "right", "", "203.0.113.9").await, 429);
    let none = ChangeSetting {
        setting: Setting::TrustedProxy(None),
    };
    running.client.ask(none).await.unwrap();
    assert_eq!(through(&source, "right", "", "203.0.113.9").await, 200);
}

#[tokio::test]
async fn a_proxy_that_is_at_no_network_address_is_not_kept() {
    let running = trusting(&["10.0.0.0/8"]).await;
    let kept = running.client.ask(ShowSettings {}).await.unwrap();
    let refused = running
        .client
        .ask(choice(&["10.0.0.1", "proxy.example"]))
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::BadRequest);
    assert!(refused.message.contains("proxy.example"), "{}", refused.message);
    assert_eq!(running.client.ask(ShowSettings {}).await.unwrap(), kept);
}

async fn trusting(from: &[&str]) -> Running {
    let running = Running::start_with(StartOptions::default()).await;
    let gate = Gate {
        refusals: 3,
        lockout_seconds: 60,
        per_minute: 0,
    };
    let gate = ChangeSetting {
        setting: Setting::Gate(gate),
    };
    running.client.ask(gate).await.unwrap();
    running.client.ask(choice(from)).await.unwrap();
    running
}

fn choice(from: &[&str]) -> ChangeSetting {
    ChangeSetting {
        setting: Setting::TrustedProxy(Some(TrustedProxy {
            header: ForwardedHeader::XForwardedFor,
            from: from.iter().map(|&from| from.to_owned()).collect(),
        })),
    }
}
