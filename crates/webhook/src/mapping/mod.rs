//! What the owner said the values of another system's payload are. Data, never a program.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use crate::another::{self, Business};
use crate::event::Event;

/// The owner's rules for one source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    pub rules: Vec<Rule>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// A JSON Pointer (RFC 6901) into the payload.
    pub path: String,
    pub role: Role,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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

/// Why a value can not be what the owner says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Problem {
    #[error("there is no such value, or it is empty")]
    Missing,
    #[error("it is a group of values, not one")]
    NotOneValue,
    #[error("it can be nobody's name")]
    NoName,
    #[error("it is no phone number")]
    NoPhone,
    #[error("it is no e-mail address")]
    NoEmail,
    #[error("it is no day and time that can be read")]
    NoTime,
    #[error("it is a day without a time of day")]
    NoHour,
    #[error("it is a time of day without a day")]
    NoDay,
    #[error("it is no amount of money")]
    NoAmount,
    #[error("it is too long for an id")]
    NoId,
    #[error("the field has no name")]
    NoFieldName,
}

impl Problem {
    /// The id of the message that tells it to a person.
    pub fn message(self) -> &'static str {
        match self {
            Self::Missing => "mapping-missing",
            Self::NotOneValue => "mapping-not-one-value",
            Self::NoName => "mapping-no-name",
            Self::NoPhone => "mapping-no-phone",
            Self::NoEmail => "mapping-no-email",
            Self::NoTime => "mapping-no-time",
            Self::NoHour => "mapping-no-hour",
            Self::NoDay => "mapping-no-day",
            Self::NoAmount => "mapping-no-amount",
            Self::NoId => "mapping-no-id",
            Self::NoFieldName => "mapping-no-field-name",
        }
    }
}

/// What a mapping makes of one payload.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// Of several people the first.
    pub event: Event,
    /// Whether it names somebody.
    pub names_somebody: bool,
    /// By the rule's place in the mapping.
    pub problems: Vec<(usize, Problem)>,
}

impl Mapping {
    /// What it makes of a payload, and what is wrong with it there.
    pub fn preview(&self, tree: &Value, business: &Business) -> Preview {
        let (event, names_somebody) = match another::read_mapped(tree, self, business) {
            another::Reading::Events(mut events) => (events.swap_remove(0), true),
            another::Reading::Unmatched(event) => (event, false),
        };
        Preview {
            event,
            names_somebody,
            problems: another::problems(tree, self, business),
        }
    }

    /// What is understood of a payload by the names of its keys, as rules that say the same.
    pub fn guessed(tree: &Value, business: &Business) -> Self {
        another::guessed_mapping(tree, business)
    }

    /// Whether the owner said which value is the event's id, so that it need not be guessed.
    pub fn names_id(&self) -> bool {
        self.rules.iter().any(|rule| rule.role == Role::ExternalId)
    }
}

#[cfg(test)]
mod tests;
