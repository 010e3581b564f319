//! Finding what a request shows: a header, a parameter of the address, a field of the body. Once, and not empty.

use std::borrow::Cow;

use percent_encoding::percent_decode;
use serde_json::Value;

use super::refused::Refused;
use super::scheme::Place;
use crate::body;
use crate::request::Unverified;

/// The longest value that is looked at, in bytes. Proofs have some hundred bytes, tokens of identity providers four
/// thousand.
pub(super) const LONGEST: usize = 8 * 1024;

/// The header of this lower-case name.
pub(super) fn header<'r>(request: &'r Unverified, name: &str) -> Result<&'r str, Refused> {
    let mut named = request.headers.iter().filter(|(known, _)| known == name);
    let value = named.next().map(|(_, value)| value.as_str());
    if named.next().is_some() {
        return Err(refused::repeated(Place::Header, name));
    }
    let value = value.ok_or_else(|| refused::missing(Place::Header, name))?;
    short(value.trim(), Place::Header, name)
}

/// The parameter of this name, decoded as in a form.
pub(super) fn query(request: &Unverified, name: &str) -> Result<String, Refused> {
    let mut named = pairs(request.query.as_bytes()).filter(|(known, _)| known.as_slice() == name.as_bytes());
    let value = named.next().map(|(_, value)| value);
    if named.next().is_some() {
        return Err(refused::repeated(Place::Query, name));
    }
    let value = value.ok_or_else(|| refused::missing(Place::Query, name))?;
    let value = String::from_utf8(value).map_err(|_| refused::form(Place::Query, name))?;
    short(&value, Place::Query, name)?;
    Ok(value)
}

/// The field of this name, or at this JSON pointer, in the body whatever its format. Anybody's body is read here, under
/// the bounds that hold for every body.
pub(super) fn field(request: &Unverified, name: &str) -> Result<String, Refused> {
    let parsed = body::read_unverified(request).map_err(|_| Refused::Unreadable { name: name.into() })?;
    let found = if name.starts_with('/') {
        parsed.tree.pointer(name)
    } else {
        parsed.tree.get(name)
    };
    let value = match found {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        // Some forms wrap each value in a list.
        Some(Value::Array(members)) => match members.as_slice() {
            [Value::String(text)] => text.clone(),
            [] => return Err(refused::empty(Place::Field, name)),
            [_] => return Err(refused::form(Place::Field, name)),
            _ => return Err(refused::repeated(Place::Field, name)),
        },
        Some(Value::Bool(_) | Value::Object(_)) => return Err(refused::form(Place::Field, name)),
        None | Some(Value::Null) => return Err(refused::missing(Place::Field, name)),
    };
    short(value.trim(), Place::Field, name).map(str::to_owned)
}

fn short<'v>(value: &'v str, place: Place, name: &str) -> Result<&'v str, Refused> {
    match value.len() {
        0 => Err(refused::empty(place, name)),
        length if length > LONGEST => Err(refused::form(place, name)),
        _ => Ok(value),
    }
}

/// Names and values of a form or a query, decoded, in their order.
pub(super) fn pairs(encoded: &[u8]) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> {
    encoded
        .split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let middle = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            let (name, value) = pair.split_at_checked(middle).unwrap_or((pair, &[]));
            (decoded(name), decoded(value.strip_prefix(b"=").unwrap_or(value)))
        })
}

fn decoded(half: &[u8]) -> Vec<u8> {
    let spaced: Vec<u8> = half
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    match Cow::from(percent_decode(&spaced)) {
        Cow::Borrowed(_) => spaced,
        Cow::Owned(decoded) => decoded,
    }
}

mod refused {
    use super::{Place, Refused};

    pub(super) fn missing(place: Place, name: &str) -> Refused {
        let name = name.into();
        Refused::Missing { place, name }
    }

    pub(super) fn empty(place: Place, name: &str) -> Refused {
        let name = name.into();
        Refused::Empty { place, name }
    }

    pub(super) fn repeated(place: Place, name: &str) -> Refused {
        let name = name.into();
        Refused::Repeated { place, name }
    }

    pub(super) fn form(place: Place, name: &str) -> Refused {
        let name = name.into();
        Refused::Form { place, name }
    }
}
