//! Refused deliveries that may yet prove to be genuine: for a week, and 20 MB in all, the oldest out first.
//!
//! The delivery's row has the request; here is the evidence with which it is verified again.

use jiff::{SignedDuration, Timestamp};
use recado_api::SourceId;
use rusqlite::{Connection, OptionalExtension, params};

use super::StoreResult;
use super::applied::Hash;
use super::columns::millis;
use super::deliveries::retention;

/// How long a refused delivery waits for the right secret.
const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// All of them together, in bytes.
const ROOM: i64 = 20 * 1024 * 1024;

pub(crate) struct NewEntry<'a> {
    pub(crate) delivery_seq: i64,
    pub(crate) source: SourceId,
    /// As JSON.
    pub(crate) evidence: &'a str,
    /// Of the raw request.
    pub(crate) request_hash: &'a Hash,
    /// Of all that is kept of it, in bytes.
    pub(crate) size: usize,
    /// Whether it was not even judged.
    pub(crate) unjudged: bool,
}

/// Takes a delivery in, and as many old ones out as it needs room.
pub(crate) fn insert(db: &Connection, entry: &NewEntry<'_>, now: Timestamp) -> StoreResult<()> {
    let expires_at = now.saturating_add(KEPT).unwrap_or(Timestamp::MAX);
    db.prepare_cached(
        "INSERT INTO quarantine (delivery_seq, source_id, evidence, request_hash, size, expires_at, unjudged)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        entry.delivery_seq,
        entry.source.as_bytes(),
        entry.evidence,
        entry.request_hash,
        i64::try_from(entry.size).unwrap_or(i64::MAX),
        millis(expires_at),
        entry.unjudged
    ])?;
    while taken(db)? > ROOM {
        let oldest: Option<i64> = db
            .prepare_cached("SELECT delivery_seq FROM quarantine ORDER BY delivery_seq LIMIT 1")?
            .query_row([], |row| row.get(0))
            .optional()?;
        let Some(oldest) = oldest else { break };
        give_up(db, oldest, now)?;
    }
    Ok(())
}

/// Whether the same request with the same evidence waits already: its sender tries again.
pub(crate) fn holds(
    db: &Connection,
    source: SourceId,
    request_hash: &Hash,
    evidence: &str,
) -> StoreResult<bool> {
    let holds = db
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM quarantine
                            WHERE request_hash = ?1 AND source_id = ?2 AND evidence = ?3)",
        )?
        .query_row(params![request_hash, source.as_bytes(), evidence], |row| {
            row.get(0)
        })?;
    Ok(holds)
}

/// Whether a delivery of that size, in bytes, fits in without another one's going out.
pub(crate) fn has_room(db: &Connection, size: usize) -> StoreResult<bool> {
    Ok(taken(db)?.saturating_add(i64::try_from(size).unwrap_or(i64::MAX)) <= ROOM)
}

/// A delivery that turned out to be genuine leaves.
pub(crate) fn release(db: &Connection, delivery_seq: i64) -> StoreResult<bool> {
    let left = db
        .prepare_cached("DELETE FROM quarantine WHERE delivery_seq = ?1")?
        .execute([delivery_seq])?;
    Ok(left > 0)
}

/// The sources of which anything waits.
pub(crate) fn sources(db: &Connection) -> StoreResult<Vec<SourceId>> {
    distinct(db, "SELECT DISTINCT source_id FROM quarantine")
}

/// The sources of which deliveries wait that were not judged, because secrets could not be read.
pub(crate) fn unjudged_sources(db: &Connection) -> StoreResult<Vec<SourceId>> {
    distinct(db, "SELECT DISTINCT source_id FROM quarantine WHERE unjudged = 1")
}

fn distinct(db: &Connection, sql: &str) -> StoreResult<Vec<SourceId>> {
    let sources = db
        .prepare_cached(sql)?
        .query_map([], |row| row.get(0).map(SourceId::from_bytes))?
        .collect::<Result<_, _>>()?;
    Ok(sources)
}

/// A delivery was judged, and not believed. Tells whether that is news.
pub(crate) fn judge(db: &Connection, delivery_seq: i64) -> StoreResult<bool> {
    let judged = db
        .prepare_cached("UPDATE quarantine SET unjudged = 0 WHERE delivery_seq = ?1 AND unjudged = 1")?
        .execute([delivery_seq])?;
    Ok(judged > 0)
}

/// Gives up to `limit` deliveries up whose time is over, and tells how many that were.
pub(crate) fn expire(db: &Connection, now: Timestamp, limit: u32) -> StoreResult<usize> {
    let expired = db
        .prepare_cached(
            "SELECT delivery_seq FROM quarantine WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2",
        )?
        .query_map(params![millis(now), limit], |row| row.get(0))?
        .collect::<Result<Vec<i64>, _>>()?;
    for seq in &expired {
        give_up(db, *seq, now)?;
    }
    Ok(expired.len())
}

/// The line in the log stays, what it said goes.
fn give_up(db: &Connection, delivery_seq: i64, now: Timestamp) -> StoreResult<()> {
    release(db, delivery_seq)?;
    db.prepare_cached("UPDATE delivery SET body = NULL, request_hash = NULL WHERE seq = ?1")?
        .execute([delivery_seq])?;
    retention::take_out_if_due(db, delivery_seq, now)
}

/// Kept by triggers.
fn taken(db: &Connection) -> StoreResult<i64> {
    let size = db
        .prepare_cached("SELECT bytes FROM quarantine_size")?
        .query_row([], |row| row.get(0))?;
    Ok(size)
}
