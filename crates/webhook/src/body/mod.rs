//! From raw bytes and a content type to one tree.
//!
//! Every format becomes the same kind of tree by one rule that stands at the top of its file, under the bounds in
//! `limits.rs`. The tree is a `serde_json::Value`; nothing downstream knows what the sender wrote it in.

mod charset;
mod content_type;
mod form;
mod json;
mod limits;
mod malformed;
mod multipart;
mod object;
mod sniff;
mod xml;

use bytes::Bytes;
use serde_json::{Map, Value, json};
use thiserror::Error;

pub(crate) use self::form::place_of_name;
pub use self::limits::{DEEPEST, MOST_VALUES};
pub use self::malformed::{JsonFault, Malformed, MultipartFault, XmlFault};

use self::content_type::{ContentType, Family};
use self::sniff::{Sniffed, sniff};
use crate::request::{Method, Unverified, Verified};

/// What the body turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    Json,
    Xml,
    Form,
    Multipart,
    Text,
    /// There was no body, but a query.
    Query,
    Empty,
}

/// A body that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    pub shape: Shape,
    pub tree: Value,
}

/// Why a body could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BodyError {
    /// Status 400: it is not what it says it is.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// Status 415.
    #[error("bodies of the type {media_type} are not understood")]
    UnsupportedMediaType { media_type: String },
    /// Status 415.
    #[error("bodies with the content encoding {encoding} are not understood; send it as it is")]
    UnsupportedEncoding { encoding: String },
}

impl BodyError {
    /// The status that the sender is answered.
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed(_) => 400,
            Self::UnsupportedMediaType { .. } | Self::UnsupportedEncoding { .. } => 415,
        }
    }

    /// The id and the arguments of the message that tells a person what is wrong.
    pub fn message(&self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            Self::Malformed(malformed) => malformed.message(),
            Self::UnsupportedMediaType { media_type } => {
                ("unsupported-media-type", vec![("type", media_type.clone())])
            }
            Self::UnsupportedEncoding { encoding } => {
                ("unsupported-encoding", vec![("encoding", encoding.clone())])
            }
        }
    }
}

/// Reads the body, or the query where there is none. A GET has only its query.
pub fn read_body(request: &Verified) -> Result<Parsed, BodyError> {
    read_unverified(request.as_it_came())
}

/// Reads what a sender's API answered, as any body is read: some answer in XML. `None` where it can not be read.
pub fn read_answer(body: Bytes, content_type: Option<&str>) -> Option<Value> {
    let headers = content_type.map(|content_type| ("content-type".to_owned(), content_type.to_owned()));
    let answer = Unverified {
        method: Method::Post,
        sub_path: String::new(),
        query: String::new(),
        headers: headers.into_iter().collect(),
        body,
    };
    read_unverified(&answer).ok().map(|parsed| parsed.tree)
}

/// For the check alone, where the proof is a field of the body.
pub(crate) fn read_unverified(request: &Unverified) -> Result<Parsed, BodyError> {
    let body = &request.body;
    if request.method == Method::Get || is_blank(body) {
        return Ok(read_query(&request.query)?);
    }
    if let Some(encoding) = request.header("content-encoding") {
        let encoding = encoding.trim().to_ascii_lowercase();
        if !matches!(encoding.as_str(), "" | "identity") {
            return Err(BodyError::UnsupportedEncoding {
                encoding: shortened(&encoding),
            });
        }
    }
    let content_type = ContentType::read(request.header("content-type").unwrap_or_default());
    let charset = content_type.parameter("charset");
    let charset = charset.as_deref();
    let parsed = match content_type.family() {
        Family::Json => parsed(Shape::Json, json::read(body, charset)?),
        Family::Xml => parsed(Shape::Xml, xml::read(body, charset)?),
        Family::Multipart => {
            let boundary = content_type.parameter("boundary");
            parsed(Shape::Multipart, multipart::read(body, boundary.as_deref())?)
        }
        Family::Form => match sniff(body) {
            // `curl -d '{…}'` calls everything a form. No form begins like this: its quotes and brackets are encoded.
            Sniffed::Json | Sniffed::Xml => read_sniffed(body, charset)?,
            Sniffed::Form | Sniffed::Text => parsed(Shape::Form, form::read(body, charset)?),
        },
        Family::Any => read_sniffed(body, charset)?,
        Family::Unknown => {
            return Err(BodyError::UnsupportedMediaType {
                media_type: shortened(content_type.essence()),
            });
        }
    };
    Ok(parsed)
}

/// Reads a query as the form that it is.
pub(crate) fn read_query(query: &str) -> Result<Parsed, Malformed> {
    if query.is_empty() {
        return Ok(parsed(Shape::Empty, Value::Object(Map::new())));
    }
    Ok(parsed(Shape::Query, form::read(query.as_bytes(), None)?))
}

/// Reads a text of JSON that stands in a body, under the same bounds as a body.
pub(crate) fn read_json(text: &str) -> Result<Value, Malformed> {
    json::read(text.as_bytes(), None)
}

fn read_sniffed(body: &Bytes, charset: Option<&str>) -> Result<Parsed, Malformed> {
    let begins_like = if charset::is_utf_16(body) {
        sniff(charset::decode(body, charset)?.as_bytes())
    } else {
        sniff(body)
    };
    Ok(match begins_like {
        Sniffed::Json => parsed(Shape::Json, json::read(body, charset)?),
        Sniffed::Xml => parsed(Shape::Xml, xml::read(body, charset)?),
        Sniffed::Form => parsed(Shape::Form, form::read(body, charset)?),
        Sniffed::Text => parsed(
            Shape::Text,
            json!({ "text": charset::decode_text(body, charset)?.trim() }),
        ),
    })
}

fn parsed(shape: Shape, tree: Value) -> Parsed {
    Parsed { shape, tree }
}

fn is_blank(body: &[u8]) -> bool {
    body.strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(body)
        .trim_ascii()
        .is_empty()
}

/// What a stranger wrote, short enough to be repeated in an answer.
fn shortened(text: &str) -> String {
    text.chars().take(100).collect()
}

#[cfg(test)]
mod tests;
