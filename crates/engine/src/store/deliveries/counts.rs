//! How many deliveries came, by the hour: of those in the log from an index alone, of those that were taken out from
//! what was counted then.

use jiff::Timestamp;
use recado_api::SourceId;
use recado_api::view::{HourOfDeliveries, Verdict};
use rusqlite::{Connection, params};

use crate::store::StoreResult;
use crate::store::columns::{millis, unreadable};

/// In milliseconds.
const HOUR: i64 = 60 * 60 * 1_000;

/// For how long deliveries that are taken out are counted together, in milliseconds: every zone's hours begin with such
/// a quarter.
const QUARTER: i64 = HOUR / 4;

/// The deliveries between two times, by the hour from the first on, tests aside.
pub(crate) fn by_hour(
    db: &Connection,
    since: Timestamp,
    until: Timestamp,
    source: Option<SourceId>,
) -> StoreResult<Vec<HourOfDeliveries>> {
    let (since, until) = (millis(since), millis(until));
    let length = until.saturating_sub(since).max(0);
    let mut hours =
        vec![HourOfDeliveries::default(); usize::try_from((length + HOUR - 1) / HOUR).unwrap_or(0)];
    let source = source.map(|source| source.as_bytes().to_vec());
    let mut in_the_log = db.prepare_cached(
        "SELECT (received_at - ?1) / ?4 AS hour, verdict, count(*) AS count
         FROM delivery INDEXED BY delivery_by_time
         WHERE received_at >= ?1 AND received_at < ?2 AND test = 0 AND (?3 IS NULL OR source_id = ?3)
         GROUP BY hour, verdict",
    )?;
    let mut taken_out = db.prepare_cached(
        "SELECT (begins_at - ?1) / ?4 AS hour, verdict, sum(count) AS count FROM delivery_count
         WHERE begins_at >= ?1 AND begins_at < ?2 AND (?3 IS NULL OR source_id = ?3)
         GROUP BY hour, verdict",
    )?;
    for select in [&mut in_the_log, &mut taken_out] {
        let mut rows = select.query(params![since, until, source, HOUR])?;
        while let Some(row) = rows.next()? {
            let hour: i64 = row.get("hour")?;
            let word: String = row.get("verdict")?;
            let count: i64 = row.get("count")?;
            let verdict = Verdict::ALL
                .into_iter()
                .find(|known| known.as_str() == word)
                .ok_or_else(|| unreadable("delivery_count.verdict", &word))?;
            if let Some(hour) = usize::try_from(hour).ok().and_then(|hour| hours.get_mut(hour)) {
                let number = number(hour, verdict);
                *number = number.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
            }
        }
    }
    Ok(hours)
}

fn number(hour: &mut HourOfDeliveries, verdict: Verdict) -> &mut u32 {
    match verdict {
        Verdict::Accepted | Verdict::Duplicate | Verdict::Ignored | Verdict::Paused | Verdict::Handshake => {
            &mut hour.taken
        }
        Verdict::Refused | Verdict::Limited => &mut hour.refused,
        Verdict::Unmatched => &mut hour.unmatched,
        Verdict::Malformed => &mut hour.malformed,
    }
}

/// Counts a delivery that is taken out of the log.
pub(super) fn count(db: &Connection, received_at: i64, source: &[u8], verdict: &str) -> StoreResult<()> {
    db.prepare_cached(
        "INSERT INTO delivery_count (begins_at, source_id, verdict, count) VALUES (?1, ?2, ?3, 1)
         ON CONFLICT (begins_at, source_id, verdict) DO UPDATE SET count = count + 1",
    )?
    .execute(params![
        received_at - received_at.rem_euclid(QUARTER),
        source,
        verdict
    ])?;
    Ok(())
}
