//! What came from a source and when, of any verdict: as far as its rhythm is told by it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use recado_api::SourceId;
use rusqlite::{Connection, params};

use super::StoreResult;
use super::columns::{millis, to_time};
use super::stretches::QUARTER;

/// What the relay kept is filed in the order it came there, but beside what comes live: so many are looked at.
const NEWEST: u32 = 100;

/// When something came last, tests aside.
pub(crate) fn last_sign(db: &Connection, source: SourceId) -> StoreResult<Option<Timestamp>> {
    let last: Option<i64> = db
        .prepare_cached(
            "SELECT max(received_at) FROM (
                 SELECT received_at FROM delivery WHERE source_id = ?1 AND test = 0 ORDER BY seq DESC LIMIT ?2)",
        )?
        .query_row(params![source.as_bytes(), NEWEST], |row| row.get(0))?;
    last.map(|last| to_time(last, "delivery.received_at")).transpose()
}

/// How much came in each quarter of an hour, by its number since 1970, from a time on. Quarters in which nothing came are
/// missing.
pub(crate) fn by_quarter(
    db: &Connection,
    source: SourceId,
    since: Timestamp,
) -> StoreResult<BTreeMap<i64, u32>> {
    let mut came = BTreeMap::new();
    let mut select = db.prepare_cached(
        "SELECT received_at / ?3 AS quarter, count(*) AS count FROM delivery INDEXED BY delivery_by_time
         WHERE received_at >= ?2 AND source_id = ?1 AND test = 0 GROUP BY quarter
         UNION ALL
         SELECT begins_at / ?3 AS quarter, sum(count) AS count FROM delivery_count
         WHERE begins_at >= ?2 AND source_id = ?1 GROUP BY quarter",
    )?;
    let mut rows = select.query(params![source.as_bytes(), millis(since), QUARTER])?;
    while let Some(row) = rows.next()? {
        let counted: &mut u32 = came.entry(row.get("quarter")?).or_default();
        *counted = counted.saturating_add(row.get("count")?);
    }
    Ok(came)
}
