//! Test deliveries, signed as the real sender would.

use std::collections::HashSet;

use recado_webhook::authenticity::{CannotSign, Presented, Proof, Scheme, Secrets, sign};
use recado_webhook::preset;
use recado_webhook::request::{Method, Unverified};

use super::support::{self, scheme, secrets, verify};

#[test]
fn what_is_signed_is_genuine_for_every_scheme_and_for_nobody_else() {
    let mut seen = HashSet::new();
    let vectors = support::of_libraries().into_iter().chain(support::of_senders());
    for vector in vectors.filter(|vector| vector.accepted) {
        if !seen.insert(format!("{:?}", vector.scheme)) {
            continue;
        }
        let right = secrets(&vector.secret);
        let by = vector.presented(&right);
        let mut request = vector.request();
        request
            .headers
            .retain(|(name, _)| name == "content-type" || name == "x-request-id");
        let signed = sign(request, &by).unwrap_or_else(|error| panic!("{}: {error}", vector.label()));
        let proof = verify(signed.clone(), &by);
        assert!(proof.is_ok(), "{}: {proof:?} {signed:?}", vector.label());
        let other = secrets("another: secret");
        let verdict = verify(signed, &vector.presented(&other));
        assert!(verdict.is_err(), "{}", vector.label());
    }
    assert!(seen.len() > 15, "{}", seen.len());
}

#[test]
fn the_libraries_signatures_are_made_again_letter_by_letter() {
    let mut checked = 0;
    for vector in support::of_libraries() {
        if !vector.accepted || vector.name != "signed" || vector.headers.contains_key("authorization") {
            continue;
        }
        let right = secrets(&vector.secret);
        let mut request = vector.request();
        // Ours are Standard Webhooks' own names.
        if vector.by.starts_with("svix") {
            continue;
        }
        request
            .headers
            .retain(|(name, _)| !name.contains("sig") && !name.contains("hmac"));
        let signed = sign(request, &vector.presented(&right)).expect("it can be signed");
        for (name, value) in &vector.headers {
            assert_eq!(signed.header(name), Some(value.as_str()), "{}", vector.label());
        }
        checked += 1;
    }
    assert!(checked >= 8, "{checked}");
}

#[test]
fn a_test_delivery_of_every_preset_is_genuine() {
    for preset in preset::all() {
        for choice in &preset.schemes {
            let secrets = secrets("whsec_cmVjYWRvOnZlY3RvcnM6a2V5:");
            let secrets = match choice.scheme {
                Scheme::StandardWebhooks(_) => support::secrets("whsec_cmVjYWRvOnZlY3RvcnM6a2V5"),
                Scheme::AddressOnly
                | Scheme::Token(_)
                | Scheme::Basic
                | Scheme::BearerJwt(_)
                | Scheme::Hmac(_) => secrets,
            };
            let by = Presented {
                scheme: &choice.scheme,
                required: choice.required,
                name: None,
                secrets: &secrets,
                urls: &["https://hooks.example/in/abc".to_owned()],
                received_at: jiff::Timestamp::from_second(1_773_162_300).expect("a time"),
            };
            let signed = sign(unsigned("application/json", "{\"a\":1}"), &by)
                .unwrap_or_else(|error| panic!("{} {}: {error}", preset.id, choice.id));
            let verdict = verify(signed, &by);
            assert!(verdict.is_ok(), "{} {}: {verdict:?}", preset.id, choice.id);
        }
    }
}

#[test]
fn a_token_is_put_where_it_belongs() {
    let secrets = secrets("a b&c");
    let of = |toml: &str, content_type: &str, body: &str| {
        let scheme = scheme(toml);
        let by = Presented {
            scheme: &scheme,
            required: true,
            name: None,
            secrets: &secrets,
            urls: &[],
            received_at: jiff::Timestamp::UNIX_EPOCH,
        };
        let signed = sign(unsigned(content_type, body), &by)?;
        assert_eq!(verify(signed.clone(), &by), Ok(Proof::None));
        Ok::<_, CannotSign>(signed)
    };
    let field = "scheme = 'token'\nplace = 'field'\nname = 'chave'";
    let signed = of(field, "application/json", r#"{"nome":"Ana"}"#).expect("an object has fields");
    assert_eq!(&signed.body[..], br#"{"nome":"Ana","chave":"a b&c"}"#);
    let signed = of(field, "application/x-www-form-urlencoded", "nome=Ana").expect("a form has fields");
    assert_eq!(&signed.body[..], b"nome=Ana&chave=a%20b%26c");
    let nested = "scheme = 'token'\nplace = 'field'\nname = '/meta/chave'";
    let signed = of(nested, "application/json", r#"{"meta":{}}"#).expect("the object is there");
    assert_eq!(&signed.body[..], br#"{"meta":{"chave":"a b&c"}}"#);
    for (toml, body) in [(field, "[1]"), (field, "no JSON"), (nested, "{}")] {
        let error = of(toml, "application/json", body).expect_err("there is no place");
        assert!(matches!(error, CannotSign::Field { .. }), "{error}");
    }
    let query = "scheme = 'token'\nplace = 'query'\nname = 'chave'";
    assert_eq!(
        of(query, "application/json", "{}").expect("it fits").query,
        "chave=a%20b%26c"
    );
}

#[test]
fn without_a_secret_nothing_is_added() {
    let scheme = scheme("scheme = 'basic'");
    let by = Presented {
        scheme: &scheme,
        required: false,
        name: None,
        secrets: &Secrets::NONE,
        urls: &[],
        received_at: jiff::Timestamp::UNIX_EPOCH,
    };
    let request = unsigned("application/json", "{}");
    assert_eq!(sign(request.clone(), &by), Ok(request));
}

fn unsigned(content_type: &str, body: &str) -> Unverified {
    Unverified {
        method: Method::Post,
        sub_path: String::new(),
        query: String::new(),
        headers: vec![("content-type".to_owned(), content_type.to_owned())],
        body: body.to_owned().into(),
    }
}
