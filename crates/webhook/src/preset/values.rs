//! Between the program's trees and jaq's.

use jaq_json::{Map, Num, Val};
use serde_json::{Number, Value};

use crate::body::DEEPEST;

/// Members of one list. Meta sends at most 1,000 changes in a delivery (Graph API, Webhooks, "Event Notifications"); a
/// map that looks one list up in another must not do so a hundred million times.
pub(super) const MOST: usize = 1_000;

/// A tree for a map to read. What is beyond the bound stays in the delivery, which is kept whole.
pub(super) fn to_jaq(tree: &Value) -> Val {
    match tree {
        Value::Null => Val::Null,
        Value::Bool(value) => Val::Bool(*value),
        Value::Number(number) => Val::Num(num(number)),
        Value::String(text) => Val::utf8_str(text.clone().into_bytes()),
        Value::Array(members) => members.iter().take(MOST).map(to_jaq).collect(),
        Value::Object(members) => Val::obj(
            members
                .iter()
                .map(|(name, member)| (Val::utf8_str(name.clone().into_bytes()), to_jaq(member)))
                .collect(),
        ),
    }
}

fn num(number: &Number) -> Num {
    match (number.as_i64(), number.as_u64()) {
        (Some(whole), _) => Num::from_integral(whole),
        (None, Some(whole)) => Num::from_integral(whole),
        (None, None) => Num::Float(number.as_f64().unwrap_or_default()),
    }
}

/// What a map has made. What JSON can not hold, and what is nested deeper than any event, becomes `null`.
pub(super) fn from_jaq(value: &Val) -> Value {
    from_jaq_at(value, 0)
}

fn from_jaq_at(value: &Val, depth: usize) -> Value {
    if depth > DEEPEST {
        return Value::Null;
    }
    match value {
        Val::Null => Value::Null,
        Val::Bool(value) => Value::Bool(*value),
        Val::Num(Num::Int(whole)) => Value::from(*whole),
        Val::Num(Num::Float(number)) => Number::from_f64(*number).map_or(Value::Null, Value::Number),
        Val::Num(Num::BigInt(_) | Num::Dec(_)) => Value::String(value.to_string()),
        Val::TStr(text) | Val::BStr(text) => Value::String(String::from_utf8_lossy(text).into_owned()),
        Val::Arr(members) => members
            .iter()
            .map(|member| from_jaq_at(member, depth + 1))
            .collect(),
        Val::Obj(members) => object(members, depth),
    }
}

fn object(members: &Map, depth: usize) -> Value {
    let members = members.iter().filter_map(|(name, member)| match name {
        Val::TStr(name) => Some((
            String::from_utf8_lossy(name).into_owned(),
            from_jaq_at(member, depth + 1),
        )),
        Val::Null | Val::Bool(_) | Val::Num(_) | Val::BStr(_) | Val::Arr(_) | Val::Obj(_) => None,
    });
    Value::Object(members.collect())
}
