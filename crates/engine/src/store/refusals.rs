//! Refusals that are only counted: by day, source and status.

use std::collections::HashMap;

use recado_api::SourceId;
use rusqlite::{Connection, params};

use super::StoreResult;

/// `day` is in the business's zone.
pub(crate) fn add(
    db: &Connection,
    day: &str,
    source: Option<SourceId>,
    http_status: u16,
    count: u64,
) -> StoreResult<()> {
    let source = source.as_ref().map_or(&[][..], |id| &id.as_bytes()[..]);
    db.prepare_cached(
        "INSERT INTO refusal (day, source_id, http_status, count) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (day, source_id, http_status) DO UPDATE SET count = count + ?4",
    )?
    .execute(params![
        day,
        source,
        http_status,
        i64::try_from(count).unwrap_or(i64::MAX)
    ])?;
    Ok(())
}

/// How many were ever refused, by source and status; `None` for addresses that led nowhere.
pub(crate) fn ever(db: &Connection) -> StoreResult<HashMap<(Option<SourceId>, u16), u64>> {
    db.prepare_cached(
        "SELECT source_id, http_status, sum(count) FROM refusal GROUP BY source_id, http_status",
    )?
    .query_and_then([], |row| {
        let source = <[u8; 16]>::try_from(row.get_ref(0)?.as_blob().unwrap_or_default());
        let count: i64 = row.get(2)?;
        let key = (source.ok().map(SourceId::from_bytes), row.get(1)?);
        Ok((key, u64::try_from(count).unwrap_or_default()))
    })?
    .collect()
}

/// How many were refused on a day, at one source or at all.
pub(crate) fn of_day(db: &Connection, day: &str, source: Option<SourceId>) -> StoreResult<u64> {
    let source = source.map(|source| source.as_bytes().to_vec());
    let count: i64 = db
        .prepare_cached(
            "SELECT coalesce(sum(count), 0) FROM refusal WHERE day = ?1 AND (?2 IS NULL OR source_id = ?2)",
        )?
        .query_row(params![day, source], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or_default())
}
