//! Refusals that are only counted: by day, source and status.

use jiff::Timestamp;
use recado_api::SourceId;
use rusqlite::{Connection, params};

use super::StoreResult;

pub(crate) fn add(
    db: &Connection,
    now: Timestamp,
    source: Option<SourceId>,
    http_status: u16,
    count: u64,
) -> StoreResult<()> {
    let day = now.strftime("%Y-%m-%d").to_string();
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
