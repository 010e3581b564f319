//! The normalised events: what a delivery says, whoever sent it.
//!
//! Every sender's payload is mapped to a list of these, and nothing downstream knows a sender's own format. They are
//! written to the database as JSON, so a field is only ever added.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::phone::Phone;

/// One normalised fact in a delivery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Event {
    /// What kind of fact it is.
    pub kind: Kind,
    /// Who speaks.
    #[serde(default)]
    pub direction: Direction,
    /// When it happened, as the sender says. The time of receipt is the delivery's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date-time")))]
    pub at: Option<Timestamp>,
    /// The sender's own id for this event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// What tells two states of one `external_id` apart: a version, a status, a fingerprint of the content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What sale or booking it belongs to, where the sender tells: events of one source that share it are one line on the
    /// contact, the latest in front. Where the sender gives several ids or kinds of event to one sale, its preset says
    /// what joins them; else it is the kind and the `external_id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<String>,
    /// Whom it is about.
    #[serde(default)]
    pub contact: Person,
    /// What was said; of anything but a message, one line that a person would write on the card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Pictures, recordings and files that came with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
    /// How much was paid, is to be paid, or is spoken of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// When somebody comes. Every `appointment` has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<Appointment>,
    /// Labels that the sender has put on the person or the matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What else an owner may want to know, by name: one level of texts, numbers and truth values.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub fields: Map<String, Value>,
}

impl Event {
    /// An event of which nothing is known but what it is.
    pub(crate) fn new(kind: Kind) -> Self {
        Self {
            kind,
            direction: Direction::In,
            at: None,
            external_id: None,
            version: None,
            matter: None,
            contact: Person::default(),
            text: None,
            media: Vec::new(),
            amount: None,
            appointment: None,
            tags: Vec::new(),
            fields: Map::new(),
        }
    }
}

/// The matter of an event whose preset names none: each sale and each booking is one of its own.
pub(crate) fn matter_of(kind: Kind, external_id: &str) -> Option<String> {
    match kind {
        Kind::Appointment | Kind::Payment | Kind::Order => Some(format!("{} {external_id}", kind.as_str())),
        Kind::Message | Kind::Lead | Kind::Receipt => None,
    }
}

/// What kind of fact an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Somebody wrote, spoke, called or sent something; or the business did, where its sender repeats that.
    Message,
    /// Somebody left how to be reached: a form, an enquiry, a new customer.
    Lead,
    /// A time at which somebody comes was booked, confirmed, moved or cancelled.
    Appointment,
    /// Money came, did not come, or went back.
    Payment,
    /// Something was ordered.
    Order,
    /// How far a message of the business's own came. It creates no contact.
    Receipt,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Lead => "lead",
            Self::Appointment => "appointment",
            Self::Payment => "payment",
            Self::Order => "order",
            Self::Receipt => "receipt",
        }
    }
}

/// Who speaks: the contact (`In`) or the business (`Out`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The contact.
    #[default]
    In,
    /// The business. It ends the waiting, rings nothing and creates no contact.
    Out,
}

/// The person an event is about, as far as the payload tells.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Person {
    /// As the sender has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The best first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Phone>,
    /// Lower-cased.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<String>,
    /// Under which the sender or a platform knows them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<PlatformId>,
}

impl Person {
    /// Whether anything here can find a contact.
    pub fn has_handle(&self) -> bool {
        !(self.phones.is_empty() && self.emails.is_empty() && self.ids.is_empty())
    }
}

/// Somebody's id on one platform: a `wa_id`, an Instagram id, a shop's customer id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PlatformId {
    /// In lower case: `whatsapp`, `stripe`, …
    pub platform: String,
    /// As the platform writes it.
    pub id: String,
}

/// A picture, a recording, a file: only that it came, never its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Media {
    /// What it is.
    pub kind: MediaKind,
    /// Of a file its name, of a place or a contact card what it is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What came with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    Image,
    Audio,
    Video,
    Document,
    Sticker,
    Location,
    Contact,
    File,
}

/// An amount in the currency's minor unit (centavos, cents), with its ISO 4217 code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Money {
    /// In the minor unit: 1230 is R$ 12,30.
    pub minor: i64,
    /// ISO 4217
    pub currency: String,
}

/// A time at which somebody comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Appointment {
    /// When it begins.
    #[cfg_attr(test, schemars(with = "String", extend("format" = "date-time")))]
    pub starts_at: Timestamp,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>", extend("format" = "date-time")))]
    pub ends_at: Option<Timestamp>,
    /// What became of it.
    pub state: AppointmentState,
    /// The `external_id` of the appointment that this one replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
}

/// What became of an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AppointmentState {
    Booked,
    Confirmed,
    Rescheduled,
    Cancelled,
}
