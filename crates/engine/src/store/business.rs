//! Whose Recado this is: one row.

use recado_api::view::Business;
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::word;
use super::{StoreError, StoreResult};

pub(crate) fn load(db: &Connection) -> StoreResult<Option<Business>> {
    db.prepare_cached("SELECT name, kind, lang, country, zone FROM business WHERE id = 1")?
        .query_and_then([], |row| {
            Ok::<_, StoreError>(Business {
                name: row.get("name")?,
                kind: word(row, "kind")?,
                lang: word(row, "lang")?,
                country: row.get("country")?,
                zone: row.get("zone")?,
            })
        })?
        .next()
        .transpose()
}

pub(crate) fn save(db: &Connection, business: &Business) -> StoreResult<()> {
    db.execute(
        "INSERT INTO business (id, name, kind, lang, country, zone) VALUES (1, ?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET name = ?1, kind = ?2, lang = ?3, country = ?4, zone = ?5",
        params![
            business.name,
            business.kind.as_str(),
            business.lang.tag(),
            business.country,
            business.zone
        ],
    )?;
    Ok(())
}

/// The key of the hashes in `applied`, made at the first call.
pub(crate) fn hash_key(db: &Connection) -> StoreResult<[u8; 32]> {
    let known = db
        .query_row("SELECT key FROM hash_key WHERE id = 1", [], |row| {
            row.get::<_, [u8; 32]>(0)
        })
        .optional()?;
    if let Some(key) = known {
        return Ok(key);
    }
    let mut key = [0; 32];
    getrandom::fill(&mut key)?;
    db.execute("INSERT INTO hash_key (id, key) VALUES (1, ?1)", params![key])?;
    Ok(key)
}
