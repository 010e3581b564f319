//! The public end of Recado's tunnel.
//!
//! A [`Relay`] takes senders' requests for engines that have no public address. `recado-http` accepts connections
//! and `routes` tells what a request is for. An engine attaches through `attach` and stands in `registry` from then on. A
//! sender's request goes through `sender`: forwarded while its engine is attached, else sealed and put into the
//! `queue`, from where `drain` brings it later. `store` is what outlives the process. What is spoken with engines is
//! all in `recado-tunnel`. What its operator does beside it is in `operator`.

mod attach;
mod clock;
mod drain;
mod folder;
mod invitation;
mod limits;
mod metrics;
mod operator;
mod queue;
mod rates;
mod registry;
mod relay;
mod remote;
mod routes;
mod sender;
mod shared;
mod store;
mod tls;

pub use crate::clock::Clock;
pub use crate::folder::FolderError;
pub use crate::limits::Limits;
pub use crate::operator::{Engine, GoodFor, Invitation, Made, Operator};
pub use crate::relay::{Relay, Settings, StartError};
pub use crate::remote::Trust;
pub use crate::tls::{Security, TlsError};
