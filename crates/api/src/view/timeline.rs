use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Appointment, Contact, Money};
use crate::ids::ContactId;

/// A contact with everything that its drawer shows first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ContactDetails {
    pub contact: Contact,
    /// The newest part of the timeline.
    pub timeline: TimelinePage,
}

/// A stretch of a timeline, the oldest entry first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TimelinePage {
    pub entries: Vec<TimelineEntry>,
    /// Whether older ones precede the first of them.
    pub more: bool,
}

/// One line of a contact's timeline: what a sender told or what the owner did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TimelineEntry {
    /// Of the event or the act, unique among both.
    pub id: String,
    pub contact: ContactId,
    #[ts(type = "string")]
    pub at: Timestamp,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A sender told it.
    Event(EventEntry),
    /// The contact came to be; `source` is absent where the owner added it by hand.
    Added {
        source: Option<String>,
    },
    Note {
        text: String,
    },
    /// The titles of the stages at that time.
    Moved {
        from: String,
        to: String,
    },
    Replied {
        via: ReplyVia,
        text: Option<String>,
    },
    /// The owner gave another name.
    Renamed {
        from: String,
        to: String,
    },
    /// The owner changed phones or e-mail addresses.
    Edited,
    Archived,
    Restored,
}

/// What a delivery said, as a line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EventEntry {
    pub kind: EventKind,
    /// Whether the business said it, not the contact.
    pub outgoing: bool,
    pub text: Option<String>,
    /// The source's title.
    pub source: String,
    pub amount: Option<Money>,
    pub appointment: Option<Appointment>,
    /// The name they gave here, where it is another than the card's.
    pub called: Option<String>,
    /// How far a message of ours came, where the sender tells.
    pub receipt: Option<Receipt>,
    /// Whatever else the payload said, at most some dozens of values.
    pub fields: Vec<Field>,
    /// Earlier states of the same sale or booking, the oldest first.
    pub earlier: Vec<Earlier>,
    pub test: bool,
}

/// How a sale or a booking stood before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Earlier {
    #[ts(type = "string")]
    pub at: Timestamp,
    pub kind: EventKind,
    pub text: Option<String>,
    pub amount: Option<Money>,
    pub appointment: Option<Appointment>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    Message,
    Lead,
    Appointment,
    Payment,
    Order,
    Receipt,
}

/// How far a message of the business came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Receipt {
    Sent,
    Delivered,
    Read,
    Failed,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Field {
    /// Its path in the payload.
    pub name: String,
    pub value: String,
}

/// Where a reply is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReplyVia {
    WhatsApp,
    Email,
    Phone,
}
