//! What is taken out of the log when its time or its room is over.
//!
//! Bodies, headers and queries go; a row whose events are on somebody's timeline stays, any other goes whole and is
//! counted. The log is walked once, by the time of receipt, up to a mark; what waited when the mark passed by is taken
//! out when it waits no longer ([`take_out_if_due`]).
//!
//! Nothing that waits is touched: what came while its source was paused, what is in quarantine, what has details to be
//! fetched, and for [`UNMATCHED_KEPT`] what named nobody, since a mapping may yet recover it.

use jiff::{SignedDuration, Timestamp};
use recado_api::DeliveryId;
use recado_api::view::Verdict;
use rusqlite::{Connection, OptionalExtension, params};

use super::counts::{self, Gone};
use super::is_short;
use crate::store::columns::millis;
use crate::store::{StoreResult, settings};

/// How long a delivery that named nobody is kept at least, whatever the owner says of the log: somebody may be behind
/// it.
const UNMATCHED_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What a row costs beside its body, in bytes: headers and its places in the indexes.
const ROW: i64 = 700;

/// Rows that are taken out at a time.
const AT_A_TIME: u32 = 200;

/// The time up to which deliveries have to go so that the rest takes no more than `limit` bytes, about. `None` where
/// it takes no more.
pub(crate) fn too_large_until(db: &Connection, limit: u64) -> StoreResult<Option<Timestamp>> {
    let mut room = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut select = db.prepare_cached(
        "SELECT received_at, verdict, body_length FROM delivery INDEXED BY delivery_by_time
         WHERE received_at > ?1 ORDER BY received_at DESC",
    )?;
    let mut rows = select.query([mark(db)?])?;
    while let Some(row) = rows.next()? {
        let verdict = super::verdict(row)?;
        let body: i64 = if is_short(verdict) {
            0
        } else {
            row.get("body_length")?
        };
        room = room.saturating_sub(body.saturating_add(ROW));
        if room < 0 {
            let received_at: i64 = row.get("received_at")?;
            return Ok(Timestamp::from_millisecond(received_at).ok());
        }
    }
    Ok(None)
}

/// Takes out a few of the deliveries that were received up to `until`, and tells whether there may be more.
pub(crate) fn take_out(db: &Connection, until: Timestamp, now: Timestamp) -> StoreResult<bool> {
    let (after, until) = (mark(db)?, millis(until));
    // All of one time at once: the mark is a time.
    let through: Option<i64> = db
        .prepare_cached(
            "SELECT received_at FROM delivery INDEXED BY delivery_by_time
             WHERE received_at > ?1 AND received_at <= ?2 ORDER BY received_at LIMIT 1 OFFSET ?3",
        )?
        .query_row(params![after, until, AT_A_TIME - 1], |row| row.get(0))
        .optional()?;
    let more = through.is_some();
    let through = through.unwrap_or(until);
    if through <= after {
        return Ok(false);
    }
    let due = rows(
        db,
        "FROM delivery INDEXED BY delivery_by_time WHERE received_at > ?1 AND received_at <= ?2",
        params![after, through],
    )?;
    for row in due {
        row.take_out(db, now)?;
    }
    settings::save(db, settings::LOG_TAKEN_OUT_UNTIL, &through.to_string())?;
    Ok(more)
}

/// Takes out a few of those that the mark left because they named nobody, whose time is over now, and tells whether
/// there may be more.
pub(crate) fn take_out_unmatched(db: &Connection, now: Timestamp) -> StoreResult<bool> {
    let until = mark(db)?.min(millis(unmatched_until(now)));
    let due = rows(
        db,
        "FROM delivery WHERE verdict = 'unmatched' AND received_at <= ?1 ORDER BY seq LIMIT ?2",
        params![until, AT_A_TIME],
    )?;
    for row in &due {
        row.take_out(db, now)?;
    }
    Ok(due.len() == AT_A_TIME as usize)
}

/// Takes out a delivery that waited until now, where the log's mark has passed it by meanwhile.
pub(crate) fn take_out_if_due(db: &Connection, seq: i64, now: Timestamp) -> StoreResult<()> {
    let mark = mark(db)?;
    let due = rows(
        db,
        "FROM delivery WHERE seq = ?1 AND received_at <= ?2",
        params![seq, mark],
    )?;
    for row in due {
        row.take_out(db, now)?;
    }
    Ok(())
}

/// Takes out a delivery that came late, from before the log's mark: the log is not walked again for it.
pub(crate) fn take_out_if_late(db: &Connection, id: DeliveryId, now: Timestamp) -> StoreResult<()> {
    let mark = mark(db)?;
    let due = rows(
        db,
        "FROM delivery WHERE id = ?1 AND received_at <= ?2",
        params![id.as_bytes(), mark],
    )?;
    for row in due {
        row.take_out(db, now)?;
    }
    Ok(())
}

/// Up to when everything that does not wait was taken out, in milliseconds.
fn mark(db: &Connection) -> StoreResult<i64> {
    let mark = settings::load(db, settings::LOG_TAKEN_OUT_UNTIL)?;
    Ok(mark.and_then(|mark| mark.parse().ok()).unwrap_or(i64::MIN))
}

fn unmatched_until(now: Timestamp) -> Timestamp {
    now.checked_sub(UNMATCHED_KEPT).unwrap_or(now)
}

struct Due {
    seq: i64,
    received_at: i64,
    source: Vec<u8>,
    verdict: Verdict,
    took_micros: Option<i64>,
    pending: bool,
    quarantined: bool,
    filed: bool,
    test: bool,
}

fn rows(db: &Connection, rest: &str, params: impl rusqlite::Params) -> StoreResult<Vec<Due>> {
    db.prepare_cached(&format!(
        "SELECT seq, received_at, source_id, verdict, took_micros, pending, test,
                EXISTS (SELECT 1 FROM quarantine WHERE delivery_seq = seq) AS quarantined,
                EXISTS (SELECT 1 FROM event WHERE event.delivery_seq = delivery.seq) AS filed
         {rest}"
    ))?
    .query_and_then(params, |row| {
        Ok(Due {
            seq: row.get("seq")?,
            received_at: row.get("received_at")?,
            source: row.get("source_id")?,
            verdict: super::verdict(row)?,
            took_micros: row.get("took_micros")?,
            pending: row.get("pending")?,
            quarantined: row.get("quarantined")?,
            filed: row.get("filed")?,
            test: row.get("test")?,
        })
    })?
    .collect()
}

impl Due {
    fn waits(&self, now: Timestamp) -> bool {
        let may_be_mapped = match self.verdict {
            Verdict::Paused => true,
            Verdict::Unmatched => self.received_at > millis(unmatched_until(now)),
            Verdict::Accepted
            | Verdict::Duplicate
            | Verdict::Ignored
            | Verdict::Handshake
            | Verdict::Malformed
            | Verdict::Refused
            | Verdict::Limited => false,
        };
        may_be_mapped || self.pending || self.quarantined
    }

    fn take_out(&self, db: &Connection, now: Timestamp) -> StoreResult<()> {
        if self.waits(now) {
            return Ok(());
        }
        if self.filed {
            db.prepare_cached("UPDATE delivery SET body = NULL, headers = '[]', query = '' WHERE seq = ?1")?
                .execute([self.seq])?;
            return Ok(());
        }
        if !self.test {
            let gone = Gone {
                received_at: self.received_at,
                source: &self.source,
                verdict: self.verdict,
                took_micros: self.took_micros,
            };
            counts::count(db, &gone)?;
        }
        db.prepare_cached("DELETE FROM delivery WHERE seq = ?1")?
            .execute([self.seq])?;
        Ok(())
    }
}
