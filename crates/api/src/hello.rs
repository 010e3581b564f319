//! Who answers at the socket.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Grows with every change that an older asker would misunderstand.
pub const PROTOCOL: u32 = 1;

/// The first line of the stream, and the answer to [`crate::request::SayHello`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Hello {
    pub protocol: u32,
    /// Recado's version.
    pub version: String,
    /// Random at each start: a [`crate::Position`] of another epoch means nothing here.
    pub epoch: String,
    pub holder: Holder,
}

/// What kind of program holds the data folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// `recado desk`: the resident part with tray and bell.
    Desk,
    /// `recado serve`: no desktop at all.
    Serve,
    /// A command that opens the folder, does one thing and lets go. It answers nobody.
    Command,
}
