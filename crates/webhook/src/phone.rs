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
