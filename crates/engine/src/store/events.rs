//! The timeline: what was filed on a contact.

use jiff::Timestamp;
use recado_api::view::EventLine;
use recado_api::{ContactId, EventId};
use recado_webhook::event::{Direction, Event};
use rusqlite::{Connection, params};

use super::columns::millis;
use super::{StoreError, StoreResult};

pub(crate) struct NewEvent<'a> {
    pub(crate) id: EventId,
    pub(crate) contact_seq: i64,
    pub(crate) delivery_seq: i64,
    pub(crate) happened_at: Timestamp,
    /// What the card shows of it.
    pub(crate) text: Option<&'a str>,
    pub(crate) said: &'a Event,
}

pub(crate) fn insert(db: &Connection, event: &NewEvent<'_>) -> StoreResult<()> {
    let direction = match event.said.direction {
        Direction::In => "in",
        Direction::Out => "out",
    };
    db.prepare_cached(
        "INSERT INTO event (id, contact_seq, delivery_seq, kind, direction, happened_at, text, said)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        event.id.as_bytes(),
        event.contact_seq,
        event.delivery_seq,
        event.said.kind.as_str(),
        direction,
        millis(event.happened_at),
        event.text,
        serde_json::to_string(event.said)?
    ])?;
    Ok(())
}

pub(crate) fn of_delivery(db: &Connection, delivery_seq: i64) -> StoreResult<Vec<EventLine>> {
    db.prepare_cached(
        "SELECT event.id, event.kind, event.text, contact.id AS contact_id
         FROM event JOIN contact ON contact.seq = event.contact_seq
         WHERE delivery_seq = ?1 ORDER BY event.seq",
    )?
    .query_and_then([delivery_seq], |row| {
        Ok::<_, StoreError>(EventLine {
            id: EventId::from_bytes(row.get("id")?),
            kind: row.get("kind")?,
            contact: ContactId::from_bytes(row.get("contact_id")?),
            text: row.get("text")?,
        })
    })?
    .collect()
}
