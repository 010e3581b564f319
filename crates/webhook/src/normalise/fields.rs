//! What else an event carries: one level of names and values, however a sender nested them.

use serde_json::{Map, Value};

use crate::another::{LONGEST_FIELD, MOST_FIELDS};
use crate::redact::{REDACTED, is_secret};

/// In characters, of a name.
const LONGEST_KEY: usize = 100;

/// Adds what is said; names of what lies deeper are joined by dots, and empty values are left out.
pub(super) fn add(fields: &mut Map<String, Value>, said: &Value) {
    if let Value::Object(members) = said {
        for (name, value) in members {
            put(fields, name, value);
        }
    }
}

fn put(fields: &mut Map<String, Value>, name: &str, value: &Value) {
    if fields.len() >= MOST_FIELDS {
        return;
    }
    let kept = match value {
        Value::Null => return,
        Value::String(text) if text.trim().is_empty() => return,
        Value::Object(members) => {
            for (inner, value) in members {
                put(fields, &format!("{name}.{inner}"), value);
            }
            return;
        }
        Value::Array(members) if members.iter().all(is_scalar) => joined(members),
        Value::Array(members) => {
            for (position, value) in members.iter().enumerate() {
                put(fields, &format!("{name}.{position}"), value);
            }
            return;
        }
        Value::String(text) => text.chars().take(LONGEST_FIELD).collect::<String>().into(),
        Value::Bool(_) | Value::Number(_) => value.clone(),
    };
    let own_name = name.rsplit('.').next().unwrap_or(name);
    let kept = if is_secret(own_name) {
        Value::from(REDACTED)
    } else {
        kept
    };
    fields.insert(name.chars().take(LONGEST_KEY).collect(), kept);
}

fn is_scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

/// `["a", "b"]` is what somebody chose: `a, b`.
fn joined(members: &[Value]) -> Value {
    let texts = members.iter().filter_map(|member| match member {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(member.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    });
    let joined = texts.collect::<Vec<_>>().join(", ");
    joined.chars().take(LONGEST_FIELD).collect::<String>().into()
}
