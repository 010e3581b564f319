//! Signatures that somebody else's code made or judged.

use recado_webhook::authenticity::{Presented, Proof, Scheme};
use recado_webhook::preset;
use recado_webhook::request::{Method, Unverified};

use super::support::{self, Vector, scheme, secrets, verify};

#[test]
fn the_senders_own_libraries_are_agreed_with() {
    let vectors = support::of_libraries();
    assert!(vectors.len() > 100, "{}", vectors.len());
    check(&vectors);
}

#[test]
fn what_senders_send_is_genuine_and_what_was_forged_is_not() {
    let vectors = support::of_senders();
    assert!(vectors.len() > 40, "{}", vectors.len());
    check(&vectors);
}

fn check(vectors: &[Vector]) {
    let wrong: Vec<_> = vectors
        .iter()
        .map(|vector| (vector, vector.verify()))
        .filter(|(vector, verdict)| verdict.is_ok() != vector.accepted)
        .map(|(vector, verdict)| format!("{}: {verdict:?}", vector.label()))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_presets_agree_with_the_senders_libraries_too() {
    let mut checked = 0;
    for vector in support::of_libraries() {
        let Some(id) = &vector.preset else { continue };
        let Some(preset) = preset::find(id) else {
            panic!("there is no preset {id}");
        };
        let choice = preset
            .schemes
            .iter()
            .find(|choice| !matches!(choice.scheme, Scheme::AddressOnly))
            .unwrap_or_else(|| panic!("{id} has no scheme with a secret"));
        let secrets = secrets(&vector.secret);
        let by = Presented {
            scheme: &choice.scheme,
            ..vector.presented(&secrets)
        };
        let verdict = verify(vector.request(), &by);
        assert_eq!(
            verdict.is_ok(),
            vector.accepted,
            "{}: {verdict:?}",
            vector.label()
        );
        checked += 1;
    }
    assert!(checked > 60, "{checked}");
}

#[test]
fn a_change_of_any_byte_of_the_body_is_refused() {
    for vector in support::of_senders().into_iter().filter(|vector| vector.accepted) {
        // A form's bytes may be written in several ways that say the same.
        let covered = matches!(
            vector.verify(),
            Ok(Proof::Signed {
                covers_body: true,
                ..
            })
        );
        if !covered || vector.by == "twilio" {
            continue;
        }
        let secrets = secrets(&vector.secret);
        for at in (0..vector.body.len()).step_by(37) {
            let mut request = vector.request();
            let mut body = request.body.to_vec();
            body[at] ^= 1;
            request.body = body.into();
            let verdict = verify(request, &vector.presented(&secrets));
            assert!(verdict.is_err(), "{} at byte {at}", vector.label());
        }
    }
}

#[test]
fn a_change_of_any_letter_of_the_signature_is_refused() {
    for vector in support::of_senders().into_iter().filter(|vector| vector.accepted) {
        let header = match &vector.scheme {
            Scheme::Hmac(hmac) => hmac.header.as_str(),
            Scheme::StandardWebhooks(_) => "webhook-signature",
            Scheme::AddressOnly | Scheme::Token(_) | Scheme::Basic | Scheme::BearerJwt(_) => continue,
        };
        let Some(value) = vector.headers.get(header) else {
            continue;
        };
        let secrets = secrets(&vector.secret);
        // The last letter of base64 holds bits that mean nothing.
        let value = value.split(",v0=").next().unwrap_or_default();
        let last = value.trim_end_matches('=').len() - 1;
        let first = value
            .rfind([',', '='])
            .filter(|at| *at < last)
            .map_or(0, |at| at + 1);
        for at in first..last {
            let mut changed = value.to_owned().into_bytes();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(changed).expect("ASCII");
            let mut request = vector.request();
            request.headers.retain(|(name, _)| name != header);
            request.headers.push((header.to_owned(), changed));
            let verdict = verify(request, &vector.presented(&secrets));
            assert!(verdict.is_err(), "{} at letter {at}", vector.label());
        }
    }
}

/// <https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries>.
#[test]
fn githubs_published_signature_is_right() {
    let scheme = scheme(
        "scheme = 'hmac'\nhash = 'sha256'\nencoding = 'hex'\nheader = 'x-hub-signature-256'\nprefix = 'sha256='\ncontent = ['{body}']",
    );
    published(
        &scheme,
        "It's a Secret to Everybody",
        0,
        &[(
            "x-hub-signature-256",
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        )],
        "Hello, World!",
    );
}

/// The known answer in the tests of Standard Webhooks' and Svix's libraries, and in Svix's documentation.
#[test]
fn standard_webhooks_published_signature_is_right() {
    for family in ["webhook", "svix"] {
        published(
            &scheme("scheme = 'standard-webhooks'"),
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            1_614_265_330,
            &[
                (&format!("{family}-id"), "msg_p5jXN8AQM9LWM0D4loKWxJek"),
                (&format!("{family}-timestamp"), "1614265330"),
                (
                    &format!("{family}-signature"),
                    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                ),
            ],
            "{\"test\": 2432232314}",
        );
    }
}

/// RFC 7617, sections 2 and 2.1.
#[test]
fn the_standards_user_names_and_passwords_are_right() {
    for (secret, value) in [
        ("Aladdin:open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ("test:123\u{a3}", "Basic dGVzdDoxMjPCow=="),
    ] {
        published(
            &scheme("scheme = 'basic'"),
            secret,
            0,
            &[("authorization", value)],
            "",
        );
    }
}

/// RFC 4231, section 4.3, as a webhook.
#[test]
fn the_standards_hmac_is_right_as_a_webhook() {
    for (hash, signature) in [
        ("sha1", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        (
            "sha256",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        ),
        (
            "sha512",
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
        ),
    ] {
        let scheme = scheme(&format!(
            "scheme = 'hmac'\nhash = '{hash}'\nencoding = 'hex'\nheader = 'X-Signature'\ncontent = ['{{body}}']"
        ));
        published(
            &scheme,
            "Jefe",
            0,
            &[("x-signature", signature)],
            "what do ya want for nothing?",
        );
    }
}

fn published(scheme: &Scheme, secret: &str, at: i64, headers: &[(&str, &str)], body: &str) {
    let request = Unverified {
        method: Method::Post,
        sub_path: String::new(),
        query: String::new(),
        headers: headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        body: body.to_owned().into(),
    };
    let by = |secrets: &_| {
        let by = Presented {
            scheme,
            required: true,
            name: None,
            secrets,
            urls: &[],
            received_at: jiff::Timestamp::from_second(at).expect("a time"),
        };
        verify(request.clone(), &by)
    };
    by(&secrets(secret)).unwrap_or_else(|refused| panic!("{refused}"));
    assert!(by(&secrets(&format!("{secret}x"))).is_err());
}
