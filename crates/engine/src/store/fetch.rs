//! Details that are still to be fetched from senders that told an id alone.

use jiff::Timestamp;
use recado_api::SourceId;
use rusqlite::{Connection, Row, params};

use super::columns::millis;
use super::{StoreError, StoreResult};

/// One thing to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FetchRow {
    pub(crate) seq: i64,
    pub(crate) delivery_seq: i64,
    pub(crate) source: SourceId,
    /// The name of one of the preset's resources.
    pub(crate) resource: String,
    /// The sender's id of what is fetched.
    pub(crate) id: String,
    /// How often it was tried in vain.
    pub(crate) attempts: u32,
}

/// `due_at` is `None` for what has to wait for the owner.
pub(crate) fn insert(
    db: &Connection,
    delivery_seq: i64,
    source: SourceId,
    (resource, id): (&str, &str),
    due_at: Option<Timestamp>,
) -> StoreResult<()> {
    db.prepare_cached(
        "INSERT INTO fetch (delivery_seq, source_id, resource, resource_id, due_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![delivery_seq, source.as_bytes(), resource, id, due_at.map(millis)])?;
    Ok(())
}

/// Up to `limit` of those whose time has come, those that have waited longest first.
pub(crate) fn due(db: &Connection, now: Timestamp, limit: u32) -> StoreResult<Vec<FetchRow>> {
    db.prepare_cached(
        "SELECT seq, delivery_seq, source_id, resource, resource_id, attempts FROM fetch
         WHERE due_at IS NOT NULL AND due_at <= ?1 ORDER BY due_at, seq LIMIT ?2",
    )?
    .query_and_then(params![millis(now), limit], read)?
    .collect()
}

/// When the next one is due.
pub(crate) fn next_due(db: &Connection) -> StoreResult<Option<Timestamp>> {
    let next: Option<i64> = db
        .prepare_cached("SELECT min(due_at) FROM fetch WHERE due_at IS NOT NULL")?
        .query_row([], |row| row.get(0))?;
    Ok(next.and_then(|next| Timestamp::from_millisecond(next).ok()))
}

/// Whether it is still to be fetched.
pub(crate) fn is_left(db: &Connection, seq: i64) -> StoreResult<bool> {
    let left = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM fetch WHERE seq = ?1)")?
        .query_row([seq], |row| row.get(0))?;
    Ok(left)
}

/// How many things of a delivery are still to be fetched.
pub(crate) fn left_of(db: &Connection, delivery_seq: i64) -> StoreResult<u32> {
    let left = db
        .prepare_cached("SELECT count(*) FROM fetch WHERE delivery_seq = ?1")?
        .query_row([delivery_seq], |row| row.get(0))?;
    Ok(left)
}

/// It could not be fetched; `due_at` says when it is tried again, `None` that it waits for the owner.
pub(crate) fn postpone(
    db: &Connection,
    seq: i64,
    attempts: u32,
    due_at: Option<Timestamp>,
) -> StoreResult<()> {
    db.prepare_cached("UPDATE fetch SET attempts = ?2, due_at = ?3 WHERE seq = ?1")?
        .execute(params![seq, attempts, due_at.map(millis)])?;
    Ok(())
}

pub(crate) fn remove(db: &Connection, seq: i64) -> StoreResult<()> {
    db.prepare_cached("DELETE FROM fetch WHERE seq = ?1")?
        .execute([seq])?;
    Ok(())
}

/// Makes everything of a source due now.
pub(crate) fn wake(db: &Connection, source: SourceId, now: Timestamp) -> StoreResult<()> {
    db.prepare_cached("UPDATE fetch SET due_at = ?2, attempts = 0 WHERE source_id = ?1")?
        .execute(params![source.as_bytes(), millis(now)])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<FetchRow, StoreError> {
    Ok(FetchRow {
        seq: row.get("seq")?,
        delivery_seq: row.get("delivery_seq")?,
        source: SourceId::from_bytes(row.get("source_id")?),
        resource: row.get("resource")?,
        id: row.get("resource_id")?,
        attempts: row.get("attempts")?,
    })
}
