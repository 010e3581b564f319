//! From a request to a contact's timeline.
//!
//! [`understand()`] is pure and runs before the transaction; [`file()`] runs inside it and decides everything that depends
//! on what was filed before: whether this is a repetition ([`identity`]), who it is about ([`person`]), what it does to
//! the card ([`card`]). One delivery is one transaction: its log row, its contact, its timeline and its place on the
//! board become durable together or not at all.

mod card;
mod identity;
mod person;
mod resume;
mod understand;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::Timestamp;
use recado_api::view::{Delivery, SourceState, Verdict};
use recado_api::{Change, DeliveryId, EventId, SourceId};
use recado_sqlite::Tx;
use recado_webhook::event::Event;

pub(crate) use identity::Hasher;
pub(crate) use resume::{ResumeError, resume};
pub(crate) use understand::{Understood, Unsupported, understand};

use crate::core::Core;
use crate::store::applied::{self, Hash};
use crate::store::deliveries::{self, Detail, Keep, NewDelivery, Request};
use crate::store::{StoreResult, sources};
use identity::Sign;

/// How much of a malformed body is kept, in bytes: enough to see what is wrong with it.
const KEPT_OF_MALFORMED: usize = 64 * 1024;

/// A delivery that is ready to be filed.
pub(crate) struct Filing {
    pub(crate) source: SourceId,
    pub(crate) source_title: String,
    pub(crate) received_at: Timestamp,
    pub(crate) request: Request,
    /// Of the raw request.
    pub(crate) request_hash: Hash,
    /// The sender's own id for the delivery, from its headers.
    pub(crate) header_id: Option<String>,
    pub(crate) understood: Understood,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Filed {
    /// Filed, or kept. `answered_as` is the delivery that the sender's answer names: for a repetition, the first one.
    Kept {
        verdict: Verdict,
        answered_as: DeliveryId,
        detail: Option<Detail>,
    },
    /// The source was removed in the meantime.
    Gone,
}

/// Files one delivery in the transaction of `tx`.
pub(crate) fn file(tx: &mut Tx<'_>, core: &Arc<Core>, filing: &Filing) -> StoreResult<Filed> {
    let Some(source) = sources::find(tx, filing.source)? else {
        return Ok(Filed::Gone);
    };
    let (verdict, detail) = match (source.state, &filing.understood) {
        (SourceState::Removed, _) => return Ok(Filed::Gone),
        (_, Understood::Malformed(detail)) => (Verdict::Malformed, Some(detail.clone())),
        (SourceState::Paused, _) => (Verdict::Paused, None),
        (SourceState::Active, Understood::Unmatched) => {
            (Verdict::Unmatched, Some(Detail::new("detail-unmatched")))
        }
        (SourceState::Active, Understood::Events(events)) => {
            return file_events(tx, core, filing, events);
        }
    };
    let id = DeliveryId::new(core.ids.next(filing.received_at));
    let seq = deliveries::insert(
        tx,
        &NewDelivery {
            id,
            source_id: filing.source,
            received_at: filing.received_at,
            verdict,
            http_status: if verdict == Verdict::Malformed { 400 } else { 200 },
            detail: detail.as_ref(),
            request: &filing.request,
            keep: if verdict == Verdict::Malformed {
                Keep::First(KEPT_OF_MALFORMED)
            } else {
                Keep::Whole
            },
            request_hash: (verdict == Verdict::Paused).then_some(&filing.request_hash),
            duplicate_of: None,
        },
    )?;
    publish(
        tx,
        core,
        deliveries::shown(tx, seq, core.lang())?.map(Change::Delivery),
    );
    Ok(Filed::Kept {
        verdict,
        answered_as: id,
        detail,
    })
}

fn file_events(tx: &mut Tx<'_>, core: &Arc<Core>, filing: &Filing, events: &[Event]) -> StoreResult<Filed> {
    let id = DeliveryId::new(core.ids.next(filing.received_at));
    let (fresh, first) = sift(tx, core, filing, id, events)?;
    let repeats = first.filter(|_| fresh.is_empty());
    let seq = deliveries::insert(
        tx,
        &NewDelivery {
            id,
            source_id: filing.source,
            received_at: filing.received_at,
            verdict: if repeats.is_some() {
                Verdict::Duplicate
            } else {
                Verdict::Accepted
            },
            http_status: 200,
            detail: None,
            request: &filing.request,
            keep: if repeats.is_some() {
                Keep::Nothing
            } else {
                Keep::Whole
            },
            request_hash: None,
            duplicate_of: repeats,
        },
    )?;
    match repeats {
        Some(first) => {
            repeat(tx, core, seq, first)?;
            Ok(Filed::Kept {
                verdict: Verdict::Duplicate,
                answered_as: first,
                detail: None,
            })
        }
        None => {
            let line = Delivery {
                id,
                received_at: filing.received_at,
                source: filing.source_title.clone(),
                source_id: filing.source,
                verdict: Verdict::Accepted,
                http_status: 200,
                detail: None,
                detail_local: None,
                events: Vec::new(),
                repeats: 0,
                duplicate_of: None,
            };
            apply(tx, core, filing, seq, line, &fresh)?;
            Ok(Filed::Kept {
                verdict: Verdict::Accepted,
                answered_as: id,
                detail: None,
            })
        }
    }
}

/// The events that were not applied before, now remembered as `id`'s, and the first delivery of one that was.
fn sift<'e>(
    tx: &Tx<'_>,
    core: &Core,
    filing: &Filing,
    id: DeliveryId,
    events: &'e [Event],
) -> StoreResult<(Vec<&'e Event>, Option<DeliveryId>)> {
    let mut fresh = Vec::new();
    let mut first = None;
    for (position, event) in events.iter().enumerate() {
        let Sign { hash, expires_at } = core.hasher.sign(filing, event, position);
        match applied::first_delivery(tx, &hash, filing.received_at)? {
            Some(known) if known != id => first = first.or(Some(known)),
            Some(_) => {}
            None => {
                applied::remember(tx, &hash, id, expires_at)?;
                fresh.push(event);
            }
        }
    }
    Ok((fresh, first))
}

/// Counts a repetition on the first delivery.
fn repeat(tx: &mut Tx<'_>, core: &Arc<Core>, seq: i64, first: DeliveryId) -> StoreResult<()> {
    let lang = core.lang();
    let mut changes = Vec::new();
    if let Some(first_seq) = deliveries::count_repeat(tx, first)? {
        changes.extend(deliveries::shown(tx, first_seq, lang)?.map(Change::Delivery));
    }
    changes.extend(deliveries::shown(tx, seq, lang)?.map(Change::Delivery));
    publish(tx, core, changes);
    Ok(())
}

/// Puts events on their contacts' timelines and cards, and publishes that with the line of the log, to which it adds
/// what was filed.
fn apply(
    tx: &mut Tx<'_>,
    core: &Arc<Core>,
    filing: &Filing,
    delivery_seq: i64,
    mut line: Delivery,
    events: &[&Event],
) -> StoreResult<()> {
    let mut changes = Vec::new();
    for event in events {
        let id = EventId::new(core.ids.next(filing.received_at));
        if let Some(applied) = card::apply_event(tx, core, filing, delivery_seq, id, event)? {
            line.events.push(applied.line);
            changes.push(Change::Contact(applied.contact));
            changes.extend(applied.arrival.map(Change::Arrival));
        }
    }
    changes.push(Change::Delivery(line));
    publish(tx, core, changes);
    Ok(())
}

fn publish(tx: &mut Tx<'_>, core: &Arc<Core>, changes: impl IntoIterator<Item = Change>) {
    let changes: Vec<_> = changes.into_iter().collect();
    let core = core.clone();
    tx.after_commit(move || core.changes.publish(changes));
}
