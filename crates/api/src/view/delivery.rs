use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{ContactId, DeliveryId, EventId, SourceId};

/// A line of the log: one HTTP request that a source received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    pub id: DeliveryId,
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
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventLine {
    pub id: EventId,
    /// `message`, `lead`, `appointment`, …
    pub kind: String,
    pub contact: ContactId,
    pub text: Option<String>,
}

/// Deliveries in the order they came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryPage {
    pub deliveries: Vec<Delivery>,
    /// Whether more follow the last of them.
    pub more: bool,
}

/// What became of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Stored and applied.
    Accepted,
    /// Every event in it was already applied.
    Duplicate,
    /// Well-formed, but no contact could be found in it.
    Unmatched,
    /// Kept, to be applied when the owner resumes the source.
    Paused,
    /// The body is not what its content type says.
    Malformed,
}

impl Verdict {
    pub const ALL: [Self; 5] = [
        Self::Accepted,
        Self::Duplicate,
        Self::Unmatched,
        Self::Paused,
        Self::Malformed,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Duplicate => "duplicate",
            Self::Unmatched => "unmatched",
            Self::Paused => "paused",
            Self::Malformed => "malformed",
        }
    }
}
