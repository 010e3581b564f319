//! Which events were applied: keyed hashes, and the first delivery of each.

use jiff::Timestamp;
use recado_api::DeliveryId;
use rusqlite::{Connection, OptionalExtension, params};

use super::StoreResult;
use super::columns::millis;

pub(crate) type Hash = [u8; 32];

/// The delivery that first brought the event, unless its time ran out before `received_at`.
pub(crate) fn first_delivery(
    db: &Connection,
    hash: &Hash,
    received_at: Timestamp,
) -> StoreResult<Option<DeliveryId>> {
    let first = db
        .prepare_cached(
            "SELECT first_delivery FROM applied WHERE hash = ?1 AND (expires_at IS NULL OR expires_at > ?2)",
        )?
        .query_row(params![hash, millis(received_at)], |row| row.get(0))
        .optional()?;
    Ok(first.map(DeliveryId::from_bytes))
}

/// Remembers the event until `expires_at`, or for good.
pub(crate) fn remember(
    db: &Connection,
    hash: &Hash,
    first_delivery: DeliveryId,
    expires_at: Option<Timestamp>,
) -> StoreResult<()> {
    db.prepare_cached("REPLACE INTO applied (hash, first_delivery, expires_at) VALUES (?1, ?2, ?3)")?
        .execute(params![hash, first_delivery.as_bytes(), expires_at.map(millis)])?;
    Ok(())
}

/// Forgets up to `limit` events whose time has run out, and tells how many that were.
pub(crate) fn forget_expired(db: &Connection, now: Timestamp, limit: u32) -> StoreResult<usize> {
    let gone = db
        .prepare_cached(
            "DELETE FROM applied WHERE hash IN
             (SELECT hash FROM applied WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)",
        )?
        .execute(params![millis(now), limit])?;
    Ok(gone)
}
