//! Trees made of what senders send.

use serde_json::{Map, Value};

use super::fuzz::Choices;

/// What senders' trees are made of.
#[derive(Default)]
pub(crate) struct Words {
    keys: Vec<String>,
    values: Vec<Value>,
}

impl Words {
    pub(crate) fn take(&mut self, tree: &Value) {
        match tree {
            Value::Object(members) => {
                for (name, member) in members {
                    if !self.keys.contains(name) {
                        self.keys.push(name.clone());
                    }
                    self.take(member);
                }
            }
            Value::Array(members) => members.iter().for_each(|member| self.take(member)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                if !self.values.contains(tree) {
                    self.values.push(tree.clone());
                }
            }
        }
    }

    /// A tree of these words, at most `depth` levels deep.
    pub(crate) fn tree(&self, choices: &mut Choices<'_>, depth: usize) -> Value {
        let odd = [
            Value::Null,
            Value::Bool(true),
            Value::from(0),
            Value::from(-1.5),
            Value::from(u64::MAX),
            Value::from(1e300),
            Value::from(""),
            Value::from("\u{0} \u{202e}[(*\\"),
        ];
        match choices.below(8) {
            0 | 1 if depth > 0 => {
                let count = choices.below(6);
                let members = (0..count).map(|_| {
                    let key = choices.of_list(&self.keys).cloned().unwrap_or_default();
                    (key, self.tree(choices, depth - 1))
                });
                Value::Object(members.collect::<Map<_, _>>())
            }
            2 if depth > 0 => {
                let count = choices.below(5);
                (0..count).map(|_| self.tree(choices, depth - 1)).collect()
            }
            3 => choices.of_list(&odd).cloned().unwrap_or_default(),
            _ => choices.of_list(&self.values).cloned().unwrap_or_default(),
        }
    }

    /// Changes one place of a tree: another value there, none, itself in a list, twice, or as a key's name says it.
    pub(crate) fn change(&self, tree: &mut Value, choices: &mut Choices<'_>) {
        let place = place_in(tree, choices);
        let Some(place) = tree.pointer_mut(&place) else {
            return;
        };
        let before = place.take();
        *place = match choices.below(9) {
            0 => Value::Null,
            1 => vec![before].into(),
            2 => vec![before.clone(), before].into(),
            3 => before.to_string().into(),
            4 => {
                let key = choices.of_list(&self.keys).cloned().unwrap_or_default();
                Value::Object([(key, before)].into_iter().collect())
            }
            5 => Value::Object(Map::new()),
            6 => Value::Array(Vec::new()),
            7 => match before {
                Value::Object(mut members) => {
                    let key = choices.of_list(&self.keys).cloned().unwrap_or_default();
                    members.insert(key, self.tree(choices, 2));
                    Value::Object(members)
                }
                Value::Array(mut members) => {
                    members.push(self.tree(choices, 2));
                    Value::Array(members)
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => self.tree(choices, 2),
            },
            _ => self.tree(choices, 3),
        };
    }
}

/// A JSON Pointer to somewhere in a tree, deeper places being as likely as shallow ones.
fn place_in(tree: &Value, choices: &mut Choices<'_>) -> String {
    let mut pointer = String::new();
    let mut inner = tree;
    for _ in 0..choices.below(10) {
        let name = match inner {
            Value::Object(members) => {
                let names: Vec<_> = members.keys().collect();
                choices
                    .of_list(&names)
                    .map(|name| name.replace('~', "~0").replace('/', "~1"))
            }
            Value::Array(members) => (!members.is_empty()).then(|| choices.below(members.len()).to_string()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        };
        let Some(name) = name else { break };
        pointer.push('/');
        pointer.push_str(&name);
        let Some(next) = tree.pointer(&pointer) else { break };
        inner = next;
    }
    pointer
}
