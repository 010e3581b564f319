//! Functions for maps that are faster in Rust, that jaq has in another way, or that only we have.

use jaq_core::box_iter::box_once;
use jaq_core::native::{Filter, bome, v};
use jaq_core::{Error, RunPtr, ValR, ValXs};
use jaq_json::{Map, Val};
use percent_encoding::percent_decode_str;

use super::functions::Data;
use crate::another::key_role;

pub(super) fn functions() -> impl Iterator<Item = Filter<RunPtr<Data>>> {
    let functions: [Filter<RunPtr<Data>>; 31] = [
        ("empty", v(0), |_| Box::new(std::iter::empty())),
        ("null", v(0), |_| bome(Ok(Val::Null))),
        ("true", v(0), |_| bome(Ok(Val::Bool(true)))),
        ("false", v(0), |_| bome(Ok(Val::Bool(false)))),
        ("not", v(0), |cv| {
            bome(Ok(Val::Bool(matches!(cv.1, Val::Null | Val::Bool(false)))))
        }),
        ("type", v(0), |cv| bome(Ok(Val::utf8_str(kind(&cv.1))))),
        ("isboolean", v(0), |cv| is(&cv.1, "boolean")),
        ("isnumber", v(0), |cv| is(&cv.1, "number")),
        ("isstring", v(0), |cv| is(&cv.1, "string")),
        ("isarray", v(0), |cv| is(&cv.1, "array")),
        ("isobject", v(0), |cv| is(&cv.1, "object")),
        ("nulls", v(0), |cv| only(cv.1, |kind| kind == "null")),
        ("values", v(0), |cv| only(cv.1, |kind| kind != "null")),
        ("booleans", v(0), |cv| only(cv.1, |kind| kind == "boolean")),
        ("numbers", v(0), |cv| only(cv.1, |kind| kind == "number")),
        ("strings", v(0), |cv| only(cv.1, |kind| kind == "string")),
        ("arrays", v(0), |cv| only(cv.1, |kind| kind == "array")),
        ("objects", v(0), |cv| only(cv.1, |kind| kind == "object")),
        ("iterables", v(0), |cv| {
            only(cv.1, |kind| matches!(kind, "array" | "object"))
        }),
        ("scalars", v(0), |cv| {
            only(cv.1, |kind| !matches!(kind, "array" | "object"))
        }),
        ("to_entries", v(0), |cv| bome(to_entries(&cv.1))),
        ("from_entries", v(0), |cv| bome(from_entries(&cv.1))),
        ("join", v(1), |mut cv| {
            let separator = cv.0.pop_var();
            bome(join(&cv.1, &separator))
        }),
        ("split", v(1), |mut cv| {
            let separator = cv.0.pop_var();
            bome(split(&cv.1, &separator))
        }),
        ("obj", v(0), |cv| {
            bome(Ok(if let Val::Obj(_) = cv.1 {
                cv.1
            } else {
                Val::obj(Map::default())
            }))
        }),
        ("each", v(0), |cv| each(cv.1)),
        ("word", v(0), |cv| bome(Ok(word(cv.1)))),
        ("said", v(0), |cv| bome(Ok(said(cv.1)))),
        ("tonumber", v(0), |cv| bome(to_number(cv.1))),
        ("role", v(0), |cv| bome(Ok(role(&cv.1)))),
        ("decode_uri", v(0), |cv| bome(Ok(decode_uri(cv.1)))),
    ];
    functions.into_iter()
}

fn kind(value: &Val) -> &'static str {
    match value {
        Val::Null => "null",
        Val::Bool(_) => "boolean",
        Val::Num(_) => "number",
        Val::TStr(_) | Val::BStr(_) => "string",
        Val::Arr(_) => "array",
        Val::Obj(_) => "object",
    }
}

fn is<'a>(value: &Val, wanted: &str) -> ValXs<'a, Val> {
    bome(Ok(Val::Bool(kind(value) == wanted)))
}

fn only<'a>(value: Val, is_wanted: fn(&str) -> bool) -> ValXs<'a, Val> {
    if is_wanted(kind(&value)) {
        box_once(Ok(value))
    } else {
        Box::new(std::iter::empty())
    }
}

pub(super) fn text(value: &Val) -> Option<&str> {
    match value {
        Val::TStr(text) => std::str::from_utf8(text).ok(),
        Val::Null | Val::Bool(_) | Val::Num(_) | Val::BStr(_) | Val::Arr(_) | Val::Obj(_) => None,
    }
}

pub(super) fn string(text: &str) -> Val {
    Val::utf8_str(text.to_owned().into_bytes())
}

/// The members of a list; anything else is a list of itself.
fn each<'a>(value: Val) -> ValXs<'a, Val> {
    match value {
        Val::Arr(members) => {
            let members = std::rc::Rc::unwrap_or_clone(members);
            Box::new(members.into_iter().map(Ok))
        }
        Val::Null | Val::Bool(_) | Val::Num(_) | Val::BStr(_) | Val::TStr(_) | Val::Obj(_) => {
            box_once(Ok(value))
        }
    }
}

/// A text without the space around it, or a number as one; `null` where nothing is left or it is neither.
fn word(value: Val) -> Val {
    match &value {
        Val::TStr(bytes) => match text(&value).map(str::trim) {
            Some("") | None => Val::Null,
            Some(trimmed) if trimmed.len() == bytes.len() => value,
            Some(trimmed) => string(trimmed),
        },
        Val::Num(number) => Val::utf8_str(number.to_string().into_bytes()),
        Val::Null | Val::Bool(_) | Val::BStr(_) | Val::Arr(_) | Val::Obj(_) => Val::Null,
    }
}

/// An object without what is `null`.
fn said(value: Val) -> Val {
    match value {
        Val::Obj(members) if members.values().any(|member| matches!(member, Val::Null)) => {
            let mut members = std::rc::Rc::unwrap_or_clone(members);
            members.retain(|_, member| !matches!(member, Val::Null));
            Val::obj(members)
        }
        Val::Null | Val::Bool(_) | Val::Num(_) | Val::BStr(_) | Val::TStr(_) | Val::Arr(_) | Val::Obj(_) => {
            value
        }
    }
}

fn to_entries(value: &Val) -> ValR<Val> {
    let Val::Obj(members) = value else {
        return Err(Error::str("only objects have entries"));
    };
    let entry = |(name, member): (&Val, &Val)| {
        let mut entry = Map::default();
        entry.insert(Val::utf8_str("key"), name.clone());
        entry.insert(Val::utf8_str("value"), member.clone());
        Val::obj(entry)
    };
    Ok(members.iter().map(entry).collect())
}

fn from_entries(value: &Val) -> ValR<Val> {
    let Val::Arr(entries) = value else {
        return Err(Error::str("entries are a list"));
    };
    let (key, member) = (Val::utf8_str("key"), Val::utf8_str("value"));
    let mut members = Map::default();
    for entry in entries.iter() {
        let Val::Obj(entry) = entry else {
            return Err(Error::str("an entry is an object"));
        };
        let of = |name| entry.get(name).cloned().unwrap_or_default();
        members.insert(of(&key), of(&member));
    }
    Ok(Val::obj(members))
}

fn join(value: &Val, separator: &Val) -> ValR<Val> {
    let (Val::Arr(members), Some(separator)) = (value, text(separator)) else {
        return Err(Error::str("only a list can be joined, by a text"));
    };
    let mut joined = String::new();
    for (position, member) in members.iter().enumerate() {
        if position > 0 {
            joined.push_str(separator);
        }
        match member {
            Val::Null => {}
            Val::TStr(text) => joined.push_str(&String::from_utf8_lossy(text)),
            Val::Bool(_) | Val::Num(_) | Val::BStr(_) | Val::Arr(_) | Val::Obj(_) => {
                joined.push_str(&member.to_string());
            }
        }
    }
    Ok(Val::utf8_str(joined.into_bytes()))
}

fn split(value: &Val, separator: &Val) -> ValR<Val> {
    let (Some(value), Some(separator)) = (text(value), text(separator)) else {
        return Err(Error::str("only a text can be split, by a text"));
    };
    Ok(if value.is_empty() {
        Val::Arr(Vec::new().into())
    } else if separator.is_empty() {
        value
            .chars()
            .map(|letter| string(letter.encode_utf8(&mut [0; 4])))
            .collect()
    } else {
        value.split(separator).map(string).collect()
    })
}

fn to_number(value: Val) -> ValR<Val> {
    if let Val::Num(_) = value {
        return Ok(value);
    }
    let number = text(&value).and_then(|text| text.trim().parse::<serde_json::Number>().ok());
    match number {
        Some(number) => Ok(super::values::to_jaq(&number.into())),
        None => Err(Error::str("it is no number")),
    }
}

/// What the name of a key or the text of a question says that its value is: `name`, `first_name`, `surname`, `phone`,
/// `email`, `message` or `null`. The words are those for "another system".
fn role(value: &Val) -> Val {
    let role = text(value).and_then(key_role);
    role.map_or(Val::Null, Val::utf8_str)
}

/// Percent-decoded; what is no text then is left as it was.
fn decode_uri(value: Val) -> Val {
    let decoded = text(&value).and_then(|text| percent_decode_str(text).decode_utf8().ok());
    match decoded {
        Some(decoded) => string(&decoded),
        None => value,
    }
}
