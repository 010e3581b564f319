//! Any bytes under any content type are read within bounds, or refused, and can be written down and shown.
//!
//! The inputs of `__fuzz__/` are always run, then so many new ones; `BOLERO_RANDOM_ITERATIONS` or, for hours of it,
//! `BOLERO_RANDOM_TEST_TIME_MS` make it more, and `cargo bolero test` drives the same targets by coverage. An input that
//! failed is put in the corpus.

#![expect(clippy::expect_used, reason = "a test that can not go on fails")]

mod fuzz;

use std::time::Duration;

use bolero::check;
use jiff::tz::TimeZone;
use recado_webhook::another::{Business, read_another_system};
use recado_webhook::body::{DEEPEST, MOST_VALUES, read_body};
use recado_webhook::kept::{kept, shown_tree};
use recado_webhook::mapping::Mapping;
use recado_webhook::preset;
use recado_webhook::request::{Method, Unverified};
use serde_json::Value;

use self::fuzz::{Choices, request, samples};

/// Made-up inputs in an ordinary run, after those that are kept.
const COUNT: usize = 1000;

/// No run takes so long: it ends by the count.
const LONGEST: Duration = Duration::from_secs(600);

const CONTENT_TYPES: [&str; 12] = [
    "application/json",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=X",
    "",
    "text/plain",
    "application/json; charset=utf-16",
    "application/xml; charset=iso-8859-1",
    "application/x-www-form-urlencoded; charset=iso-8859-1",
    "application/soap+xml",
    "multipart/form-data",
    "application/vnd.api+json; charset=bogus",
];

/// An input is a letter for the content type (`a` is the first), then the body.
#[test]
fn any_body_is_read_within_bounds_or_refused() {
    check!()
        .with_test_time(LONGEST)
        .with_iterations(COUNT)
        .for_each(|input: &[u8]| {
            let Some((kind, body)) = input.split_first() else {
                return;
            };
            let kind = usize::from(kind.wrapping_sub(b'a')) % CONTENT_TYPES.len();
            read(Unverified {
                method: Method::Post,
                sub_path: String::new(),
                query: String::new(),
                headers: vec![("content-type".to_owned(), CONTENT_TYPES[kind].to_owned())],
                body: body.to_vec().into(),
            });
        });
}

/// An input is a row of decisions: which sample, and how its bytes are changed.
#[test]
fn a_body_that_was_changed_on_its_way_is_read_within_bounds_or_refused() {
    let samples = samples();
    check!()
        .with_test_time(LONGEST)
        .with_iterations(COUNT)
        .for_each(|input: &[u8]| {
            let mut choices = Choices::of(input);
            let (_, sample) = choices.of_list(&samples).expect("there are samples");
            let mut request = request(sample);
            let mut body = request.body.to_vec();
            for _ in 0..8 {
                if choices.are_left() {
                    change(&mut body, &mut choices);
                }
            }
            request.body = body.into();
            read(request);
        });
}

/// Changes some bytes of a body.
fn change(body: &mut Vec<u8>, choices: &mut Choices<'_>) {
    const PIECES: [&[u8]; 16] = [
        b"",
        b"{",
        b"[",
        b"}",
        b"]",
        b"\"",
        b"\\u",
        b"&",
        b"=",
        b"[a]",
        b"<",
        b"<![CDATA[",
        b"&#0;",
        b"\r\n--",
        b"\xff\xfe",
        b"%",
    ];
    let from = choices.below(body.len().max(1)).min(body.len());
    let until = (from + choices.below(12)).min(body.len());
    match choices.below(4) {
        0 => {
            let byte = choices.byte();
            if let Some(changed) = body.get_mut(from) {
                *changed = byte;
            }
        }
        1 => body.truncate(from),
        2 => {
            let piece = body
                .get(from..until)
                .unwrap_or_default()
                .repeat(choices.below(40));
            body.splice(from..from, piece);
        }
        _ => {
            let piece = choices.of_list(&PIECES).copied().unwrap_or_default();
            body.splice(from..until, piece.iter().copied());
        }
    }
}

fn read(request: Unverified) {
    let token = preset::find("google-forms").expect("there is one");
    for scheme in &token.schemes {
        let written = kept(&request, token, Some(&scheme.id), None);
        assert!(written.body.len() <= request.body.len() * 8 + 100);
    }
    let Ok(parsed) = read_body(&request.known_genuine()) else {
        return;
    };
    let (depth, values) = measure(&parsed.tree);
    assert!(depth <= DEEPEST + 1, "{depth} levels");
    assert!(values <= MOST_VALUES + 1, "{values} values");
    let business = Business::new("BR", TimeZone::UTC);
    let _reading = read_another_system(&parsed, &business);
    let guessed = Mapping::guessed(&parsed.tree, &business);
    let preview = guessed.preview(&parsed.tree, &business);
    assert!(preview.problems.len() <= guessed.rules.len());
    assert_eq!(measure(&shown_tree(&parsed.tree)).0.min(1), depth.min(1));
}

fn measure(tree: &Value) -> (usize, usize) {
    let inner = |members: &mut dyn Iterator<Item = &Value>| {
        members
            .map(measure)
            .fold((0, 0), |(deepest, count), (depth, values)| {
                (deepest.max(depth), count + values)
            })
    };
    let (depth, values) = match tree {
        Value::Array(members) => inner(&mut members.iter()),
        Value::Object(members) => inner(&mut members.values()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (0, 0),
    };
    (depth + 1, values + 1)
}
