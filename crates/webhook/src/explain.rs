//! What a request would become, as one JSON object: for whoever writes a preset, and for the tests that hold them.

use bytes::Bytes;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::another::Business;
use crate::authenticity::{Secret, Secrets};
use crate::event::{Direction, Event, Kind, matter_of};
use crate::preset::Preset;
use crate::receive::{Meaning, Received, Setup, read_fetched, receive};
use crate::request::{Method, Unverified};

/// A request as it stands in files, and what it is to be judged by.
#[derive(Debug)]
pub struct Explained<'a> {
    pub preset: &'a Preset,
    pub method: Method,
    /// Under which the sender knows the source, with what it appends and its query.
    pub url: Option<&'a str>,
    /// In any case of letters.
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
    /// The sender's, and the word of a handshake too.
    pub secret: Option<&'a str>,
    pub received_at: Timestamp,
    pub business: &'a Business,
    /// BCP 47
    pub lang: &'a str,
    /// What the sender's API answered for the id that came, where that is to be explained.
    pub fetched: Option<&'a Value>,
}

/// `{verdict, http_status, detail, events}`: what the receiver would answer and log, and the events it would file. Times
/// are UTC; what is absent is `null`.
pub fn explain(explained: Explained<'_>) -> Value {
    let address = Address::of(explained.url.unwrap_or_default());
    let secret = explained.secret.map(|secret| Secret::new(secret.to_owned()));
    let secrets = Secrets {
        verify_token: secret.clone(),
        current: secret,
        former: None,
    };
    let urls: Vec<_> = explained
        .url
        .map(|_| address.base.to_owned())
        .into_iter()
        .collect();
    let setup = Setup {
        preset: explained.preset,
        scheme: None,
        scheme_name: None,
        secrets: &secrets,
        mapping: None,
        urls: &urls,
        business: explained.business,
        lang: explained.lang,
        received_at: explained.received_at,
    };
    let headers = explained
        .headers
        .into_iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), value));
    let request = Unverified {
        method: explained.method,
        sub_path: address.sub_path.to_owned(),
        query: address.query.to_owned(),
        headers: headers.collect(),
        body: explained.body,
    };
    outcome(receive(request, &setup), explained.fetched, &setup)
}

fn outcome(received: Received, fetched: Option<&Value>, setup: &Setup<'_>) -> Value {
    let taken = setup.preset.answer.status;
    match received {
        Received::Handshake(answer) if answer.is_refusal() => object(
            "refused",
            answer.status,
            Some("it does not name the word of the handshake"),
            &[],
        ),
        Received::Handshake(answer) => {
            let body = Some(answer.body).filter(|body| !body.is_empty());
            let detail = body.map_or("it is answered".to_owned(), |body| {
                format!("it is answered {body}")
            });
            object("handshake", answer.status, Some(&detail), &[])
        }
        Received::WrongMethod => object("refused", 405, Some("this sender never uses that method"), &[]),
        Received::Refused(why, _) => object("refused", 401, Some(&why.to_string()), &[]),
        Received::Unreadable(why, _) => object("malformed", why.status(), Some(&why.to_string()), &[]),
        Received::Genuine(genuine) => {
            let meaning = match (genuine.meaning, fetched) {
                (Meaning::Fetch(orders), Some(fetched)) => {
                    let resource = orders.first().map_or("", |order| &order.resource);
                    read_fetched(&genuine.verified, resource, fetched, setup)
                        .unwrap_or(Meaning::Unmatched(None))
                }
                (meaning, _) => meaning,
            };
            said(&meaning, taken)
        }
    }
}

fn said(meaning: &Meaning, taken: u16) -> Value {
    match meaning {
        Meaning::Events(events) if events.iter().all(|event| event.kind == Kind::Receipt) => object(
            "ignored",
            taken,
            Some("it tells how far messages of ours came"),
            events,
        ),
        Meaning::Events(events) => object("accepted", taken, None, events),
        Meaning::Fetch(orders) => {
            let wanted: Vec<_> = orders
                .iter()
                .map(|order| format!("{} {}", order.resource, order.id))
                .collect();
            let detail = format!("details are fetched: {}", wanted.join(", "));
            object("accepted", taken, Some(&detail), &[])
        }
        Meaning::Ignored(why) => object(
            "ignored",
            taken,
            Some(&format!(
                "nothing to file: {}",
                why.trim_start_matches("detail-ignored-")
            )),
            &[],
        ),
        Meaning::Unmatched(event) => {
            let understood: Vec<_> = event.iter().map(|event| Event::clone(event)).collect();
            object("unmatched", taken, Some("it names nobody"), &understood)
        }
    }
}

fn object(verdict: &str, http_status: u16, detail: Option<&str>, events: &[Event]) -> Value {
    let events: Vec<_> = events.iter().map(event).collect();
    json!({ "verdict": verdict, "http_status": http_status, "detail": detail, "events": events })
}

fn event(event: &Event) -> Value {
    let phones: Vec<_> = event.contact.phones.iter().map(|phone| &phone.number).collect();
    let appointment = event.appointment.as_ref().map(|appointment| {
        json!({
            "starts_at": appointment.starts_at,
            "ends_at": appointment.ends_at,
            "state": appointment.state,
            "replaces": appointment.replaces,
        })
    });
    let mut shown = json!({
        "kind": event.kind,
        "direction": match event.direction { Direction::In => "in", Direction::Out => "out" },
        "at": event.at,
        "external_id": event.external_id,
        "contact": {
            "name": event.contact.name,
            "phones": phones,
            "emails": event.contact.emails,
            "ids": event.contact.ids,
        },
        "text": event.text,
        "amount": event.amount,
        "appointment": appointment,
        "tags": event.tags,
        "fields": fields(event),
    });
    let own = event
        .external_id
        .as_deref()
        .and_then(|id| matter_of(event.kind, id));
    let matter = event
        .matter
        .as_deref()
        .filter(|matter| own.as_deref() != Some(*matter));
    if let (Some(matter), Some(shown)) = (matter, shown.as_object_mut()) {
        shown.insert("matter".to_owned(), matter.into());
    }
    shown
}

/// Of a receipt, how far the message came stands among the fields.
fn fields(event: &Event) -> Map<String, Value> {
    let mut fields = event.fields.clone();
    if let Some(status) = event.version.as_deref().filter(|_| event.kind == Kind::Receipt) {
        fields.insert("status".to_owned(), status.into());
    }
    fields
}

/// An address of a source, taken apart.
struct Address<'a> {
    /// Without what the sender appends, and without the query.
    base: &'a str,
    sub_path: &'a str,
    query: &'a str,
}

impl<'a> Address<'a> {
    /// A source's address ends with its key, after `/in/`; of any other address nothing is appended.
    fn of(url: &'a str) -> Self {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let key_at = path.find("/in/").map(|at| at + "/in/".len());
        let end = key_at.and_then(|at| Some(at + path.get(at..)?.find('/')?));
        let (base, sub_path) = end
            .and_then(|end| path.split_at_checked(end))
            .unwrap_or((path, ""));
        Self {
            base,
            sub_path: sub_path.strip_prefix('/').unwrap_or(sub_path),
            query,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_sender_appends_to_an_address_is_told_apart_from_it() {
        for (url, expected) in [
            (
                "https://h.example/in/k?a=1",
                ("https://h.example/in/k", "", "a=1"),
            ),
            (
                "https://h.example/in/k/messages-upsert",
                ("https://h.example/in/k", "messages-upsert", ""),
            ),
            ("https://h.example/hook/a", ("https://h.example/hook/a", "", "")),
            ("", ("", "", "")),
        ] {
            let address = Address::of(url);
            assert_eq!((address.base, address.sub_path, address.query), expected, "{url}");
        }
    }
}
