//! Gives a line of the timeline, and the contact it stands on, what was missing when it was filed: its delivery says
//! more now that the mapping follows the sender's shape.
//!
//! Nothing comes anew: no line, no contact, no bell, no place on the board. What the owner typed stays. A handle that
//! somebody else has is not moved; both cards then suggest that they may be the same person.

use std::sync::Arc;

use recado_api::Change;
use recado_sqlite::Tx;
use recado_webhook::event::{Event, Person};

use super::card::{learn_name, show_facts, show_text, shown_text};
use super::{person, publish, publish_line};
use crate::core::Core;
use crate::store::contacts::{self, Card};
use crate::store::deliveries::kept::Kept;
use crate::store::events::{self, FiledEvent};
use crate::store::handles::ContactHandle;
use crate::store::{StoreResult, acts};

/// Completes what was filed from a delivery, and tells whether anything was missing.
pub(super) fn complete(tx: &mut Tx<'_>, core: &Arc<Core>, kept: &Kept, said: &[Event]) -> StoreResult<bool> {
    let mut changes = Vec::new();
    let filed = events::filed_from(tx, kept.seq)?;
    for (filed, event) in pairs(&filed, said) {
        if says_more(event, &filed.said) {
            changes.extend(complete_one(tx, core, kept, filed, event)?);
        }
    }
    if changes.is_empty() {
        return Ok(false);
    }
    publish(tx, core, changes);
    publish_line(tx, core, kept.seq)?;
    Ok(true)
}

/// Which of what is said now was filed as what. Whom the owner has erased since stays erased.
fn pairs<'a>(filed: &'a [FiledEvent], said: &'a [Event]) -> Vec<(&'a FiledEvent, &'a Event)> {
    if let ([filed], [event]) = (filed, said) {
        return vec![(filed, event)];
    }
    let mut left: Vec<_> = said.iter().collect();
    let pair = |filed: &'a FiledEvent| {
        let at = left.iter().position(|event| are_same(&filed.said, event))?;
        Some((filed, left.swap_remove(at)))
    };
    filed.iter().filter_map(pair).collect()
}

fn are_same(one: &Event, other: &Event) -> bool {
    let same_id = one.external_id.is_some() && one.external_id == other.external_id;
    let keys = |person: &Person| -> Vec<String> {
        let phones = person.phones.iter().map(|phone| phone.match_key().to_owned());
        phones.chain(person.emails.iter().cloned()).collect()
    };
    let known = keys(&one.contact);
    let same_person = keys(&other.contact).iter().any(|key| known.contains(key));
    one.direction == other.direction && (same_person || (same_id && known.is_empty()))
}

/// Whether a reading says more than another one of the same delivery: something else, and nothing less. A delivery of the
/// old shape may lie among those of the new one.
pub(crate) fn says_more(now: &Event, before: &Event) -> bool {
    let (now_of, before_of) = (&now.contact, &before.contact);
    let loses = before_of.name.is_some() && now_of.name.is_none()
        || before_of.phones.len() > now_of.phones.len()
        || before_of.emails.len() > now_of.emails.len()
        || before.text.is_some() && now.text.is_none()
        || before.appointment.is_some() && now.appointment.is_none()
        || before.amount.is_some() && now.amount.is_none();
    !loses && now != before
}

fn complete_one(
    tx: &Tx<'_>,
    core: &Core,
    kept: &Kept,
    filed: &FiledEvent,
    event: &Event,
) -> StoreResult<Vec<Change>> {
    let Some(mut card) = contacts::card(tx, filed.contact_seq)? else {
        return Ok(Vec::new());
    };
    let text = shown_text(event, core.lang());
    let named = correct_name(&mut card, kept, &filed.said) | learn_name(&mut card, event);
    show_text(&mut card.shown, text.as_deref(), filed.happened_at);
    show_facts(&mut card, event, filed.happened_at);
    let typed = acts::any_of_handles(tx, card.seq)?;
    let (has_phone, has_email) = (!card.shown.phones.is_empty(), !card.shown.emails.is_empty());
    let is_wanted = |handle: &ContactHandle| {
        let is_there = (handle.is_phone() && has_phone) || (handle.is_email() && has_email);
        !(typed && is_there)
    };
    let mut found = person::filed_on(tx, card, event, is_wanted)?;
    person::keep(tx, &mut found, named)?;
    events::rewrite(tx, filed.seq, text.as_deref(), event)?;
    let mut changes = vec![Change::Contact(found.card.shown)];
    changes.extend(events::line_of(tx, filed.id)?.map(Change::Timeline));
    Ok(changes)
}

/// A name that this very delivery gave, read from the wrong place, makes room for the right one. Tells whether it did.
fn correct_name(card: &mut Card, kept: &Kept, filed: &Event) -> bool {
    let came_with_it = card.shown.created_at.as_millisecond() == kept.received_at.as_millisecond();
    let is_its = filed.contact.name.as_ref() == Some(&card.shown.name);
    if card.name_is_owners || !came_with_it || !is_its || card.shown.name.is_empty() {
        return false;
    }
    card.shown.name.clear();
    true
}
