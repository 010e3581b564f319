//! What an event said, as it is shown: on the card and as a line of the timeline.

use jiff::Timestamp;
use recado_api::ContactId;
use recado_api::view::{
    Appointment, AppointmentState, Earlier, EventEntry, EventKind, Field, MappedEvent, Money, Receipt,
};
use recado_webhook::event::{self, Direction, Event, Kind, MediaKind};
use serde_json::Value;

/// In characters: some pages. What is longer stands in the log.
const LONGEST_TEXT: usize = 10_000;

/// A form with more fields than these is a table.
const MOST_FIELDS: usize = 40;

/// In characters.
const LONGEST_VALUE: usize = 500;

/// What a line of the timeline shows beside what was said.
#[derive(Debug, Clone)]
pub(crate) struct Beside<'a> {
    /// What the card shows of it.
    pub(crate) text: Option<&'a str>,
    /// The card's.
    pub(crate) name: &'a str,
    /// The source's title.
    pub(crate) source: &'a str,
    pub(crate) receipt: Option<Receipt>,
    pub(crate) earlier: Vec<Earlier>,
    pub(crate) test: bool,
}

/// A line of the timeline.
pub(crate) fn entry(said: &Event, beside: Beside<'_>) -> EventEntry {
    let Beside {
        text,
        name,
        source,
        receipt,
        earlier,
        test,
    } = beside;
    let text = said
        .text
        .as_deref()
        .or(text)
        .map(|text| first(text, LONGEST_TEXT));
    let called = said
        .contact
        .name
        .clone()
        .filter(|called| called.trim() != name.trim());
    EventEntry {
        kind: kind(said.kind),
        outgoing: said.direction == Direction::Out,
        source: source.to_owned(),
        amount: said.amount.as_ref().map(money),
        appointment: said.appointment.as_ref().map(appointment),
        fields: fields(said, text.as_deref(), called.as_deref().unwrap_or(name)),
        text,
        called,
        receipt,
        earlier,
        test,
    }
}

/// How a sale or a booking stood before.
pub(super) fn earlier(said: &Event, text: Option<String>, at: Timestamp) -> Earlier {
    Earlier {
        at,
        kind: kind(said.kind),
        text,
        amount: said.amount.as_ref().map(money),
        appointment: said.appointment.as_ref().map(appointment),
    }
}

/// The whole event, for whoever wants to know what was understood.
pub(crate) fn mapped(said: &Event, contact: Option<ContactId>) -> MappedEvent {
    let phones = said.contact.phones.iter();
    let fields = said.fields.iter();
    MappedEvent {
        kind: said.kind.as_str().to_owned(),
        direction: super::events::direction(said.direction).to_owned(),
        at: said.at,
        external_id: said.external_id.clone(),
        contact,
        name: said.contact.name.clone(),
        phones: phones.map(|phone| phone.number.clone()).collect(),
        emails: said.contact.emails.clone(),
        text: said.text.clone(),
        amount: said.amount.as_ref().map(money),
        appointment: said.appointment.as_ref().map(appointment),
        tags: said.tags.clone(),
        fields: fields
            .map(|(name, value)| Field {
                name: name.clone(),
                value: in_words(value),
            })
            .collect(),
    }
}

pub(crate) fn appointment(said: &event::Appointment) -> Appointment {
    Appointment {
        starts_at: said.starts_at,
        ends_at: said.ends_at,
        state: match said.state {
            event::AppointmentState::Booked => AppointmentState::Booked,
            event::AppointmentState::Confirmed => AppointmentState::Confirmed,
            event::AppointmentState::Rescheduled => AppointmentState::Rescheduled,
            event::AppointmentState::Cancelled => AppointmentState::Cancelled,
        },
    }
}

pub(crate) fn money(said: &event::Money) -> Money {
    Money {
        minor: said.minor,
        currency: said.currency.clone(),
    }
}

fn kind(kind: Kind) -> EventKind {
    match kind {
        Kind::Message => EventKind::Message,
        Kind::Lead => EventKind::Lead,
        Kind::Appointment => EventKind::Appointment,
        Kind::Payment => EventKind::Payment,
        Kind::Order => EventKind::Order,
        Kind::Receipt => EventKind::Receipt,
    }
}

/// What the line and the card do not show already.
fn fields(said: &Event, text: Option<&str>, name: &str) -> Vec<Field> {
    let is_shown = |value: &str| {
        value.is_empty()
            || Some(value) == text.map(str::trim)
            || value == name
            || said.contact.phones.iter().any(|phone| phone.number == value)
            || said.contact.emails.iter().any(|email| email == value)
    };
    let tags = (!said.tags.is_empty()).then(|| ("tags".to_owned(), said.tags.join(", ")));
    let media = said.media.iter().filter_map(|media| {
        // Where there is no text, the first one's name stands in its place.
        let name = media.name.clone().unwrap_or_else(|| word(media.kind).to_owned());
        said.text.is_some().then(|| ("media".to_owned(), name))
    });
    let rest = said
        .fields
        .iter()
        .map(|(name, value)| (name.clone(), in_words(value)));
    tags.into_iter()
        .chain(media)
        .chain(rest)
        .filter(|(_, value)| !is_shown(value.trim()))
        .take(MOST_FIELDS)
        .map(|(name, value)| Field {
            name,
            value: first(&value, LONGEST_VALUE),
        })
        .collect()
}

fn in_words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

fn word(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Image => "image",
        MediaKind::Audio => "audio",
        MediaKind::Video => "video",
        MediaKind::Document => "document",
        MediaKind::Sticker => "sticker",
        MediaKind::Location => "location",
        MediaKind::Contact => "contact",
        MediaKind::File => "file",
    }
}

fn first(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
