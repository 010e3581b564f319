//! "Send a test", made and signed as each sender does, through the real receiver.

use recado_api::request::{ListPresets, RemoveTests, SetPublicUrl, SetScheme, SetSecret, ShowSource};
use recado_api::view::{Preset, SampleSent, Source, Verdict};
use recado_api::{Code, Failure, SecretText};

use crate::common::{Running, good_sample};

#[tokio::test]
async fn every_preset_is_tested_by_a_delivery_that_its_sender_could_have_sent() {
    let running = Running::start().await;
    for preset in running.client.ask(ListPresets {}).await.unwrap() {
        let source = add(&running, &preset).await;
        for _ in 0..2 {
            let sent = test(&running, &source).await.unwrap();
            assert!((200..300).contains(&sent.http_status), "{}: {sent:?}", preset.id);
            let log = running.deliveries().await;
            let delivery = log.last().unwrap();
            assert_eq!(sent.delivery, Some(delivery.id), "{}", preset.id);
            assert!(delivery.test, "{}", preset.id);
            if preset.access_token.is_some() {
                // What would have to be fetched is not there to be fetched.
                assert_eq!(delivery.verdict, Verdict::Ignored, "{}", preset.id);
            } else {
                assert_eq!(delivery.verdict, Verdict::Accepted, "{}: {delivery:?}", preset.id);
                assert!(sent.contact.is_some(), "{}", preset.id);
            }
        }
        let shown = running
            .client
            .ask(ShowSource { source: source.id })
            .await
            .unwrap();
        assert_eq!(shown.source.first_delivery_at, None, "{}", preset.id);
    }
    let names: Vec<_> = running
        .contacts()
        .await
        .into_iter()
        .map(|contact| (contact.name, contact.test))
        .collect();
    // One who writes by phone and one who writes by e-mail, whatever the sender.
    let expected = ("Contato de teste".to_owned(), true);
    assert_eq!(names, [expected.clone(), expected]);
    let removed = running.client.ask(RemoveTests {}).await.unwrap();
    assert_eq!(removed.contacts, 2);
    assert!(running.contacts().await.is_empty());
}

#[tokio::test]
async fn every_scheme_of_every_preset_is_tested() {
    let running = Running::start().await;
    for preset in running.client.ask(ListPresets {}).await.unwrap() {
        for scheme in &preset.schemes {
            let source = add(&running, &preset).await;
            let set = SetScheme {
                source: source.id,
                scheme: scheme.id.clone(),
                name: scheme.name.as_ref().map(|_| "x-our-own".to_owned()),
            };
            running.client.ask(set).await.unwrap();
            if scheme.secret.is_some() {
                set_secret(&running, &source, secret_of(&preset, &scheme.id)).await;
            }
            let sent = test(&running, &source).await.unwrap();
            assert!(
                (200..300).contains(&sent.http_status),
                "{} by {}: {sent:?}",
                preset.id,
                scheme.id
            );
        }
    }
}

#[tokio::test]
async fn a_test_without_the_secret_is_refused_as_its_sender_would_be_and_makes_no_trouble() {
    let running = Running::start().await;
    let source = running.add_preset("stripe", None).await.unwrap();
    for _ in 0..12 {
        let sent = test(&running, &source).await.unwrap();
        assert_eq!((sent.http_status, sent.contact), (401, None));
    }
    let shown = running
        .client
        .ask(ShowSource { source: source.id })
        .await
        .unwrap();
    assert_eq!((shown.source.trouble, shown.quarantined), (None, 0));
    set_secret(&running, &source, "whsec_a").await;
    assert_eq!(test(&running, &source).await.unwrap().http_status, 200);
}

#[tokio::test]
async fn a_test_that_its_sender_could_not_sign_is_not_sent() {
    let running = Running::start().await;
    let twilio = running.add_preset("twilio", Some("auth token")).await.unwrap();
    let failure = test(&running, &twilio).await.unwrap_err();
    assert_eq!(failure.code, Code::BadRequest);
    let standard = running
        .add_preset("standard-webhooks", Some("whsec_not base64!"))
        .await
        .unwrap();
    let failure = test(&running, &standard).await.unwrap_err();
    assert_eq!(failure.code, Code::BadRequest);
    assert!(!failure.message.contains("base64!"), "{}", failure.message);
    assert!(running.deliveries().await.is_empty());
}

async fn add(running: &Running, preset: &Preset) -> Source {
    let usual = preset.schemes.first().unwrap();
    let secret = usual.secret.as_ref().map(|_| secret_of(preset, &usual.id));
    let source = running.add_preset_titled(preset, secret).await;
    if preset.signs_address {
        let public = SetPublicUrl {
            source: source.id,
            url: Some("https://hooks.example.com/in/x".to_owned()),
        };
        running.client.ask(public).await.unwrap();
    }
    source
}

fn secret_of(preset: &Preset, scheme: &str) -> &'static str {
    match (preset.id.as_str(), scheme) {
        ("standard-webhooks", _) | (_, "standard-webhooks") => "whsec_cmVjYWRvLXN0YW5kYXJkLXdlYmhvb2tz",
        (_, "basic") => "user:password",
        _ => "a secret",
    }
}

async fn set_secret(running: &Running, source: &Source, secret: &str) {
    let set = SetSecret {
        source: source.id,
        secret: Some(SecretText::new(secret.to_owned())),
        keep_former: false,
    };
    running.client.ask(set).await.unwrap();
}

async fn test(running: &Running, source: &Source) -> Result<SampleSent, Failure> {
    running.client.ask(good_sample(source.id)).await
}
