use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::SourceId;

/// Somebody who was refused too often, and is not listened to for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Lockout {
    /// The network address.
    pub remote: String,
    pub source_id: SourceId,
    /// The source's title.
    pub source: String,
    #[ts(type = "string")]
    pub until: Timestamp,
    /// How often they were refused since they were last taken.
    pub refused: u32,
}

/// The sender of a source, so far genuine or new, begins to be refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Refusing {
    pub source_id: SourceId,
    /// The source's title.
    pub source: String,
    /// In the app's language.
    pub why: String,
}

/// Limits at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Gate {
    /// After how many refusals in a row a remote is locked out of a source; 0 for never.
    pub refusals: u32,
    /// The first lock-out, in seconds. Each further one is twice as long, up to an hour.
    pub lockout_seconds: u32,
    /// Deliveries that one source may bring in a minute; 0 for any number. As many may come at once.
    pub per_minute: u32,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            refusals: 10,
            lockout_seconds: 60,
            per_minute: 6_000,
        }
    }
}

/// For how long the log keeps what was received. The counts and what is on the cards stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Retention {
    pub days: u32,
    pub megabytes: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            days: 90,
            megabytes: 500,
        }
    }
}
