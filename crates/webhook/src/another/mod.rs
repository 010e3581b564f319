//! "Another system": a payload of unknown make, understood by the names of its keys.
//!
//! The tree becomes a list of `leaves`, each with the words of its key and whose it is by the keys above it
//! (`context`). Then each question is asked of all leaves: who (`person`), what was said (`text`, `media`), when
//! (`appointment`), how much (`money`). What no question took travels along among the event's fields.

mod appointment;
mod calendar;
mod context;
mod currency;
mod fields;
mod leaves;
mod mapped;
mod media;
mod money;
mod pairs;
mod person;
mod roles;
mod text;
mod when;
mod words;

use jiff::tz::TimeZone;
use serde_json::{Map, Value};

pub use self::currency::decimals;
pub(crate) use self::fields::{Field, rules_that_hold, telling_words, tells_time, values_of};
pub(crate) use self::mapped::{guessed_mapping, problems, read_mapped};
pub(crate) use self::money::{decimal_amount, written_amount};
pub use self::person::email_address;
pub(crate) use self::person::person_name;
pub(crate) use self::roles::key_role;
pub(crate) use self::text::{MOST_TAGS, readable, short_text};
pub(crate) use self::when::read_instant;

use self::leaves::Leaves;
use crate::body::Parsed;
use crate::event::{Direction, Event, Kind};
use crate::fingerprint::fingerprint;
use crate::redact::{REDACTED, is_secret};

/// What a reading needs to know about the business.
#[derive(Debug, Clone)]
pub struct Business {
    /// ISO 3166-1 alpha-2, upper case: whose numbers a phone without country code has.
    pub country: String,
    /// In which a time without zone is meant.
    pub zone: TimeZone,
    /// ISO 4217: of an amount without currency.
    pub currency: String,
}

impl Business {
    /// A business with its country's currency.
    pub fn new(country: &str, zone: TimeZone) -> Self {
        let country = country.to_ascii_uppercase();
        let currency = currency::of_country(&country).to_owned();
        Self {
            country,
            zone,
            currency,
        }
    }
}

/// What was understood.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one per delivery, and it is moved twice"
)]
pub enum Reading {
    /// At least one; each has a handle that finds a contact.
    Events(Vec<Event>),
    /// What was understood of a payload that names nobody.
    Unmatched(Event),
}

/// Fields beyond these are bulk data; the delivery itself is kept whole elsewhere.
pub(crate) const MOST_FIELDS: usize = 200;

/// In characters.
pub(crate) const LONGEST_FIELD: usize = 2_000;

/// People in one delivery. A sender with more of them exports a table.
const MOST_EVENTS: usize = 100;

/// Guesses what a payload says by the names of its keys.
///
/// One body is one event, except that a list of people at the top is one event each.
pub fn read_another_system(parsed: &Parsed, business: &Business) -> Reading {
    if let Some(people) = list_of_people(&parsed.tree) {
        let events = people
            .iter()
            .take(MOST_EVENTS)
            .map(|person| read_one(person, business));
        let events: Vec<_> = events.filter(|event| event.contact.has_handle()).collect();
        if events.len() > 1 {
            return Reading::Events(events);
        }
    }
    let event = read_one(&parsed.tree, business);
    if event.contact.has_handle() {
        Reading::Events(vec![event])
    } else {
        Reading::Unmatched(event)
    }
}

/// The members of a list of objects that is all there is, under one key or none.
fn list_of_people(tree: &Value) -> Option<&[Value]> {
    people(tree).map(|(_, list)| list).filter(|list| list.len() > 1)
}

/// The same for a list of at least one, with the JSON Pointer to it.
fn people(tree: &Value) -> Option<(String, &[Value])> {
    let mut pointer = String::new();
    let mut inner = tree;
    loop {
        match inner {
            Value::Array(list) => {
                let is_person = |member: &Value| member.as_object().is_some_and(|one| !pairs::is_pair(one));
                let are_people = !list.is_empty() && list.iter().all(is_person);
                return are_people.then_some((pointer, list));
            }
            Value::Object(members) if members.len() == 1 => {
                let (name, only) = members.iter().next()?;
                pointer.push('/');
                pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
                inner = only;
            }
            Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                return None;
            }
        }
    }
}

/// One event of a tree, whether or not it names somebody.
pub(crate) fn read_one(tree: &Value, business: &Business) -> Event {
    read_leaves(&mut Leaves::of(tree), tree, business)
}

fn read_leaves(leaves: &mut Leaves<'_>, tree: &Value, business: &Business) -> Event {
    let direction = text::direction(leaves);
    let mut contact = person::read(leaves, business);
    if direction == Direction::Out {
        // The sender's name is then the business's own.
        contact.name = None;
    }
    let appointment = appointment::appointment(leaves, business);
    let at = appointment::happened(leaves, business);
    let external_id = text::external_id(leaves);
    let amount = money::read(leaves, business);
    let message = text::message(leaves);
    let media = media::read(leaves);
    let tags = text::tags(leaves);
    let kind = if appointment.is_some() {
        Kind::Appointment
    } else if message.is_some() || !media.is_empty() {
        Kind::Message
    } else {
        Kind::Lead
    };
    // The id is a guess: it may be a form's. Only together with the content does it say that something came twice.
    let version = external_id.as_ref().map(|_| fingerprint(tree));
    let fields = fields(leaves);
    Event {
        kind,
        direction,
        at,
        external_id,
        version,
        matter: None,
        contact,
        text: message,
        media,
        amount,
        appointment,
        tags,
        fields,
    }
}

fn fields(leaves: &Leaves<'_>) -> Map<String, Value> {
    let mut fields = Map::new();
    for leaf in leaves.unused() {
        if fields.len() >= MOST_FIELDS {
            break;
        }
        let own_key = leaf.path.rsplit('.').next().unwrap_or_default();
        let value = match leaf.value {
            _ if is_secret(own_key) => Value::from(REDACTED),
            Value::String(text) => text.chars().take(LONGEST_FIELD).collect::<String>().into(),
            Value::Number(_) | Value::Bool(_) => leaf.value.clone(),
            Value::Null | Value::Array(_) | Value::Object(_) => continue,
        };
        fields.entry(leaf.path.clone()).or_insert(value);
    }
    fields
}
