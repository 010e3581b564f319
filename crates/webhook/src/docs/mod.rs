//! `docs/events.md` and `docs/senders.md`, made from the types and the presets.
//!
//! `RECADO_WRITE_DOCS=1 cargo test -p recado-webhook docs` writes them; without it a file that is another fails.

mod events;
mod senders;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::another::Business;
use crate::authenticity::{Secret, Secrets};
use crate::event::{Event, Kind};
use crate::preset::{Preset, Sample};
use crate::receive::{Meaning, Received, Setup, receive};
use crate::request::{Method, Unverified};

#[test]
fn the_description_of_events_is_made_from_the_types() {
    hold("events.md", &events::page());
}

#[test]
fn the_description_of_senders_is_made_from_the_presets() {
    hold("senders.md", &senders::page());
}

/// Writes a page, or fails where the one that is there differs.
fn hold(name: &str, page: &str) {
    let file = root().join("docs").join(name);
    if std::env::var_os("RECADO_WRITE_DOCS").is_some() {
        std::fs::write(&file, page).expect("it is writable");
        return;
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    let differs = written
        .lines()
        .zip(page.lines())
        .find(|(written, made)| written != made);
    assert!(
        written == page,
        "docs/{name} is not what the code says, see {differs:?}; write it anew with\n\
         RECADO_WRITE_DOCS=1 cargo test -p recado-webhook docs"
    );
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What a sample must become, as its `expected.json` files say; for thin senders once the details are there, too.
fn expected(preset: &Preset) -> Vec<(String, Value)> {
    let folder = root().join("presets").join(preset.id).join("samples");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .collect();
    files.sort_by_key(std::fs::DirEntry::file_name);
    let read = |file: std::fs::DirEntry| {
        let name = file
            .file_name()
            .to_string_lossy()
            .strip_suffix(".expected.json")?
            .to_owned();
        // What “send a test” sends says nothing new.
        (name != "test").then_some(())?;
        let text = std::fs::read_to_string(file.path()).ok()?;
        Some((name, serde_json::from_str(&text).ok()?))
    };
    files.into_iter().filter_map(read).collect()
}

/// The kinds of events that a sender's samples become.
fn kinds(preset: &Preset) -> Vec<Kind> {
    let told: Vec<_> = expected(preset)
        .iter()
        .flat_map(|(_, became)| became["events"].as_array().cloned().unwrap_or_default())
        .map(|event| event["kind"].as_str().unwrap_or_default().to_owned())
        .collect();
    KINDS
        .into_iter()
        .filter(|kind| told.iter().any(|told| told == kind.as_str()))
        .collect()
}

const KINDS: [Kind; 6] = [
    Kind::Message,
    Kind::Lead,
    Kind::Appointment,
    Kind::Payment,
    Kind::Order,
    Kind::Receipt,
];

/// The first event of a sample.
fn event_of(preset: &Preset, sample: &Sample) -> Option<Event> {
    let notes: Value = serde_json::from_str(sample.headers).ok()?;
    let note = |name: &str| notes.get(name).and_then(Value::as_str);
    let headers = notes
        .as_object()?
        .iter()
        .filter(|(name, _)| !name.starts_with('_'));
    let request = Unverified {
        method: Method::Post,
        sub_path: String::new(),
        query: String::new(),
        headers: headers
            .map(|(name, value)| (name.to_lowercase(), value.as_str().unwrap_or_default().to_owned()))
            .collect(),
        body: sample.body.into(),
    };
    let secrets = Secrets {
        current: note("_secret").map(|secret| Secret::new(secret.to_owned())),
        ..Secrets::NONE
    };
    let zone = jiff::tz::TimeZone::get("America/Sao_Paulo").ok()?;
    let signed_at = notes
        .get("_signed_at")
        .and_then(Value::as_i64)
        .unwrap_or(1_773_162_300);
    let received = receive(
        request,
        &Setup {
            preset,
            scheme: None,
            scheme_name: None,
            secrets: &secrets,
            mapping: None,
            urls: &[],
            business: &Business::new("BR", zone),
            lang: "en",
            received_at: jiff::Timestamp::from_second(signed_at).ok()?,
        },
    );
    let Received::Genuine(genuine) = received else {
        return None;
    };
    let Meaning::Events(events) = genuine.meaning else {
        return None;
    };
    events.into_iter().next()
}

/// A JSON text in a fence.
fn fenced(page: &mut String, value: &Value) {
    let text = serde_json::to_string_pretty(value).expect("a value is JSON");
    let _ = write!(page, "```json\n{text}\n```\n\n");
}
