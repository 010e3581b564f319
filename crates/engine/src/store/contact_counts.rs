//! How many contacts deliveries made: of those that are there from an index alone, of those that were erased from what
//! was counted then.

use std::collections::HashMap;

use recado_api::SourceId;
use rusqlite::{Connection, OptionalExtension, params};

use super::StoreResult;
use super::stretches::{self, Stretches};

pub(in crate::store) const MADE: &str =
    "SELECT created_at, source_id, 1 FROM contact INDEXED BY contact_by_time
    WHERE created_at >= ?1 AND created_at < ?2 AND source_id IS NOT NULL";

/// How many contacts each source made in each of the stretches. Contacts of which only tests told are none, and those
/// that the owner put on the board come from no source.
pub(crate) fn by_source(db: &Connection, stretches: &Stretches) -> StoreResult<HashMap<SourceId, Vec<u64>>> {
    let mut made: HashMap<SourceId, Vec<u64>> = HashMap::new();
    let whole = stretches.whole();
    for select in [
        MADE,
        // There are few. An index that knew which are tests would be written at every message.
        "SELECT created_at, source_id, -1 FROM contact INDEXED BY contact_test
         WHERE test = 1 AND created_at >= ?1 AND created_at < ?2 AND source_id IS NOT NULL",
        "SELECT begins_at, source_id, count FROM contact_count
         WHERE begins_at >= ?1 AND begins_at < ?2",
    ] {
        let mut select = db.prepare_cached(select)?;
        let mut rows = select.query(params![whole.start, whole.end])?;
        while let Some(row) = rows.next()? {
            let Some(stretch) = stretches.of(row.get(0)?) else {
                continue;
            };
            let source = SourceId::from_bytes(row.get(1)?);
            let of_source = made.entry(source).or_insert_with(|| vec![0; stretches.len()]);
            if let Some(count) = of_source.get_mut(stretch) {
                *count = count.saturating_add_signed(row.get(2)?);
            }
        }
    }
    Ok(made)
}

/// Counts a contact that is erased, if a delivery made it.
pub(super) fn count(db: &Connection, seq: i64) -> StoreResult<()> {
    let made: Option<(i64, [u8; 16])> = db
        .prepare_cached(
            "SELECT created_at, source_id FROM contact WHERE seq = ?1 AND test = 0 AND source_id IS NOT NULL",
        )?
        .query_row([seq], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((created_at, source)) = made else {
        return Ok(());
    };
    db.prepare_cached(
        "INSERT INTO contact_count (begins_at, source_id, count) VALUES (?1, ?2, 1)
         ON CONFLICT (begins_at, source_id) DO UPDATE SET count = count + 1",
    )?
    .execute(params![stretches::quarter(created_at), source])?;
    Ok(())
}
