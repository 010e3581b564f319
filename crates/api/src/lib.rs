//! What may be asked of a running Recado, and what it tells.
//!
//! Engine, command line, desk, window and tests share this room: the list of [`request`]s with their answers, the
//! stream of [`change`]s, the [`hello`] that opens it, and the [`client`] for the local socket that carries all of it.
//! The types made for the screen live in `view`; nothing here does the work that is asked for.

pub mod bridge;
mod change;
pub mod client;
mod data_folder;
mod failure;
mod hello;
mod ids;
pub mod request;
mod secret;
pub mod socket;
pub mod view;

pub use change::{Change, Ending, Position, StreamLine};
pub use data_folder::usual_data_folder;
pub use failure::{Code, Failure};
pub use hello::{Hello, Holder, PROTOCOL};
pub use ids::{ActId, BoardId, ContactId, DeliveryId, EventId, SourceId, StageId};
pub use recado_locales::Lang;
pub use request::{Ask, Request};
pub use secret::SecretText;
