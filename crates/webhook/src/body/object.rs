//! An object under construction, whose names may come more than once.

use std::collections::HashSet;

use serde_json::{Map, Value, map::Entry};

/// Keeps every value: a name that comes again becomes a list of its values, in their order.
#[derive(Debug, Default)]
pub(super) struct Object {
    map: Map<String, Value>,
    /// The names whose list was made here; a value that came as a list stays one member.
    repeated: HashSet<String>,
}

impl Object {
    pub(super) fn add(&mut self, name: String, value: Value) {
        match self.map.entry(name) {
            Entry::Vacant(free) => {
                free.insert(value);
            }
            Entry::Occupied(mut taken) => {
                if self.repeated.insert(taken.key().clone()) {
                    let first = taken.insert(Value::Null);
                    taken.insert(Value::Array(vec![first, value]));
                } else if let Value::Array(list) = taken.get_mut() {
                    list.push(value);
                }
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.map.is_empty()
    }

    pub(super) fn into_value(self) -> Value {
        Value::Object(self.map)
    }
}
