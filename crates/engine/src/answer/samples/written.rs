//! What a sample says: one of the preset's own with today's values in it, or a small lead.
//!
//! `samples/test` of a preset is a sample as any other, with values that stand for others: they are replaced wherever
//! they stand in the body, the query and the headers, and are chosen so that the sample is whole before that too. The
//! others keep what they say, but for their times.

use jiff::{SignedDuration, Timestamp};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use recado_api::Lang;
use recado_webhook::preset::{Preset, Sample};
use recado_webhook::request::{Method, Unverified};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{lead, today};
use crate::connections::SourceSetup;
use crate::receiver::address::Address;

/// The name of the sample that stands for a first contact.
pub(super) const SMALL: &str = "test";

/// Nobody's: `example` is reserved (RFC 2606). The same in every language and in the samples, so that tests land on one
/// card.
pub(super) const EMAIL: &str = "teste@recado.example";

const JSON: &str = "application/json";

/// The sample that is sent where none is named.
pub(super) fn small(preset: &'static Preset) -> Option<&'static Sample> {
    preset.samples.iter().find(|sample| sample.name == SMALL)
}

/// What is sent to a source now, without any proof.
pub(super) fn request(
    sample: Option<&Sample>,
    setup: &SourceSetup,
    lang: Lang,
    now: Timestamp,
) -> Unverified {
    sample
        .and_then(|sample| of_sample(sample, lang, now))
        .unwrap_or_else(|| lead::request(setup.mapping.as_ref(), lang, now))
}

/// The same with a body that is not what it says: JSON that breaks off, or something else that calls itself JSON.
pub(super) fn of_wrong_type(mut request: Unverified) -> Unverified {
    if serde_json::from_slice::<Value>(&request.body).is_ok() {
        let half = request.body.len() / 2;
        request.body.truncate(half);
    }
    if serde_json::from_slice::<Value>(&request.body).is_ok() || request.body.trim_ascii().is_empty() {
        request.body = "{".into();
    }
    request.headers.retain(|(name, _)| name != "content-type");
    request.headers.push(("content-type".to_owned(), JSON.to_owned()));
    request
}

fn of_sample(sample: &Sample, lang: Lang, now: Timestamp) -> Option<Unverified> {
    let body = std::str::from_utf8(sample.body).ok()?;
    let headers = headers_of(sample.headers)?;
    Some(if sample.name == SMALL {
        filled_in(body, &headers, lang, now)
    } else {
        today::moved(as_it_is(body, &headers), &headers, now)
    })
}

fn headers_of(json: &str) -> Option<Map<String, Value>> {
    serde_json::from_str(json).ok()
}

/// As it stands in the files: keys that begin with `_` are notes.
fn as_it_is(body: &str, headers: &Map<String, Value>) -> Unverified {
    let note = |name: &str| headers.get(name).and_then(Value::as_str);
    let url = note("_url").unwrap_or_default();
    let (place, query) = url.split_once('?').unwrap_or((url, ""));
    // After the scheme and the host.
    let path = place.splitn(4, '/').nth(3).map(|path| format!("/{path}"));
    let sub_path = path.and_then(|path| Some(Address::parse(&path)?.sub_path));
    let told = headers.iter().filter(|(name, _)| !name.starts_with('_'));
    Unverified {
        method: note("_method").and_then(Method::read).unwrap_or(Method::Post),
        sub_path: sub_path.unwrap_or_default(),
        query: note("_query").unwrap_or(query).to_owned(),
        headers: told
            .filter_map(|(name, value)| Some((name.to_ascii_lowercase(), value.as_str()?.to_owned())))
            .collect(),
        body: body.to_owned().into(),
    }
}

fn filled_in(body: &str, headers: &Map<String, Value>, lang: Lang, now: Timestamp) -> Unverified {
    let values = Values::of(lang, now);
    let sample = as_it_is(body, headers);
    let content_type = sample.header("content-type").unwrap_or_default();
    let written = if content_type.starts_with("application/x-www-form-urlencoded") {
        Written::Form
    } else if content_type.contains("xml") {
        Written::Xml
    } else {
        Written::Json
    };
    Unverified {
        query: values.put_into(&sample.query, Written::Form),
        headers: sample
            .headers
            .iter()
            .map(|(name, value)| (name.clone(), values.put_into(value, Written::Plain)))
            .collect(),
        body: values.put_into(body, written).into(),
        ..sample
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
    /// Between the tags of an element.
    Xml,
}

/// What stands in a sample, and what is put there instead.
struct Values {
    /// As they stand: they hold nothing that is written in another way anywhere.
    plain: [(&'static str, String); 10],
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
        let date = |at: Timestamp| at.strftime("%Y-%m-%d").to_string();
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
                ("2026-01-01 00:00:00", clock(now).replace('T', " ")),
                ("2026-01-01", date(now)),
                ("2026-01-02", date(tomorrow)),
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
            Self::Xml => value
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;"),
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
            let sample = small(preset).unwrap_or_else(|| panic!("{} has no samples/test", preset.id));
            let said = || of_sample(sample, Lang::PtBr, now).unwrap();
            let (first, second) = (said(), said());
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
        assert_eq!(Written::Xml.as_it_is("a <b> & c"), "a &lt;b&gt; &amp; c");
        assert_eq!(Written::Plain.as_it_is("a b"), "a b");
    }

    #[test]
    fn what_the_sender_appends_to_the_address_goes_with_its_sample() {
        let headers = headers_of(
            r#"{"_method": "PUT", "_url": "https://a.example/in/key-title/orders/new?a=1&b=%20", "X-Id": "7"}"#,
        )
        .unwrap();
        let request = as_it_is("{}", &headers);
        assert_eq!(
            (request.sub_path.as_str(), request.query.as_str()),
            ("orders/new", "a=1&b=%20")
        );
        assert_eq!(request.method, Method::Put);
        assert_eq!(request.headers, [("x-id".to_owned(), "7".to_owned())]);
    }

    #[test]
    fn what_calls_itself_json_then_is_none() {
        let of = |body: &'static str| {
            let headers = headers_of(r#"{"Content-Type": "text/xml"}"#).unwrap();
            of_wrong_type(as_it_is(body, &headers))
        };
        for body in ["", " ", "{}", "7", "12", r#"{"a": "é"}"#, "a=1", "<a/>", "[[[]]]"] {
            let broken = of(body);
            assert_eq!(broken.headers, [("content-type".to_owned(), JSON.to_owned())]);
            assert!(!broken.body.trim_ascii().is_empty(), "{body}");
            let read = serde_json::from_slice::<Value>(&broken.body);
            assert!(read.is_err(), "{body} became {read:?}");
        }
    }
}
