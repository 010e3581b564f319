//! What a webhook says.
//!
//! Pure: a request, the business's zone and country and the time go in; normalised [`event`]s come out. Nothing here
//! does I/O, reads a clock or knows the database.

pub mod event;
pub mod phone;
