//! What proving and mapping one delivery costs: `cargo run --release -p recado-webhook --example cost`.
//!
//! For each preset with samples: compiling its map once, running it on a sample, and the whole way of the request.

#![expect(clippy::print_stdout, reason = "it is a report")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use recado_webhook::another::Business;
use recado_webhook::authenticity::{Secret, Secrets};
use recado_webhook::preset::{self, Input, Sample};
use recado_webhook::receive::{Setup, receive};
use recado_webhook::request::{Method, Unverified};
use serde_json::Value;

const BATCHES: u32 = 40;
const ROUNDS: u32 = 50;

/// What comes from a sender every day.
const USUAL: &[&str] = &[
    "message-text",
    "messages-upsert-text",
    "received-text",
    "booking-created",
    "invitee-created",
    "checkout-session-completed",
    "order-created",
    "form-response",
    "form-simple",
    "whatsapp-inbound",
    "leadgen",
    "payment-updated",
    "contact-created",
    "apps-script-named-values",
];

fn main() {
    let zone = TimeZone::get("America/Sao_Paulo").unwrap_or(TimeZone::UTC);
    let business = Business::new("BR", zone);
    recado_webhook::phone::warm_up();
    let start = Instant::now();
    let presets = preset::all();
    println!("{} presets read in {:?}", presets.len(), start.elapsed());
    for preset in presets {
        let usual = preset.samples.iter().find(|sample| USUAL.contains(&sample.name));
        let Some(sample) = usual.or(preset.samples.iter().find(|sample| !sample.body.is_empty())) else {
            continue;
        };
        let start = Instant::now();
        let compiled = preset.map.as_ref().is_none_or(|map| map.check().is_ok());
        let compile = start.elapsed();
        let (request, notes) = request(sample);
        let secret = notes
            .get("_secret")
            .and_then(Value::as_str)
            .map(|secret| Secret::new(secret.to_owned()));
        let secrets = Secrets {
            current: secret,
            ..Secrets::NONE
        };
        let received_at = notes
            .get("_signed_at")
            .and_then(Value::as_i64)
            .unwrap_or(1_773_162_300);
        let setup = Setup {
            preset,
            scheme: None,
            scheme_name: None,
            secrets: &secrets,
            mapping: None,
            urls: &[notes
                .get("_url")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()],
            business: &business,
            lang: "pt-BR",
            received_at: jiff::Timestamp::from_second(received_at).unwrap_or_default(),
        };
        let whole = average(|| {
            black_box(receive(black_box(request.clone()), &setup));
        });
        let verified = request.clone().known_genuine();
        let read = average(|| {
            black_box(recado_webhook::body::read_body(black_box(&verified)).is_ok());
        });
        let body = recado_webhook::body::read_body(&verified).map_or(Value::Null, |parsed| parsed.tree);
        let query = Value::Object(serde_json::Map::new());
        let input = Input {
            method: "POST",
            path: "",
            query: &query,
            headers: verified.headers(),
            body: &body,
            fetched: None,
            received_at: "2026-03-10T17:05:00Z",
            lang: "pt-BR",
        };
        let map = average(|| {
            black_box(preset.map.as_ref().map(|map| map.run(black_box(&input)).is_ok()));
        });
        println!(
            "{:20} {:28} compile {:>9.1?} (whole: {compiled})  read {:>8.1?}  map {:>8.1?}  whole way {:>8.1?}",
            preset.id, sample.name, compile, read, map, whole
        );
    }
}

/// The average of the quickest of several batches: what else the computer does makes the others slower.
fn average(mut work: impl FnMut()) -> Duration {
    let batches = (0..BATCHES).map(|_| {
        let start = Instant::now();
        for _ in 0..ROUNDS {
            work();
        }
        start.elapsed() / ROUNDS
    });
    batches.min().unwrap_or_default()
}

fn request(sample: &Sample) -> (Unverified, Value) {
    let notes: Value = serde_json::from_str(sample.headers).unwrap_or_default();
    let headers = notes.as_object().into_iter().flatten();
    let headers = headers.filter(|(name, _)| !name.starts_with('_'));
    let request = Unverified {
        method: Method::Post,
        sub_path: String::new(),
        query: String::new(),
        headers: headers
            .map(|(name, value)| (name.to_lowercase(), value.as_str().unwrap_or_default().to_owned()))
            .collect(),
        body: sample.body.into(),
    };
    (request, notes)
}
