use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::delivery::MappedEvent;
use crate::ids::DeliveryId;

/// What the owner said the values of another system's payload are. Data, never a program.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Mapping {
    pub rules: Vec<MappingRule>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MappingRule {
    /// A JSON Pointer (RFC 6901) into the payload.
    pub path: String,
    pub role: Role,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Name,
    Phone,
    Email,
    Message,
    AppointmentTime,
    Amount,
    ExternalId,
    Tag,
    /// A field of the owner's, by the name it is to have.
    Field(String),
}

/// A payload that was received, to be mapped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Payload {
    pub delivery: DeliveryId,
    /// As JSON, whatever it came as; secrets redacted.
    #[ts(type = "unknown")]
    pub tree: Value,
    /// What is understood without any mapping, as a mapping.
    pub guessed: Mapping,
}

/// What a mapping makes of one payload.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct MappingPreview {
    /// `None` where nobody is named.
    pub event: Option<MappedEvent>,
    /// By the rule's place in the mapping: why its value cannot be what the owner says, in the app's language.
    pub problems: Vec<(u32, String)>,
}

/// A mapping tried on the last deliveries, without changing anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Rehearsal {
    /// How many were looked at; at most 100.
    pub deliveries: u32,
    /// Of these, how many name somebody with the mapping in use.
    pub named_before: u32,
    /// And with the new one.
    pub named_after: u32,
    /// How many `unmatched` deliveries of the source would be looked at on saving.
    pub unmatched: u32,
    /// How many deliveries came without something that was read before, since the source's shape has changed, and are
    /// kept: these would be looked at too.
    pub broken: u32,
    /// Of these, how many would name somebody or say more with the new mapping.
    pub mended: u32,
}

/// The answer to [`crate::request::SaveMapping`] and [`crate::request::ApplyDeliveries`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Applied {
    /// How many deliveries were read again.
    pub deliveries: u32,
    /// How many of them are now on somebody's card that were not before.
    pub recovered: u32,
    /// How many were on somebody's card already and have got what they lacked.
    pub completed: u32,
}
