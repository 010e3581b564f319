//! Which deliveries came through the tunnel: their ids at the relay, and what became of each.
//!
//! An id is the only thing by which a delivery that is shown again is known, so it outlives what the relay keeps, by two
//! clocks: the relay's, as far as it was told, and this computer's. Either may be days off, or be set right at any time;
//! an id is forgotten only when both have passed its time.

use jiff::{SignedDuration, Timestamp};
use recado_api::DeliveryId;
use recado_api::view::Verdict;
use recado_tunnel::delivery::DeliveryId as RelayId;
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::millis;
use super::deliveries::{self, Detail};
use super::{StoreResult, settings};

/// How much longer than the relay keeps it an id is remembered: it may be offered just before its time is over there,
/// over a link that is then slow to settle it.
const MARGIN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The least that a relay is taken to keep what waits: what relays are set to unless told otherwise. One that says less
/// may say more tomorrow.
const LEAST_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What became of a delivery when it came for the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct First {
    pub(crate) verdict: Verdict,
    pub(crate) http_status: u16,
    pub(crate) detail: Option<Detail>,
    /// That the answer names.
    pub(crate) answered_as: DeliveryId,
}

/// What became of the delivery with this id, if it came before.
pub(crate) fn first(db: &Connection, id: RelayId) -> StoreResult<Option<First>> {
    let mut select = db.prepare_cached(
        "SELECT delivery_id, verdict, http_status, detail FROM tunnel_delivery WHERE id = ?1",
    )?;
    let mut rows = select.query([id.as_bytes()])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    Ok(Some(First {
        verdict: deliveries::verdict(row)?,
        http_status: row.get("http_status")?,
        detail: deliveries::detail(row)?,
        answered_as: DeliveryId::from_bytes(row.get("delivery_id")?),
    }))
}

/// Remembers what became of a delivery that the relay received at `received_at`, by its clock, and keeps for `keeps`.
pub(crate) fn remember(
    db: &Connection,
    id: RelayId,
    first: &First,
    received_at: Timestamp,
    keeps: SignedDuration,
    now: Timestamp,
) -> StoreResult<()> {
    let after = |at: Timestamp| at.saturating_add(remembered(keeps)).unwrap_or(Timestamp::MAX);
    db.prepare_cached(
        "INSERT INTO tunnel_delivery (id, delivery_id, verdict, http_status, detail, received_at, gone_at, forget_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        id.as_bytes(),
        first.answered_as.as_bytes(),
        first.verdict.as_str(),
        first.http_status,
        first.detail.as_ref().map(serde_json::to_string).transpose()?,
        millis(received_at),
        millis(after(received_at)),
        millis(after(now))
    ])?;
    Ok(())
}

/// Forgets up to `limit` ids that no relay can offer any more, and tells how many those were.
pub(crate) fn forget(db: &Connection, now: Timestamp, limit: u32) -> StoreResult<usize> {
    let Some(latest) = latest(db)? else {
        return Ok(0);
    };
    let due = db
        .prepare_cached(
            "SELECT id, received_at FROM tunnel_delivery
             WHERE gone_at <= ?1 AND forget_at <= ?2 ORDER BY gone_at LIMIT ?3",
        )?
        .query_map(params![latest, millis(now), limit], |row| {
            Ok((row.get("id")?, row.get("received_at")?))
        })?
        .collect::<Result<Vec<([u8; 16], i64)>, _>>()?;
    for (id, _) in &due {
        db.prepare_cached("DELETE FROM tunnel_delivery WHERE id = ?1")?
            .execute([id])?;
    }
    if let Some(until) = due.iter().map(|(_, received_at)| *received_at).max() {
        let until = until.max(forgotten_until(db)?);
        settings::save(db, settings::TUNNEL_FORGOTTEN_UNTIL, &until.to_string())?;
    }
    Ok(due.len())
}

/// Whether an entry is from a time of which ids are forgotten, and the relay itself would have given it up long ago:
/// somebody shows it again. Neither alone says so.
pub(crate) fn is_from_before(
    db: &Connection,
    received_at: Timestamp,
    keeps: SignedDuration,
) -> StoreResult<bool> {
    if millis(received_at) > forgotten_until(db)? {
        return Ok(false);
    }
    let gone_at = received_at
        .saturating_add(keeps.saturating_add(MARGIN))
        .unwrap_or(Timestamp::MAX);
    Ok(latest(db)?.is_some_and(|latest| millis(gone_at) <= latest))
}

fn remembered(keeps: SignedDuration) -> SignedDuration {
    keeps.max(LEAST_KEPT).saturating_add(MARGIN)
}

/// The relay's clock at the last delivery, or a little before: of the one that it keeps longest.
fn latest(db: &Connection) -> StoreResult<Option<i64>> {
    let latest = db
        .prepare_cached("SELECT received_at FROM tunnel_delivery ORDER BY gone_at DESC LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(latest)
}

/// Up to when of the relay's time ids are forgotten, in milliseconds.
fn forgotten_until(db: &Connection) -> StoreResult<i64> {
    let until = settings::load(db, settings::TUNNEL_FORGOTTEN_UNTIL)?;
    Ok(until.and_then(|until| until.parse().ok()).unwrap_or(i64::MIN))
}
