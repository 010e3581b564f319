//! What a webhook says.
//!
//! Pure: a request, the business's zone and country and the time go in; normalised [`event`]s come out. Nothing here
//! does I/O, reads a clock or knows the database.
//!
//! One way leads through, [`receive`]: [`request::Unverified`] → [`authenticity`] → [`request::Verified`] →
//! [`body::read_body`] (raw bytes become one tree) → the map of the [`preset`], whose words `normalise` turns into events;
//! or, where no map is made for a sender, [`another`] (what the names of keys say) with the owner's [`mapping`]. Beside it
//! stand [`phone`], which knows when two numbers are the same, [`redact`] and [`kept`], which know what may be written
//! down, [`shape`], which sees when a sender's payloads have changed, and [`explain`], which tells whoever writes a preset
//! what a request would become.

#[macro_use]
mod word_list;

pub mod another;
pub mod authenticity;
pub mod body;
pub mod event;
pub mod explain;
pub mod fingerprint;
pub mod kept;
pub mod mapping;
mod normalise;
pub mod phone;
pub mod preset;
pub mod receive;
pub mod redact;
pub mod request;
pub mod shape;

#[cfg(test)]
mod docs;
