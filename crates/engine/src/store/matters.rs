//! Sales and bookings: the events that tell of one are one line of a timeline, of which the latest leads and the others
//! are folded into it.

use jiff::Timestamp;
use recado_api::view::Earlier;
use recado_api::{EventId, SourceId};
use recado_webhook::event::Event;
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::time;
use super::{StoreResult, said};

/// As many earlier states are shown: an order has some ten, a charge that is retried for a year more.
const MOST: u32 = 50;

/// Where an event stands among those of its matter.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// `None` where the event is none of a sale or a booking.
    pub(crate) matter: Option<String>,
    /// What the matter was called before: it is the booking that this one replaces.
    pub(crate) former: Option<String>,
    /// It is of an earlier state than the one that leads.
    pub(crate) folded: bool,
    /// The event that led so far, and the one that leads from now on where that is another than the new one.
    pub(crate) led: Option<EventId>,
}

/// The key of a matter: the source's own, so that two shops may number their orders alike.
fn key(source: SourceId, matter: &str) -> String {
    let source = u128::from_be_bytes(*source.as_bytes());
    format!("{source:032x} {matter}")
}

/// Finds the matter of an event that is about to be written on the timeline of a contact, makes one of two where it joins
/// them, and steps back whatever leads the line now if the new event is to lead it.
pub(crate) fn join(
    db: &Connection,
    contact_seq: i64,
    source: SourceId,
    event: &Event,
    happened_at: Timestamp,
) -> StoreResult<Standing> {
    let Some(own) = event.matter.as_deref().map(|matter| key(source, matter)) else {
        return Ok(Standing::default());
    };
    // A late word of a booking that was moved since.
    if let Some(matter) = moved_to(db, contact_seq, &own)? {
        let led = leading(db, contact_seq, &matter)?.map(|(id, _)| id);
        return Ok(Standing {
            folded: led.is_some(),
            matter: Some(matter),
            former: None,
            led,
        });
    }
    let ahead = leading(db, contact_seq, &own)?;
    let former = event
        .appointment
        .as_ref()
        .and_then(|appointment| appointment.replaces.as_deref())
        .map(|replaced| key(source, &format!("{} {replaced}", event.kind.as_str())))
        .filter(|former| *former != own);
    let behind = match &former {
        Some(former) => follow(db, contact_seq, former, &own)?,
        None => None,
    };
    let folded = ahead.as_ref().is_some_and(|(_, at)| *at > happened_at);
    if folded {
        if let Some(behind) = behind {
            fold(db, behind)?;
        }
    } else {
        for led in ahead.iter().map(|(id, _)| *id).chain(behind) {
            fold(db, led)?;
        }
    }
    Ok(Standing {
        matter: Some(own),
        former,
        folded,
        led: ahead.map(|(id, _)| id).or(behind),
    })
}

/// What a matter of that name goes on as.
fn moved_to(db: &Connection, contact_seq: i64, matter: &str) -> StoreResult<Option<String>> {
    let to = db
        .prepare_cached("SELECT matter FROM event WHERE contact_seq = ?1 AND former_matter = ?2 LIMIT 1")?
        .query_row(params![contact_seq, matter], |row| row.get(0))
        .optional()?;
    Ok(to)
}

fn leading(db: &Connection, contact_seq: i64, matter: &str) -> StoreResult<Option<(EventId, Timestamp)>> {
    db.prepare_cached(
        "SELECT id, happened_at FROM event WHERE contact_seq = ?1 AND matter = ?2 AND folded = 0 LIMIT 1",
    )?
    .query_and_then(params![contact_seq, matter], |row| {
        Ok((EventId::from_bytes(row.get("id")?), time(row, "happened_at")?))
    })?
    .next()
    .transpose()
}

/// What was told of `former` is told of `matter` from now on. Gives the event that led it.
fn follow(db: &Connection, contact_seq: i64, former: &str, matter: &str) -> StoreResult<Option<EventId>> {
    let led = leading(db, contact_seq, former)?;
    db.prepare_cached("UPDATE event SET matter = ?3 WHERE contact_seq = ?1 AND matter = ?2")?
        .execute(params![contact_seq, former, matter])?;
    Ok(led.map(|(id, _)| id))
}

fn fold(db: &Connection, id: EventId) -> StoreResult<()> {
    db.prepare_cached("UPDATE event SET folded = 1 WHERE id = ?1")?
        .execute([id.as_bytes()])?;
    Ok(())
}

/// The earlier states of a matter, the oldest first.
pub(crate) fn earlier(db: &Connection, contact_seq: i64, matter: &str) -> StoreResult<Vec<Earlier>> {
    let mut states = db
        .prepare_cached(
            "SELECT happened_at, text, said FROM event WHERE contact_seq = ?1 AND matter = ?2 AND folded = 1
             ORDER BY happened_at DESC, seq DESC LIMIT ?3",
        )?
        .query_and_then(params![contact_seq, matter, MOST], |row| {
            let written: String = row.get("said")?;
            let event: Event = serde_json::from_str(&written)?;
            let text: Option<String> = row.get("text")?;
            Ok(said::earlier(&event, text, time(row, "happened_at")?))
        })?
        .collect::<StoreResult<Vec<_>>>()?;
    states.reverse();
    Ok(states)
}
