//! The shape of what a sender sends: which values its payloads have, what they look like, and which of them are read as
//! what. It sees whether a delivery still has what was read of those before it, and where a value that is gone may have
//! gone to.
//!
//! [`see`] looks at one payload, [`look`] at one value, [`propose()`] at an old and a new payload.

mod looks;
mod propose;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use looks::{Look, look};
pub use propose::{After, Gone, Proposal, propose, role_of_new};

use crate::another::{self, Business, Reading};
use crate::body::Parsed;
use crate::mapping::{Mapping, Role};

/// Values beyond these are bulk data; nobody maps them.
pub const MOST_FIELDS: usize = 200;

/// What one payload shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    pub fields: Vec<SeenField>,
    /// With a mapping one for each of its rules, in their order; else one for each value that was understood.
    pub read: Vec<SeenValue>,
    /// Whether it names somebody whom a contact can be found by.
    pub names_somebody: bool,
}

/// A value of a payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenField {
    /// A JSON Pointer (RFC 6901).
    pub path: String,
    /// The keys that lead there, with dots between them; of a list of named values, the name in the place of its number.
    pub label: String,
    pub look: Look,
}

/// A value that is read as something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenValue {
    pub path: String,
    pub role: Role,
    /// Of the value that is there.
    pub label: Option<String>,
    pub look: Option<Look>,
    /// Whether there is a value that can be what it is read as.
    pub holds: bool,
}

/// Looks at one payload, as it is read with the owner's mapping, or by the names of its keys.
pub fn see(parsed: &Parsed, mapping: Option<&Mapping>, business: &Business) -> Seen {
    let tree = &parsed.tree;
    let fields: Vec<_> = another::values_of(tree, MOST_FIELDS)
        .into_iter()
        .map(|field| SeenField {
            look: look(field.value, business),
            path: field.pointer,
            label: field.label,
        })
        .collect();
    let (rules, hold, reading) = match mapping {
        Some(mapping) => (
            mapping.rules.clone(),
            another::rules_that_hold(tree, mapping, business),
            another::read_mapped(tree, mapping, business),
        ),
        None => {
            let guessed = another::guessed_mapping(tree, business).rules;
            let hold = vec![true; guessed.len()];
            (guessed, hold, another::read_another_system(parsed, business))
        }
    };
    let read = rules.into_iter().zip(hold).map(|(rule, holds)| {
        let field = fields.iter().find(|field| field.path == rule.path);
        SeenValue {
            label: field.map(|field| field.label.clone()),
            look: field.map(|field| field.look),
            path: rule.path,
            role: rule.role,
            holds,
        }
    });
    Seen {
        read: read.collect(),
        fields,
        names_somebody: matches!(reading, Reading::Events(_)),
    }
}

/// The values of a payload that are read as something: by the rules that hold, and by the names of the keys where no
/// rule says it.
pub fn read_as(tree: &Value, mapping: Option<&Mapping>, business: &Business) -> Mapping {
    let guessed = another::guessed_mapping(tree, business);
    let Some(mapping) = mapping else { return guessed };
    let hold = another::rules_that_hold(tree, mapping, business);
    let mut rules: Vec<_> = mapping
        .rules
        .iter()
        .zip(hold)
        .filter(|(_, holds)| *holds)
        .map(|(rule, _)| rule.clone())
        .collect();
    for guess in guessed.rules {
        let is_told = rules
            .iter()
            .any(|rule| rule.path == guess.path || (rule.role == guess.role && guess.role != Role::Tag));
        if !is_told {
            rules.push(guess);
        }
    }
    Mapping { rules }
}

/// What the values of a payload are called, by their places.
pub fn labels(tree: &Value) -> Vec<(String, String)> {
    another::values_of(tree, MOST_FIELDS)
        .into_iter()
        .map(|field| (field.pointer, field.label))
        .collect()
}

#[cfg(test)]
mod tests;
