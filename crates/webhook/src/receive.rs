//! The whole way of a request: from the bytes that came to what they say.
//!
//! A handshake is answered; anything else has to prove that it is genuine, is read into one tree, and becomes events by
//! the preset's map, or by the names of its keys and the owner's mapping where there is no map.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::another::{Business, Reading, read_another_system, read_mapped};
use crate::authenticity::{Presented, Refused, Secrets};
use crate::body::{self, BodyError, Parsed};
use crate::event::{Direction, Event, Kind};
use crate::mapping::Mapping;
use crate::normalise::Norms;
use crate::preset::{Asked, HandshakeAnswer, Input, Output, Preset, Proven, SchemeChoice, ignored_message};
use crate::request::{Unverified, Verified};

/// How a source is set up.
#[derive(Debug, Clone, Copy)]
pub struct Setup<'a> {
    pub preset: &'a Preset,
    /// The id of one of the preset's schemes; the usual one when absent.
    pub scheme: Option<&'a str>,
    /// The owner's name of what carries the proof.
    pub scheme_name: Option<&'a str>,
    pub secrets: &'a Secrets,
    /// Only where the preset has no map.
    pub mapping: Option<&'a Mapping>,
    /// Under which the sender may know this source.
    pub urls: &'a [String],
    pub business: &'a Business,
    /// The app's language (BCP 47), for words of ours in an event's text.
    pub lang: &'a str,
    /// For what waited elsewhere, when it arrived there.
    pub received_at: Timestamp,
}

/// What became of a request.
#[derive(Debug)]
pub enum Received {
    /// The sender asked whether this address is the owner's.
    Handshake(HandshakeAnswer),
    /// Status 405: this sender never sends so.
    WrongMethod,
    /// Status 401. The request comes back, to be kept.
    Refused(Refused, Unverified),
    /// Status 400 or 415: genuine, but its body is not what it says it is, or nothing that is understood.
    Unreadable(BodyError, Verified),
    Genuine(Genuine),
}

/// A genuine request and what it says.
#[derive(Debug)]
pub struct Genuine {
    pub verified: Verified,
    pub meaning: Meaning,
}

/// What a request says.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// At least one. Each has somebody to file it under, receipts aside, which name a message.
    Events(Vec<Event>),
    /// The sender told ids alone: what they mean has to be fetched.
    Fetch(Vec<FetchOrder>),
    /// Nothing to file: the id of the message that says why.
    Ignored(&'static str),
    /// It names nobody; with what was understood nevertheless.
    Unmatched(Option<Box<Event>>),
}

/// Something to be fetched from the sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchOrder {
    /// The name of one of the preset's resources.
    pub resource: String,
    pub id: String,
}

/// The way of a request that came from outside.
pub fn receive(request: Unverified, setup: &Setup<'_>) -> Received {
    if let Some(answer) = asked(&request, setup) {
        return Received::Handshake(answer);
    }
    if !setup.preset.methods.contains(&request.method) {
        return Received::WrongMethod;
    }
    let Some(choice) = setup.preset.scheme(setup.scheme) else {
        return Received::Refused(Refused::NoSecret, request);
    };
    let verified = match request.verify(&presented(choice, setup)) {
        Ok(verified) => verified,
        Err((refused, request)) => return Received::Refused(refused, request),
    };
    match read(&verified, setup.preset) {
        Ok(parsed) => match proven(&verified, &parsed, setup) {
            Some(answer) => Received::Handshake(answer),
            None => {
                let meaning = understand(&verified, &parsed, None, setup);
                Received::Genuine(Genuine { verified, meaning })
            }
        },
        Err(error) => Received::Unreadable(error, verified),
    }
}

/// What a request is judged by, set up like this.
pub fn presented<'a>(choice: &'a SchemeChoice, setup: &Setup<'a>) -> Presented<'a> {
    Presented {
        scheme: &choice.scheme,
        required: choice.required,
        name: setup.scheme_name.filter(|_| choice.name_is_free),
        secrets: setup.secrets,
        urls: setup.urls,
        received_at: setup.received_at,
    }
}

/// What a request says that was verified before.
///
/// # Errors
/// As when it came: its body is not what it says it is.
pub fn read_again(verified: &Verified, setup: &Setup<'_>) -> Result<Meaning, BodyError> {
    let parsed = read(verified, setup.preset)?;
    Ok(understand(verified, &parsed, None, setup))
}

/// What a request says now that something which it told the id of was fetched, under the resource's name.
///
/// # Errors
/// As [`read_again`].
pub fn read_fetched(
    verified: &Verified,
    resource: &str,
    fetched: &Value,
    setup: &Setup<'_>,
) -> Result<Meaning, BodyError> {
    let parsed = read(verified, setup.preset)?;
    Ok(understand(verified, &parsed, Some((resource, fetched)), setup))
}

fn asked(request: &Unverified, setup: &Setup<'_>) -> Option<HandshakeAnswer> {
    setup.preset.handshake?.answer_asked(&Asked {
        method: request.method,
        query: &request.query,
        body: &request.body,
        verify_token: setup.secrets.verify_token.as_ref(),
    })
}

fn proven(verified: &Verified, parsed: &Parsed, setup: &Setup<'_>) -> Option<HandshakeAnswer> {
    setup.preset.handshake?.answer_proven(&Proven {
        headers: verified.headers(),
        tree: &parsed.tree,
        secret: setup.secrets.current.as_ref(),
    })
}

/// The tree of a request's body, from which the address is made at which something that it names is fetched.
///
/// # Errors
/// As [`read_again`].
pub fn tree(verified: &Verified, preset: &Preset) -> Result<Value, BodyError> {
    read(verified, preset).map(|parsed| parsed.tree)
}

fn read(verified: &Verified, preset: &Preset) -> Result<Parsed, BodyError> {
    let mut parsed = body::read_body(verified)?;
    for pointer in &preset.body.json {
        if let Some(value) = parsed.tree.pointer_mut(pointer)
            && let Value::String(text) = value
            && let Ok(inner) = body::read_json(text)
        {
            *value = inner;
        }
    }
    Ok(parsed)
}

fn understand(
    verified: &Verified,
    parsed: &Parsed,
    fetched: Option<(&str, &Value)>,
    setup: &Setup<'_>,
) -> Meaning {
    let Some(map) = &setup.preset.map else {
        let reading = match setup.mapping {
            Some(mapping) => read_mapped(&parsed.tree, mapping, setup.business),
            None => read_another_system(parsed, setup.business),
        };
        return match reading {
            Reading::Events(events) => Meaning::Events(events),
            Reading::Unmatched(event) => Meaning::Unmatched(Some(Box::new(event))),
        };
    };
    let query = body::read_query(verified.query()).map_or(Value::Object(Map::new()), |parsed| parsed.tree);
    let received_at = setup.received_at.to_string();
    let said = map.run(&Input {
        method: verified.method().as_str(),
        path: verified.sub_path(),
        query: &query,
        headers: verified.headers(),
        body: &parsed.tree,
        fetched,
        received_at: &received_at,
        lang: setup.lang,
    });
    match said {
        Ok(said) => meaning(&said, &parsed.tree, setup),
        // Maps stand any tree; what one does not stand is kept whole, for a better one.
        Err(_) => Meaning::Unmatched(None),
    }
}

/// What has to be fetched goes first: once it is there, the map says everything again.
fn meaning(said: &[Output], body: &Value, setup: &Setup<'_>) -> Meaning {
    let orders: Vec<_> = said
        .iter()
        .filter_map(|said| fetch_order(said, body, setup))
        .collect();
    if !orders.is_empty() {
        return Meaning::Fetch(orders);
    }
    let norms = Norms::new(setup.business, setup.preset.body.zone);
    let events: Vec<_> = said.iter().filter_map(|said| norms.event(said)).collect();
    let (filed, mut nobodys): (Vec<_>, Vec<_>) = events.into_iter().partition(can_be_filed);
    if !filed.is_empty() {
        return Meaning::Events(filed);
    }
    nobodys.retain(|event| event.direction == Direction::In && event.kind != Kind::Receipt);
    if nobodys.is_empty() {
        let ordered_in_vain = said.iter().any(|said| said.contains_key("fetch"));
        return if ordered_in_vain {
            Meaning::Unmatched(None)
        } else {
            Meaning::Ignored(why_ignored(said))
        };
    }
    Meaning::Unmatched(Some(Box::new(nobodys.swap_remove(0))))
}

/// `None` too for what could not be asked for: the delivery does not say where.
fn fetch_order(said: &Output, body: &Value, setup: &Setup<'_>) -> Option<FetchOrder> {
    let order = said.get("fetch")?;
    let resource = setup.preset.resource(order.get("resource")?.as_str()?)?;
    let id = match order.get("id")? {
        Value::String(id) => id.trim().to_owned(),
        Value::Number(id) => id.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    resource.address(&id, body)?;
    Some(FetchOrder {
        resource: resource.resource.clone(),
        id,
    })
}

fn can_be_filed(event: &Event) -> bool {
    match event.kind {
        Kind::Receipt => event.external_id.is_some(),
        Kind::Message | Kind::Lead | Kind::Appointment | Kind::Payment | Kind::Order => {
            event.contact.has_handle()
        }
    }
}

/// The first reason that the map gives.
fn why_ignored(said: &[Output]) -> &'static str {
    let mut words = said.iter().filter_map(|said| said.get("ignored")?.as_str());
    ignored_message(words.next().unwrap_or_default())
}

#[cfg(test)]
mod tests;
