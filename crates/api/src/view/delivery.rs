use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::contact::{Appointment, Money};
use super::monitoring::DeliveryCounts;
use super::timeline::Field;
use crate::ids::{ContactId, DeliveryId, EventId, SourceId};

/// A line of the log: one HTTP request that a source received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Delivery {
    pub id: DeliveryId,
    #[ts(type = "string")]
    pub received_at: Timestamp,
    /// The source's title.
    pub source: String,
    pub source_id: SourceId,
    pub verdict: Verdict,
    pub http_status: u16,
    /// Why, in English, where the verdict alone does not say it.
    pub detail: Option<String>,
    /// The same in the app's language.
    pub detail_local: Option<String>,
    /// What was filed from it.
    pub events: Vec<EventLine>,
    /// How often the sender sent the same again.
    pub repeats: u32,
    /// The delivery that this one repeats.
    pub duplicate_of: Option<DeliveryId>,
    /// Whose it is, where that is known: the contact's name or handle.
    pub who: Option<String>,
    /// From the last byte received to the commit.
    #[ts(type = "number | null")]
    pub took_micros: Option<u64>,
    /// Its details are still to be fetched from the sender.
    pub pending: bool,
    /// Sent by ourselves, to try out a source.
    pub test: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EventLine {
    pub id: EventId,
    /// `message`, `lead`, `appointment`, …
    pub kind: String,
    pub contact: ContactId,
    /// Whether the contact came to be with this delivery.
    pub new_contact: bool,
    pub text: Option<String>,
}

/// Which lines of the log are meant. What is absent does not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DeliveryFilter {
    pub source: Option<SourceId>,
    /// Any of these; none means all.
    pub verdicts: Vec<Verdict>,
    /// A word of the name, the phone, the message or the reason.
    pub text: Option<String>,
    #[ts(type = "string | null")]
    pub since: Option<Timestamp>,
    /// Excluded.
    #[ts(type = "string | null")]
    pub until: Option<Timestamp>,
}

/// One delivery, opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DeliveryDetails {
    pub delivery: Delivery,
    pub method: String,
    /// What followed the source's key in the address.
    pub sub_path: String,
    /// Secrets redacted.
    pub query: String,
    /// Those that matter, secrets redacted.
    pub headers: Vec<(String, String)>,
    /// `None` where it is not kept, or no longer.
    pub body: Option<DeliveryBody>,
    /// In bytes, as it was received.
    pub body_length: u64,
    pub events: Vec<MappedEvent>,
    /// The command that sends the same again, with secrets left to be filled in.
    pub curl: String,
    /// Whether it can be read again.
    pub can_apply: bool,
}

/// A body as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DeliveryBody {
    /// Indented where it is JSON or XML.
    pub text: String,
    pub kind: BodyKind,
    /// Whether more was kept than is shown.
    pub cut: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    Json,
    Xml,
    Form,
    Text,
    Binary,
}

/// A normalised event, as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct MappedEvent {
    pub kind: String,
    /// `in` or `out`.
    pub direction: String,
    #[ts(type = "string | null")]
    pub at: Option<Timestamp>,
    pub external_id: Option<String>,
    /// The contact it was filed on.
    pub contact: Option<ContactId>,
    pub name: Option<String>,
    pub phones: Vec<String>,
    pub emails: Vec<String>,
    pub text: Option<String>,
    pub amount: Option<Money>,
    pub appointment: Option<Appointment>,
    pub tags: Vec<String>,
    pub fields: Vec<Field>,
}

/// The deliveries of one day in the business's zone, tests aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayOfDeliveries {
    /// YYYY-MM-DD
    pub day: String,
    /// From midnight, one each hour; a day on which the clocks change has 23 or 25.
    pub hours: Vec<DeliveryCounts>,
    /// Counted only, never kept: unknown addresses, wrong methods, over the limit.
    pub counted: u32,
}

/// Deliveries in the order they were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DeliveryPage {
    pub deliveries: Vec<Delivery>,
    /// Whether more follow the last of them.
    pub more: bool,
}

/// What became of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Stored and applied.
    Accepted,
    /// Every event in it was already applied.
    Duplicate,
    /// Genuine, but nothing to file: a heartbeat, a receipt of a message that nobody knows.
    Ignored,
    /// Well-formed, but no contact could be found in it.
    Unmatched,
    /// Kept, to be applied when the owner resumes the source.
    Paused,
    /// The sender asked whether this address is the owner's, and was answered.
    Handshake,
    /// The body is not what its content type says.
    Malformed,
    /// Not shown to be genuine; in quarantine for a while.
    Refused,
    /// Locked out, or over the rate.
    Limited,
}

impl Verdict {
    pub const ALL: [Self; 9] = [
        Self::Accepted,
        Self::Duplicate,
        Self::Ignored,
        Self::Unmatched,
        Self::Paused,
        Self::Handshake,
        Self::Malformed,
        Self::Refused,
        Self::Limited,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Duplicate => "duplicate",
            Self::Ignored => "ignored",
            Self::Unmatched => "unmatched",
            Self::Paused => "paused",
            Self::Handshake => "handshake",
            Self::Malformed => "malformed",
            Self::Refused => "refused",
            Self::Limited => "limited",
        }
    }
}
