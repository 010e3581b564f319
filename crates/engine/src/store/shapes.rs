//! What is known of the sources' shapes, and which deliveries are to be read again since one has changed.

use recado_api::SourceId;
use recado_api::view::AlertKind;
use rusqlite::{Connection, OptionalExtension, params};

use super::StoreResult;
use crate::shape::Learned;

/// What is known of a source's shape.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ShapeRow {
    /// The row of the last delivery that it was learned from.
    pub(crate) read_until: i64,
    pub(crate) learned: Learned,
}

pub(crate) fn find(db: &Connection, source: SourceId) -> StoreResult<Option<ShapeRow>> {
    let row: Option<(i64, String)> = db
        .prepare_cached("SELECT read_until, learned FROM shape WHERE source_id = ?1")?
        .query_row([source.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((read_until, learned)) = row else {
        return Ok(None);
    };
    Ok(Some(ShapeRow {
        read_until,
        learned: serde_json::from_str(&learned)?,
    }))
}

pub(crate) fn put(db: &Connection, source: SourceId, row: &ShapeRow) -> StoreResult<()> {
    db.prepare_cached(
        "INSERT INTO shape (source_id, read_until, learned) VALUES (?1, ?2, ?3)
         ON CONFLICT (source_id) DO UPDATE SET read_until = ?2, learned = ?3",
    )?
    .execute(params![
        source.as_bytes(),
        row.read_until,
        serde_json::to_string(&row.learned)?
    ])?;
    Ok(())
}

/// Whether the owner was told of a changed shape and has put that aside.
pub(crate) fn is_dismissed(db: &Connection, source: SourceId) -> StoreResult<bool> {
    let dismissed = db
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM alert WHERE source_id = ?1 AND kind = ?2 AND dismissed = 1)",
        )?
        .query_row(
            params![source.as_bytes(), AlertKind::ShapeChanged.as_str()],
            |row| row.get(0),
        )?;
    Ok(dismissed)
}

/// The rows from the first to the last that are to be read again.
pub(crate) type Rows = (i64, i64);

/// Has rows of a source read again. What was to be read again before stays so.
pub(crate) fn order_mending(db: &Connection, source: SourceId, (from, until): Rows) -> StoreResult<()> {
    db.prepare_cached(
        "INSERT INTO mending (source_id, from_seq, until_seq) VALUES (?1, ?2, ?3)
         ON CONFLICT (source_id) DO UPDATE SET from_seq = min(from_seq, ?2), until_seq = max(until_seq, ?3)",
    )?
    .execute(params![source.as_bytes(), from, until])?;
    Ok(())
}

pub(crate) fn to_mend(db: &Connection, source: SourceId) -> StoreResult<Option<Rows>> {
    let rows = db
        .prepare_cached("SELECT from_seq, until_seq FROM mending WHERE source_id = ?1")?
        .query_row([source.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(rows)
}

pub(crate) fn all_to_mend(db: &Connection) -> StoreResult<Vec<SourceId>> {
    let sources = db
        .prepare_cached("SELECT source_id FROM mending")?
        .query_map([], |row| row.get(0).map(SourceId::from_bytes))?
        .collect::<Result<_, _>>()?;
    Ok(sources)
}

/// All of a source's rows up to this one were read again.
pub(crate) fn mended_until(db: &Connection, source: SourceId, seq: i64) -> StoreResult<()> {
    db.prepare_cached("UPDATE mending SET from_seq = ?2 + 1 WHERE source_id = ?1 AND from_seq <= ?2")?
        .execute(params![source.as_bytes(), seq])?;
    Ok(())
}

pub(crate) fn forget_mending(db: &Connection, source: SourceId) -> StoreResult<()> {
    db.prepare_cached("DELETE FROM mending WHERE source_id = ?1")?
        .execute([source.as_bytes()])?;
    Ok(())
}
