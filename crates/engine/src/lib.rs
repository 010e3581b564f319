//! Recado without a desktop: everything that does I/O.
//!
//! A delivery comes in at the `receiver`, is understood and filed by `intake` in one transaction of the `store`, and
//! what changed is published by `changes` once the commit is durable. `answer` serves what screens and commands ask,
//! in the types of `recado-api`; `export` writes what people take elsewhere. [`Engine`] opens a data folder and runs
//! all of it; nothing downstream is called by something upstream except through `changes`.

mod alerts;
mod answer;
mod changes;
mod clock;
mod connections;
mod core;
mod desktop;
mod engine;
mod error;
mod export;
mod fetch;
mod folder;
mod gate;
mod housekeeping;
mod ids;
mod intake;
mod lock;
mod marks;
mod own_address;
mod patience;
mod receiver;
mod receiving;
mod rhythm;
mod secrets;
mod shape;
mod store;
mod tunnel;
mod web;

pub use changes::Subscription;
pub use clock::{Clock, SystemClock};
pub use desktop::{AttachedWindow, DesktopAsk};
pub use engine::{Engine, OpenOptions, StartOptions};
pub use error::{OpenError, StartError};
pub use export::{Export, Style};
pub use folder::Folder;
pub use receiving::Receiver;
pub use secrets::{Entries, Keyring, KeyringError, SystemKeyring};
