use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{ContactId, SourceId, StageId};

/// A person on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// How many messages, leads and appointments nobody has looked at.
    pub unread: u32,
    pub last_message: Option<String>,
    pub last_message_at: Option<Timestamp>,
    /// Since when they wait for an answer.
    pub waiting_since: Option<Timestamp>,
    /// The title of the source that brought them.
    pub source: Option<String>,
    pub created_at: Timestamp,
    pub archived: bool,
}

/// Contacts in the order they were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactPage {
    pub contacts: Vec<Contact>,
    /// Whether more follow the last of them.
    pub more: bool,
}

/// Somebody wrote, booked or paid: what a person is told at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    pub contact: ContactId,
    /// Their name, else their phone or e-mail.
    pub who: String,
    /// `message`, `lead`, `appointment`, …
    pub kind: String,
    pub text: Option<String>,
    pub starts_at: Option<Timestamp>,
    pub source_id: SourceId,
    pub source: String,
    pub received_at: Timestamp,
    /// Whether this made the contact.
    pub new_contact: bool,
}
