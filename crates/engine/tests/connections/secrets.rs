//! Where secrets are kept, what happens when they cannot be read, and two at a time.

use jiff::SignedDuration;
use recado_api::request::{DropFormerSecret, RemoveSource, SetAccessToken, ShowSource};
use recado_api::view::{SecretsKept, Source, SourceDetails, Verdict};
use recado_api::{Change, Code, Ending, Lang, SecretText};
use recado_engine::StartOptions;

use crate::common::{Running, until};
use crate::keyring::{Mood, TestKeyring};
use crate::sender::{post_signed, signed, whatsapp};

#[tokio::test]
async fn secrets_stand_in_the_keyring_and_are_read_from_it_once_for_all_deliveries() {
    let keyring = TestKeyring::default();
    let running = beside(&keyring).await;
    let source = running.add_whatsapp("app secret").await;
    assert_eq!(
        keyring.secrets(),
        [("secret".to_owned(), "app secret".to_owned())]
    );
    let details = details(&running, &source).await;
    assert_eq!(
        (details.has_secret, details.secrets_kept),
        (true, SecretsKept::Keyring)
    );
    assert!(!running.folder.path().join("secrets.json").exists());

    let running = again_beside(running, &keyring).await;
    let source = addressed(&running, &source).await;
    assert_eq!(signed(&source, "app secret", "1").await, 200);
    let opened = keyring.opened();
    for id in ["2", "3", "4"] {
        assert_eq!(signed(&source, "app secret", id).await, 200);
        assert_eq!(signed(&source, "another", id).await, 401);
    }
    assert_eq!(keyring.opened(), opened);
}

#[tokio::test]
async fn without_a_keyring_they_stand_in_a_file_and_stay_there_when_one_appears() {
    let running = Running::start().await;
    let source = running.add_whatsapp("app secret").await;
    assert_eq!(details(&running, &source).await.secrets_kept, SecretsKept::File);
    let file = running.folder.path().join("secrets.json");
    assert!(std::fs::read_to_string(&file).unwrap().contains("app secret"));

    let keyring = TestKeyring::default();
    let running = again_beside(running, &keyring).await;
    let source = addressed(&running, &source).await;
    assert_eq!(signed(&source, "app secret", "1").await, 200);
    running.set_secret(&source, Some("new"), false).await.unwrap();
    assert_eq!(details(&running, &source).await.secrets_kept, SecretsKept::File);
    assert!(keyring.secrets().is_empty());

    // Once there is no secret left, it is decided anew.
    running.set_secret(&source, None, false).await.unwrap();
    let left = std::fs::read_to_string(&file).unwrap();
    assert!(!left.contains("new") && !left.contains("app secret"), "{left}");
    running.set_secret(&source, Some("newer"), false).await.unwrap();
    assert_eq!(
        details(&running, &source).await.secrets_kept,
        SecretsKept::Keyring
    );
    assert_eq!(keyring.secrets(), [("secret".to_owned(), "newer".to_owned())]);
}

#[tokio::test]
async fn a_keyring_that_is_locked_or_hangs_at_the_first_secret_is_none() {
    for mood in [Mood::Locked, Mood::Hanging] {
        let keyring = TestKeyring::default();
        keyring.be(mood);
        let running = beside(&keyring).await;
        let source = running.add_whatsapp("app secret").await;
        assert_eq!(details(&running, &source).await.secrets_kept, SecretsKept::File);
        assert_eq!(signed(&source, "app secret", "1").await, 200);
        keyring.be(Mood::Open);
        running.engine.shutdown(Ending::Quit).await;
        assert!(keyring.secrets().is_empty(), "{mood:?}");
    }
}

#[tokio::test]
async fn what_comes_while_the_keyring_is_locked_is_kept_and_filed_when_it_can_be_judged() {
    let keyring = TestKeyring::default();
    let running = beside(&keyring).await;
    let source = running.add_whatsapp("app secret").await;
    keyring.be(Mood::Locked);
    let running = again_beside(running, &keyring).await;
    let source = addressed(&running, &source).await;
    let mut changes = running.client.changes(None).await.unwrap();
    let answer = post_signed(&source, "app secret", &whatsapp("1")).await;
    assert_eq!(answer.status(), 503);
    assert!(answer.headers().contains_key("retry-after"));
    let forged = post_signed(&source, "guessed", &whatsapp("2")).await;
    assert_eq!(forged.status(), 503, "nobody can tell yet");
    assert_eq!(
        details(&running, &source).await.secrets_kept,
        SecretsKept::Keyring
    );
    assert!(!running.folder.path().join("secrets.json").exists());
    assert!(running.contacts().await.is_empty());

    keyring.be(Mood::Open);
    running.clock.forward(SignedDuration::from_mins(1));
    assert_eq!(signed(&source, "app secret", "3").await, 200);
    let recovered = until(&mut changes, |change| {
        if let Change::Delivery(delivery) = change {
            (delivery.verdict == Verdict::Accepted && delivery.received_at < running.now())
                .then_some(delivery)
        } else {
            None
        }
    })
    .await;
    assert_eq!(recovered.events.len(), 1);
    // Its sender, which was told to try again, does.
    assert_eq!(signed(&source, "app secret", "1").await, 200);
    let log = running.deliveries().await;
    let count = |verdict| log.iter().filter(|delivery| delivery.verdict == verdict).count();
    assert_eq!(count(Verdict::Accepted), 2);
    assert_eq!(count(Verdict::Duplicate), 1);
    assert_eq!(count(Verdict::Refused), 1, "the forged one");
}

#[tokio::test]
async fn a_locked_keyring_takes_no_new_secret_and_no_file_takes_it_instead() {
    let keyring = TestKeyring::default();
    let running = beside(&keyring).await;
    let source = running.add_whatsapp("app secret").await;
    keyring.be(Mood::Locked);
    let failure = running.set_secret(&source, Some("new"), false).await.unwrap_err();
    assert_eq!(failure.code, Code::Unavailable);
    assert!(!failure.message.contains("new\""));
    assert!(!running.folder.path().join("secrets.json").exists());
    assert_eq!(signed(&source, "app secret", "1").await, 200);
    assert_eq!(signed(&source, "new", "2").await, 401);
}

#[tokio::test]
async fn who_cannot_unlock_the_keyring_any_more_begins_anew_without_it() {
    let keyring = TestKeyring::default();
    let running = beside(&keyring).await;
    let source = running.add_preset("mercado-pago", Some("old")).await.unwrap();
    let token = |token: Option<&str>| SetAccessToken {
        source: source.id,
        token: token.map(|token| SecretText::new(token.to_owned())),
    };
    running.client.ask(token(Some("APP_USR-1"))).await.unwrap();
    keyring.be(Mood::Locked);
    running.set_secret(&source, None, false).await.unwrap();
    let kept = running.client.ask(token(None)).await.unwrap();
    assert!(!kept.has_secret && !kept.has_access_token);
    running.set_secret(&source, Some("new"), false).await.unwrap();
    running.client.ask(token(Some("APP_USR-2"))).await.unwrap();
    assert_eq!(details(&running, &source).await.secrets_kept, SecretsKept::File);
    let file = running.folder.path().join("secrets.json");
    let kept = std::fs::read_to_string(file).unwrap();
    assert!(kept.contains("new") && kept.contains("APP_USR-2"), "{kept}");
}

#[tokio::test]
async fn a_secret_that_stayed_behind_in_the_keyring_counts_no_longer() {
    let keyring = TestKeyring::default();
    let running = beside(&keyring).await;
    let source = running
        .add_preset("meta-lead-ads", Some("taken away"))
        .await
        .unwrap();
    let token = SetAccessToken {
        source: source.id,
        token: Some(SecretText::new("a token".to_owned())),
    };
    running.client.ask(token).await.unwrap();
    keyring.be(Mood::Locked);
    running.set_secret(&source, None, false).await.unwrap();
    keyring.be(Mood::Open);
    assert_eq!(keyring.secrets().len(), 2);
    let running = again_beside(running, &keyring).await;
    let source = addressed(&running, &source).await;
    let notice = r#"{"object": "page", "entry": []}"#;
    let answer = post_signed(&source, "taken away", notice).await;
    assert_eq!(answer.status(), 401);
}

#[tokio::test]
async fn a_secret_that_is_gone_is_asked_for_again_and_what_came_meanwhile_is_recovered() {
    let keyring = TestKeyring::default();
    let running = beside(&keyring).await;
    let source = running.add_whatsapp("app secret").await;
    keyring.forget_all();
    let running = again_beside(running, &keyring).await;
    let source = addressed(&running, &source).await;
    let opened = keyring.opened();
    for _ in 0..3 {
        assert_eq!(signed(&source, "app secret", "1").await, 503);
    }
    assert!(keyring.opened() <= opened + 1, "it is looked for once");
    let set = running
        .set_secret(&source, Some("app secret"), true)
        .await
        .unwrap();
    assert_eq!(set.recovered, 1);
    assert_eq!(running.contacts().await.len(), 1);
    assert_eq!(signed(&source, "app secret", "2").await, 200);
}

#[tokio::test]
async fn two_secrets_are_good_for_a_week_or_until_the_former_is_dropped() {
    let keyring = TestKeyring::default();
    let running = beside(&keyring).await;
    let source = running.add_whatsapp("first").await;
    let set = running.set_secret(&source, Some("second"), true).await.unwrap();
    let a_week = SignedDuration::from_hours(7 * 24);
    assert_eq!(set.details.former_secret_until, Some(running.now() + a_week));
    assert_eq!(signed(&source, "first", "1").await, 200);
    assert_eq!(signed(&source, "second", "2").await, 200);
    let running = again_beside(running, &keyring).await;
    let source = addressed(&running, &source).await;
    assert_eq!(signed(&source, "first", "3").await, 200);
    let drop_it = DropFormerSecret { source: source.id };
    let details = running.client.ask(drop_it).await.unwrap();
    assert_eq!(details.former_secret_until, None);
    assert_eq!(signed(&source, "first", "4").await, 401);
    assert_eq!(signed(&source, "second", "5").await, 200);
    assert_eq!(keyring.secrets(), [("secret".to_owned(), "second".to_owned())]);

    running.set_secret(&source, Some("third"), true).await.unwrap();
    assert_eq!(signed(&source, "second", "6").await, 200);
    running.clock.forward(a_week);
    assert_eq!(signed(&source, "second", "7").await, 401);
    assert_eq!(signed(&source, "third", "8").await, 200);
}

#[tokio::test]
async fn a_corrected_secret_recovers_what_was_refused() {
    let running = Running::start().await;
    let source = running.add_whatsapp("mistyped").await;
    for id in ["1", "2"] {
        assert_eq!(signed(&source, "right", id).await, 401);
    }
    assert_eq!(signed(&source, "forger's", "3").await, 401);
    let shown = details(&running, &source).await;
    assert_eq!(shown.quarantined, 3);
    assert_eq!(shown.source.trouble.unwrap().refused, 3);
    let set = running.set_secret(&source, Some("right"), false).await.unwrap();
    assert_eq!((set.recovered, set.details.quarantined), (2, 1));
    assert_eq!(set.details.source.trouble, None);
    assert_eq!(running.contacts().await.len(), 1);
    let again = running.set_secret(&source, Some("right"), false).await.unwrap();
    assert_eq!(again.recovered, 0);
}

#[tokio::test]
async fn a_removed_source_leaves_no_secret_behind() {
    let keyring = TestKeyring::default();
    let running = beside(&keyring).await;
    let source = running
        .add_preset("mercado-pago", Some("signing key"))
        .await
        .unwrap();
    let other = running.add_whatsapp("app secret").await;
    let token = SetAccessToken {
        source: source.id,
        token: Some(SecretText::new("APP_USR-1".to_owned())),
    };
    let shown = running.client.ask(token).await.unwrap();
    assert!(shown.has_access_token);
    running.set_secret(&source, Some("newer"), true).await.unwrap();
    assert_eq!(keyring.secrets().len(), 4);
    running
        .client
        .ask(RemoveSource { source: source.id })
        .await
        .unwrap();
    assert_eq!(
        keyring.secrets(),
        [("secret".to_owned(), "app secret".to_owned())]
    );
    assert_eq!(signed(&other, "app secret", "1").await, 200);
}

#[tokio::test]
async fn secrets_that_no_sender_gives_are_not_taken() {
    let running = Running::start().await;
    let source = running.add_whatsapp("app secret").await;
    for bad in ["", "  ", &"x".repeat(2_049)] {
        let failure = running.set_secret(&source, Some(bad), false).await.unwrap_err();
        assert_eq!(failure.code, Code::BadRequest, "{bad:?}");
    }
    let plain = running.add_source("Site").await;
    let failure = running
        .set_secret(&plain, Some("a secret"), false)
        .await
        .unwrap_err();
    assert_eq!(failure.code, Code::BadRequest);
    let unused = SetAccessToken {
        source: source.id,
        token: Some(SecretText::new("token".to_owned())),
    };
    assert_eq!(
        running.client.ask(unused).await.unwrap_err().code,
        Code::BadRequest
    );
    assert_eq!(signed(&source, "app secret", "1").await, 200);
}

async fn beside(keyring: &TestKeyring) -> Running {
    let folder = tempfile::tempdir().unwrap();
    Running::start_beside(folder, Lang::PtBr, keyring.shared(), StartOptions::default()).await
}

/// Ended and started again on the same folder.
async fn again_beside(running: Running, keyring: &TestKeyring) -> Running {
    let now = running.now();
    running.engine.shutdown(Ending::Quit).await;
    let options = StartOptions::default();
    let again = Running::start_beside(running.folder, Lang::PtBr, keyring.shared(), options).await;
    again.clock.forward(now.duration_since(again.now()));
    again
}

/// Where the source is reached now.
async fn addressed(running: &Running, source: &Source) -> Source {
    details(running, source).await.source
}

async fn details(running: &Running, source: &Source) -> SourceDetails {
    let show = ShowSource { source: source.id };
    running.client.ask(show).await.unwrap()
}
