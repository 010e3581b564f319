//! What a preset says about asking its sender's API: where, with what of the delivery, and how the owner's key goes
//! along.
//!
//! A delivery may come from anybody; the key is for its sender alone. So whatever a delivery says ends up inside one
//! segment of a path or one value of a query, or is the first label of a host that otherwise stands in the preset.

mod key;

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

use self::key::check_values;
pub use self::key::{AccessToken, FetchAuth, Grant, Opener, Renewal};
use super::template::{self, TemplateError};

/// What stays as it is in an address.
const IN_ADDRESS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// The longest id and the longest part of an address that is taken from a delivery, in bytes.
const LONGEST: usize = 200;

/// Something that can be fetched by its id.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Its name, which a fetch order tells.
    pub resource: String,
    /// `https://…`, without a slash at its end. The first label of the host may be one of `parts`, as `{name}`.
    pub base: String,
    /// What follows, with a query if it needs one; `{id}` stands for the id, `{name}` for one of `parts`.
    pub path: String,
    /// What else of the delivery the address needs: JSON Pointers into its body, by name.
    #[serde(default)]
    pub parts: BTreeMap<String, String>,
    pub auth: FetchAuth,
    /// Something else that what came names, and that belongs to it.
    #[serde(default)]
    pub then: Option<Then>,
    /// Whether the delivery is filed with what it says by itself where there is no good key, nothing to be fetched, or
    /// nobody who tells it within the hour.
    #[serde(default)]
    pub optional: bool,
    /// For how long after the delivery a 404 means that it is not there yet.
    #[serde(default)]
    pub not_yet_minutes: u16,
    /// How the API tells of errors under the status 200.
    #[serde(default)]
    pub errors: Option<Errors>,
}

/// What is fetched after something else.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Then {
    /// The name of another resource.
    pub resource: String,
    /// JSON Pointer, in what came first, of its id. Where nothing stands there, nothing more is fetched.
    pub id: String,
    /// Under which name it is put into what came first, an object.
    #[serde(rename = "as")]
    pub name: String,
}

/// How an API tells of errors under the status 200. All places are JSON Pointers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Errors {
    /// Where it says whether it went well.
    pub at: String,
    /// What stands there if it did, in any case of letters.
    pub is: String,
    /// Where it says what is wrong.
    pub code: String,
    /// The codes that mean a wrong key.
    pub token: Vec<String>,
    /// The codes that mean that there is no such thing. Any other is tried again.
    pub gone: Vec<String>,
}

/// What an answer with the status 200 says nevertheless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorInside {
    WrongToken { code: String },
    Gone { code: String },
    Other { code: String },
}

/// Where to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub host: String,
    /// With the query, if any.
    pub path: String,
}

impl Resource {
    /// Where this is fetched for a delivery with such a body; `None` where the delivery does not say all that it takes,
    /// or something that can not be a part of an address.
    pub fn address(&self, id: &str, body: &Value) -> Option<Address> {
        let told = |name: &str| match name {
            "id" => Some(id.to_owned()),
            _ => word(body.pointer(self.parts.get(name)?)?),
        };
        let base = self.base.strip_prefix("https://")?;
        let (host, before) = base.split_at(base.find('/').unwrap_or(base.len()));
        Some(Address {
            host: template::filled(host, |name| told(name).filter(|label| is_label(label)))?,
            path: template::filled(&format!("{before}{}", self.path), |name| {
                let part = told(name).filter(|part| is_segment(part))?;
                Some(utf8_percent_encode(&part, IN_ADDRESS).to_string())
            })?,
        })
    }

    fn check(&self, preset: &[Resource], key_parts: usize) -> Result<(), FetchError> {
        let host = host_of(&self.base).ok_or(FetchError::Base)?;
        let labels: Vec<_> = host.split('.').collect();
        let (first, rest) = labels.split_first().ok_or(FetchError::Base)?;
        // Two labels at least are the preset's own.
        let first_is_good = match template::names(first)?.as_slice() {
            [] => is_label(first) && !rest.is_empty(),
            [name] => *first == format!("{{{name}}}") && self.parts.contains_key(*name) && rest.len() >= 2,
            [_, _, ..] => false,
        };
        let is_bare = !self.base.ends_with('/') && !self.base.contains(['?', '#']);
        let braces = self.base.matches('{').count() == first.matches('{').count();
        if !first_is_good || !is_bare || !braces || !rest.iter().all(|label| is_label(label)) {
            return Err(FetchError::Base);
        }
        if !self.path.starts_with('/') || self.path.contains('#') {
            return Err(FetchError::Path);
        }
        let known = |name: &str| name == "id" || self.parts.contains_key(name);
        if let Some(unknown) = template::names(&self.path)?.into_iter().find(|name| !known(name)) {
            return Err(FetchError::Unknown(unknown.to_owned()));
        }
        check_values(
            self.auth.headers.values().chain(self.auth.query.values()),
            key_parts,
            true,
        )?;
        if let Some(then) = &self.then {
            let next = preset.iter().find(|resource| resource.resource == then.resource);
            if next.is_none_or(|next| next.then.is_some()) {
                return Err(FetchError::Then(then.resource.clone()));
            }
        }
        Ok(())
    }
}

impl Then {
    /// The id of what belongs to something.
    pub fn id_in(&self, told: &Value) -> Option<String> {
        word(told.pointer(&self.id)?)
    }

    /// Puts it where the map finds it.
    pub fn put(&self, more: Value, told: &mut Value) {
        if let Value::Object(members) = told {
            members.insert(self.name.clone(), more);
        }
    }
}

impl Errors {
    /// What an answer says beside its status, unless it went well.
    pub fn of(&self, answer: &Value) -> Option<ErrorInside> {
        let says = |pointer: &str| answer.pointer(pointer).and_then(word);
        if says(&self.at).is_some_and(|said| said.eq_ignore_ascii_case(&self.is)) {
            return None;
        }
        let code = says(&self.code).unwrap_or_default();
        Some(if self.token.contains(&code) {
            ErrorInside::WrongToken { code }
        } else if self.gone.contains(&code) {
            ErrorInside::Gone { code }
        } else {
            ErrorInside::Other { code }
        })
    }
}

/// What does not fit together in what a preset says about fetching.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(in crate::preset) enum FetchError {
    #[error("a base is https://HOST, and of its host the first label alone may come from the delivery")]
    Base,
    #[error("a path begins with a slash")]
    Path,
    #[error("nothing is known as {{{0}}}")]
    Unknown(String),
    #[error("{0:?} is no resource that can be fetched after another")]
    Then(String),
    #[error("a key has one part at least")]
    NoParts,
    #[error(transparent)]
    Template(#[from] TemplateError),
}

/// Whether what a preset says about fetching fits together.
pub(super) fn check(token: Option<&AccessToken>, resources: &[Resource]) -> Result<(), FetchError> {
    if let Some(token) = token {
        token.check()?;
    }
    let parts = token.map_or(1, |token| token.parts);
    resources
        .iter()
        .try_for_each(|resource| resource.check(resources, parts))
}

/// The host of an address, without anything else that may stand between it and the path.
fn host_of(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://")?;
    rest.split('/').next()
}

/// Whether it can stand between two dots of a host, in letters that need no other spelling.
fn is_label(text: &str) -> bool {
    let is_good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&text.len())
        && text.bytes().all(is_good)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Whether it is one segment of a path once it is percent-encoded: two dots would be the way up, however written.
fn is_segment(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && text != "." && text != ".."
}

fn word(value: &Value) -> Option<String> {
    let word = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    (!word.is_empty()).then_some(word)
}

#[cfg(test)]
mod tests;
