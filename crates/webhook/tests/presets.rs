//! What the presets make of their samples: every `samples/NAME.headers.json` is one request, and `NAME.expected.json`
//! what it must become. `RECADO_WRITE_EXPECTED=ID` writes what those of one preset become now, and `=1` all; read the
//! difference before committing it.

#![expect(clippy::expect_used, reason = "a test that can not go on fails")]

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use recado_webhook::another::Business;
use recado_webhook::authenticity::Scheme;
use recado_webhook::body::read_answer;
use recado_webhook::explain::{Explained, explain};
use recado_webhook::preset::{self, Preset};
use recado_webhook::request::Method;
use serde_json::Value;

/// Ten minutes past two in the afternoon in São Paulo: for samples that name no time.
const NOON: &str = "2026-03-10T17:10:00Z";

#[test]
fn every_preset_is_whole() {
    assert_eq!(preset::broken(), &[] as &[String]);
    let folders = std::fs::read_dir(root()).expect("the presets are there");
    let folders: Vec<_> = folders
        .map(|entry| entry.expect("it is readable").path())
        .filter(|path| path.is_dir())
        .collect();
    let mut wrong = Vec::new();
    for folder in folders {
        let id = folder
            .file_name()
            .expect("it has a name")
            .to_string_lossy()
            .into_owned();
        let preset = preset::find(&id).unwrap_or_else(|| panic!("{id} has no preset.toml"));
        if let Some(map) = &preset.map {
            wrong.extend(map.check().err().map(|error| format!("{id}: {error}")));
        }
        assert!(preset.map.is_some() || id == preset::OTHER, "{id} has no map.jq");
        assert!(
            preset.mark.starts_with("<svg") && preset.mark.contains("viewBox=\"0 0 24 24\""),
            "{id} has no mark"
        );
        for word in ["<script", "href", "url(", "<image", "<style", "onload"] {
            assert!(!preset.mark.contains(word), "the mark of {id} has {word}");
        }
        let ids: Vec<_> = preset.schemes.iter().map(|scheme| &scheme.id).collect();
        let mut unique = ids.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(ids.len(), unique.len(), "{id} has two schemes of one id");
        // What is signed is kept as it came, or it could not be verified again.
        let signs_body = preset
            .schemes
            .iter()
            .any(|scheme| matches!(scheme.scheme, Scheme::Hmac(_) | Scheme::StandardWebhooks(_)));
        assert!(
            !signs_body || preset.body.redact.is_empty(),
            "{id} masks a body that is signed"
        );
        assert_eq!(
            preset.access_token.is_some(),
            !preset.fetch.is_empty(),
            "{id}: a token, but nothing to fetch"
        );
        let named = id != preset::OTHER;
        if named && preset.silence.is_empty() {
            wrong.push(format!("{id} does not say why it falls silent"));
        }
        let recovers = preset
            .patience
            .as_ref()
            .is_some_and(|patience| !patience.recover.is_empty());
        if named && !recovers {
            wrong.push(format!("{id} does not say what to do once it has given up"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_text_for_people_is_there_in_both_languages() {
    for preset in preset::all() {
        let mut texts = vec![&preset.title, &preset.about, &preset.first];
        texts.extend(&preset.steps);
        texts.extend(&preset.script);
        for scheme in &preset.schemes {
            texts.push(&scheme.title);
            texts.extend(
                scheme
                    .secret
                    .iter()
                    .flat_map(|secret| [&secret.label, &secret.hint]),
            );
        }
        texts.extend(
            preset
                .access_token
                .iter()
                .flat_map(|token| [&token.label, &token.hint]),
        );
        texts.extend(&preset.silence);
        texts.extend(preset.patience.iter().map(|patience| &patience.text));
        texts.extend(preset.patience.iter().flat_map(|patience| &patience.recover));
        for text in texts {
            assert!(
                !text.pt_br.trim().is_empty() && !text.en.trim().is_empty(),
                "{}: {text:?}",
                preset.id
            );
        }
    }
}

#[test]
fn every_sample_becomes_what_it_must() {
    let mut count = 0;
    let mut wrong = String::new();
    for preset in preset::all() {
        let samples = samples(&root().join(preset.id).join("samples"));
        count += samples.len();
        for sample in samples {
            wrong += &check(preset, &sample);
        }
    }
    assert!(count >= 38, "only {count} samples were found");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_other_senders_send_is_taken_by_the_names_of_its_keys() {
    let preset = preset::find(preset::OTHER).expect("there is one");
    let samples = samples(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/other_senders"));
    assert!(samples.len() >= 23, "only {} samples were found", samples.len());
    let wrong: String = samples.iter().map(|sample| check(preset, sample)).collect();
    assert!(wrong.is_empty(), "{wrong}");
    for sample in samples {
        let became = become_of(preset, &sample, None);
        let verdict = became["verdict"].as_str().unwrap_or_default().to_owned();
        if sample.name == "generic-xml--external-entity-attack" {
            assert_eq!(
                (verdict.as_str(), &became["http_status"]),
                ("malformed", &400.into())
            );
        } else {
            assert!(
                verdict == "accepted" || verdict == "unmatched",
                "{}: {became}",
                sample.name
            );
        }
    }
}

/// What is wrong with what a sample becomes, or nothing.
fn check(preset: &Preset, sample: &Sample) -> String {
    let write = std::env::var("RECADO_WRITE_EXPECTED").unwrap_or_default();
    let mut wrong = String::new();
    for (ending, fetched) in cases(sample) {
        let became = pretty(&become_of(preset, sample, fetched.as_ref()));
        let expected = sample.path(ending);
        if write == "1" || write == preset.id {
            std::fs::write(&expected, &became).expect("it is writable");
            continue;
        }
        let expected = std::fs::read_to_string(&expected).unwrap_or_default();
        if became != expected {
            wrong += &format!(
                "{}/{}{ending}\nexpected {expected}\nbecame {became}\n",
                preset.id, sample.name
            );
        }
    }
    wrong
}

/// What is told of a request beside it.
struct Sample {
    folder: PathBuf,
    name: String,
    notes: Value,
}

impl Sample {
    fn path(&self, ending: &str) -> PathBuf {
        self.folder.join(format!("{}{ending}", self.name))
    }

    fn note(&self, name: &str) -> Option<&str> {
        self.notes.get(name).and_then(Value::as_str)
    }

    fn body(&self) -> Vec<u8> {
        let bodies = [".json", ".form", ".xml", ".multipart", ".txt"].map(|ending| self.path(ending));
        let body = bodies.iter().find(|body| body.exists());
        body.map(|body| std::fs::read(body).expect("it is readable"))
            .unwrap_or_default()
    }

    fn headers(&self) -> Vec<(String, String)> {
        let headers = self.notes.as_object().expect("headers are an object");
        let headers = headers.iter().filter(|(name, _)| !name.starts_with('_'));
        headers
            .map(|(name, value)| {
                (
                    name.clone(),
                    value.as_str().expect("a header is a text").to_owned(),
                )
            })
            .collect()
    }

    /// `_received_at` goes before the time at which it was signed.
    fn received_at(&self) -> Timestamp {
        let signed = self.notes.get("_signed_at").and_then(Value::as_i64);
        self.note("_received_at").map_or_else(
            || match signed {
                Some(seconds) => Timestamp::from_second(seconds).expect("it is in range"),
                None => NOON.parse().expect("it is a time"),
            },
            |text| text.parse().expect("it is a time"),
        )
    }

    fn url(&self) -> Option<String> {
        let query = self.notes.get("_query").and_then(Value::as_object).map(|query| {
            let pairs: Vec<_> = query
                .iter()
                .map(|(name, value)| format!("{name}={}", value.as_str().unwrap_or_default()))
                .collect();
            format!("https://hooks.example.com/in/key?{}", pairs.join("&"))
        });
        self.note("_url").map(str::to_owned).or(query)
    }
}

fn samples(folder: &Path) -> Vec<Sample> {
    let Ok(files) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<_> = files
        .filter_map(|entry| {
            let file = entry
                .expect("it is readable")
                .file_name()
                .to_string_lossy()
                .into_owned();
            file.strip_suffix(".headers.json").map(str::to_owned)
        })
        .collect();
    names.sort();
    let read = |name: String| {
        let notes = std::fs::read(folder.join(format!("{name}.headers.json"))).expect("it is readable");
        Sample {
            folder: folder.to_owned(),
            notes: serde_json::from_slice(&notes).unwrap_or_else(|error| panic!("{name}: {error}")),
            name,
        }
    };
    names.into_iter().map(read).collect()
}

/// The request as it came, and as it is once its details are there.
fn cases(sample: &Sample) -> Vec<(&'static str, Option<Value>)> {
    let mut cases = vec![(".expected.json", None)];
    for (ending, content_type) in [
        (".fetched.json", "application/json"),
        (".fetched.xml", "application/xml"),
    ] {
        if let Ok(fetched) = std::fs::read(sample.path(ending)) {
            let fetched =
                read_answer(fetched.into(), Some(content_type)).expect("what is fetched is readable");
            cases.push((".fetched.expected.json", Some(fetched)));
        }
    }
    cases
}

fn become_of(preset: &Preset, sample: &Sample, fetched: Option<&Value>) -> Value {
    let zone = TimeZone::get("America/Sao_Paulo").expect("the zone is known");
    let url = sample.url();
    explain(Explained {
        preset,
        method: Method::read(sample.note("_method").unwrap_or("POST")).expect("the method is known"),
        url: url.as_deref(),
        headers: sample.headers(),
        body: sample.body().into(),
        secret: sample.note("_secret").or(sample.note("_verify_token")),
        received_at: sample.received_at(),
        business: &Business::new("BR", zone),
        lang: "pt-BR",
        fetched,
    })
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../presets")
}

fn pretty(value: &Value) -> String {
    format!(
        "{}\n",
        serde_json::to_string_pretty(value).expect("a value is JSON")
    )
}
