//! Where a value that is gone may have gone to.
//!
//! Every value that is new, and everything that stands in a list without names, is weighed for every value that is
//! gone: whether it can be that at all, what its name says, how like the old name it is, whether it stands where the old
//! one stood, and whether it says what the old one said. What is not clearly the best is not proposed.

use std::collections::HashSet;

use serde_json::Value;

use super::looks::{Look, is_phone, look};
use super::{MOST_FIELDS, SeenField};
use crate::another::{self, Business, Field, email_address, person_name, tells_time};
use crate::mapping::{Role, Rule};
use crate::phone::Phone;

/// Points below which nothing is proposed.
const ENOUGH: i32 = 65;

/// Points from which on a proposal is as good as certain.
const SURE: i32 = 85;

/// By how many points the best has to be ahead of the next: else it is a guess.
const AHEAD: i32 = 12;

/// Deliveries with one and the same value from which on that value is nobody's own.
const SAME_IN: usize = 3;

/// A value that is gone.
#[derive(Debug, Clone, PartialEq)]
pub struct Gone {
    pub rule: Rule,
    /// What it was called, as [`SeenField::label`].
    pub label: String,
    /// What it looked like.
    pub look: Option<Look>,
    /// What it said in earlier deliveries, as far as they are known.
    pub earlier: Vec<String>,
}

/// What comes now.
#[derive(Debug, Clone, Copy)]
pub struct After<'t> {
    pub tree: &'t Value,
    /// Other deliveries that came the same way.
    pub others: &'t [Value],
    /// What is read of it already.
    pub read: &'t [Rule],
}

/// Where a value that is gone comes now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// A JSON Pointer (RFC 6901).
    pub path: String,
    pub label: String,
    /// Whether it is as good as certain.
    pub sure: bool,
}

/// For each value that is gone, in their order, where it comes now. `before` are the values that came before, in the
/// order in which they came.
pub fn propose(
    gone: &[Gone],
    before: &[SeenField],
    after: After<'_>,
    business: &Business,
) -> Vec<Option<Proposal>> {
    let scale = Scale::new(gone, before, after, business);
    let mut weighed: Vec<(i32, usize, usize)> = Vec::new();
    for (of, value) in gone.iter().enumerate() {
        let mut points: Vec<_> = (0..scale.fields.len())
            .filter_map(|at| Some((scale.weigh(of, value, at)?, of, at)))
            .collect();
        points.sort_unstable_by_key(|(points, _, at)| (-points, *at));
        weighed.extend(points);
    }
    // Equal ones in the order of the values that are gone, so that two alike stay in their order.
    weighed.sort_by_key(|(points, of, at)| (-points, *of, *at));
    let mut proposals: Vec<Option<Proposal>> = vec![None; gone.len()];
    let mut taken = HashSet::new();
    for (points, of, at) in &weighed {
        let is_open = proposals.get(*of).is_some_and(Option::is_none);
        if *points < ENOUGH || !is_open || taken.contains(at) {
            continue;
        }
        let rival = weighed
            .iter()
            .filter(|(_, other, field)| other == of && field != at && !taken.contains(field))
            .map(|(points, ..)| *points)
            .max();
        let (Some(field), Some(proposal)) = (scale.fields.get(*at), proposals.get_mut(*of)) else {
            continue;
        };
        if rival.is_some_and(|rival| points - rival < AHEAD) {
            continue;
        }
        taken.insert(*at);
        *proposal = Some(Proposal {
            path: field.pointer.clone(),
            label: field.label.clone(),
            sure: *points >= SURE,
        });
    }
    proposals
}

/// What a new value is good for, where nothing of the payload is read as that: a phone, an e-mail address, a message.
pub fn role_of_new(field: &SeenField, tree: &Value, read: &[Rule], business: &Business) -> Option<Role> {
    let role = match field.look {
        Look::Phone => Role::Phone,
        Look::Email => Role::Email,
        Look::LongText => Role::Message,
        Look::Name
        | Look::Text
        | Look::Amount
        | Look::Number
        | Look::Date
        | Look::Link
        | Look::Flag
        | Look::Id => return None,
    };
    let fields = another::values_of(tree, MOST_FIELDS);
    let found = fields.iter().find(|found| found.pointer == field.path)?;
    let is_read = read
        .iter()
        .any(|rule| rule.role == role || rule.path == field.path);
    (!is_read && fit(&role, None, found, business).is_some()).then_some(role)
}

/// All that weighing takes.
struct Scale<'a> {
    business: &'a Business,
    fields: Vec<Field<'a>>,
    looks: Vec<Look>,
    /// By field: whether it may be proposed for a value of another name.
    is_new: Vec<bool>,
    /// By field: whether other deliveries say the very same.
    is_constant: Vec<bool>,
    /// By value that is gone: its place among the values before.
    places: Vec<Option<usize>>,
    /// Whether the values before and after look alike one by one: then their order tells.
    aligned: bool,
    before: usize,
}

impl<'a> Scale<'a> {
    fn new(gone: &[Gone], before: &[SeenField], after: After<'a>, business: &'a Business) -> Self {
        let fields = another::values_of(after.tree, MOST_FIELDS);
        let looks: Vec<_> = fields.iter().map(|field| look(field.value, business)).collect();
        let known: HashSet<&str> = before.iter().map(|field| field.label.as_str()).collect();
        let read: HashSet<&str> = after.read.iter().map(|rule| rule.path.as_str()).collect();
        let is_new = fields
            .iter()
            .map(|field| !read.contains(field.pointer.as_str()))
            .zip(&fields)
            .map(|(unread, field)| unread && (is_nameless(field) || !known.contains(field.label.as_str())))
            .collect();
        let is_constant = fields
            .iter()
            .map(|field| {
                let same = after
                    .others
                    .iter()
                    .filter(|other| other.pointer(&field.pointer) == Some(field.value));
                same.count() >= SAME_IN
            })
            .collect();
        let alike = before
            .iter()
            .zip(&looks)
            .filter(|(field, look)| field.look == **look)
            .count();
        let longest = before.len().max(fields.len());
        Self {
            business,
            is_new,
            is_constant,
            places: gone
                .iter()
                .map(|gone| before.iter().position(|field| field.path == gone.rule.path))
                .collect(),
            aligned: longest >= 2 && alike * 4 >= longest * 3,
            before: before.len(),
            looks,
            fields,
        }
    }

    /// How many points speak for a field. `None` where it can not be.
    fn weigh(&self, of: usize, gone: &Gone, at: usize) -> Option<i32> {
        let (field, look) = (self.fields.get(at)?, *self.looks.get(at)?);
        let same_label = field.label == gone.label && !is_nameless(field);
        let is_there_still = field.pointer == gone.rule.path;
        if !same_label && (is_there_still || !*self.is_new.get(at)?) {
            return None;
        }
        let role = &gone.rule.role;
        let says_it = field.says.as_ref() == Some(role);
        let says_other = field.says.is_some() && !says_it && !matches!(role, Role::Field(_));
        let is_persons = matches!(role, Role::Name | Role::Phone | Role::Email);
        if is_persons && *self.is_constant.get(at)? {
            return None;
        }
        let mut points = fit(role, gone.look, field, self.business)?;
        points += if says_it { 45 } else { 0 } - if says_other { 50 } else { 0 };
        points += if same_label { 50 } else { likeness(gone, field) };
        points += self.place(of, at);
        points += if says_again(gone, field, self.business) {
            60
        } else {
            0
        };
        points += if self.is_only_one(role, look) { 15 } else { 0 };
        Some(points)
    }

    /// Whether it stands where the other one stood.
    fn place(&self, of: usize, at: usize) -> i32 {
        let Some(Some(place)) = self.places.get(of) else {
            return 0;
        };
        let from_the_start = *place == at;
        let from_the_end = self.before - place == self.fields.len() - at;
        if self.aligned && from_the_start {
            if self.before == self.fields.len() { 45 } else { 30 }
        } else if from_the_start || from_the_end {
            10
        } else {
            0
        }
    }

    /// Whether no other value that could be meant looks so.
    fn is_only_one(&self, role: &Role, own: Look) -> bool {
        let looks = match role {
            Role::Phone => Look::Phone,
            Role::Email => Look::Email,
            Role::Name => Look::Name,
            Role::Message => Look::LongText,
            Role::AppointmentTime => Look::Date,
            Role::Amount => Look::Amount,
            Role::ExternalId | Role::Tag | Role::Field(_) => return false,
        };
        let same = self
            .looks
            .iter()
            .zip(&self.is_new)
            .filter(|(look, is_new)| **is_new && **look == looks);
        own == looks && same.count() == 1
    }
}

/// Points for what a value looks like; `None` where it cannot be what the other one was.
fn fit(role: &Role, was: Option<Look>, field: &Field<'_>, business: &Business) -> Option<i32> {
    let is_persons = matches!(role, Role::Name | Role::Phone | Role::Email);
    if is_persons && !field.may_be_persons {
        return None;
    }
    let looks = look(field.value, business);
    let text = text_of(field.value);
    match role {
        Role::Phone if is_phone(&text, business) => Some(50),
        Role::Phone => Phone::read(&text, &business.country)
            .filter(|_| looks == Look::Number)
            .map(|_| 15),
        Role::Email => email_address(&text).map(|_| 60),
        Role::Name => {
            let name = person_name(&text).filter(|name| name.chars().all(|c| !c.is_ascii_digit()))?;
            if looks == Look::Name {
                Some(35)
            } else {
                let is_one_word = looks == Look::Text && !name.contains(' ');
                is_one_word.then_some(20)
            }
        }
        Role::Message if looks == Look::LongText => Some(35),
        Role::Message => matches!(looks, Look::Text | Look::Name).then_some(20),
        Role::AppointmentTime => match tells_time(&text, business) {
            2 => Some(45),
            1 if looks == Look::Date => Some(35),
            _ => None,
        },
        Role::Amount if looks == Look::Amount => Some(40),
        Role::Amount => (looks == Look::Number).then_some(20),
        Role::ExternalId if looks == Look::Id => Some(30),
        Role::ExternalId => matches!(looks, Look::Number | Look::Phone).then_some(20),
        Role::Tag => matches!(looks, Look::Text | Look::Name).then_some(20),
        Role::Field(_) => match was {
            Some(was) if was == looks => Some(if matches!(was, Look::Text | Look::Flag | Look::Name) {
                20
            } else {
                30
            }),
            Some(Look::Text | Look::Name | Look::LongText | Look::Flag | Look::Number | Look::Id) | None => {
                Some(0)
            }
            Some(_) => None,
        },
    }
}

/// Up to 40 points for a name that is like the old one.
fn likeness(gone: &Gone, field: &Field<'_>) -> i32 {
    let old_name = gone.label.rsplit('.').next().unwrap_or_default();
    let mut best = alike(&another::telling_words(old_name), &field.words);
    if let Role::Field(name) = &gone.rule.role {
        best = best.max(alike(&another::telling_words(name), &field.words));
    }
    best
}

fn alike(old: &[String], new: &[String]) -> i32 {
    if old.is_empty() || new.is_empty() {
        return 0;
    }
    let shared = old.iter().filter(|word| new.contains(word)).count();
    if shared == old.len() || shared == new.len() {
        return if old.len() == new.len() { 40 } else { 35 };
    }
    let (old, new) = (old.concat(), new.concat());
    let close = strsim::jaro_winkler(&old, &new);
    match close {
        close if close >= 0.93 => 32,
        close if close >= 0.87 => 22,
        _ if shared > 0 => 15,
        _ => 0,
    }
}

/// Whether it says what the old one said of somebody.
fn says_again(gone: &Gone, field: &Field<'_>, business: &Business) -> bool {
    let says = text_of(field.value);
    if says.chars().count() < 3 || look(field.value, business) == Look::Flag {
        return false;
    }
    let phone = |text: &str| {
        let phone = Phone::read(text, &business.country)?;
        phone.verified.then_some(phone.number)
    };
    let number = phone(&says);
    gone.earlier.iter().any(|earlier| {
        earlier.trim().to_lowercase() == says.to_lowercase() || (number.is_some() && number == phone(earlier))
    })
}

/// Whether nothing but its place in a list tells it from others.
fn is_nameless(field: &Field<'_>) -> bool {
    field.name.is_empty() || field.name.bytes().all(|byte| byte.is_ascii_digit())
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
    }
}
