//! Schemes that sign, each against everything that may be wrong with a request: a table a scheme, a line a mishap.

use recado_webhook::authenticity::{Presented, Proof};
use recado_webhook::request::Unverified;

use super::mishaps::{
    EMPTY, FORM, GENUINE, Line, MISSING, Mishap::*, SIGNATURE, TWICE, VERSION, check, message, of, sample,
};
use super::support::{Vector, secrets, verify};

#[test]
fn a_signature_over_the_body() {
    let lines: [Line; 13] = [
        (Nothing, GENUINE),
        (WrongSecret, SIGNATURE),
        (OtherBody, SIGNATURE),
        (OtherHeader("x-github-delivery"), GENUINE),
        (AnHourOld, GENUINE),
        (Missing, MISSING),
        (Empty, EMPTY),
        (Prefix, FORM),
        (OtherVersion("sha256=", "sha1="), VERSION),
        (OtherVersion("sha256=", ""), VERSION),
        (Malformed("sha256=zz"), FORM),
        (Huge, FORM),
        (Twice, TWICE),
    ];
    check(
        &of("@octokit/webhooks-methods", "signed"),
        "x-hub-signature-256",
        &lines,
    );
}

#[test]
fn a_signature_over_the_body_without_a_prefix() {
    let lines: [Line; 12] = [
        (Nothing, GENUINE),
        (WrongSecret, SIGNATURE),
        (OtherBody, SIGNATURE),
        (OtherHeader("x-shopify-topic"), GENUINE),
        (AnHourOld, GENUINE),
        (Missing, MISSING),
        (Empty, EMPTY),
        (Prefix, FORM),
        (Malformed("no base64!"), FORM),
        (Malformed("sha256=0000"), FORM),
        (Huge, FORM),
        (Twice, TWICE),
    ];
    check(
        &of("@shopify/shopify-api", "signed"),
        "x-shopify-hmac-sha256",
        &lines,
    );
}

#[test]
fn a_signature_over_time_and_body_among_pairs() {
    let lines: [Line; 18] = [
        (Nothing, GENUINE),
        (WrongSecret, SIGNATURE),
        (OtherBody, SIGNATURE),
        (OtherHeader("user-agent"), GENUINE),
        (AnHourOld, Some("refused-too-old")),
        (AnHourAhead, Some("refused-too-far-ahead")),
        (Missing, MISSING),
        (Empty, EMPTY),
        (Prefix, FORM),
        (OtherVersion("v1=", "v2="), VERSION),
        (OtherVersion("t=", "s="), FORM),
        (OtherVersion("t=", "t=1,t="), FORM),
        (OtherVersion("t=1773162300", "t=1773162301"), SIGNATURE),
        (OtherVersion("t=1773162300", "t="), FORM),
        (Malformed("t=1773162300"), VERSION),
        (Malformed("==,,=,"), FORM),
        (Huge, FORM),
        (Twice, TWICE),
    ];
    check(&of("stripe", "signed"), "stripe-signature", &lines);
}

#[test]
fn a_signature_over_a_time_in_a_header_of_its_own() {
    let vector = of("@slack/bolt", "signed");
    let lines: [Line; 14] = [
        (Nothing, GENUINE),
        (WrongSecret, SIGNATURE),
        (OtherBody, SIGNATURE),
        (OtherHeader("x-slack-request-timestamp"), FORM),
        (AnHourOld, Some("refused-too-old")),
        (AnHourAhead, Some("refused-too-far-ahead")),
        (Missing, MISSING),
        (Empty, EMPTY),
        (Prefix, FORM),
        (OtherVersion("v0=", "v1="), VERSION),
        (OtherVersion("v0=", ""), VERSION),
        (Malformed("v0=zz"), FORM),
        (Huge, FORM),
        (Twice, TWICE),
    ];
    check(&vector, "x-slack-signature", &lines);
    let lines: [Line; 6] = [
        (Missing, MISSING),
        (Empty, EMPTY),
        (Prefix, SIGNATURE),
        (Malformed("1773162301"), SIGNATURE),
        (Huge, FORM),
        (Twice, TWICE),
    ];
    check(&vector, "x-slack-request-timestamp", &lines);
}

#[test]
fn a_signature_over_a_manifest() {
    let vector = of("mercadopago", "signed");
    let lines: [Line; 14] = [
        (Nothing, GENUINE),
        (WrongSecret, SIGNATURE),
        // Nothing covers it: what counts is the id in the address.
        (OtherBody, GENUINE),
        (OtherHeader("x-request-id"), SIGNATURE),
        (AnHourOld, Some("refused-too-old")),
        (AnHourAhead, Some("refused-too-far-ahead")),
        (Missing, MISSING),
        (Empty, EMPTY),
        (Prefix, FORM),
        (OtherVersion("v1=", "v2="), VERSION),
        (OtherVersion("ts=", "no="), FORM),
        (Malformed("nonsense"), FORM),
        (Huge, FORM),
        (Twice, TWICE),
    ];
    check(&vector, "x-signature", &lines);
    // What may be left out is left out of what is signed, and so does not match.
    let lines: [Line; 4] = [
        (Missing, SIGNATURE),
        (Empty, SIGNATURE),
        (Huge, FORM),
        (Twice, TWICE),
    ];
    check(&vector, "x-request-id", &lines);

    for (query, expected) in [
        ("data.id=1&type=payment", SIGNATURE),
        ("type=payment", SIGNATURE),
        ("data.id=130000000071&data.id=1", TWICE),
        ("data.id=130000000071&type=order", GENUINE),
        ("data%2Eid=13000000007%31", GENUINE),
    ] {
        let changed = Vector {
            query: query.to_owned(),
            ..vector.clone()
        };
        assert_eq!(message(&changed), expected, "{query}");
    }
}

#[test]
fn a_manifest_may_be_signed_with_its_id_in_lower_case_and_its_time_in_milliseconds() {
    // Signed by hand, for no library does it: HMAC-SHA256 of `id:abc-12;ts:1773162300123;` under `segredo`.
    let vector = Vector {
        query: "data.id=ABC-12".to_owned(),
        secret: "segredo".to_owned(),
        headers: [("x-signature".to_owned(), "ts=1773162300123,v1=@".to_owned())].into(),
        ..of("mercadopago", "signed")
    };
    let signed = |manifest: &str| {
        let signature = hmac_sha256(b"segredo", manifest.as_bytes());
        let header = format!("ts=1773162300123,v1={signature}");
        Vector {
            headers: [("x-signature".to_owned(), header)].into(),
            ..vector.clone()
        }
    };
    assert_eq!(message(&signed("id:abc-12;ts:1773162300123;")), GENUINE);
    assert_eq!(message(&signed("id:ABC-12;ts:1773162300123;")), GENUINE);
    assert_eq!(message(&signed("id:Abc-12;ts:1773162300123;")), SIGNATURE);
    // The text is what is signed, not the time that it stands for.
    assert_eq!(message(&signed("id:abc-12;ts:1773162300;")), SIGNATURE);
}

#[test]
fn a_signature_over_address_and_form() {
    let vector = of("twilio", "a form");
    let wrong = Some("refused-signature-of-url");
    let lines: [Line; 12] = [
        (Nothing, GENUINE),
        (WrongSecret, wrong),
        (OtherBody, wrong),
        (OtherHeader("i-twilio-idempotency-token"), GENUINE),
        (AnHourOld, GENUINE),
        (Missing, MISSING),
        (Empty, EMPTY),
        (Prefix, FORM),
        (OtherVersion("", "v1="), FORM),
        (Malformed("no base64!"), FORM),
        (Huge, FORM),
        (Twice, TWICE),
    ];
    check(&vector, "x-twilio-signature", &lines);

    let json = Vector {
        body: "{}".to_owned(),
        headers: vector
            .headers
            .iter()
            .map(|(name, value)| {
                (
                    name.clone(),
                    value.replace("application/x-www-form-urlencoded", "application/json"),
                )
            })
            .collect(),
        ..vector.clone()
    };
    assert_eq!(message(&json), Some("refused-body-not-covered"));
    let stated = Vector {
        query: "bodySHA256=00".to_owned(),
        ..json.clone()
    };
    assert_eq!(message(&stated), Some("refused-body"));
    let twice = Vector {
        query: "bodySHA256=00&bodySHA256=00".to_owned(),
        ..json
    };
    assert_eq!(message(&twice), TWICE);
    let nowhere = Vector {
        urls: vec![],
        ..vector
    };
    assert_eq!(message(&nowhere), Some("refused-no-url"));
}

#[test]
fn what_a_sender_appends_to_its_address_is_signed_too() {
    let vector = of("twilio", "a form");
    let [url] = vector.urls.as_slice() else {
        panic!("one address")
    };
    let (parent, last) = url.rsplit_once('/').expect("a path");
    let urls = [format!("{parent}?ignored=1")];
    let secrets = secrets(&vector.secret);
    let by = Presented {
        urls: &urls,
        ..vector.presented(&secrets)
    };
    let request = Unverified {
        sub_path: last.to_owned(),
        ..vector.request()
    };
    assert!(verify(request, &by).is_ok());
    assert!(verify(vector.request(), &by).is_err());
}

#[test]
fn standard_webhooks() {
    let lines: [Line; 16] = [
        (Nothing, GENUINE),
        (WrongSecret, SIGNATURE),
        (OtherBody, SIGNATURE),
        (OtherHeader("user-agent"), GENUINE),
        (AnHourOld, Some("refused-too-old")),
        (AnHourAhead, Some("refused-too-far-ahead")),
        (Missing, MISSING),
        (Empty, EMPTY),
        (Prefix, FORM),
        (OtherVersion("v1,", "v2,"), VERSION),
        (OtherVersion("v1,", "v1a,"), VERSION),
        (OtherVersion("v1,", ""), FORM),
        (Malformed("v1,no-base64"), FORM),
        (Malformed(", ,"), VERSION),
        (Huge, FORM),
        (Twice, TWICE),
    ];
    for (by, family) in [("standardwebhooks", "webhook"), ("svix", "svix")] {
        let vector = of(by, "signed");
        check(&vector, &format!("{family}-signature"), &lines);
        let covered: [Line; 6] = [
            (Missing, MISSING),
            (Empty, EMPTY),
            (Prefix, SIGNATURE),
            (Malformed("1773162301"), SIGNATURE),
            (Huge, FORM),
            (Twice, TWICE),
        ];
        check(&vector, &format!("{family}-id"), &covered);
        check(&vector, &format!("{family}-timestamp"), &covered);
    }
}

#[test]
fn the_id_that_standard_webhooks_signs_is_told() {
    let Ok(Proof::Signed {
        timestamped,
        covers_body,
        signed_id,
        ..
    }) = of("svix", "signed").verify()
    else {
        panic!("it is genuine")
    };
    assert_eq!(signed_id.as_deref(), Some("msg_2Recado"));
    assert!(timestamped && covers_body);
}

#[test]
fn a_secret_of_standard_webhooks_that_was_cut_is_said_to_be() {
    let vector = Vector {
        secret: "whsec_not!base64".to_owned(),
        ..of("standardwebhooks", "signed")
    };
    assert_eq!(message(&vector), Some("refused-secret-base64"));
}

#[test]
fn the_sender_that_was_given_no_secret_says_so() {
    let vector = sample("cal-com", "booking-created-no-secret");
    assert_eq!(message(&vector), Some("refused-sender-without-secret"));
}

fn hmac_sha256(key: &[u8], content: &[u8]) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let mac = Hmac::<sha2::Sha256>::new_from_slice(key).expect("any key");
    data_encoding::HEXLOWER.encode(&mac.chain_update(content).finalize().into_bytes())
}
