//! The timeline: what was filed on a contact.

use jiff::Timestamp;
use recado_api::view::{EventLine, MappedEvent, Receipt, TimelineEntry, What};
use recado_api::{ContactId, EventId, SourceId};
use recado_webhook::event::{Direction, Event, Kind};
use rusqlite::{Connection, Row, ToSql, params};

use super::columns::{millis, time, unreadable};
use super::matters::{self, Standing};
use super::{StoreResult, said};

pub(crate) struct NewEvent<'a> {
    pub(crate) id: EventId,
    pub(crate) contact_seq: i64,
    pub(crate) delivery_seq: i64,
    pub(crate) happened_at: Timestamp,
    /// What the card shows of it.
    pub(crate) text: Option<&'a str>,
    pub(crate) said: &'a Event,
    pub(crate) standing: &'a Standing,
}

pub(super) fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::In => "in",
        Direction::Out => "out",
    }
}

pub(crate) fn insert(db: &Connection, event: &NewEvent<'_>) -> StoreResult<()> {
    let said = event.said;
    // Receipts name nothing but our own messages.
    let named_by_receipts = said.direction == Direction::Out && said.kind == Kind::Message;
    db.prepare_cached(
        "INSERT INTO event (id, contact_seq, delivery_seq, kind, direction, happened_at, text, said, external_id,
                            matter, former_matter, folded)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        event.id.as_bytes(),
        event.contact_seq,
        event.delivery_seq,
        said.kind.as_str(),
        direction(said.direction),
        millis(event.happened_at),
        event.text,
        serde_json::to_string(said)?,
        said.external_id.as_ref().filter(|_| named_by_receipts),
        event.standing.matter,
        event.standing.former,
        event.standing.folded
    ])?;
    Ok(())
}

/// What was filed from a delivery, and whose it is: the first one's contact.
pub(crate) fn of_delivery(
    db: &Connection,
    delivery_seq: i64,
) -> StoreResult<(Vec<EventLine>, Option<String>)> {
    let mut lines = Vec::new();
    let mut who = None;
    let mut select = db.prepare_cached(
        "SELECT event.id, event.kind, event.text, contact.id AS contact_id,
                contact.created_at = delivery.received_at AS new_contact,
                coalesce(nullif(contact.name, ''), (
                    SELECT shown FROM contact_handle WHERE contact_seq = contact.seq
                    ORDER BY kind = 'phone' DESC, kind = 'email' DESC, verified DESC, match_key LIMIT 1)) AS who
         FROM event JOIN contact ON contact.seq = event.contact_seq
                    JOIN delivery ON delivery.seq = event.delivery_seq
         WHERE delivery_seq = ?1 ORDER BY event.seq",
    )?;
    let mut rows = select.query([delivery_seq])?;
    while let Some(row) = rows.next()? {
        if who.is_none() {
            who = row.get("who")?;
        }
        lines.push(EventLine {
            id: EventId::from_bytes(row.get("id")?),
            kind: row.get("kind")?,
            contact: ContactId::from_bytes(row.get("contact_id")?),
            new_contact: row.get("new_contact")?,
            text: row.get("text")?,
        });
    }
    Ok((lines, who))
}

/// What was understood of a delivery, as far as it was filed.
pub(crate) fn mapped_of_delivery(db: &Connection, delivery_seq: i64) -> StoreResult<Vec<MappedEvent>> {
    db.prepare_cached(
        "SELECT said, contact.id AS contact_id FROM event JOIN contact ON contact.seq = event.contact_seq
         WHERE delivery_seq = ?1 ORDER BY event.seq",
    )?
    .query_and_then([delivery_seq], |row| {
        let text: String = row.get("said")?;
        let event: Event = serde_json::from_str(&text)?;
        Ok(said::mapped(
            &event,
            Some(ContactId::from_bytes(row.get("contact_id")?)),
        ))
    })?
    .collect()
}

/// An event as it was filed.
pub(crate) struct FiledEvent {
    pub(crate) seq: i64,
    pub(crate) id: EventId,
    pub(crate) contact_seq: i64,
    pub(crate) happened_at: Timestamp,
    pub(crate) said: Event,
}

/// What was filed from a delivery and is on somebody's timeline.
pub(crate) fn filed_from(db: &Connection, delivery_seq: i64) -> StoreResult<Vec<FiledEvent>> {
    db.prepare_cached(
        "SELECT seq, id, contact_seq, happened_at, said FROM event WHERE delivery_seq = ?1 ORDER BY seq",
    )?
    .query_and_then([delivery_seq], |row| {
        let said: String = row.get("said")?;
        Ok(FiledEvent {
            seq: row.get("seq")?,
            id: EventId::from_bytes(row.get("id")?),
            contact_seq: row.get("contact_seq")?,
            happened_at: time(row, "happened_at")?,
            said: serde_json::from_str(&said)?,
        })
    })?
    .collect()
}

/// Writes what an event says now that its delivery was read again. Its contact, time and direction stay.
pub(crate) fn rewrite(db: &Connection, seq: i64, text: Option<&str>, said: &Event) -> StoreResult<()> {
    db.prepare_cached("UPDATE event SET kind = ?2, text = ?3, said = ?4 WHERE seq = ?1")?
        .execute(params![
            seq,
            said.kind.as_str(),
            text,
            serde_json::to_string(said)?
        ])?;
    Ok(())
}

/// A message of ours, of which a receipt may tell.
pub(crate) struct Sent {
    pub(crate) seq: i64,
    pub(crate) receipt: Option<Receipt>,
}

/// The message that the source's sender calls so.
pub(crate) fn sent(db: &Connection, source: SourceId, external_id: &str) -> StoreResult<Option<Sent>> {
    db.prepare_cached(
        "SELECT event.seq, receipt FROM event JOIN delivery ON delivery.seq = event.delivery_seq
         WHERE external_id = ?1 AND source_id = ?2 ORDER BY event.seq DESC LIMIT 1",
    )?
    .query_and_then(params![external_id, source.as_bytes()], |row| {
        Ok(Sent {
            seq: row.get("seq")?,
            receipt: receipt(row)?,
        })
    })?
    .next()
    .transpose()
}

/// Notes how far a message of ours came, and gives its line of the timeline as it is now.
pub(crate) fn set_receipt(db: &Connection, seq: i64, receipt: Receipt) -> StoreResult<Option<TimelineEntry>> {
    db.prepare_cached("UPDATE event SET receipt = ?2 WHERE seq = ?1")?
        .execute(params![seq, word(receipt)])?;
    line(db, "event.seq", seq)
}

/// A line of the timeline, as it is now.
pub(crate) fn line_of(db: &Connection, id: EventId) -> StoreResult<Option<TimelineEntry>> {
    line(db, "event.id", id.as_bytes())
}

fn line(db: &Connection, column: &str, key: impl ToSql) -> StoreResult<Option<TimelineEntry>> {
    db.prepare_cached(&format!(
        "SELECT event.id, contact_seq, happened_at, text, said, receipt, matter, source.title AS source,
                delivery.test, contact.id AS contact_id, contact.name
         FROM event JOIN delivery ON delivery.seq = delivery_seq JOIN source ON source.id = delivery.source_id
                    JOIN contact ON contact.seq = contact_seq
         WHERE {column} = ?1"
    ))?
    .query_and_then([key], |row| {
        let name: String = row.get("name")?;
        entry(db, row, ContactId::from_bytes(row.get("contact_id")?), &name)
    })?
    .next()
    .transpose()
}

/// A row of `event` that leads its matter, with its source's `source` and `test`, as a line of the timeline of `contact`, whose card says
/// `name`.
pub(super) fn entry(
    db: &Connection,
    row: &Row<'_>,
    contact: ContactId,
    name: &str,
) -> StoreResult<TimelineEntry> {
    let said: String = row.get("said")?;
    let said: Event = serde_json::from_str(&said)?;
    let text: Option<String> = row.get("text")?;
    let source: String = row.get("source")?;
    let matter: Option<String> = row.get("matter")?;
    let earlier = match matter {
        Some(matter) => matters::earlier(db, row.get("contact_seq")?, &matter)?,
        None => Vec::new(),
    };
    let what = said::entry(
        &said,
        said::Beside {
            text: text.as_deref(),
            name,
            source: &source,
            receipt: receipt(row)?,
            earlier,
            test: row.get("test")?,
        },
    );
    Ok(TimelineEntry {
        id: EventId::from_bytes(row.get("id")?).to_string(),
        contact,
        at: time(row, "happened_at")?,
        what: What::Event(what),
    })
}

fn receipt(row: &Row<'_>) -> StoreResult<Option<Receipt>> {
    let Some(text) = row.get::<_, Option<String>>("receipt")? else {
        return Ok(None);
    };
    match read_receipt(&text) {
        None => Err(unreadable("event.receipt", text)),
        known => Ok(known),
    }
}

/// How far a message came, by the word that is kept and that presets use for a receipt's version.
pub(crate) fn read_receipt(word: &str) -> Option<Receipt> {
    match word {
        "sent" => Some(Receipt::Sent),
        "delivered" => Some(Receipt::Delivered),
        "read" => Some(Receipt::Read),
        "failed" => Some(Receipt::Failed),
        _ => None,
    }
}

fn word(receipt: Receipt) -> &'static str {
    match receipt {
        Receipt::Sent => "sent",
        Receipt::Delivered => "delivered",
        Receipt::Read => "read",
        Receipt::Failed => "failed",
    }
}

/// Whether anything was told of a contact.
pub(crate) fn any(db: &Connection, contact_seq: i64) -> StoreResult<bool> {
    let any = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM event WHERE contact_seq = ?1)")?
        .query_row([contact_seq], |row| row.get(0))?;
    Ok(any)
}

/// Whether the business answered a contact, from elsewhere, at that time or later.
pub(crate) fn any_answer_since(db: &Connection, contact_seq: i64, since: Timestamp) -> StoreResult<bool> {
    let any = db
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM event WHERE contact_seq = ?1 AND happened_at >= ?2 AND direction = 'out')",
        )?
        .query_row(params![contact_seq, millis(since)], |row| row.get(0))?;
    Ok(any)
}
