//! The people on the board.

use jiff::Timestamp;
use recado_api::view::{Contact, Outcome};
use recado_api::{ContactId, SourceId, StageId};
use rusqlite::{Connection, Row, params};

use super::columns::{millis, optional_time, time};
use super::{StoreError, StoreResult, handles};

/// What intake has to know of a contact to file something on it.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    pub(crate) seq: i64,
    pub(crate) name: String,
    pub(crate) name_is_owners: bool,
    pub(crate) stage_id: StageId,
    pub(crate) outcome: Outcome,
    pub(crate) position: String,
    pub(crate) unread: u32,
    pub(crate) last_message: Option<String>,
    pub(crate) last_message_at: Option<Timestamp>,
    pub(crate) waiting_since: Option<Timestamp>,
    pub(crate) archived_at: Option<Timestamp>,
}

pub(crate) struct NewContact<'a> {
    pub(crate) id: ContactId,
    pub(crate) name: &'a str,
    pub(crate) stage_id: StageId,
    pub(crate) position: &'a str,
    pub(crate) source_id: SourceId,
    pub(crate) created_at: Timestamp,
}

pub(crate) fn insert(db: &Connection, contact: &NewContact<'_>) -> StoreResult<i64> {
    db.prepare_cached(
        "INSERT INTO contact (id, name, stage_id, position, source_id, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        contact.id.as_bytes(),
        contact.name,
        contact.stage_id.as_bytes(),
        contact.position,
        contact.source_id.as_bytes(),
        millis(contact.created_at)
    ])?;
    Ok(db.last_insert_rowid())
}

pub(crate) fn card(db: &Connection, seq: i64) -> StoreResult<Option<Card>> {
    db.prepare_cached(
        "SELECT contact.seq, name, name_is_owners, stage_id, contact.position, unread, last_message,
                last_message_at, waiting_since, archived_at, stage.outcome
         FROM contact JOIN stage ON stage.id = contact.stage_id WHERE contact.seq = ?1",
    )?
    .query_and_then([seq], |row| {
        let outcome: String = row.get("outcome")?;
        Ok(Card {
            seq: row.get("seq")?,
            name: row.get("name")?,
            name_is_owners: row.get("name_is_owners")?,
            stage_id: StageId::from_bytes(row.get("stage_id")?),
            outcome: super::board::outcome(&outcome)?,
            position: row.get("position")?,
            unread: row.get("unread")?,
            last_message: row.get("last_message")?,
            last_message_at: optional_time(row, "last_message_at")?,
            waiting_since: optional_time(row, "waiting_since")?,
            archived_at: optional_time(row, "archived_at")?,
        })
    })?
    .next()
    .transpose()
}

/// Writes back what filing an event changed.
pub(crate) fn update(db: &Connection, card: &Card) -> StoreResult<()> {
    db.prepare_cached(
        "UPDATE contact SET name = ?2, stage_id = ?3, position = ?4, unread = ?5, last_message = ?6,
                last_message_at = ?7, waiting_since = ?8, archived_at = ?9
         WHERE seq = ?1",
    )?
    .execute(params![
        card.seq,
        card.name,
        card.stage_id.as_bytes(),
        card.position,
        card.unread,
        card.last_message,
        card.last_message_at.map(millis),
        card.waiting_since.map(millis),
        card.archived_at.map(millis)
    ])?;
    Ok(())
}

pub(crate) fn any(db: &Connection) -> StoreResult<bool> {
    Ok(db.query_row("SELECT EXISTS (SELECT 1 FROM contact)", [], |row| row.get(0))?)
}

const SHOWN: &str =
    "SELECT contact.seq, contact.id, contact.name, stage_id, stage.title AS stage, contact.position,
            unread, last_message, last_message_at, waiting_since, source.title AS source,
            contact.created_at, archived_at
     FROM contact JOIN stage ON stage.id = contact.stage_id
     LEFT JOIN source ON source.id = contact.source_id";

pub(crate) fn shown(db: &Connection, seq: i64) -> StoreResult<Option<Contact>> {
    db.prepare_cached(&format!("{SHOWN} WHERE contact.seq = ?1"))?
        .query_and_then([seq], |row| read(db, row))?
        .next()
        .transpose()
}

/// Up to `limit` contacts made after `after`, in the order they were made.
pub(crate) fn page(db: &Connection, after: Option<ContactId>, limit: u32) -> StoreResult<Vec<Contact>> {
    let after: i64 = match after {
        Some(id) => db
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM contact WHERE id <= ?1")?
            .query_row([id.as_bytes()], |row| row.get(0))?,
        None => 0,
    };
    db.prepare_cached(&format!(
        "{SHOWN} WHERE contact.seq > ?1 ORDER BY contact.seq LIMIT ?2"
    ))?
    .query_and_then(params![after, limit], |row| read(db, row))?
    .collect()
}

fn read(db: &Connection, row: &Row<'_>) -> Result<Contact, StoreError> {
    let seq: i64 = row.get("seq")?;
    Ok(Contact {
        id: ContactId::from_bytes(row.get("id")?),
        name: row.get("name")?,
        phones: handles::shown(db, seq, handles::PHONE)?,
        emails: handles::shown(db, seq, handles::EMAIL)?,
        stage: row.get("stage")?,
        stage_id: StageId::from_bytes(row.get("stage_id")?),
        position: row.get("position")?,
        unread: row.get("unread")?,
        last_message: row.get("last_message")?,
        last_message_at: optional_time(row, "last_message_at")?,
        waiting_since: optional_time(row, "waiting_since")?,
        source: row.get("source")?,
        created_at: time(row, "created_at")?,
        archived: row.get::<_, Option<i64>>("archived_at")?.is_some(),
    })
}
