//! Samples, made and proven as each sender does, or wrong in one way, through the real receiver.

use std::collections::BTreeSet;

use recado_api::request::{
    CountDeliveries, ListAlerts, ListLockouts, ListPresets, ListToasts, RemoveTests, SaveMapping, SendSample,
    SetPublicUrl, SetScheme, SetSecret, ShowSource,
};
use recado_api::view::{
    Mapping, MappingRule, Preset, Role, SampleKind, SampleSent, Source, SourceDetails, Verdict,
};
use recado_api::{Code, Failure, SecretText};
use recado_webhook::preset;

use crate::common::{Running, good_sample};
use crate::sender::with_token;

#[tokio::test]
async fn every_preset_is_tested_by_a_delivery_that_its_sender_could_have_sent() {
    let running = Running::start().await;
    for preset in with_samples(&running).await {
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
    // One who writes by phone and one who writes by e-mail, whatever the sender, and those whom only an id is known of.
    let contacts = running.contacts().await;
    assert!(contacts.iter().all(|contact| contact.test));
    let reachable: Vec<_> = contacts
        .iter()
        .filter(|contact| !contact.phones.is_empty() || !contact.emails.is_empty())
        .collect();
    assert_eq!(reachable.len(), 2, "{reachable:?}");
    assert!(reachable.iter().all(|contact| contact.name == "Contato de teste"));
    let removed = running.client.ask(RemoveTests {}).await.unwrap();
    assert_eq!(usize::try_from(removed.contacts), Ok(contacts.len()));
    assert!(running.contacts().await.is_empty());
}

#[tokio::test]
async fn every_scheme_of_every_preset_behaves_in_every_way_that_it_allows_and_nothing_of_it_stays() {
    let running = Running::start().await;
    for preset in with_samples(&running).await {
        for scheme in &preset.schemes {
            let case = format!("{} by {}", preset.id, scheme.id);
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
            let offered = offered(&details(&running, &source).await);
            let all_but_forged = scheme.secret.is_none();
            assert_eq!(offered.len(), if all_but_forged { 4 } else { 5 }, "{case}");
            assert_eq!(
                offered.contains(&SampleKind::BadSignature),
                !all_but_forged,
                "{case}"
            );
            for kind in offered {
                let sent = send(&running, &source, kind).await.unwrap();
                assert_eq!(sent.wrong, None, "{case}: {sent:?}");
                answered_as_it_has_to_be(&sent, &case);
            }
            let shown = details(&running, &source).await;
            assert_eq!((shown.source.trouble, shown.quarantined), (None, 0), "{case}");
            assert_eq!(
                (shown.unmatched, shown.source.last_delivery_at),
                (0, None),
                "{case}"
            );
        }
    }
    assert_eq!(running.client.ask(ListLockouts {}).await.unwrap(), []);
    assert_eq!(running.client.ask(ListAlerts {}).await.unwrap(), []);
    let today = running
        .client
        .ask(CountDeliveries {
            day: None,
            source: None,
        })
        .await
        .unwrap();
    assert_eq!(today.counted, 0);
    assert!(today.hours.iter().all(|hour| *hour == Default::default()));
    running.client.ask(RemoveTests {}).await.unwrap();
    assert!(running.contacts().await.is_empty());
    assert!(running.deliveries().await.is_empty());
    assert_eq!(
        running.client.ask(ListToasts { limit: 1 }).await.unwrap().total,
        0
    );
}

#[tokio::test]
async fn the_second_of_two_equal_samples_makes_no_second_card_or_line() {
    let running = Running::start().await;
    let source = running.add_with_token("a secret").await;
    let sent = send(&running, &source, SampleKind::Duplicate).await.unwrap();
    assert_eq!((sent.verdict, sent.http_status), (Some(Verdict::Duplicate), 200));
    let contacts = running.contacts().await;
    let contact = contacts.first().unwrap();
    assert_eq!((contacts.len(), contact.unread), (1, 1));
    assert_eq!(sent.contact, Some(contact.id));
    let log = running.deliveries().await;
    let first = log.first().unwrap();
    assert_eq!((sent.delivery, first.repeats), (Some(first.id), 1));
}

#[tokio::test]
async fn forged_samples_shut_nobody_out_and_wait_in_no_quarantine() {
    let running = Running::start().await;
    let source = running.add_with_token("a secret").await;
    for _ in 0..12 {
        let sent = send(&running, &source, SampleKind::BadSignature).await.unwrap();
        assert_eq!((sent.http_status, sent.wrong), (401, None));
    }
    let genuine = with_token(&source, "a secret", &[]).await;
    assert_eq!(genuine.status(), 200);
    let recovered = running.set_secret(&source, Some("another"), false).await.unwrap();
    assert_eq!((recovered.recovered, recovered.details.quarantined), (0, 0));
}

#[tokio::test]
async fn where_the_time_is_part_of_the_proof_a_right_one_of_yesterday_is_tried_too() {
    let running = Running::start().await;
    let stripe = running.add_preset("stripe", Some("whsec_a")).await.unwrap();
    let sent = send(&running, &stripe, SampleKind::BadSignature).await.unwrap();
    assert_eq!((sent.http_status, sent.wrong), (401, None));
    let log = running.deliveries().await;
    let details: Vec<_> = log
        .iter()
        .filter_map(|delivery| delivery.detail.as_deref())
        .collect();
    let [wrong, old] = details[..] else {
        panic!("{details:?}");
    };
    assert!(
        wrong.contains("does not match") && old.contains("24 h"),
        "{details:?}"
    );
}

#[tokio::test]
async fn what_a_source_does_not_check_is_not_tried_and_why_is_said() {
    let running = Running::start().await;
    let by_address = running.add_source("Site").await;
    let stripe = running.add_preset("stripe", None).await.unwrap();
    let typeform = running.add_preset("typeform", None).await.unwrap();
    for (source, tried) in [
        (&by_address, 4),
        // Nothing is taken before there is a secret.
        (&stripe, 2),
        // Everything is taken until there is one.
        (&typeform, 4),
    ] {
        let shown = details(&running, source).await;
        assert_eq!(offered(&shown).len(), tried, "{}", source.title);
        let forged = send(&running, source, SampleKind::BadSignature)
            .await
            .unwrap_err();
        let why_not = shown
            .samples
            .kinds
            .iter()
            .find(|offer| offer.kind == SampleKind::BadSignature);
        assert_eq!(forged.code, Code::BadRequest);
        assert_eq!(why_not.unwrap().why_not.as_ref(), Some(&forged.message));
    }
    let missing = send(&running, &stripe, SampleKind::Good).await.unwrap();
    let wrong = missing.wrong.unwrap();
    assert!(
        wrong.what.contains("401") && !wrong.advice.is_empty(),
        "{wrong:?}"
    );
    assert!(running.deliveries().await.iter().all(|delivery| delivery.test));
}

#[tokio::test]
async fn whatever_a_sender_is_known_to_send_is_taken_and_after_the_tests_are_gone_taken_anew() {
    let running = Running::start().await;
    let (mut names, mut without_place) = (BTreeSet::new(), BTreeSet::new());
    for preset in with_samples(&running).await {
        let source = add(&running, &preset).await;
        for name in details(&running, &source).await.samples.names {
            let case = format!("{} {name}", preset.id);
            match named(&running, &source, &name).await {
                Ok(sent) => {
                    assert_eq!(sent.wrong, None, "{case}: {sent:?}");
                    assert_eq!(sent.request.sample.as_ref(), Some(&name));
                    names.insert(case);
                }
                // A list has no field for a token.
                Err(failure) => {
                    assert_eq!(failure.code, Code::BadRequest, "{case}");
                    without_place.insert(case);
                }
            }
        }
    }
    assert!(without_place.len() < 5, "{without_place:?}");
    assert!(names.len() > 200, "{}", names.len());
    running.client.ask(RemoveTests {}).await.unwrap();
    assert!(running.contacts().await.is_empty());

    let whatsapp = running.add_whatsapp("a secret").await;
    for verdict in [Verdict::Accepted, Verdict::Duplicate] {
        let sent = named(&running, &whatsapp, "message-order").await.unwrap();
        assert_eq!((sent.verdict, sent.wrong), (Some(verdict), None));
    }
    running.client.ask(RemoveTests {}).await.unwrap();
    let again = named(&running, &whatsapp, "message-order").await.unwrap();
    assert_eq!(again.verdict, Some(Verdict::Accepted));
    let contact = running.contacts().await.remove(0);
    assert!(contact.test);
    assert_eq!(contact.last_message_at, Some(running.now()));
}

#[tokio::test]
async fn a_sample_that_its_sender_does_not_have_is_not_sent() {
    let running = Running::start().await;
    let whatsapp = running.add_whatsapp("a secret").await;
    for name in ["no-such", "message-text-bad-signature", "handshake-verify"] {
        let failure = named(&running, &whatsapp, name).await.unwrap_err();
        assert_eq!(failure.code, Code::NotFound);
        assert!(failure.message.contains(name), "{}", failure.message);
    }
    assert!(running.deliveries().await.is_empty());
}

#[tokio::test]
async fn the_sample_of_a_mapped_system_says_what_its_owner_mapped() {
    let running = Running::start().await;
    let source = running.add_source("Agenda").await;
    let rule = |path: &str, role| MappingRule {
        path: path.to_owned(),
        role,
    };
    let mapping = Mapping {
        rules: vec![
            rule("/dados/0/quem", Role::Name),
            rule("/dados/0/zap", Role::Phone),
            rule("/obs", Role::Message),
        ],
    };
    let save = SaveMapping {
        source: source.id,
        mapping,
    };
    running.client.ask(save).await.unwrap();
    for kind in SampleKind::ALL
        .into_iter()
        .filter(|kind| *kind != SampleKind::BadSignature)
    {
        let sent = send(&running, &source, kind).await.unwrap();
        assert_eq!(sent.wrong, None, "{sent:?}");
    }
    let contact = running.contacts().await.remove(0);
    assert_eq!(contact.name, "Contato de teste");
    assert_eq!(contact.phones.len(), 1);

    let nobody = SaveMapping {
        source: source.id,
        mapping: Mapping {
            rules: vec![rule("/obs", Role::Message)],
        },
    };
    running.client.ask(nobody).await.unwrap();
    let sent = send(&running, &source, SampleKind::Good).await.unwrap();
    assert_eq!((sent.http_status, sent.verdict), (200, Some(Verdict::Unmatched)));
    assert!(sent.wrong.unwrap().advice.contains("Campos"));
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

/// Those that say what they send.
async fn with_samples(running: &Running) -> Vec<Preset> {
    let mut presets = running.client.ask(ListPresets {}).await.unwrap();
    presets.retain(|known| {
        let samples = &preset::find(&known.id).unwrap().samples;
        known.id == preset::OTHER
            || samples
                .iter()
                .any(|sample| sample.name == "test" && !sample.verdict.is_empty())
    });
    assert!(presets.len() >= 15, "{}", presets.len());
    presets
}

fn answered_as_it_has_to_be(sent: &SampleSent, case: &str) {
    let answered = (sent.http_status, sent.verdict);
    let nothing_to_file = sent.verdict == Some(Verdict::Ignored) && sent.contact.is_none();
    let well = match sent.kind {
        SampleKind::Good => {
            nothing_to_file || (sent.verdict == Some(Verdict::Accepted) && sent.contact.is_some())
        }
        SampleKind::BadSignature => answered == (401, Some(Verdict::Refused)) && sent.delivery.is_some(),
        SampleKind::WrongType => {
            answered == (400, Some(Verdict::Malformed)) || answered == (401, Some(Verdict::Refused))
        }
        SampleKind::Duplicate => {
            nothing_to_file || (sent.verdict == Some(Verdict::Duplicate) && sent.contact.is_some())
        }
        SampleKind::Huge => answered == (413, None) && sent.request.body_length > 4 * 1024 * 1024,
    };
    assert!(well, "{case}: {sent:?}");
}

async fn details(running: &Running, source: &Source) -> SourceDetails {
    running
        .client
        .ask(ShowSource { source: source.id })
        .await
        .unwrap()
}

fn offered(details: &SourceDetails) -> Vec<SampleKind> {
    let kinds = &details.samples.kinds;
    assert!(kinds.iter().map(|offer| offer.kind).eq(SampleKind::ALL));
    let offered = kinds.iter().filter(|offer| offer.why_not.is_none());
    offered.map(|offer| offer.kind).collect()
}

async fn send(running: &Running, source: &Source, kind: SampleKind) -> Result<SampleSent, Failure> {
    let sample = SendSample {
        kind,
        ..good_sample(source.id)
    };
    running.client.ask(sample).await
}

async fn named(running: &Running, source: &Source, name: &str) -> Result<SampleSent, Failure> {
    let sample = SendSample {
        sample: Some(name.to_owned()),
        ..good_sample(source.id)
    };
    running.client.ask(sample).await
}

async fn test(running: &Running, source: &Source) -> Result<SampleSent, Failure> {
    running.client.ask(good_sample(source.id)).await
}
