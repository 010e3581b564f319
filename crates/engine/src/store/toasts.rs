//! What was not yet told on the desktop.

use recado_api::view::{Arrival, Toast, ToastPage};
use rusqlite::{Connection, params};

use super::{StoreError, StoreResult};

/// Writes it in the transaction of the event that rings.
pub(crate) fn insert(db: &Connection, contact_seq: i64, arrival: &Arrival) -> StoreResult<()> {
    db.prepare_cached("INSERT INTO toast (contact_seq, arrival) VALUES (?1, ?2)")?
        .execute(params![contact_seq, serde_json::to_string(arrival)?])?;
    Ok(())
}

/// The `limit` oldest, and how many there are.
pub(crate) fn page(db: &Connection, limit: u32) -> StoreResult<ToastPage> {
    let toasts = db
        .prepare_cached("SELECT n, arrival FROM toast ORDER BY n LIMIT ?1")?
        .query_and_then([limit], |row| {
            let arrival: String = row.get("arrival")?;
            Ok::<_, StoreError>(Toast {
                n: row.get::<_, i64>("n")?.unsigned_abs(),
                arrival: serde_json::from_str(&arrival)?,
            })
        })?
        .collect::<StoreResult<Vec<_>>>()?;
    let (total, people, newest) = db
        .prepare_cached("SELECT count(*), count(DISTINCT contact_seq), max(n) FROM toast")?
        .query_row([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, Option<i64>>(2)?))
        })?;
    Ok(ToastPage {
        toasts,
        total,
        people,
        newest: newest.map(i64::unsigned_abs),
    })
}

/// Removes the oldest up to `through`, at most `limit` of them, and tells how many those were.
pub(crate) fn remove(db: &Connection, through: u64, limit: u32) -> StoreResult<usize> {
    let through = i64::try_from(through).unwrap_or(i64::MAX);
    let gone = db
        .prepare_cached(
            "DELETE FROM toast WHERE n IN (SELECT n FROM toast WHERE n <= ?1 ORDER BY n LIMIT ?2)",
        )?
        .execute(params![through, limit])?;
    Ok(gone)
}

/// Removes those of a contact that the owner has looked at.
pub(crate) fn remove_of_contact(db: &Connection, contact_seq: i64) -> StoreResult<()> {
    db.prepare_cached("DELETE FROM toast WHERE contact_seq = ?1")?
        .execute([contact_seq])?;
    Ok(())
}
