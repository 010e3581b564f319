//! What was refused, kept as the log keeps it, and verified again once the secret was corrected.

use recado_webhook::authenticity::{Evidence, Place, Presented, Refused, Scheme, Secrets, evidence};
use recado_webhook::redact;
use recado_webhook::request::Unverified;

use super::support::{self, Vector, scheme, secrets, verify};

const KEY: [u8; 32] = [7; 32];

#[test]
fn a_corrected_secret_makes_genuine_what_a_mistyped_one_refused() {
    for vector in everything().filter(|vector| vector.accepted) {
        let expected = vector.verify();
        let (request, kept) = refused(&vector, &secrets("mistyped: whatever"));
        let corrected = secrets(&vector.secret);
        let verdict = request.verify_again(&kept, &vector.presented(&corrected), &KEY);
        let verdict = verdict
            .map(|verified| verified.proof().clone())
            .map_err(|(refused, _)| refused);
        assert_eq!(verdict, expected, "{}", vector.label());
    }
}

#[test]
fn what_was_refused_before_there_was_a_secret_is_genuine_afterwards() {
    for vector in everything().filter(|vector| vector.accepted) {
        let (request, kept) = refused(&vector, &Secrets::NONE);
        let corrected = secrets(&vector.secret);
        let verdict = request.verify_again(&kept, &vector.presented(&corrected), &KEY);
        assert!(verdict.is_ok(), "{}: {verdict:?}", vector.label());
    }
}

#[test]
fn a_forgery_stays_a_forgery_whatever_is_corrected() {
    for vector in everything().filter(|vector| !vector.accepted) {
        for before in [
            Secrets::NONE,
            secrets(&vector.secret),
            secrets("mistyped: whatever"),
        ] {
            let (request, kept) = refused(&vector, &before);
            let secrets = secrets(&vector.secret);
            let verdict = request.verify_again(&kept, &vector.presented(&secrets), &KEY);
            assert!(verdict.is_err(), "{}", vector.label());
        }
    }
}

#[test]
fn what_is_kept_opens_no_door() {
    for vector in everything() {
        let (request, kept) = refused(&vector, &secrets("mistyped: whatever"));
        let json = serde_json::to_string(&kept).expect("evidence is JSON");
        for secret in secret_texts(&vector) {
            assert!(!json.contains(&secret), "{}: {json}", vector.label());
        }
        let again: Evidence = serde_json::from_str(&json).expect("evidence is read again");
        assert_eq!(again, kept);

        // Nor does the log's own request, where a token is all there is. What stands in a body the preset masks.
        let door = match &vector.scheme {
            Scheme::Token(token) => token.place != Place::Field,
            Scheme::Basic | Scheme::BearerJwt(_) => true,
            Scheme::AddressOnly | Scheme::Hmac(_) | Scheme::StandardWebhooks(_) => false,
        };
        if door {
            let secrets = secrets(&vector.secret);
            let verdict = verify(request, &vector.presented(&secrets));
            assert!(verdict.is_err(), "{}", vector.label());
        }
    }
}

#[test]
fn evidence_is_worth_nothing_under_another_key() {
    let scheme = scheme("scheme = 'token'\nplace = 'header'\nname = 'x-token'");
    let vector = Vector {
        scheme,
        ..support::of_senders().remove(0)
    };
    let mut request = vector.request();
    request.headers.push(("x-token".to_owned(), "abc".to_owned()));
    let right = secrets("abc");
    let by = vector.presented(&right);
    let kept = evidence(&request, &by, &KEY);
    assert!(logged(request.clone()).verify_again(&kept, &by, &KEY).is_ok());
    assert!(logged(request).verify_again(&kept, &by, &[8; 32]).is_err());
}

#[test]
fn a_header_whose_name_the_owner_got_wrong_is_found_again_too() {
    let token = scheme("scheme = 'token'\nplace = 'header'\nname = 'x-token'");
    let vector = Vector {
        scheme: token,
        ..support::of_senders().remove(0)
    };
    let mut request = vector.request();
    request.headers.push(("x-api-key".to_owned(), "abc".to_owned()));
    request.query = "chave=def".to_owned();
    let right = secrets("abc");
    let kept = evidence(&request, &vector.presented(&right), &KEY);
    let named = Presented {
        name: Some("X-Api-Key"),
        ..vector.presented(&right)
    };
    assert!(logged(request.clone()).verify_again(&kept, &named, &KEY).is_ok());

    let of_query = scheme_in_query();
    let right = secrets("def");
    let in_query = Presented {
        scheme: &of_query,
        ..vector.presented(&right)
    };
    assert!(logged(request).verify_again(&kept, &in_query, &KEY).is_ok());
}

fn scheme_in_query() -> Scheme {
    scheme("scheme = 'token'\nplace = 'query'\nname = 'chave'")
}

#[test]
fn a_token_in_the_body_is_found_again_though_the_body_was_masked() {
    let vector = Vector {
        scheme: scheme("scheme = 'token'\nplace = 'field'\nname = 'chave'"),
        ..support::of_senders().remove(0)
    };
    let mut request = vector.request();
    request.body = r#"{"nome":"Ana","chave":"abc"}"#.into();
    let right = secrets("abc");
    let by = vector.presented(&right);
    let kept = evidence(&request, &by, &KEY);
    request.body = format!(r#"{{"nome":"Ana","chave":"{}"}}"#, redact::REDACTED).into();
    assert!(logged(request).verify_again(&kept, &by, &KEY).is_ok());
}

#[test]
fn a_signed_address_with_a_secret_in_it_cannot_be_verified_again_and_says_so() {
    let mut vector = everything()
        .find(|vector| vector.label().contains("a form, with a query"))
        .expect("a vector of Twilio's");
    vector.query = "token=abc".to_owned();
    let (request, kept) = refused(&vector, &secrets("mistyped: whatever"));
    let right = secrets(&vector.secret);
    let verdict = request.verify_again(&kept, &vector.presented(&right), &KEY);
    assert_eq!(verdict.map_err(|(refused, _)| refused), Err(Refused::NotKept));
    assert!(!serde_json::to_string(&kept).expect("JSON").contains("token=abc"));
}

#[test]
fn a_corrected_public_address_makes_genuine_what_the_wrong_one_refused() {
    let vector = everything()
        .find(|vector| vector.by == "twilio" && vector.accepted)
        .expect("a sample of Twilio's");
    let right = secrets(&vector.secret);
    let nowhere = Presented {
        urls: &[],
        ..vector.presented(&right)
    };
    let (refused, request) = vector
        .request()
        .verify(&nowhere)
        .expect_err("no address, no proof");
    assert_eq!(refused, Refused::NoUrl);
    let kept = evidence(&request, &nowhere, &KEY);
    assert!(
        logged(request)
            .verify_again(&kept, &vector.presented(&right), &KEY)
            .is_ok()
    );
}

#[test]
fn a_token_where_a_signature_belongs_is_not_kept_as_it_came() {
    let vector = everything()
        .find(|vector| vector.by == "github" && vector.accepted)
        .expect("a sample of GitHub's");
    let mut request = vector.request();
    request
        .headers
        .iter_mut()
        .for_each(|(_, value)| *value = "sha256=a-token-that-opens-doors".to_owned());
    let right = secrets(&vector.secret);
    let kept = evidence(&request, &vector.presented(&right), &KEY);
    assert!(
        !serde_json::to_string(&kept)
            .expect("JSON")
            .contains("opens-doors")
    );
}

#[test]
fn what_is_kept_is_bounded() {
    let vector = support::of_senders().remove(0);
    let mut request = vector.request();
    for n in 0..10_000 {
        request.headers.push((format!("x-token-{n}"), "abc".to_owned()));
    }
    request.headers.push(("x-key".to_owned(), "a".repeat(1 << 20)));
    request.query = (0..10_000).map(|n| format!("token{n}=a&")).collect();
    let right = secrets(&vector.secret);
    let kept = evidence(&request, &vector.presented(&right), &KEY);
    let json = serde_json::to_string(&kept).expect("JSON");
    assert!(json.len() < 20_000, "{}", json.len());
}

fn everything() -> impl Iterator<Item = Vector> {
    support::of_libraries().into_iter().chain(support::of_senders())
}

/// The request as the log holds it, and what is kept beside it.
fn refused(vector: &Vector, secrets: &Secrets) -> (Unverified, Evidence) {
    let by = vector.presented(secrets);
    let request = vector.request();
    let kept = evidence(&request, &by, &KEY);
    (logged(request), kept)
}

fn logged(request: Unverified) -> Unverified {
    Unverified {
        query: redact::redacted_query(&request.query),
        headers: redact::kept_headers(&request.headers),
        ..request
    }
}

/// The secret as it may stand in a request: itself, or with the user name in base64; and a JSON Web Token's signature.
fn secret_texts(vector: &Vector) -> Vec<String> {
    let mut texts = vec![vector.secret.clone()];
    if let Some(authorization) = vector.headers.get("authorization") {
        let value = authorization.rsplit(['.', ' ']).next().unwrap_or_default();
        if !value.is_empty() {
            texts.push(value.to_owned());
        }
    }
    texts
}
