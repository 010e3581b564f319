//! The things on screen, as they cross to whoever shows them.

mod board;
mod business;
mod contact;
mod delivery;
mod finding;
mod source;

pub use board::{Outcome, Stage};
pub use business::{Business, BusinessKind, SetUp};
pub use contact::{Arrival, Contact, ContactPage};
pub use delivery::{Delivery, DeliveryPage, EventLine, Verdict};
pub use finding::{Finding, Health};
pub use source::{Resumed, Source, SourceState};
