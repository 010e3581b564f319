//! What a webhook says.
//!
//! Pure: a request, the business's zone and country and the time go in; normalised [`event`]s come out. Nothing here
//! does I/O, reads a clock or knows the database.
//!
//! One way leads through: [`request::Unverified`] → [`request::Verified`] → [`body::read_body`] (raw bytes become one
//! tree) → [`another::read_another_system`] (the tree becomes events). Beside it stand [`phone`], which knows when two
//! numbers are the same, and [`redact`], which knows what may be written down.

#[macro_use]
mod word_list;

pub mod another;
pub mod body;
pub mod event;
pub mod fingerprint;
pub mod phone;
pub mod redact;
pub mod request;
