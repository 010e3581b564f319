//! Phone numbers: when two ways of writing one are the same person.

use serde::{Deserialize, Serialize};

/// A phone number that can find a contact.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Phone {
    /// What people see: E.164 if `verified`, else the digits as written, with the leading `+` if it had one.
    pub number: String,
    /// Whether it is a valid number by libphonenumber's rules, or a Brazilian mobile that its ninth digit completes.
    pub verified: bool,
}

impl Phone {
    /// Reads a number as somebody wrote it, in a business of this country (ISO 3166-1 alpha-2).
    pub fn read(written: &str, country: &str) -> Option<Self> {
        todo!("{written} {country}")
    }

    /// What two writings of one number have in common.
    pub fn match_key(&self) -> &str {
        if self.verified {
            &self.number
        } else {
            self.number.trim_start_matches('+')
        }
    }

    /// As people of this country write it.
    pub fn national(&self, country: &str) -> String {
        todo!("{country}")
    }
}
