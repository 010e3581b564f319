use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::preset::GivesUp;
use crate::ids::SourceId;

/// Something that the owner should know of a source, for as long as it lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Alert {
    pub source_id: SourceId,
    /// The source's title.
    pub source: String,
    #[ts(type = "string")]
    pub since: Timestamp,
    pub what: AlertWhat,
}

/// What it is. A source has at most one of each kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AlertWhat {
    Silent(Silence),
    ShapeChanged(ShapeChanged),
    Unanswered(Unanswered),
    GaveUp(GaveUp),
}

impl AlertWhat {
    pub fn kind(&self) -> AlertKind {
        match self {
            Self::Silent(_) => AlertKind::Silent,
            Self::ShapeChanged(_) => AlertKind::ShapeChanged,
            Self::Unanswered(_) => AlertKind::Unanswered,
            Self::GaveUp(_) => AlertKind::GaveUp,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    Silent,
    ShapeChanged,
    Unanswered,
    GaveUp,
}

impl AlertKind {
    pub const ALL: [Self; 4] = [Self::Silent, Self::ShapeChanged, Self::Unanswered, Self::GaveUp];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Silent => "silent",
            Self::ShapeChanged => "shape_changed",
            Self::Unanswered => "unanswered",
            Self::GaveUp => "gave_up",
        }
    }
}

/// Nothing came for so long that, at the source's usual rate, chance alone does not explain it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Silence {
    #[ts(type = "string")]
    pub last_delivery_at: Timestamp,
    /// How many usually come in such a time.
    pub usual: u32,
    /// The likely causes for this sender, in the app's language, the likeliest first.
    pub causes: Vec<String>,
}

/// What a source sends has another shape than what its mapping was made for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShapeChanged {
    /// The names of the mapped values that come no more.
    pub gone: Vec<String>,
    /// The names of values that are new.
    pub new: Vec<String>,
    /// How many deliveries arrived that way.
    pub deliveries: u32,
}

/// The sender gets no good answer from anybody, and counts down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Unanswered {
    /// Why, in the app's language.
    pub why: String,
    /// When it gives up what it sent first.
    #[ts(type = "string")]
    pub gives_up_at: Timestamp,
    pub then: GivesUp,
}

/// The sender has given up while nobody answered it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GaveUp {
    /// When it was answered again; absent while it still is not.
    #[ts(type = "string | null")]
    pub until: Option<Timestamp>,
    pub then: GivesUp,
    /// What to do, in order, in the app's language.
    pub recover: Vec<String>,
}
