//! Schemes that show what they know, each against everything that may be wrong with a request.

use recado_webhook::authenticity::{Presented, Proof};

use super::mishaps::{
    EMPTY, FORM, GENUINE, Line, MISSING, Mishap::*, SIGNATURE, TOKEN, TWICE, check, message, of, sample,
};
use super::support::{self, Vector, secrets, verify};

#[test]
fn a_token_in_a_header() {
    let vector = sample("evolution-api", "messages-upsert-text");
    let lines: [Line; 12] = [
        (Nothing, GENUINE),
        (WrongSecret, TOKEN),
        (OtherBody, GENUINE),
        (OtherHeader("user-agent"), GENUINE),
        (AnHourOld, GENUINE),
        (Missing, MISSING),
        (Empty, EMPTY),
        (Prefix, TOKEN),
        (OtherVersion("Bearer ", "Basic "), TOKEN),
        (Malformed("Bearer "), TOKEN),
        (Huge, FORM),
        (Twice, TWICE),
    ];
    check(&vector, "authorization", &lines);
    for (value, expected) in [
        ("bearer recado-static-token", GENUINE),
        ("recado-static-token", GENUINE),
        ("Bearer  recado-static-token ", GENUINE),
        ("Bearer recado-static-token2", TOKEN),
        ("Bearer Bearer recado-static-token", TOKEN),
        ("Bearer RECADO-static-token", TOKEN),
    ] {
        let changed = Vector {
            headers: [("authorization".to_owned(), value.to_owned())].into(),
            ..vector.clone()
        };
        assert_eq!(message(&changed), expected, "{value}");
    }
}

#[test]
fn a_token_in_the_address() {
    let vector = sample("tiny-erp", "inclusao-pedido");
    let huge = format!("token={}", "a".repeat(1 << 20));
    for (query, expected) in [
        ("token=recado-tiny", GENUINE),
        ("a=1&token=recado%2Dtiny&b=2", GENUINE),
        ("token=recado", TOKEN),
        ("token=recado-tiny2", TOKEN),
        ("token=", EMPTY),
        ("token", EMPTY),
        ("", MISSING),
        ("Token=recado-tiny", MISSING),
        ("token=recado-tiny&token=x", TWICE),
        ("token=%ff", FORM),
        (huge.as_str(), FORM),
    ] {
        let changed = Vector {
            query: query.to_owned(),
            ..vector.clone()
        };
        assert_eq!(message(&changed), expected, "{query:.40}");
    }
}

#[test]
fn a_token_in_a_field_of_the_body() {
    let vector = sample("google-ads-lead-form", "lead");
    assert_eq!(message(&vector), GENUINE);
    let huge = format!(r#"{{"google_key":"{}"}}"#, "a".repeat(1 << 20));
    for (body, expected) in [
        (r#"{"google_key":"recado-google-key"}"#, GENUINE),
        (r#"{"google_key":["recado-google-key"]}"#, GENUINE),
        (r#"{"google_key":"recado-google"}"#, TOKEN),
        (r#"{"google_key":"recado-google-key","google_key":"x"}"#, TWICE),
        (r#"{"google_key":["recado-google-key","x"]}"#, TWICE),
        (r#"{"google_key":{"a":1}}"#, FORM),
        (r#"{"google_key":true}"#, FORM),
        (r#"{"google_key":""}"#, EMPTY),
        (r#"{"google_key":[]}"#, EMPTY),
        (r#"{"google_key":null}"#, MISSING),
        (r#"{"a":{"google_key":"recado-google-key"}}"#, MISSING),
        ("", MISSING),
        ("{", Some("refused-unreadable")),
        (huge.as_str(), FORM),
    ] {
        let changed = Vector {
            body: body.to_owned(),
            ..vector.clone()
        };
        assert_eq!(message(&changed), expected, "{body:.40}");
    }
    // A form has fields too, and the owner may say which one.
    let form = Vector {
        body: "nome=Ana&meta[chave]=12345".to_owned(),
        headers: [(
            "content-type".to_owned(),
            "application/x-www-form-urlencoded".to_owned(),
        )]
        .into(),
        ..vector
    };
    let secrets = secrets("12345");
    let by = Presented {
        name: Some("/meta/chave"),
        ..form.presented(&secrets)
    };
    assert_eq!(verify(form.request(), &by), Ok(Proof::None));
}

#[test]
fn a_user_name_and_a_password() {
    let vector = sample("pagarme", "order-paid");
    let lines: [Line; 14] = [
        (Nothing, GENUINE),
        (WrongSecret, Some("refused-credentials")),
        (OtherBody, GENUINE),
        (OtherHeader("user-agent"), GENUINE),
        (AnHourOld, GENUINE),
        (Missing, MISSING),
        (Empty, EMPTY),
        (Prefix, FORM),
        (Malformed("Basic cmVjYWRvOnNlbmhh"), Some("refused-credentials")),
        (OtherVersion("Basic ", "Bearer "), FORM),
        (OtherVersion("Basic ", "basic "), GENUINE),
        (Malformed("Basic !"), FORM),
        (Huge, FORM),
        (Twice, TWICE),
    ];
    check(&vector, "authorization", &lines);
    let no_colon = Vector {
        secret: "recado".to_owned(),
        ..vector
    };
    assert_eq!(message(&no_colon), Some("refused-secret-colon"));
}

#[test]
fn a_json_web_token() {
    let vector = of("jsonwebtoken", "signed");
    let lines: [Line; 14] = [
        (Nothing, GENUINE),
        (WrongSecret, SIGNATURE),
        // Nothing covers it.
        (OtherBody, GENUINE),
        (OtherHeader("user-agent"), GENUINE),
        (AnHourOld, Some("refused-expired")),
        // `iat` says nothing about when a token becomes good.
        (AnHourAhead, GENUINE),
        (Missing, MISSING),
        (Empty, EMPTY),
        (Prefix, FORM),
        (OtherVersion("Bearer ", "JWT "), FORM),
        (Malformed("Bearer a.b.c"), FORM),
        (Malformed("Bearer .."), FORM),
        (Huge, FORM),
        (Twice, TWICE),
    ];
    check(&vector, "authorization", &lines);
    for (name, expected) in [
        ("HS512", FORM),
        ("unsigned", FORM),
        ("the signature left out", FORM),
        ("other claims", SIGNATURE),
        ("not good yet", Some("refused-too-far-ahead")),
        (
            "something critical that we do not know",
            Some("refused-algorithm"),
        ),
    ] {
        let vector = support::of_libraries()
            .into_iter()
            .find(|vector| vector.name == name)
            .expect("a vector of this name");
        assert_eq!(message(&vector), expected, "{name}");
    }
}
