//! Files the events of one delivery: those that were not applied before, each on somebody's timeline.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use recado_api::view::{Delivery, Verdict};
use recado_api::{Change, DeliveryId, EventId, SourceId};
use recado_sqlite::Tx;
use recado_webhook::event::{Direction, Event, Kind};

use super::identity::{KnownBy, Sign};
use super::{Filed, Filing, card, ignore, person, publish, receipt, repeat};
use crate::core::Core;
use crate::store::deliveries::{self, Detail, NewDelivery};
use crate::store::{StoreResult, applied};

/// An event with what it is known by.
pub(super) struct Fresh<'e> {
    event: &'e Event,
    signs: Vec<Sign>,
}

/// What is to be done with the events of a delivery.
pub(super) enum Sifted<'e> {
    /// All were applied before: this is the delivery that brought the first of them.
    Repeated(DeliveryId),
    /// What is left concerns nobody.
    Nobodys(Detail),
    Fresh(Vec<Fresh<'e>>),
}

/// Who files, and where.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) delivery: DeliveryId,
    pub(super) source: SourceId,
    pub(super) source_title: &'a str,
    pub(super) received_at: Timestamp,
    pub(super) test: bool,
    /// It waited at the relay.
    pub(super) waited: bool,
}

impl Filing {
    pub(super) fn place(&self, delivery: DeliveryId) -> Place<'_> {
        Place {
            delivery,
            source: self.source,
            source_title: &self.source_title,
            received_at: self.received_at,
            test: self.test,
            waited: self.relayed.is_some_and(|relayed| relayed.waited),
        }
    }
}

pub(super) fn file(
    tx: &mut Tx<'_>,
    core: &Arc<Core>,
    filing: &Filing,
    row: NewDelivery<'_>,
    said: &[Event],
) -> StoreResult<Filed> {
    let fresh = match sift(tx, core, &filing.read.known_by, row.id, said, 0)? {
        Sifted::Repeated(first) => return repeat(tx, core, row, first),
        Sifted::Nobodys(why) => return ignore(tx, core, row, &why),
        Sifted::Fresh(fresh) => fresh,
    };
    let row = NewDelivery {
        settled: Some(said.len()),
        ..row
    };
    let seq = deliveries::insert(tx, &row)?;
    let line = Delivery {
        id: row.id,
        received_at: filing.received_at,
        source: filing.source_title.clone(),
        source_id: filing.source,
        verdict: Verdict::Accepted,
        http_status: row.http_status,
        detail: None,
        detail_local: None,
        events: Vec::new(),
        repeats: 0,
        duplicate_of: None,
        who: None,
        took_micros: row.took_micros,
        pending: false,
        test: filing.test,
    };
    apply(tx, core, filing.place(row.id), seq, line, &fresh)?;
    Ok(Filed::Kept {
        verdict: Verdict::Accepted,
        http_status: row.http_status,
        answered_as: row.id,
        detail: None,
    })
}

/// Leaves out what was applied before. A receipt of no message that is known, and an echo to somebody whom nobody
/// knows, say nothing that anybody would miss. The first `settled` events were looked at before: of these only those
/// with an id of their own are looked at again, since a hash that does not hold for good may be gone.
pub(super) fn sift<'e>(
    tx: &Tx<'_>,
    core: &Core,
    known_by: &KnownBy,
    delivery: DeliveryId,
    said: &'e [Event],
    settled: usize,
) -> StoreResult<Sifted<'e>> {
    let mut fresh = Vec::new();
    let mut first = None;
    // A sender may tell the same twice in one delivery.
    let mut here = HashSet::new();
    for (place, event) in said.iter().enumerate() {
        if place < settled && !(known_by.ids_are_known && event.external_id.is_some()) {
            continue;
        }
        let signs = core.hasher.signs(known_by, delivery, event, place);
        match first_of(tx, &signs, known_by.received_at)? {
            Some(known) if known != delivery => first = first.or(Some(known)),
            Some(_) => {}
            None if said.len() > 1 && !here.insert(signs.first().map(|sign| sign.hash)) => {}
            None => fresh.push(Fresh { event, signs }),
        }
    }
    if let Some(first) = first.filter(|_| fresh.is_empty()) {
        return Ok(Sifted::Repeated(first));
    }
    let mut why = None;
    for Fresh { event, .. } in &fresh {
        match (event.kind, event.direction) {
            (Kind::Receipt, _) if receipt::tells(tx, known_by.source, event)? => {
                return Ok(Sifted::Fresh(fresh));
            }
            (Kind::Receipt, _) => why = why.or(Some("detail-receipt")),
            (_, Direction::Out) if person::is_known(tx, event)? => return Ok(Sifted::Fresh(fresh)),
            (_, Direction::Out) => why = why.or(Some("detail-echo")),
            (_, Direction::In) => return Ok(Sifted::Fresh(fresh)),
        }
    }
    Ok(Sifted::Nobodys(Detail::new(
        why.unwrap_or("detail-ignored-event"),
    )))
}

/// The delivery that is known by any of the signs.
pub(super) fn first_of(
    tx: &Tx<'_>,
    signs: &[Sign],
    received_at: Timestamp,
) -> StoreResult<Option<DeliveryId>> {
    for sign in signs {
        if let Some(first) = applied::first_delivery(tx, &sign.hash, received_at)? {
            return Ok(Some(first));
        }
    }
    Ok(None)
}

/// Puts events on their contacts' timelines and cards, remembers them, and publishes that with the line of the log, to
/// which it adds what was filed. Tells how many had something to say to somebody.
pub(super) fn apply(
    tx: &mut Tx<'_>,
    core: &Arc<Core>,
    place: Place<'_>,
    delivery_seq: i64,
    mut line: Delivery,
    fresh: &[Fresh<'_>],
) -> StoreResult<usize> {
    let mut changes = Vec::new();
    let mut applied = 0;
    for Fresh { event, signs } in fresh {
        if event.kind == Kind::Receipt {
            let Some(entry) = receipt::apply(tx, place.source, event)? else {
                continue;
            };
            changes.push(Change::Timeline(entry));
        } else {
            let id = EventId::new(core.ids.next(core.now()));
            let Some(filed) = card::apply_event(tx, core, place, delivery_seq, id, event)? else {
                continue;
            };
            line.who = line.who.or(Some(filed.who).filter(|who| !who.is_empty()));
            line.events.push(filed.line);
            changes.extend(filed.gone.map(|gone| Change::TimelineGone {
                contact: filed.contact.id,
                id: gone.to_string(),
            }));
            changes.push(Change::Contact(filed.contact));
            changes.push(Change::Timeline(filed.entry));
            changes.extend(filed.arrival.map(Change::Arrival));
        }
        applied += 1;
        for sign in signs {
            applied::remember(tx, &sign.hash, place.delivery, sign.expires_at)?;
        }
    }
    changes.push(Change::Delivery(line));
    publish(tx, core, changes);
    Ok(applied)
}
