//! Why a request was not answered.

use serde::{Deserialize, Serialize};

/// What the asker gets instead of an answer: a code to act upon and a sentence to show, in the app's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    pub code: Code,
    pub message: String,
}

/// A code exists only while somebody acts on it; texts are never compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The request itself is wrong: asking again as it is will not help.
    BadRequest,
    /// What it names does not exist.
    NotFound,
    /// The database cannot take it now (full, locked): may be asked again.
    Unavailable,
    /// A fault of ours; the log says more.
    Internal,
    /// Nobody answers at the socket.
    Unreachable,
}
