//! Every map stands any JSON: it never ends with an error, and what it says is normalised without a panic.
//!
//! The inputs of `__fuzz__/` are always run, then so many new ones; `BOLERO_RANDOM_ITERATIONS` or, for hours of it,
//! `BOLERO_RANDOM_TEST_TIME_MS` make it more, and `cargo bolero test` drives the same targets by coverage. An input that
//! failed is put in the corpus.

mod fuzz;
#[path = "fuzz/words.rs"]
mod words;

use std::time::Duration;

use bolero::check;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use recado_webhook::another::Business;
use recado_webhook::authenticity::Secrets;
use recado_webhook::body::read_body;
use recado_webhook::preset::{self, Input, Preset};
use recado_webhook::receive::{Meaning, Setup, read_again, read_fetched};
use recado_webhook::request::{Method, Unverified};
use serde_json::{Value, json};

use self::fuzz::{Choices, request, samples};
use self::words::Words;

/// Made-up inputs in an ordinary run, after those that are kept.
const COUNT: usize = 150;

/// No run takes so long: it ends by the count.
const LONGEST: Duration = Duration::from_secs(600);

/// An input is JSON, or else a row of decisions by which a tree is made of the words that senders use.
#[test]
fn any_json_is_mapped_without_an_error() {
    let words = words_of(|_| true);
    check!()
        .with_test_time(LONGEST)
        .with_iterations(COUNT)
        .for_each(|input: &[u8]| {
            let tree =
                serde_json::from_slice(input).unwrap_or_else(|_| words.tree(&mut Choices::of(input), 6));
            for preset in preset::all() {
                map(preset, &tree, &json!({}), None);
            }
        });
}

/// An input is a row of decisions: which sample, and what is changed in it.
#[test]
fn a_payload_of_another_shape_is_mapped_without_an_error() {
    let samples = samples();
    let trees: Vec<_> = samples
        .iter()
        .filter_map(|(preset, sample)| {
            let request = request(sample);
            let headers: Vec<_> = request
                .headers
                .iter()
                .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
                .collect();
            let parsed = read_body(&request.known_genuine()).ok()?;
            Some((*preset, parsed.tree, Value::Object(headers.into_iter().collect())))
        })
        .collect();
    let words: Vec<_> = preset::all()
        .iter()
        .map(|preset| (preset.id, words_of(|id| id == preset.id)))
        .collect();
    check!()
        .with_test_time(LONGEST)
        .with_iterations(COUNT)
        .for_each(|input: &[u8]| {
            let mut choices = Choices::of(input);
            let (preset, tree, headers) = choices.of_list(&trees).expect("there are samples");
            let (_, words) = words
                .iter()
                .find(|(id, _)| *id == preset.id)
                .expect("there are words");
            let (mut tree, mut headers) = (tree.clone(), headers.clone());
            let fetched = preset.fetch.first().map(|resource| {
                let mut fetched = trees
                    .get(choices.below(trees.len()))
                    .map(|(_, tree, _)| tree.clone())
                    .unwrap_or_default();
                words.change(&mut fetched, &mut choices);
                (resource.resource.as_str(), fetched)
            });
            if choices.below(4) == 3 {
                words.change(&mut headers, &mut choices);
            }
            for _ in 0..12 {
                if choices.are_left() {
                    words.change(&mut tree, &mut choices);
                }
            }
            map(preset, &tree, &headers, None);
            map(
                preset,
                &tree,
                &headers,
                fetched.as_ref().map(|(resource, fetched)| (*resource, fetched)),
            );
        });
}

/// The words of the samples of some presets, and of what is fetched for them.
fn words_of(is_wanted: impl Fn(&str) -> bool) -> Words {
    let mut words = Words::default();
    for (preset, sample) in samples() {
        if !is_wanted(preset.id) {
            continue;
        }
        if let Ok(parsed) = read_body(&request(sample).known_genuine()) {
            words.take(&parsed.tree);
        }
    }
    words
}

fn map(preset: &Preset, tree: &Value, headers: &Value, fetched: Option<(&str, &Value)>) {
    let Some(map) = &preset.map else { return };
    let headers: Vec<_> = headers
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
        .collect();
    for lang in ["pt-BR", "en"] {
        let said = map.run(&Input {
            method: "POST",
            path: "messages-upsert",
            query: tree,
            headers: &headers,
            body: tree,
            fetched,
            received_at: "2026-03-10T17:05:00Z",
            lang,
        });
        let error = said.err();
        assert_eq!(error, None, "{} on {tree}", preset.id);
    }
    let request = Unverified {
        method: Method::Post,
        sub_path: "messages-upsert".to_owned(),
        query: String::new(),
        headers: [
            vec![("content-type".to_owned(), "application/json".to_owned())],
            headers,
        ]
        .concat(),
        body: tree.to_string().into(),
    };
    let verified = request.known_genuine();
    let setup = Setup {
        preset,
        scheme: None,
        scheme_name: None,
        secrets: &Secrets::NONE,
        mapping: None,
        urls: &[],
        business: &Business::new("BR", TimeZone::UTC),
        lang: "pt-BR",
        received_at: Timestamp::UNIX_EPOCH,
    };
    let meaning = match fetched {
        Some((resource, fetched)) => read_fetched(&verified, resource, fetched, &setup),
        None => read_again(&verified, &setup),
    };
    if let Ok(Meaning::Events(events)) = meaning {
        assert!(!events.is_empty() && events.len() <= 1_000);
    }
}
