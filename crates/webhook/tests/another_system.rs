//! What payloads of unknown make must become: every file in `another_system/` is one request and its events.
//!
//! A file begins with the business's country and zone and the content type, then the body, then `---` and the events as
//! JSON (without `version`, which is a hash). `RECADO_REWRITE_CASES=1` writes what is understood now into the files; read
//! the difference before committing it.

#![expect(clippy::expect_used, reason = "a test that can not go on fails")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use recado_webhook::another::{Business, Reading, read_another_system};
use recado_webhook::body::read_body;
use recado_webhook::request::{Method, Unverified};
use serde_json::Value;

#[test]
fn payloads_of_unknown_make_become_what_their_keys_say() {
    let cases = cases();
    assert!(cases.len() >= 40, "only {} cases were found", cases.len());
    let rewrite = std::env::var_os("RECADO_REWRITE_CASES").is_some();
    let mut wrong = String::new();
    for path in cases {
        let case = std::fs::read_to_string(&path).expect("the case is readable");
        let (request, expected) = case.split_once("\n---\n").unwrap_or((case.trim_end(), ""));
        let understood = understand(request);
        if rewrite {
            std::fs::write(&path, format!("{}\n---\n{understood}\n", request.trim_end()))
                .expect("it is writable");
        } else if understood != expected.trim_end() {
            let _ = write!(
                wrong,
                "{}\nexpected {expected}\nunderstood {understood}\n\n",
                path.display()
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/another_system");
    let files = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it is readable").path());
    let mut files: Vec<_> = files.collect();
    files.sort();
    files
}

fn understand(request: &str) -> String {
    let (head, body) = request.split_once('\n').expect("a case has a head and a body");
    let mut head = head.splitn(3, ' ');
    let country = head.next().expect("the head has a country");
    let zone = TimeZone::get(head.next().expect("the head has a zone")).expect("the zone is known");
    let content_type = head.next().unwrap_or_default();
    // A boundary is followed by CRLF.
    let body = if content_type.starts_with("multipart/") {
        body.replace('\n', "\r\n")
    } else {
        body.to_owned()
    };
    let request = Unverified {
        method: Method::Post,
        sub_path: String::new(),
        query: String::new(),
        headers: vec![("content-type".to_owned(), content_type.to_owned())],
        body: body.into(),
    };
    let verified = request.known_genuine();
    let parsed = read_body(&verified).expect("the body is well-formed");
    let (matched, events) = match read_another_system(&parsed, &Business::new(country, zone)) {
        Reading::Events(events) => ("events", events),
        Reading::Unmatched(event) => ("unmatched", vec![event]),
    };
    let mut events = serde_json::to_value(events).expect("events are JSON");
    for event in events.as_array_mut().into_iter().flatten() {
        let version = event
            .as_object_mut()
            .and_then(|event| event.shift_remove("version"));
        // A guessed id never stands alone.
        assert_eq!(version.is_some(), event.get("external_id").is_some());
    }
    format!("{matched} {}", pretty(&events))
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("a value is JSON")
}
