use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::SourceId;

/// One connection the owner set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub id: SourceId,
    pub title: String,
    /// Where its sender posts to, on this computer.
    pub address: String,
    pub state: SourceState,
    /// Whether a GET with a query is a delivery too.
    pub allow_get: bool,
    pub created_at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceState {
    Active,
    /// Deliveries are kept and wait.
    Paused,
    /// Gone for its sender; its log stays.
    Removed,
}

/// The answer to [`crate::request::ResumeSource`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resumed {
    pub source: Source,
    /// How many deliveries that waited were filed.
    pub applied: u32,
}
