use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{ContactId, SourceId, StageId};

/// A person on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Contact {
    pub id: ContactId,
    /// Empty while nobody said it.
    pub name: String,
    /// E.164, or as written where the number is not a valid one.
    pub phones: Vec<String>,
    pub emails: Vec<String>,
    /// The stage's title.
    pub stage: String,
    pub stage_id: StageId,
    /// Orders the cards of a stage, smallest first.
    pub position: String,
    /// Since when the card stands in its stage.
    #[ts(type = "string")]
    pub stage_since: Timestamp,
    /// How many messages, leads and appointments nobody has looked at.
    pub unread: u32,
    pub last_message: Option<String>,
    #[ts(type = "string | null")]
    pub last_message_at: Option<Timestamp>,
    /// Since when they wait for an answer.
    #[ts(type = "string | null")]
    pub waiting_since: Option<Timestamp>,
    /// The appointment that was told last, a cancelled one too.
    pub appointment: Option<Appointment>,
    /// The amount that was told last.
    pub amount: Option<Money>,
    /// The title of the source that brought them; absent where the owner added them by hand.
    pub source: Option<String>,
    pub source_id: Option<SourceId>,
    /// Made by a test delivery only: out of counts and exports.
    pub test: bool,
    #[ts(type = "string")]
    pub created_at: Timestamp,
    pub archived: bool,
}

/// When somebody comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Appointment {
    #[ts(type = "string")]
    pub starts_at: Timestamp,
    #[ts(type = "string | null")]
    pub ends_at: Option<Timestamp>,
    pub state: AppointmentState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AppointmentState {
    Booked,
    Confirmed,
    Rescheduled,
    Cancelled,
}

/// An amount in the currency's minor unit (centavos, cents), with its ISO 4217 code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Money {
    pub minor: i64,
    pub currency: String,
}

/// Contacts in the order they were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ContactPage {
    pub contacts: Vec<Contact>,
    /// Whether more follow the last of them.
    pub more: bool,
}

/// Somebody wrote, booked or paid: what a person is told at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Arrival {
    pub contact: ContactId,
    /// Their name, else their phone or e-mail.
    pub who: String,
    /// `message`, `lead`, `appointment`, …
    pub kind: String,
    pub text: Option<String>,
    #[ts(type = "string | null")]
    pub starts_at: Option<Timestamp>,
    pub source_id: SourceId,
    pub source: String,
    #[ts(type = "string")]
    pub received_at: Timestamp,
    /// Whether this made the contact.
    pub new_contact: bool,
    /// Came from a test delivery.
    pub test: bool,
    /// Waited at the relay while this computer was away. What waited is told together, in one notification.
    #[serde(default)]
    pub waited: bool,
}
