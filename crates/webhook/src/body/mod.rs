//! From raw bytes and a content type to one tree.

use serde_json::Value;
use thiserror::Error;

use crate::request::Verified;

/// What the body turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    Json,
    Xml,
    Form,
    Multipart,
    Text,
    Query,
    Empty,
}

/// A body that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    pub shape: Shape,
    pub tree: Value,
}

/// The body is not what it says it is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Malformed {
    #[error("the body is nested deeper than {limit} levels")]
    TooDeep { limit: usize },
}

/// Why a body could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BodyError {
    #[error(transparent)]
    Malformed(#[from] Malformed),
    #[error("bodies of the type {media_type} are not understood")]
    UnsupportedMediaType { media_type: String },
    #[error("bodies encoded with {encoding} are not understood")]
    UnsupportedEncoding { encoding: String },
}

impl Malformed {
    /// The id and the arguments of the message that tells a person what is wrong.
    pub fn message(&self) -> (&'static str, Vec<(&'static str, String)>) {
        todo!()
    }
}

impl BodyError {
    /// The id and the arguments of the message that tells a person what is wrong.
    pub fn message(&self) -> (&'static str, Vec<(&'static str, String)>) {
        todo!()
    }
}

/// Reads the body, or the query where there is none.
pub fn read_body(request: &Verified) -> Result<Parsed, BodyError> {
    todo!("{request:?}")
}
