//! What a test says: the preset's own sample with today's values in it, or a small lead.
//!
//! `samples/test` of a preset is a sample as any other, with values that stand for others: they are replaced wherever
//! they stand in the body, the query and the headers, and are chosen so that the sample is whole before that too.

use jiff::{SignedDuration, Timestamp};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use recado_api::Lang;
use recado_webhook::preset::Preset;
use recado_webhook::request::{Method, Unverified};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// The name of the sample that is sent.
const SAMPLE: &str = "test";

/// Nobody's: `example` is reserved (RFC 2606). The same in every language and in the samples, so that tests land on one
/// card.
const EMAIL: &str = "teste@recado.example";

/// What is sent to a source.
pub(super) fn request(preset: &Preset, lang: Lang, now: Timestamp) -> Unverified {
    let sample = preset.samples.iter().find(|sample| sample.name == SAMPLE);
    let text = sample.and_then(|sample| {
        std::str::from_utf8(sample.body)
            .ok()
            .zip(headers_of(sample.headers))
    });
    match text {
        Some((body, headers)) => filled_in(body, &headers, lang, now),
        None => lead(lang),
    }
}

fn headers_of(json: &str) -> Option<Map<String, Value>> {
    serde_json::from_str(json).ok()
}

/// The lead that a form would send. Its id makes it another one each time.
fn lead(lang: Lang) -> Unverified {
    let (name, message) = (lang.text("test-name", &[]), lang.text("test-message", &[]));
    let id = Uuid::now_v7();
    let body = match lang {
        Lang::PtBr => json!({ "id": id, "nome": name, "email": EMAIL, "mensagem": message }),
        Lang::En => json!({ "id": id, "name": name, "email": EMAIL, "message": message }),
    };
    Unverified {
        method: Method::Post,
        sub_path: String::new(),
        query: String::new(),
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: body.to_string().into(),
    }
}

fn filled_in(body: &str, headers: &Map<String, Value>, lang: Lang, now: Timestamp) -> Unverified {
    let values = Values::of(lang, now);
    let note = |name: &str| headers.get(name).and_then(Value::as_str);
    let query = note("_url").and_then(|url| Some(url.split_once('?')?.1));
    let told = headers
        .iter()
        .filter(|(name, _)| !name.starts_with('_'))
        .filter_map(|(name, value)| Some((name.to_ascii_lowercase(), value.as_str()?)));
    let headers: Vec<_> = told
        .map(|(name, value)| (name, values.put_into(value, Written::Plain)))
        .collect();
    let is_form = headers.iter().any(|(name, value)| {
        name == "content-type" && value.starts_with("application/x-www-form-urlencoded")
    });
    let written = if is_form { Written::Form } else { Written::Json };
    Unverified {
        method: note("_method").and_then(Method::read).unwrap_or(Method::Post),
        sub_path: String::new(),
        query: values.put_into(query.unwrap_or_default(), Written::Form),
        headers,
        body: values.put_into(body, written).into(),
    }
}

/// How a text is written where it is put.
#[derive(Clone, Copy)]
enum Written {
    Plain,
    /// Inside the quotes of a JSON string.
    Json,
    /// In a form or a query.
    Form,
}

/// What stands in a sample, and what is put there instead.
struct Values {
    /// As they stand: they hold nothing that is written in another way anywhere.
    plain: [(&'static str, String); 7],
    texts: [(&'static str, String); 2],
}

impl Values {
    fn of(lang: Lang, now: Timestamp) -> Self {
        let seconds = now.as_second();
        let id = Uuid::new_v4();
        // Of twelve digits, as order numbers go.
        let (random, _) = id.as_u64_pair();
        let number = 100_000_000_000 + random % 900_000_000_000;
        let clock = |at: Timestamp| at.strftime("%Y-%m-%dT%H:%M:%S").to_string();
        let tomorrow = now.saturating_add(SignedDuration::from_hours(24)).unwrap_or(now);
        let half_an_hour_later = tomorrow
            .saturating_add(SignedDuration::from_mins(30))
            .unwrap_or(tomorrow);
        Self {
            plain: [
                ("recadotestid", id.simple().to_string()),
                ("7000000001", number.to_string()),
                // The longer first: the other is its beginning.
                ("1767225600000", format!("{seconds}000")),
                ("1767225600", seconds.to_string()),
                ("2026-01-01T00:00:00", clock(now)),
                ("2026-01-02T15:00:00", clock(tomorrow)),
                ("2026-01-02T15:30:00", clock(half_an_hour_later)),
            ],
            texts: [
                ("RecadoTestName", lang.text("test-name", &[])),
                ("RecadoTestMessage", lang.text("test-message", &[])),
            ],
        }
    }

    fn put_into(&self, sample: &str, written: Written) -> String {
        let mut text = sample.to_owned();
        for (placeholder, value) in &self.plain {
            text = text.replace(placeholder, value);
        }
        for (placeholder, value) in &self.texts {
            text = text.replace(placeholder, &written.as_it_is(value));
        }
        text
    }
}

impl Written {
    fn as_it_is(self, value: &str) -> String {
        match self {
            Self::Plain => value.to_owned(),
            Self::Form => utf8_percent_encode(value, NON_ALPHANUMERIC).to_string(),
            Self::Json => {
                let quoted = Value::from(value).to_string();
                let inside = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
                inside.unwrap_or_default().to_owned()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use recado_webhook::preset;

    use super::*;

    #[test]
    fn every_preset_but_the_one_for_others_sends_a_sample_of_its_own() {
        let now: Timestamp = "2026-11-24T12:34:56Z".parse().unwrap();
        for preset in preset::all().iter().filter(|preset| preset.id != preset::OTHER) {
            assert!(
                preset.samples.iter().any(|sample| sample.name == SAMPLE),
                "{} has no samples/test",
                preset.id
            );
            let (first, second) = (request(preset, Lang::PtBr, now), request(preset, Lang::PtBr, now));
            assert_ne!(first.body, second.body, "{} sends the same twice", preset.id);
            let said = format!("{first:?}").to_ascii_lowercase();
            for left in ["recadotest", "70000000", "17672256", "2026-01-0"] {
                assert!(!said.contains(left), "{}: {left} is left in {said}", preset.id);
            }
        }
    }

    #[test]
    fn a_text_is_written_as_its_place_wants_it() {
        assert_eq!(Written::Json.as_it_is("a \"b\"\n"), "a \\\"b\\\"\\n");
        assert_eq!(Written::Form.as_it_is("a b&c=ã"), "a%20b%26c%3D%C3%A3");
        assert_eq!(Written::Plain.as_it_is("a b"), "a b");
    }
}
