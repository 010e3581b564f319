//! What the owner said the values are, over what the names of their keys say.
//!
//! A value that the owner named is taken out of the tree before the rest is guessed, so that nothing is told twice; what
//! the owner's rules say of a role then stands in the place of the guesses for it.

use std::borrow::Cow;
use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::Value;

use super::leaves::{Leaf, Leaves, Used};
use super::person::{numbers, person_name};
use super::text::{MOST_TAGS, readable, short_text};
use super::when::{Stamp, instant, read, unix};
use super::{
    Business, LONGEST_FIELD, MOST_EVENTS, Reading, appointment, email_address, list_of_people, money, people,
    read_leaves, read_one,
};
use crate::event::{Direction, Event, Kind, matter_of};
use crate::fingerprint::fingerprint;
use crate::mapping::{Mapping, Problem, Role, Rule};
use crate::redact::{REDACTED, is_secret};

/// In characters, of a tag.
const LONGEST_TAG: usize = 60;

/// In characters, of a field's name.
const LONGEST_FIELD_NAME: usize = 60;

/// In bytes, as of a guessed one.
const LONGEST_ID: usize = 200;

/// As [`super::read_another_system`], with the owner's rules.
pub(crate) fn read_mapped(tree: &Value, mapping: &Mapping, business: &Business) -> Reading {
    let read = |tree: &Value, rules: &[Rule]| Mapped::read(tree, rules, business).event;
    let mut rules = Cow::Borrowed(mapping.rules.as_slice());
    if let Some((pointer, list)) = people(tree) {
        let of_one = rules_of_one(&mapping.rules, &pointer);
        if list.len() > 1 {
            let events = list.iter().take(MOST_EVENTS).map(|one| read(one, &of_one));
            let events: Vec<_> = events.filter(|event| event.contact.has_handle()).collect();
            if events.len() > 1 {
                return Reading::Events(events);
            }
        } else {
            let of_the_only = of_one.into_iter().map(|rule| Rule {
                path: format!("{pointer}/0{}", rule.path),
                ..rule
            });
            rules = of_the_only.collect();
        }
    }
    let event = read(tree, &rules);
    if event.contact.has_handle() {
        Reading::Events(vec![event])
    } else {
        Reading::Unmatched(event)
    }
}

/// By the rule's place: why its value in this tree can not be what the owner says.
pub(crate) fn problems(tree: &Value, mapping: &Mapping, business: &Business) -> Vec<(usize, Problem)> {
    Mapped::read(tree, &mapping.rules, business).problems
}

/// What the names of the keys say, as rules that say the same.
pub(crate) fn guessed_mapping(tree: &Value, business: &Business) -> Mapping {
    // Of several people the first stands for all.
    let one = list_of_people(tree).and_then(<[Value]>::first).unwrap_or(tree);
    let mut leaves = Leaves::of(one);
    let _event = read_leaves(&mut leaves, one, business);
    let roles: HashMap<*const Value, Role> = leaves
        .understood()
        .filter_map(|(value, used)| Some((std::ptr::from_ref(value), role(used)?)))
        .collect();
    let mut rules = Vec::new();
    point(tree, &mut String::new(), &roles, &mut rules);
    Mapping { rules }
}

fn role(used: Used) -> Option<Role> {
    match used {
        Used::Name => Some(Role::Name),
        Used::Phone => Some(Role::Phone),
        Used::Email => Some(Role::Email),
        Used::Message => Some(Role::Message),
        Used::AppointmentTime => Some(Role::AppointmentTime),
        Used::Amount => Some(Role::Amount),
        Used::ExternalId => Some(Role::ExternalId),
        Used::Tag => Some(Role::Tag),
        Used::Otherwise => None,
    }
}

/// Walks the tree for the values that were understood; a tree is at most 64 levels deep.
fn point(tree: &Value, pointer: &mut String, roles: &HashMap<*const Value, Role>, rules: &mut Vec<Rule>) {
    if let Some(role) = roles.get(&std::ptr::from_ref(tree)) {
        rules.push(Rule {
            path: pointer.clone(),
            role: role.clone(),
        });
    }
    let length = pointer.len();
    let mut step = |name: &str, member: &Value| {
        pointer.push('/');
        pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
        point(member, pointer, roles, rules);
        pointer.truncate(length);
    };
    match tree {
        Value::Object(members) => members.iter().for_each(|(name, member)| step(name, member)),
        Value::Array(members) => members
            .iter()
            .enumerate()
            .for_each(|(position, member)| step(&position.to_string(), member)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Rules for a list of people, as rules for each of them: the owner has pointed at one.
fn rules_of_one(rules: &[Rule], list: &str) -> Vec<Rule> {
    let of_one = |rule: &Rule| {
        let inside = rule.path.strip_prefix(list)?.strip_prefix('/')?;
        let (position, path) = inside.split_at(inside.find('/')?);
        position.bytes().all(|byte| byte.is_ascii_digit()).then(|| Rule {
            path: path.to_owned(),
            role: rule.role.clone(),
        })
    };
    rules.iter().filter_map(of_one).collect()
}

struct Mapped<'t> {
    business: &'t Business,
    leaves: Leaves<'t>,
    event: Event,
    problems: Vec<(usize, Problem)>,
    names: Vec<String>,
    day: Option<(usize, jiff::civil::Date)>,
    hour: Option<(usize, jiff::civil::Time)>,
    start: Option<Timestamp>,
}

impl<'t> Mapped<'t> {
    fn read(tree: &'t Value, rules: &[Rule], business: &'t Business) -> Self {
        let mut rest = Cow::Borrowed(tree);
        for rule in rules {
            if tree.pointer(&rule.path).is_some_and(is_scalar)
                && let Some(value) = rest.to_mut().pointer_mut(&rule.path)
            {
                *value = Value::Null;
            }
        }
        let mut mapped = Self {
            business,
            leaves: Leaves::of(tree),
            event: read_one(&rest, business),
            problems: Vec::new(),
            names: Vec::new(),
            day: None,
            hour: None,
            start: None,
        };
        let guessed = std::mem::take(&mut mapped.event.contact);
        let text = mapped.event.text.take();
        for (place, rule) in rules.iter().enumerate() {
            if let Err(problem) = mapped.take(place, rule, tree) {
                mapped.problems.push((place, problem));
            }
        }
        mapped.take_start(rules, tree);
        let contact = &mut mapped.event.contact;
        if contact.phones.is_empty() {
            contact.phones = guessed.phones;
        }
        if contact.emails.is_empty() {
            contact.emails = guessed.emails;
        }
        contact.name = Some(mapped.names.join(" ")).filter(|name| !name.is_empty());
        if mapped.event.direction == Direction::In {
            contact.name = contact.name.take().or(guessed.name);
        }
        mapped.event.text = mapped.event.text.take().or(text);
        mapped.event.version = mapped.event.external_id.as_ref().map(|_| fingerprint(tree));
        mapped.event.kind = if mapped.event.appointment.is_some() {
            Kind::Appointment
        } else if mapped.event.text.is_some() || !mapped.event.media.is_empty() {
            Kind::Message
        } else {
            Kind::Lead
        };
        // An id that was guessed may be a form's.
        if rules.iter().any(|rule| rule.role == Role::ExternalId) {
            let id = mapped.event.external_id.as_deref();
            mapped.event.matter = id.and_then(|id| matter_of(mapped.event.kind, id));
        }
        mapped
    }

    /// Takes one value as what the owner says it is.
    fn take(&mut self, place: usize, rule: &Rule, tree: &'t Value) -> Result<(), Problem> {
        let value = tree.pointer(&rule.path).ok_or(Problem::Missing)?;
        let text = match value {
            Value::Null => return Err(Problem::Missing),
            Value::Array(_) | Value::Object(_) => return Err(Problem::NotOneValue),
            Value::String(text) if text.trim().is_empty() => return Err(Problem::Missing),
            Value::String(text) => text.trim().to_owned(),
            Value::Number(_) | Value::Bool(_) => value.to_string(),
        };
        match &rule.role {
            Role::Name => self.names.push(person_name(&text).ok_or(Problem::NoName)?),
            Role::Phone => self.take_phones(&text, value)?,
            Role::Email => {
                let email = email_address(&text).ok_or(Problem::NoEmail)?;
                if !self.event.contact.emails.contains(&email) {
                    self.event.contact.emails.push(email);
                }
            }
            Role::Message => {
                let said = Some(readable(&text)).filter(|said| !said.is_empty());
                let said = said.ok_or(Problem::Missing)?;
                self.event.text = Some(match self.event.text.take() {
                    Some(before) => format!("{before}\n{said}"),
                    None => said,
                });
            }
            Role::AppointmentTime => self.take_time(place, &text)?,
            Role::Amount => {
                let leaf = self.leaves.of_value(value);
                let amount = leaf.and_then(|leaf| money::money(leaf, &self.leaves, self.business));
                self.event.amount = Some(amount.ok_or(Problem::NoAmount)?);
            }
            Role::ExternalId => {
                if text.len() > LONGEST_ID {
                    return Err(Problem::NoId);
                }
                self.event.external_id = Some(text);
            }
            Role::Tag => {
                let tags = text
                    .split([',', ';'])
                    .filter_map(|tag| short_text(tag, LONGEST_TAG));
                for tag in tags {
                    if self.event.tags.len() < MOST_TAGS && !self.event.tags.contains(&tag) {
                        self.event.tags.push(tag);
                    }
                }
            }
            Role::Field(name) => self.take_field(name, rule, value)?,
        }
        Ok(())
    }

    fn take_phones(&mut self, text: &str, value: &Value) -> Result<(), Problem> {
        let read = match self.leaves.of_value(value) {
            Some(leaf) => numbers(text, leaf, &self.leaves, self.business),
            None => Vec::new(),
        };
        if read.is_empty() {
            return Err(Problem::NoPhone);
        }
        for phone in read {
            let known = self.event.contact.phones.iter();
            if !known
                .into_iter()
                .any(|known| known.match_key() == phone.match_key())
            {
                self.event.contact.phones.push(phone);
            }
        }
        Ok(())
    }

    /// A day and a time may stand under two names.
    fn take_time(&mut self, place: usize, text: &str) -> Result<(), Problem> {
        match read(text, self.business) {
            Some(Stamp::Instant(at)) => self.start = Some(at),
            Some(Stamp::Day(day)) => self.day = Some((place, day)),
            Some(Stamp::Hour(hour)) => self.hour = Some((place, hour)),
            None => self.start = Some(unix(text).ok_or(Problem::NoTime)?),
        }
        Ok(())
    }

    fn take_start(&mut self, rules: &[Rule], tree: &Value) {
        let together = match (self.day, self.hour) {
            (Some((_, day)), Some((_, hour))) => instant(day, hour, &self.business.zone),
            (Some((place, _)), None) if self.start.is_none() => {
                self.problems.push((place, Problem::NoHour));
                None
            }
            (None, Some((place, _))) if self.start.is_none() => {
                self.problems.push((place, Problem::NoDay));
                None
            }
            (Some(_), None) | (None, Some(_)) | (None, None) => None,
        };
        let Some(at) = self.start.or(together) else { return };
        let value = rules
            .iter()
            .find(|rule| rule.role == Role::AppointmentTime)
            .and_then(|rule| tree.pointer(&rule.path));
        let leaf: Option<&Leaf<'_>> = value.and_then(|value| self.leaves.of_value(value));
        let appointment = appointment::starting_at(at, leaf, &self.leaves, self.business);
        self.event.appointment = Some(appointment);
    }

    fn take_field(&mut self, name: &str, rule: &Rule, value: &Value) -> Result<(), Problem> {
        let name = short_text(name, LONGEST_FIELD_NAME).ok_or(Problem::NoFieldName)?;
        let own_key = rule.path.rsplit('/').next().unwrap_or_default();
        let kept = match value {
            _ if is_secret(own_key) => Value::from(REDACTED),
            Value::String(text) => text.trim().chars().take(LONGEST_FIELD).collect::<String>().into(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                value.clone()
            }
        };
        self.event.fields.insert(name, kept);
        Ok(())
    }
}

fn is_scalar(value: &Value) -> bool {
    match value {
        Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}
