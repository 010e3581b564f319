//! The people on the board.

use recado_api::view::{Contact, Outcome};
use recado_api::{ContactId, SourceId, StageId};
use rusqlite::{Connection, Row, params};

use super::columns::{millis, optional_time, time};
use super::{StoreError, StoreResult, handles};

/// A contact as intake changes it: what is shown, and what only decides.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    /// 0 while it is not in the database.
    pub(crate) seq: i64,
    pub(crate) shown: Contact,
    pub(crate) name_is_owners: bool,
    pub(crate) outcome: Outcome,
}

/// Puts a new contact on the board and gives its `seq`.
pub(crate) fn insert(db: &Connection, shown: &Contact, source: SourceId) -> StoreResult<i64> {
    db.prepare_cached(
        "INSERT INTO contact (id, name, stage_id, position, unread, last_message, last_message_at, waiting_since,
                              source_id, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        shown.id.as_bytes(),
        shown.name,
        shown.stage_id.as_bytes(),
        shown.position,
        shown.unread,
        shown.last_message,
        shown.last_message_at.map(millis),
        shown.waiting_since.map(millis),
        source.as_bytes(),
        millis(shown.created_at)
    ])?;
    Ok(db.last_insert_rowid())
}

pub(crate) fn card(db: &Connection, seq: i64) -> StoreResult<Option<Card>> {
    db.prepare_cached(&format!("{SHOWN} WHERE contact.seq = ?1"))?
        .query_and_then([seq], |row| {
            let outcome: String = row.get("outcome")?;
            Ok(Card {
                seq,
                shown: read(db, row)?,
                name_is_owners: row.get("name_is_owners")?,
                outcome: super::board::outcome(&outcome)?,
            })
        })?
        .next()
        .transpose()
}

/// Writes back what filing an event changed.
pub(crate) fn update(db: &Connection, card: &Card) -> StoreResult<()> {
    let shown = &card.shown;
    db.prepare_cached(
        "UPDATE contact SET name = ?2, stage_id = ?3, position = ?4, unread = ?5, last_message = ?6,
                last_message_at = ?7, waiting_since = ?8, archived_at = CASE WHEN ?9 THEN archived_at END
         WHERE seq = ?1",
    )?
    .execute(params![
        card.seq,
        shown.name,
        shown.stage_id.as_bytes(),
        shown.position,
        shown.unread,
        shown.last_message,
        shown.last_message_at.map(millis),
        shown.waiting_since.map(millis),
        shown.archived
    ])?;
    Ok(())
}

pub(crate) fn any(db: &Connection) -> StoreResult<bool> {
    Ok(db.query_row("SELECT EXISTS (SELECT 1 FROM contact)", [], |row| row.get(0))?)
}

const SHOWN: &str =
    "SELECT contact.seq, contact.id, contact.name, stage_id, stage.title AS stage, contact.position,
            stage.outcome, name_is_owners, unread, last_message, last_message_at, waiting_since, source.title AS source,
            contact.created_at, archived_at
     FROM contact JOIN stage ON stage.id = contact.stage_id
     LEFT JOIN source ON source.id = contact.source_id";

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
    let (phones, emails) = handles::shown(db, row.get("seq")?)?;
    Ok(Contact {
        id: ContactId::from_bytes(row.get("id")?),
        name: row.get("name")?,
        phones,
        emails,
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
