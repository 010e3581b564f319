//! Finding contacts by words and by digits.
//!
//! The full-text tables know words and rows alone; they are kept in step by triggers, which the migration explains.
//! Phones need no index: all of them are looked through.

use jiff::Timestamp;
use rusqlite::{Connection, params, params_from_iter};

use super::StoreResult;
use super::columns::time;

/// Rows that are looked at for one search. Whoever has more of them should type another word.
const MOST_ROWS: u32 = 2_000;

/// The contacts whose name and e-mail addresses hold what the FTS5 expression wants, the newest first.
pub(crate) fn by_name(db: &Connection, expression: &str, limit: usize) -> StoreResult<Vec<i64>> {
    let found = db
        .prepare_cached(
            "SELECT rowid FROM contact_words WHERE contact_words MATCH ?1 ORDER BY rowid DESC LIMIT ?2",
        )?
        .query_map(
            params![expression, i64::try_from(limit).unwrap_or(i64::MAX)],
            |row| row.get(0),
        )?
        .collect::<Result<_, _>>()?;
    Ok(found)
}

/// Something said that holds the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SaidRow {
    pub(crate) contact_seq: i64,
    pub(crate) at: Timestamp,
    pub(crate) is_note: bool,
    /// Of the event or the act.
    pub(crate) seq: i64,
}

/// What was said and noted that holds what the FTS5 expression wants: of up to `limit` contacts the newest, the newest
/// first.
pub(crate) fn by_said(db: &Connection, expression: &str, limit: usize) -> StoreResult<Vec<SaidRow>> {
    let mut found = newest(
        db,
        "SELECT event.contact_seq, event.happened_at AS at, event.seq FROM said_words
         CROSS JOIN event ON event.seq = said_words.rowid
         WHERE said_words MATCH ?1 AND said_words.rowid > 0 ORDER BY said_words.rowid DESC LIMIT ?2",
        expression,
        limit,
        false,
    )?;
    found.extend(newest(
        db,
        "SELECT act.contact_seq, act.done_at AS at, act.seq FROM said_words
         CROSS JOIN act ON act.seq = -said_words.rowid
         WHERE said_words MATCH ?1 AND said_words.rowid < 0 ORDER BY said_words.rowid LIMIT ?2",
        expression,
        limit,
        true,
    )?);
    found.sort_by_key(|row| std::cmp::Reverse(row.at));
    Ok(found)
}

fn newest(
    db: &Connection,
    sql: &str,
    expression: &str,
    limit: usize,
    is_note: bool,
) -> StoreResult<Vec<SaidRow>> {
    let mut select = db.prepare_cached(sql)?;
    let mut rows = select.query(params![expression, MOST_ROWS])?;
    let mut known = std::collections::HashSet::new();
    let mut found = Vec::new();
    while found.len() < limit {
        let Some(row) = rows.next()? else { break };
        let contact_seq = row.get("contact_seq")?;
        if known.insert(contact_seq) {
            found.push(SaidRow {
                contact_seq,
                at: time(row, "at")?,
                is_note,
                seq: row.get("seq")?,
            });
        }
    }
    Ok(found)
}

/// The whole text of a row, as the index has it.
pub(crate) fn said_text(db: &Connection, row: &SaidRow) -> StoreResult<String> {
    let sql = if row.is_note {
        "SELECT json_extract(told, '$.note.text') FROM act WHERE seq = ?1"
    } else {
        "SELECT coalesce(json_extract(said, '$.text'), text) FROM event WHERE seq = ?1"
    };
    Ok(db.prepare_cached(sql)?.query_row([row.seq], |row| row.get(0))?)
}

/// A phone that holds the digits.
pub(crate) struct PhoneRow {
    pub(crate) contact_seq: i64,
    pub(crate) shown: String,
    pub(crate) verified: bool,
}

/// The phones that hold any of these digits, those of the newest contacts first.
pub(crate) fn by_phone(db: &Connection, digits: &[String], limit: usize) -> StoreResult<Vec<PhoneRow>> {
    if digits.is_empty() {
        return Ok(Vec::new());
    }
    let any = (2..digits.len() + 2).map(|at| format!("instr(match_key, ?{at})"));
    let any = any.collect::<Vec<_>>().join(" OR ");
    let limit = limit.to_string();
    let values = std::iter::once(&limit).chain(digits);
    let found = db
        .prepare_cached(&format!(
            "SELECT contact_seq, shown, verified FROM contact_handle WHERE kind = 'phone' AND ({any})
             ORDER BY contact_seq DESC LIMIT CAST(?1 AS INTEGER)"
        ))?
        .query_map(params_from_iter(values), |row| {
            Ok(PhoneRow {
                contact_seq: row.get("contact_seq")?,
                shown: row.get("shown")?,
                verified: row.get("verified")?,
            })
        })?
        .collect::<Result<_, _>>()?;
    Ok(found)
}
