//! "Another system": a payload of unknown make, understood by the names of its keys.

use jiff::tz::TimeZone;

use crate::body::Parsed;
use crate::event::Event;

/// What a reading needs to know about the business.
#[derive(Debug, Clone)]
pub struct Business {
    /// ISO 3166-1 alpha-2, upper case: whose numbers a phone without country code has.
    pub country: String,
    /// In which a time without zone is meant.
    pub zone: TimeZone,
    /// ISO 4217: of an amount without currency.
    pub currency: String,
}

impl Business {
    /// A business with its country's currency.
    pub fn new(country: &str, zone: TimeZone) -> Self {
        Self {
            country: country.to_ascii_uppercase(),
            zone,
            currency: "BRL".to_owned(),
        }
    }
}

/// What was understood.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// At least one; each has a handle that finds a contact.
    Events(Vec<Event>),
    /// What was understood of a payload that names nobody.
    Unmatched(Event),
}

/// Guesses what a payload says by the names of its keys.
pub fn read_another_system(parsed: &Parsed, business: &Business) -> Reading {
    todo!("{parsed:?} {business:?}")
}
