use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::mapping::{Mapping, MappingRule, Role};
use crate::ids::DeliveryId;

/// What a source sends now beside what it sent before, and how its mapping can follow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ShapeComparison {
    /// When the first delivery came that way.
    #[ts(type = "string")]
    pub since: Timestamp,
    /// How many deliveries came that way, tests aside.
    pub deliveries: u32,
    /// The last delivery that came as usual; absent where it is kept no longer.
    pub before: Option<ShapeSide>,
    /// The newest that did not.
    pub after: ShapeSide,
    /// The mapping in use, to be put back; absent where values are known by the names of their keys alone.
    pub mapping: Option<Mapping>,
    /// Its rules that still have their values. A mapping that follows has these, and one for each value below that is to
    /// be read.
    pub kept: Vec<MappingRule>,
    /// What was read of the deliveries before and comes no more.
    pub gone: Vec<GoneValue>,
    /// What comes now and did not come before.
    pub new: Vec<NewValue>,
}

/// One of the two deliveries that are compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ShapeSide {
    pub delivery: DeliveryId,
    #[ts(type = "string")]
    pub received_at: Timestamp,
    /// As JSON, whatever it came as; secrets redacted.
    #[ts(type = "unknown")]
    pub tree: Value,
    /// What of it is read as what: by the mapping in use, or by the names of the keys.
    pub read: Vec<MappingRule>,
}

/// A value that comes no more, and where it may come now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GoneValue {
    /// Where it was: a JSON Pointer (RFC 6901).
    pub path: String,
    /// What the payload called it.
    pub name: String,
    pub role: Role,
    /// Absent rather than a bad one.
    pub proposed: Option<ProposedValue>,
}

/// Where a value that is gone may come now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ProposedValue {
    /// A JSON Pointer into [`ShapeComparison::after`].
    pub path: String,
    pub name: String,
    /// Whether it is as good as certain.
    pub sure: bool,
}

/// A value that did not come before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NewValue {
    /// A JSON Pointer into [`ShapeComparison::after`].
    pub path: String,
    pub name: String,
    /// What it looks like, where nothing else of the delivery is read as that.
    pub role: Option<Role>,
}
