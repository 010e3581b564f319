//! Why a request was not answered.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the asker gets instead of an answer: a code to act upon and a sentence to show, in the app's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error, TS)]
#[error("{message}")]
pub struct Failure {
    pub code: Code,
    pub message: String,
}

/// A code exists only while somebody acts on it; texts are never compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The request itself is wrong: asking again as it is will not help.
    BadRequest,
    /// What it names does not exist.
    NotFound,
    /// It is no longer as it was when this was asked: look again.
    Changed,
    /// There is no desktop here: the holder is not a desk.
    NoDesktop,
    /// It cannot be done now (the database is full or locked, the clipboard is busy): may be asked again.
    Unavailable,
    /// A fault of ours; the log says more.
    Internal,
    /// Nobody answers at the socket.
    Unreachable,
}
