use bytes::Bytes;
use jiff::tz::TimeZone;
use serde_json::json;

use super::*;
use crate::authenticity::Secret;
use crate::preset::find;
use crate::request::Method;

/// What a source of this preset makes of a request with the secret `s3cret` and the word `word`.
fn received(preset: &str, scheme: Option<&str>, request: Unverified) -> Received {
    with_setup(preset, scheme, |setup| receive(request, setup))
}

fn with_setup<T>(preset: &str, scheme: Option<&str>, work: impl FnOnce(&Setup<'_>) -> T) -> T {
    let secrets = Secrets {
        current: Some(Secret::new("s3cret".to_owned())),
        former: None,
        verify_token: Some(Secret::new("word".to_owned())),
    };
    work(&Setup {
        preset: find(preset).expect("there is one"),
        scheme,
        scheme_name: Some("x-ours"),
        secrets: &secrets,
        mapping: None,
        urls: &[],
        business: &Business::new("BR", TimeZone::UTC),
        lang: "en",
        received_at: Timestamp::UNIX_EPOCH,
    })
}

fn request(method: Method, query: &str, headers: &[(&str, &str)], body: &str) -> Unverified {
    let headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Unverified {
        method,
        sub_path: String::new(),
        query: query.to_owned(),
        headers: headers.collect(),
        body: Bytes::from(body.to_owned()),
    }
}

#[test]
fn a_handshake_needs_no_signature_but_our_word() {
    let asked = |query: &str| match received("whatsapp-cloud", None, request(Method::Get, query, &[], "")) {
        Received::Handshake(answer) => Some((answer.status, answer.body)),
        Received::WrongMethod => None,
        other @ (Received::Refused(..) | Received::Unreadable(..) | Received::Genuine(_)) => {
            panic!("{other:?}")
        }
    };
    let ask = "hub.mode=subscribe&hub.challenge=42&hub.verify_token=";
    assert_eq!(asked(&format!("{ask}word")), Some((200, "42".to_owned())));
    assert_eq!(asked(&format!("{ask}s3cret")), Some((403, String::new())));
    // Any other GET is nothing that this sender would do.
    assert_eq!(asked("nome=Ana&telefone=11987654321"), None);
}

#[test]
fn what_is_not_proven_comes_back_whole() {
    let came = request(Method::Post, "", &[("x-hub-signature-256", "sha256=00")], "{}");
    let Received::Refused(_, back) = received("whatsapp-cloud", None, came.clone()) else {
        panic!("it was taken");
    };
    assert_eq!(back, came);
}

#[test]
fn the_owner_s_name_for_a_token_is_used_only_where_it_may_be_chosen() {
    let body = r#"{"telefone":"11987654321"}"#;
    let with = |header| request(Method::Post, "", &[(header, "s3cret")], body);
    let is_genuine = |received: &Received| matches!(received, Received::Genuine(_));
    assert!(is_genuine(&received("other", Some("token"), with("x-ours"))));
    assert!(!is_genuine(&received("other", Some("token"), with("x-token"))));
    // An id that is not known any more does not open the door: the usual scheme is the first one.
    assert!(is_genuine(&received("other", Some("gone"), with("x-token"))));
    assert!(!is_genuine(&received(
        "whatsapp-cloud",
        Some("gone"),
        with("x-ours")
    )));
}

#[test]
fn a_genuine_body_that_can_not_be_read_is_told_as_such() {
    let came = request(Method::Post, "", &[("content-type", "application/json")], "{");
    let Received::Unreadable(error, _) = received("other", None, came) else {
        panic!("it was read");
    };
    assert_eq!(error.status(), 400);
    let came = request(Method::Post, "", &[("content-type", "image/png")], "x");
    let Received::Unreadable(error, _) = received("other", None, came) else {
        panic!("it was read");
    };
    assert_eq!(error.status(), 415);
}

#[test]
fn what_is_read_again_means_the_same() {
    let came = request(
        Method::Post,
        "",
        &[],
        r#"{"nome":"Ana","telefone":"11987654321"}"#,
    );
    let Received::Genuine(genuine) = received("other", None, came.clone()) else {
        panic!("it was not taken");
    };
    let again = with_setup("other", None, |setup| read_again(&came.known_genuine(), setup));
    assert_eq!(again, Ok(genuine.meaning));
}

#[test]
fn what_names_nobody_is_unmatched_unless_it_is_our_own() {
    let meaning_of = |said: Value| {
        let said: Vec<Output> = serde_json::from_value(said).expect("a map says objects");
        with_setup("meta-lead-ads", None, |setup| meaning(&said, &Value::Null, setup))
    };
    let somebody = json!({ "phones": ["11987654321"] });
    let counted = |meaning: Meaning| match meaning {
        Meaning::Events(events) => events.len(),
        Meaning::Fetch(orders) => 100 + orders.len(),
        Meaning::Ignored(_) => 200,
        Meaning::Unmatched(event) => 300 + usize::from(event.is_some()),
    };
    assert_eq!(counted(meaning_of(json!([]))), 200);
    assert_eq!(
        counted(meaning_of(
            json!([{ "ignored": "group" }, { "ignored": "event" }])
        )),
        200
    );
    assert_eq!(counted(meaning_of(json!([{ "kind": "lead" }]))), 301);
    assert_eq!(
        counted(meaning_of(json!([{ "kind": "message", "direction": "out" }]))),
        200
    );
    assert_eq!(counted(meaning_of(json!([{ "kind": "receipt" }]))), 200);
    assert_eq!(
        counted(meaning_of(json!([{ "kind": "receipt", "external_id": "m1" }]))),
        1
    );
    let mixed = json!([{ "kind": "lead" }, { "kind": "lead", "contact": somebody }, { "ignored": "group" }]);
    assert_eq!(counted(meaning_of(mixed)), 1);
    let fetch =
        json!([{ "kind": "lead", "contact": somebody }, { "fetch": { "resource": "lead", "id": 7 } }]);
    assert_eq!(counted(meaning_of(fetch)), 101);
    let unknown = json!([{ "fetch": { "resource": "elsewhere", "id": 7 } }, { "fetch": { "resource": "lead", "id": " " } }]);
    // It told something, and nobody knows where to ask what: kept whole.
    assert_eq!(counted(meaning_of(unknown)), 300);
    let why = meaning_of(json!([{ "ignored": "group" }]));
    assert_eq!(why, Meaning::Ignored("detail-ignored-group"));
}
