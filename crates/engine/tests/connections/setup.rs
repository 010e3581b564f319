//! Presets, titles, schemes and addresses.

use jiff::SignedDuration;
use recado_api::request::{
    AddSource, ListPresets, ListSources, RenameSource, RotateAddress, SetPublicUrl, SetScheme, ShowSource,
};
use recado_api::view::{PresetGroup, Verdict};
use recado_api::{Change, Code, Lang, SourceId};

use crate::common::{Running, post, post_with, until};
use crate::sender::signed;

#[tokio::test]
async fn presets_are_listed_in_the_language_of_the_app() {
    let running = Running::start().await;
    let listed = running.client.ask(ListPresets {}).await.unwrap();
    let find = |id: &str| listed.iter().find(|preset| preset.id == id).unwrap();
    let whatsapp = find("whatsapp-cloud");
    assert_eq!(whatsapp.group, PresetGroup::Messages);
    assert!(whatsapp.verify_token && !whatsapp.signs_address);
    assert_eq!(whatsapp.steps.len(), 3);
    assert!(whatsapp.schemes.first().unwrap().required);
    assert!(find("twilio").signs_address);
    assert!(find("mercado-pago").access_token.is_some());
    let other = find("other");
    assert_eq!(other.title, "Outro sistema");
    let token = other.schemes.iter().find(|scheme| scheme.id == "token").unwrap();
    assert_eq!(token.name.as_deref(), Some("x-token"));
    running.set_up(Lang::En).await;
    let listed = running.client.ask(ListPresets {}).await.unwrap();
    assert!(listed.iter().any(|preset| preset.title == "Another system"));
}

#[tokio::test]
async fn a_source_of_a_preset_has_its_title_and_what_its_sender_asks_for() {
    let running = Running::start().await;
    let source = running.add_whatsapp("app secret").await;
    assert_eq!(
        (source.title.as_str(), source.preset.as_str()),
        ("WhatsApp Business (Meta)", "whatsapp-cloud")
    );
    let details = show(&running, source.id).await;
    assert!(details.verify_token.unwrap().len() > 10);
    assert_eq!(details.scheme, "signature");
    assert!(details.has_secret);

    let own = AddSource {
        title: "Loja da praça".to_owned(),
        preset: Some("stripe".to_owned()),
        secret: None,
        allow_get: false,
    };
    let own = running.client.ask(own).await.unwrap();
    assert_eq!(own.title, "Loja da praça");
    let details = show(&running, own.id).await;
    assert_eq!((details.verify_token, details.has_secret), (None, false));
}

#[tokio::test]
async fn a_source_of_no_known_preset_or_with_a_secret_that_it_cannot_use_is_not_made() {
    let running = Running::start().await;
    for (preset, secret) in [
        ("carrier-pigeon", None),
        ("../other", None),
        ("other", Some("secret")),
    ] {
        let failure = running.add_preset(preset, secret).await.unwrap_err();
        assert_eq!(failure.code, Code::BadRequest, "{preset}");
    }
    let nameless = AddSource {
        title: " ".to_owned(),
        preset: None,
        secret: None,
        allow_get: false,
    };
    assert_eq!(
        running.client.ask(nameless).await.unwrap_err().code,
        Code::BadRequest
    );
    assert!(running.client.ask(ListSources {}).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_first_genuine_delivery_turns_a_source_green_by_itself() {
    let running = Running::start().await;
    let source = running.add_whatsapp("app secret").await;
    let mut changes = running.client.changes(None).await.unwrap();
    assert_eq!(signed(&source, "forger's", "1").await, 401);
    let told = until(&mut changes, |change| {
        if let Change::Source(source) = change {
            Some(source)
        } else {
            None
        }
    })
    .await;
    assert_eq!(told.first_delivery_at, None);
    assert_eq!(told.trouble.unwrap().refused, 1);
    running.clock.forward(SignedDuration::from_mins(5));
    assert_eq!(signed(&source, "app secret", "2").await, 200);
    let told = until(&mut changes, |change| {
        if let Change::Source(source) = change {
            Some(source)
        } else {
            None
        }
    })
    .await;
    assert_eq!(told.first_delivery_at, Some(running.now()));
    assert_eq!(told.last_delivery_at, Some(running.now()));
    assert_eq!(told.trouble, None);

    running.clock.forward(SignedDuration::from_mins(5));
    assert_eq!(signed(&source, "app secret", "3").await, 200);
    let (first, last) = (running.now() - SignedDuration::from_mins(5), running.now());
    assert_eq!(signed(&source, "forger's", "4").await, 401);
    let running = running.restart_on(Lang::PtBr).await;
    let kept = show(&running, source.id).await.source;
    assert_eq!(kept.first_delivery_at, Some(first));
    assert_eq!(kept.last_delivery_at, Some(last));
    assert_eq!(kept.trouble.unwrap().refused, 1);
}

#[tokio::test]
async fn a_renamed_source_keeps_its_address() {
    let running = Running::start().await;
    let source = running.add_source("Site").await;
    let rename = RenameSource {
        source: source.id,
        title: "  Site novo ".to_owned(),
    };
    let renamed = running.client.ask(rename).await.unwrap();
    assert_eq!(renamed.title, "Site novo");
    assert!(renamed.address.ends_with("-site-novo"), "{}", renamed.address);
    assert_eq!(post(&source, LEAD).await.status(), 200);
    assert_eq!(post(&renamed, LEAD).await.status(), 200);
    for title in ["", &"x".repeat(81)] {
        let rename = RenameSource {
            source: source.id,
            title: title.to_owned(),
        };
        assert_eq!(
            running.client.ask(rename).await.unwrap_err().code,
            Code::BadRequest
        );
    }
    let nobody = RenameSource {
        source: SourceId::from_bytes([7; 16]),
        title: "X".to_owned(),
    };
    assert_eq!(running.client.ask(nobody).await.unwrap_err().code, Code::NotFound);
}

#[tokio::test]
async fn an_address_that_was_replaced_is_good_for_a_week_or_not_at_all() {
    let running = Running::start().await;
    let first = running.add_source("Site").await;
    let rotate = |keep_former| RotateAddress {
        source: first.id,
        keep_former,
    };
    let second = running.client.ask(rotate(true)).await.unwrap();
    let a_week = SignedDuration::from_hours(7 * 24);
    assert_eq!(second.former_address_until, Some(running.now() + a_week));
    assert_ne!(second.source.address, first.address);
    for source in [&first, &second.source] {
        assert_eq!(post(source, LEAD).await.status(), 200);
    }
    running.clock.forward(a_week);
    assert_eq!(post(&first, LEAD).await.status(), 404);
    assert_eq!(post(&second.source, LEAD).await.status(), 200);
    assert_eq!(show(&running, first.id).await.former_address_until, None);

    let third = running.client.ask(rotate(false)).await.unwrap();
    assert_eq!(post(&second.source, LEAD).await.status(), 404);
    assert_eq!(post(&third.source, LEAD).await.status(), 200);
}

#[tokio::test]
async fn a_scheme_is_one_of_the_presets_and_its_name_is_the_owners_where_it_is_free() {
    let running = Running::start().await;
    let source = running.add_with_token("a-token").await;
    let scheme = |scheme: &str, name: Option<&str>| SetScheme {
        source: source.id,
        scheme: scheme.to_owned(),
        name: name.map(str::to_owned),
    };
    assert_eq!(
        post_with(&source, LEAD, &[("x-token", "a-token")]).await.status(),
        200
    );
    let set = running
        .client
        .ask(scheme("token", Some("X-Chave")))
        .await
        .unwrap();
    assert_eq!(set.details.scheme_name.as_deref(), Some("X-Chave"));
    assert_eq!(
        post_with(&source, LEAD, &[("x-token", "a-token")]).await.status(),
        401
    );
    assert_eq!(
        post_with(&source, LEAD, &[("x-chave", "a-token")]).await.status(),
        200
    );
    for refused in [
        scheme("carrier-pigeon", None),
        scheme("token", Some("two words")),
        scheme("token", Some("über")),
        scheme("basic", Some("x-basic")),
    ] {
        let failure = running.client.ask(refused.clone()).await.unwrap_err();
        assert_eq!(failure.code, Code::BadRequest, "{refused:?}");
    }
    running.client.ask(scheme("address", None)).await.unwrap();
    assert_eq!(post(&source, LEAD).await.status(), 200);
    assert!(show(&running, source.id).await.has_secret);
}

#[tokio::test]
async fn a_public_address_is_a_web_address_and_recovers_what_was_refused_for_want_of_it() {
    let running = Running::start().await;
    let source = running.add_preset("twilio", Some("auth token")).await.unwrap();
    let set = |url: Option<&str>| SetPublicUrl {
        source: source.id,
        url: url.map(str::to_owned),
    };
    for bad in [
        "example.com/in",
        "ftp://example.com/in",
        "https://u:p@example.com/",
    ] {
        let failure = running.client.ask(set(Some(bad))).await.unwrap_err();
        assert_eq!(failure.code, Code::BadRequest, "{bad}");
    }
    // Base64 of HMAC-SHA1 over the address, then each name and value in order; made with OpenSSL.
    let form = "Body=Oi&From=whatsapp%3A%2B5511987654321&MessageSid=SM1&ProfileName=Ana";
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("x-twilio-signature", SIGNED_BY_OPENSSL),
    ];
    let refused = crate::common::post_only_with(&source, form, &headers).await;
    assert_eq!(refused.status(), 401);
    let recovered = running
        .client
        .ask(set(Some("https://hooks.example.com/in/x")))
        .await
        .unwrap();
    assert_eq!(recovered.recovered, 1);
    assert_eq!(
        recovered.details.public_url.as_deref(),
        Some("https://hooks.example.com/in/x")
    );
    let log = running.deliveries().await;
    assert_eq!(log.first().unwrap().verdict, Verdict::Accepted);
    let none = running.client.ask(set(None)).await.unwrap();
    assert_eq!(none.details.public_url, None);
}

const LEAD: &str = r#"{"nome": "Ana", "telefone": "11987654321"}"#;

const SIGNED_BY_OPENSSL: &str = "5c04J2pW474lNAvjexCaSiNyRSU=";

async fn show(running: &Running, source: SourceId) -> recado_api::view::SourceDetails {
    running.client.ask(ShowSource { source }).await.unwrap()
}
