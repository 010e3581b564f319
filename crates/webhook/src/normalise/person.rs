//! Who an event is about.

use serde_json::Value;

use super::{id, list, text};
use crate::another::{Business, email_address, person_name};
use crate::event::{Person, PlatformId};
use crate::phone::Phone;

/// Of each kind of handle.
const MOST_HANDLES: usize = 5;

/// In bytes, of a platform's name.
const LONGEST_PLATFORM: usize = 40;

/// Adds what is said of somebody. What is said goes before what was guessed.
pub(super) fn add(person: &mut Person, said: &Value, business: &Business) {
    let name = said
        .get("name")
        .and_then(text)
        .and_then(|name| person_name(&name));
    person.name = name.or(person.name.take());
    let phones = list(said.get("phones"))
        .filter_map(text)
        .filter_map(|phone| Phone::read(&phone, &business.country));
    put_first(&mut person.phones, phones);
    let emails = list(said.get("emails"))
        .filter_map(text)
        .filter_map(|email| email_address(&email));
    put_first(&mut person.emails, emails);
    put_first(&mut person.ids, list(said.get("ids")).filter_map(platform_id));
}

fn put_first<H: PartialEq>(known: &mut Vec<H>, said: impl Iterator<Item = H>) {
    let mut handles: Vec<H> = Vec::new();
    for handle in said.chain(known.drain(..)).take(2 * MOST_HANDLES) {
        if !handles.contains(&handle) {
            handles.push(handle);
        }
    }
    handles.truncate(MOST_HANDLES);
    *known = handles;
}

fn platform_id(said: &Value) -> Option<PlatformId> {
    let platform = said.get("platform")?.as_str()?.trim().to_lowercase();
    (!platform.is_empty() && platform.len() <= LONGEST_PLATFORM).then_some(())?;
    Some(PlatformId {
        platform,
        id: said.get("id").and_then(id)?,
    })
}
