//! The connections the owner set up.

use jiff::Timestamp;
use recado_api::SourceId;
use recado_api::view::SourceState;
use rusqlite::{Connection, Row, params};

use super::columns::{millis, time, unreadable};
use super::{StoreError, StoreResult};

/// A source as it is kept. Its address is made from the key by whoever knows the receiver's port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SourceRow {
    pub(crate) id: SourceId,
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) state: SourceState,
    pub(crate) allow_get: bool,
    pub(crate) created_at: Timestamp,
}

pub(crate) fn insert(db: &Connection, source: &SourceRow) -> StoreResult<()> {
    db.execute(
        "INSERT INTO source (id, key, title, state, allow_get, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            source.id.as_bytes(),
            source.key,
            source.title,
            word(source.state),
            source.allow_get,
            millis(source.created_at)
        ],
    )?;
    Ok(())
}

/// All sources, removed ones too, in the order they were made.
pub(crate) fn all(db: &Connection) -> StoreResult<Vec<SourceRow>> {
    db.prepare_cached("SELECT id, key, title, state, allow_get, created_at FROM source ORDER BY id")?
        .query_and_then([], read)?
        .collect()
}

pub(crate) fn find(db: &Connection, id: SourceId) -> StoreResult<Option<SourceRow>> {
    db.prepare_cached("SELECT id, key, title, state, allow_get, created_at FROM source WHERE id = ?1")?
        .query_and_then([id.as_bytes()], read)?
        .next()
        .transpose()
}

pub(crate) fn set_state(db: &Connection, id: SourceId, state: SourceState) -> StoreResult<()> {
    db.execute(
        "UPDATE source SET state = ?2 WHERE id = ?1",
        params![id.as_bytes(), word(state)],
    )?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<SourceRow, StoreError> {
    let state: String = row.get("state")?;
    Ok(SourceRow {
        id: SourceId::from_bytes(row.get("id")?),
        key: row.get("key")?,
        title: row.get("title")?,
        state: match state.as_str() {
            "active" => SourceState::Active,
            "paused" => SourceState::Paused,
            "removed" => SourceState::Removed,
            other => return Err(unreadable("source.state", other)),
        },
        allow_get: row.get("allow_get")?,
        created_at: time(row, "created_at")?,
    })
}

fn word(state: SourceState) -> &'static str {
    match state {
        SourceState::Active => "active",
        SourceState::Paused => "paused",
        SourceState::Removed => "removed",
    }
}
