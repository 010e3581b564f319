//! Forms and queries: pairs of names and values become a tree.
//!
//! `a[b][0][name]=x` nests; `a[]` appends; a name that comes again becomes a list; a group whose names are 0…n-1 is a
//! list; a value that stands where a group stands too is the group's `#text`, so nothing is lost. A name whose brackets
//! are not in order is taken literally.

use std::borrow::Cow;
use std::collections::HashMap;

use percent_encoding::percent_decode;
use serde_json::{Map, Value};

use super::charset::decode_value;
use super::limits::{Budget, check_depth};
use super::malformed::Malformed;

/// `#text`, as in XML.
const BESIDE: &str = "#text";

/// Reads `application/x-www-form-urlencoded`, in a body or in an address.
pub(super) fn read(encoded: &[u8], charset: Option<&str>) -> Result<Value, Malformed> {
    let encoded = encoded.strip_prefix(b"\xef\xbb\xbf").unwrap_or(encoded);
    let pairs = || {
        encoded
            .split(|byte| *byte == b'&')
            .filter(|pair| !pair.is_empty())
            .map(halves)
    };
    // A hidden field by which HTML forms tell the charset they were sent in.
    let stated = pairs()
        .find(|(name, _)| *name == b"_charset_")
        .map(|(_, value)| decoded(value, None));
    let charset = charset.or(stated.as_deref());

    let mut tree = Group::default();
    let mut budget = Budget::default();
    for (name, value) in pairs() {
        tree.add(
            &decoded(name, charset),
            Value::String(decoded(value, charset)),
            &mut budget,
        )?;
    }
    Ok(tree.into_value())
}

fn halves(pair: &[u8]) -> (&[u8], &[u8]) {
    let middle = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
    let (name, value) = pair.split_at_checked(middle).unwrap_or((pair, &[]));
    (name, value.strip_prefix(b"=").unwrap_or(value))
}

fn decoded(half: &[u8], charset: Option<&str>) -> String {
    let spaced: Vec<u8> = half
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    let bytes: Cow<'_, [u8]> = percent_decode(&spaced).into();
    decode_value(&bytes, charset)
}

/// A group of named values under construction.
#[derive(Debug, Default)]
pub(super) struct Group {
    values: Vec<Value>,
    members: Vec<(String, Group)>,
    index: HashMap<String, usize>,
    /// The number that the next `[]` gets.
    next: u64,
}

impl Group {
    /// Adds one pair under its name with brackets.
    pub(super) fn add(&mut self, name: &str, value: Value, budget: &mut Budget) -> Result<(), Malformed> {
        let steps = steps(name)?;
        let Some((first, mut rest)) = steps.split_first() else {
            return Ok(());
        };
        let mut group = self.member(first, budget)?;
        while let Some((step, after)) = rest.split_first() {
            let step = if step.is_empty() {
                group.slot_for(after)
            } else {
                Cow::Borrowed(*step)
            };
            group = group.member(&step, budget)?;
            rest = after;
        }
        budget.spend()?;
        group.values.push(value);
        Ok(())
    }

    /// Where `[]` goes: to a new member, or to the last one while that has nothing yet under the rest of the name, so
    /// that `a[][x]=1&a[][y]=2` is one member with two names.
    fn slot_for(&self, after: &[&str]) -> Cow<'static, str> {
        let last = self.next.checked_sub(1).map(|last| last.to_string());
        match last {
            Some(last) if !after.is_empty() && self.get(&last).is_some_and(|group| !group.has(after)) => {
                last.into()
            }
            Some(_) | None => self.next.to_string().into(),
        }
    }

    fn get(&self, step: &str) -> Option<&Self> {
        self.index
            .get(step)
            .and_then(|at| self.members.get(*at))
            .map(|(_, group)| group)
    }

    fn has(&self, steps: &[&str]) -> bool {
        match steps.split_first() {
            None => !self.values.is_empty(),
            // A further `[]` always finds room.
            Some((step, after)) => self.get(step).is_some_and(|group| group.has(after)),
        }
    }

    fn member(&mut self, step: &str, budget: &mut Budget) -> Result<&mut Self, Malformed> {
        let at = match self.index.get(step) {
            Some(at) => *at,
            None => {
                budget.spend()?;
                if let Some(number) = number(step) {
                    self.next = self.next.max(number.saturating_add(1));
                }
                self.index.insert(step.to_owned(), self.members.len());
                self.members.push((step.to_owned(), Self::default()));
                self.members.len() - 1
            }
        };
        Ok(&mut self.members[at].1)
    }

    pub(super) fn into_value(mut self) -> Value {
        if self.members.is_empty() {
            return match self.values.len() {
                0 => Value::Object(Map::new()),
                1 => self.values.swap_remove(0),
                _ => Value::Array(self.values),
            };
        }
        let count = self.members.len() as u64;
        // The names differ from each other, so that these are all of 0…n-1.
        if self.values.is_empty()
            && self
                .members
                .iter()
                .all(|(name, _)| number(name).is_some_and(|n| n < count))
        {
            self.members.sort_by_key(|(name, _)| number(name));
            return Value::Array(
                self.members
                    .into_iter()
                    .map(|(_, group)| group.into_value())
                    .collect(),
            );
        }
        if !self.values.is_empty() {
            let beside = self.members.iter_mut().find(|(name, _)| name == BESIDE);
            match beside {
                Some((_, group)) => group.values.append(&mut self.values),
                None => self.members.push((
                    BESIDE.to_owned(),
                    Self {
                        values: self.values,
                        ..Self::default()
                    },
                )),
            }
        }
        Value::Object(
            self.members
                .into_iter()
                .map(|(name, group)| (name, group.into_value()))
                .collect(),
        )
    }
}

/// Where in the tree the value of an encoded name goes, as a JSON Pointer; an appended one at the end of its list.
pub(crate) fn place_of_name(name: &[u8]) -> String {
    let name = decoded(name, None);
    let steps = steps(&name).unwrap_or_else(|_| vec![&name]);
    steps
        .iter()
        .map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1")))
        .collect()
}

/// `a[b][]` → `a`, `b`, and an empty step that appends.
fn steps(name: &str) -> Result<Vec<&str>, Malformed> {
    let literal = vec![name];
    let Some((first, mut rest)) = name.split_once('[').filter(|(first, _)| !first.is_empty()) else {
        return Ok(literal);
    };
    let mut steps = vec![first];
    loop {
        let Some((step, after)) = rest.split_once(']').filter(|(step, _)| !step.contains('[')) else {
            return Ok(literal);
        };
        check_depth(steps.len() + 1)?;
        steps.push(step);
        if after.is_empty() {
            return Ok(steps);
        }
        let Some(next) = after.strip_prefix('[') else {
            return Ok(literal);
        };
        rest = next;
    }
}

/// A number as it is written in full: `01` is a name.
fn number(step: &str) -> Option<u64> {
    step.parse()
        .ok()
        .filter(|number: &u64| number.to_string() == step)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pairs_are_decoded() {
        check(
            "nome=Jo%C3%A3o+da+Silva&e-mail=a%40b.com&vazio=&so&=x&a=1=2",
            json!({"nome": "João da Silva", "e-mail": "a@b.com", "vazio": "", "so": "", "": "x", "a": "1=2"}),
        );
    }

    #[test]
    fn brackets_nest() {
        check(
            "leads[add][0][id]=1&leads%5Badd%5D%5B0%5D%5Bname%5D=Ana&leads[add][1][id]=2&account[id]=9",
            json!({"leads": {"add": [{"id": "1", "name": "Ana"}, {"id": "2"}]}, "account": {"id": "9"}}),
        );
    }

    #[test]
    fn names_that_come_again_become_lists() {
        check(
            "a=1&b=x&a=2&c[]=3&d[]=4&d[]=5",
            json!({"a": ["1", "2"], "b": "x", "c": ["3"], "d": ["4", "5"]}),
        );
    }

    #[test]
    fn empty_brackets_collect_the_names_of_one_member() {
        check(
            "p[][n]=a&p[][t]=1&p[][n]=b&p[][t]=2&q[][]=1&q[][]=2",
            json!({"p": [{"n": "a", "t": "1"}, {"n": "b", "t": "2"}], "q": [["1", "2"]]}),
        );
    }

    #[test]
    fn a_group_is_a_list_only_if_its_numbers_are_complete() {
        check(
            "a[1]=y&a[0]=x&b[1]=y&c[0]=x&c[k]=y&d[00]=z",
            json!({"a": ["x", "y"], "b": {"1": "y"}, "c": {"0": "x", "k": "y"}, "d": {"00": "z"}}),
        );
    }

    #[test]
    fn a_value_where_a_group_stands_is_not_lost() {
        check(
            "a=1&a[b]=2&a[b][c]=3",
            json!({"a": {"b": {"c": "3", "#text": "2"}, "#text": "1"}}),
        );
        check("a=1&a[#text]=2", json!({"a": {"#text": ["2", "1"]}}));
        check(
            "a[18446744073709551615]=1&a[]=2&a[]=3",
            json!({"a": {"18446744073709551615": ["1", "2", "3"]}}),
        );
    }

    #[test]
    fn brackets_out_of_order_are_part_of_the_name() {
        for name in ["a[b", "[a]", "a[b]c", "a]b[", "a[b[c]]", "a[b]]"] {
            check(&format!("{name}=1"), json!({ name: "1" }));
        }
    }

    #[test]
    fn a_value_that_is_no_utf_8_is_windows_1252() {
        check(
            "a=hor%E1rio&b=%80&c=hor%C3%A1rio",
            json!({"a": "horário", "b": "€", "c": "horário"}),
        );
        check(
            "_charset_=iso-8859-1&a=%C3%A1",
            json!({"_charset_": "iso-8859-1", "a": "Ã¡"}),
        );
        assert_eq!(read(b"a=%e1", Some("iso-8859-1")), Ok(json!({"a": "á"})));
        assert_eq!(read(b"a=%c3", Some("utf-8")), Ok(json!({"a": "Ã"})));
    }

    #[test]
    fn bombs_are_refused_at_the_bound() {
        let deep = |levels: usize| format!("a{}=1", "[b]".repeat(levels));
        assert!(read(deep(63).as_bytes(), None).is_ok());
        assert_eq!(
            read(deep(64).as_bytes(), None),
            Err(Malformed::TooDeep { limit: 64 })
        );
        let wide: String = (0..30_000)
            .map(|n| format!("a[{n}]{}&", "[]".repeat(60)))
            .collect();
        for bomb in ["a&".repeat(2 << 20), wide] {
            assert!(read(bomb.as_bytes(), None) == Err(Malformed::TooManyValues { limit: 100_000 }));
        }
        let brackets = "a[".repeat(2 << 20);
        check(&brackets.clone(), json!({ brackets: "" }));
    }

    fn check(encoded: &str, expected: Value) {
        assert_eq!(
            read(encoded.as_bytes(), None),
            Ok(expected),
            "{}",
            &encoded[..encoded.len().min(200)]
        );
    }
}
