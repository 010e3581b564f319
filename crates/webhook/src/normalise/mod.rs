//! From what a map says to a normalised event.
//!
//! Maps are short and senders inventive, so everything is read leniently: a phone as people write it, a time in any of
//! the usual ways, an amount as text or number. What is no such thing is left out, and is never an error.

mod fields;
mod money;
mod person;
mod time;

use serde_json::Value;

use self::time::Clock;
use crate::another::{self, Business, MOST_TAGS, readable, short_text};
use crate::event::{Appointment, AppointmentState, Direction, Event, Kind, Media, MediaKind, matter_of};
use crate::preset::{Output, ZoneRule};

/// In bytes. What is longer is no id, and cut it might be another's.
const LONGEST_ID: usize = 250;

const MOST_MEDIA: usize = 20;

/// In characters, of a file's name.
const LONGEST_NAME: usize = 120;

/// In characters, of a tag.
const LONGEST_TAG: usize = 60;

/// What normalising needs to know.
#[derive(Debug, Clone)]
pub(crate) struct Norms<'a> {
    business: &'a Business,
    clock: Clock,
}

impl<'a> Norms<'a> {
    pub(crate) fn new(business: &'a Business, zone: ZoneRule) -> Self {
        Self {
            business,
            clock: Clock::new(business, zone),
        }
    }

    /// One event, or nothing where the map names no kind that there is.
    pub(crate) fn event(&self, said: &Output) -> Option<Event> {
        // What the map leaves to the names of keys.
        let guessed = said
            .get("guess")
            .filter(|tree| tree.is_object())
            .map(|tree| another::read_one(tree, self.business));
        let kind = match (said.get("kind").and_then(Value::as_str).and_then(kind), &guessed) {
            (Some(kind), _) => kind,
            (None, Some(guessed)) => guessed.kind,
            (None, None) => return None,
        };
        let mut event = guessed.unwrap_or_else(|| Event::new(kind));
        let appointment = said.get("appointment").and_then(|said| self.appointment(said));
        event.appointment = appointment.or(event.appointment.take());
        event.kind = kind_of(kind, &event);
        self.fill(&mut event, said);
        Some(event)
    }

    fn fill(&self, event: &mut Event, said: &Output) {
        if let Some(direction) = said.get("direction").and_then(Value::as_str) {
            event.direction = if direction == "out" {
                Direction::Out
            } else {
                Direction::In
            };
        }
        let at = said.get("at").and_then(|at| self.clock.instant(at));
        event.at = at.or(event.at);
        if let Some(id) = said.get("external_id").and_then(id) {
            event.matter = matter_of(event.kind, &id);
            event.external_id = Some(id);
            event.version = None;
        }
        if let Some(version) = said.get("version").and_then(id) {
            event.version = Some(version);
        }
        event.matter = said.get("matter").and_then(id).or(event.matter.take());
        if let Some(said) = said.get("contact") {
            person::add(&mut event.contact, said, self.business);
        }
        let words = said.get("text").and_then(text).map(|words| readable(&words));
        event.text = words.filter(|words| !words.is_empty()).or(event.text.take());
        let came = list(said.get("media")).filter_map(media);
        event.media.extend(came);
        event.media.truncate(MOST_MEDIA);
        let amount = said
            .get("amount")
            .and_then(|said| money::read(said, self.business));
        event.amount = amount.or(event.amount.take());
        for tag in list(said.get("tags")).filter_map(text) {
            let tag = short_text(&tag, LONGEST_TAG);
            if let Some(tag) = tag.filter(|tag| !event.tags.contains(tag)) {
                event.tags.push(tag);
            }
        }
        event.tags.truncate(MOST_TAGS);
        if let Some(said) = said.get("fields") {
            fields::add(&mut event.fields, said);
        }
    }

    fn appointment(&self, said: &Value) -> Option<Appointment> {
        let starts_at = self.clock.instant(said.get("starts_at")?)?;
        let ends_at = said.get("ends_at").and_then(|at| self.clock.instant(at));
        Some(Appointment {
            starts_at,
            ends_at: ends_at.filter(|end| *end > starts_at),
            state: match said.get("state").and_then(Value::as_str) {
                Some("confirmed") => AppointmentState::Confirmed,
                Some("rescheduled") => AppointmentState::Rescheduled,
                Some("cancelled") => AppointmentState::Cancelled,
                Some(_) | None => AppointmentState::Booked,
            },
            replaces: said.get("replaces").and_then(id),
        })
    }
}

fn kind(name: &str) -> Option<Kind> {
    match name {
        "message" => Some(Kind::Message),
        "lead" => Some(Kind::Lead),
        "appointment" => Some(Kind::Appointment),
        "payment" => Some(Kind::Payment),
        "order" => Some(Kind::Order),
        "receipt" => Some(Kind::Receipt),
        _ => None,
    }
}

/// An appointment without a time that can be read is somebody who wants one.
fn kind_of(kind: Kind, event: &Event) -> Kind {
    if kind == Kind::Appointment && event.appointment.is_none() {
        Kind::Lead
    } else {
        kind
    }
}

fn media(said: &Value) -> Option<Media> {
    let kind = match said.get("kind")?.as_str()? {
        "image" => MediaKind::Image,
        "audio" => MediaKind::Audio,
        "video" => MediaKind::Video,
        "document" => MediaKind::Document,
        "sticker" => MediaKind::Sticker,
        "location" => MediaKind::Location,
        "contact" => MediaKind::Contact,
        _ => MediaKind::File,
    };
    let name = said.get("name").and_then(text);
    Some(Media {
        kind,
        name: name.and_then(|name| short_text(&name, LONGEST_NAME)),
    })
}

/// A text, or a number as one.
fn text(said: &Value) -> Option<String> {
    match said {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn id(said: &Value) -> Option<String> {
    let id = text(said)?.trim().to_owned();
    (!id.is_empty() && id.len() <= LONGEST_ID).then_some(id)
}

/// The members of a list; a value that should have been one is a list of itself.
fn list(said: Option<&Value>) -> impl Iterator<Item = &Value> {
    match said {
        Some(Value::Array(members)) => members.iter(),
        Some(alone) => std::slice::from_ref(alone).iter(),
        None => [].iter(),
    }
}

#[cfg(test)]
mod tests;
