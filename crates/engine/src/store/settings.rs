//! Settings by name.

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreResult;

/// The port that this folder's receiver took at its first start, for good.
pub(crate) const RECEIVER_PORT: &str = "receiver_port";

pub(crate) fn load(db: &Connection, key: &str) -> StoreResult<Option<String>> {
    let value = db
        .prepare_cached("SELECT value FROM setting WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    Ok(value)
}

pub(crate) fn save(db: &Connection, key: &str, value: &str) -> StoreResult<()> {
    db.execute(
        "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
        params![key, value],
    )?;
    Ok(())
}
