//! The values of a payload one by one, each with where it stands, what it is called and whose it may be; and whether the
//! owner's rules still find theirs.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use super::context::Context;
use super::leaves::{Leaf, Leaves};
use super::roles;
use super::when::{Stamp, read, unix};
use super::words::{FILLER, Words};
use super::{Business, Reading, people, problems, read_mapped};
use crate::mapping::{Mapping, Role, Rule};
use crate::redact::is_secret;

/// Of several people in one delivery these are enough to know whether a rule finds its value.
const MOST_PEOPLE: usize = 10;

/// One value of a payload.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field<'t> {
    /// A JSON Pointer (RFC 6901).
    pub(crate) pointer: String,
    /// The keys that lead there, with dots between them; of a list of named values, the name in the place of its number.
    pub(crate) label: String,
    /// The last of them.
    pub(crate) name: String,
    /// What is left of the name's words when those that say nothing are gone.
    pub(crate) words: Vec<String>,
    /// What the name says that the value is.
    pub(crate) says: Option<Role>,
    /// Whether a person's name, phone or e-mail address may stand here: not under what is the business's own, nor a
    /// product's.
    pub(crate) may_be_persons: bool,
    pub(crate) value: &'t Value,
}

/// The first `most` values of a payload, without those that open a door.
pub(crate) fn values_of(tree: &Value, most: usize) -> Vec<Field<'_>> {
    let leaves = Leaves::of(tree);
    let mut pointers = HashMap::new();
    point(tree, &mut String::new(), &mut pointers);
    let values = leaves.iter().filter_map(|(_, leaf)| {
        let pointer = pointers.get(&std::ptr::from_ref(leaf.value))?;
        let is_plain = !matches!(leaf.value, Value::Null | Value::Array(_) | Value::Object(_));
        let own_key = pointer.rsplit('/').next().unwrap_or_default();
        let name = leaf.path.rsplit('.').next().unwrap_or_default();
        (is_plain && !is_secret(own_key) && !is_secret(name)).then(|| field(leaf, pointer))
    });
    values.take(most).collect()
}

fn field<'t>(leaf: &Leaf<'t>, pointer: &str) -> Field<'t> {
    let own = Context::of(&leaf.key);
    let of_other = roles::phone(&leaf.key) == 1 || roles::email(&leaf.key) == 1;
    let is_other = leaf.key.has(OTHER);
    let says = says(&leaf.key);
    let is_thing = matches!(own, Some(Context::House | Context::Thing | Context::Frame)) && says.is_none();
    Field {
        pointer: pointer.to_owned(),
        label: leaf.path.clone(),
        name: leaf.path.rsplit('.').next().unwrap_or_default().to_owned(),
        words: leaf.key.telling(),
        says,
        may_be_persons: leaf.context.may_hold_handle() && !of_other && !is_other && !is_thing,
        value: leaf.value,
    }
}

/// What is called so may look like a person's name or phone and is none.
const OTHER: &[&str] = words![
    cidade city ciudad municipio estado state provincia bairro barrio district neighborhood endereco address
    direccion rua street calle pais country regiao region profissao occupation cargo cpf cnpj rg cep zip zipcode
    documento document dni nif passaporte pedido order protocolo protocol codigo code
];

impl Words {
    /// The words that tell something: no fillers, and nothing as short as what is left of a random id.
    fn telling(&self) -> Vec<String> {
        let telling = self
            .each()
            .filter(|word| word.chars().count() > 2 && !FILLER.contains(word));
        telling.map(str::to_owned).collect()
    }
}

/// The words of a name that tell something.
pub(crate) fn telling_words(name: &str) -> Vec<String> {
    Words::of(name).telling()
}

fn says(key: &Words) -> Option<Role> {
    if roles::phone(key) > 1 {
        Some(Role::Phone)
    } else if roles::email(key) > 1 {
        Some(Role::Email)
    } else if roles::name(key) > 0 || roles::is_first_name(key) || roles::is_surname(key) {
        Some(Role::Name)
    } else if roles::starts(key) {
        Some(Role::AppointmentTime)
    } else if roles::amount(key) > 0 {
        Some(Role::Amount)
    } else if roles::message(key) > 0 {
        Some(Role::Message)
    } else if roles::is_tags(key) {
        Some(Role::Tag)
    } else {
        None
    }
}

/// How sure it is that a text says a time: 2 for a day with its hour, 1 for less.
pub(crate) fn tells_time(text: &str, business: &Business) -> u8 {
    match read(text, business) {
        Some(Stamp::Instant(_)) => 2,
        Some(Stamp::Day(_) | Stamp::Hour(_)) => 1,
        None => u8::from(unix(text.trim()).is_some()),
    }
}

/// By the rule's place: whether this payload has a value there that can be what the owner says. Of several people one
/// is enough.
pub(crate) fn rules_that_hold(tree: &Value, mapping: &Mapping, business: &Business) -> Vec<bool> {
    let list = people(tree)
        .filter(|(_, list)| list.len() == 1 || are_read_one_by_one(tree, mapping, business))
        .map(|(pointer, list)| (pointer, list.len().min(MOST_PEOPLE)));
    let rules_of = |person: usize| match &list {
        Some((list, _)) => Cow::Owned(Mapping {
            rules: mapping
                .rules
                .iter()
                .map(|rule| of_person(rule, list, person))
                .collect(),
        }),
        None => Cow::Borrowed(mapping),
    };
    let mut hold = vec![false; mapping.rules.len()];
    for person in 0..list.as_ref().map_or(1, |(_, many)| *many) {
        let mut here = vec![true; hold.len()];
        for (place, _) in problems(tree, &rules_of(person), business) {
            if let Some(holds) = here.get_mut(place) {
                *holds = false;
            }
        }
        hold.iter_mut().zip(here).for_each(|(hold, here)| *hold |= here);
    }
    hold
}

fn are_read_one_by_one(tree: &Value, mapping: &Mapping, business: &Business) -> bool {
    match read_mapped(tree, mapping, business) {
        Reading::Events(events) => events.len() > 1,
        Reading::Unmatched(_) => false,
    }
}

/// A rule for one of several people, as it is for that one of them.
fn of_person(rule: &Rule, list: &str, person: usize) -> Rule {
    let inside = rule
        .path
        .strip_prefix(list)
        .and_then(|rest| rest.strip_prefix('/'));
    let rest = inside.and_then(|inside| {
        let (position, rest) = inside.split_at(inside.find('/')?);
        position.bytes().all(|byte| byte.is_ascii_digit()).then_some(rest)
    });
    match rest {
        Some(rest) => Rule {
            path: format!("{list}/{person}{rest}"),
            role: rule.role.clone(),
        },
        None => rule.clone(),
    }
}

/// Walks the tree for where each value stands; a tree is at most 64 levels deep.
fn point(tree: &Value, pointer: &mut String, pointers: &mut HashMap<*const Value, String>) {
    let length = pointer.len();
    let mut step = |name: &str, member: &Value| {
        pointer.push('/');
        pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
        point(member, pointer, pointers);
        pointer.truncate(length);
    };
    match tree {
        Value::Object(members) => members.iter().for_each(|(name, member)| step(name, member)),
        Value::Array(members) => members
            .iter()
            .enumerate()
            .for_each(|(position, member)| step(&position.to_string(), member)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            pointers.insert(std::ptr::from_ref(tree), pointer.clone());
        }
    }
}
