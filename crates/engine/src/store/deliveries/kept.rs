//! Deliveries that are read again: those that wait, and those that named nobody.

use jiff::Timestamp;
use recado_api::view::Verdict;
use recado_api::{DeliveryId, SourceId};
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use super::{Request, Signed, verdict};
use crate::store::applied::Hash;
use crate::store::columns::time;
use crate::store::{StoreError, StoreResult};

/// A delivery with all that was kept of it.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) seq: i64,
    pub(crate) id: DeliveryId,
    pub(crate) source_id: SourceId,
    pub(crate) received_at: Timestamp,
    pub(crate) verdict: Verdict,
    pub(crate) request: Request,
    /// Whether its body is still kept, or never was.
    pub(crate) has_body: bool,
    /// Of the raw request.
    pub(crate) request_hash: Option<Hash>,
    pub(crate) signed: Option<Signed>,
    /// How many of its events are settled.
    pub(crate) settled: Option<usize>,
    pub(crate) pending: bool,
    pub(crate) test: bool,
}

const COLUMNS: &str = "seq, id, delivery.source_id, received_at, verdict, method, sub_path, query, headers,
                       body, body_length, delivery.request_hash, signed, settled, pending, test";

/// Up to `limit` deliveries of a source that were kept while it was paused, oldest first, after the row `after`.
pub(crate) fn paused(db: &Connection, source: SourceId, after: i64, limit: u32) -> StoreResult<Vec<Kept>> {
    select(
        db,
        "FROM delivery WHERE verdict = 'paused' AND source_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
        params![source.as_bytes(), after, limit],
    )
}

/// Up to `limit` deliveries that name nobody, of one source or of all, oldest first, after the row `after`.
pub(crate) fn unmatched(
    db: &Connection,
    source: Option<SourceId>,
    after: i64,
    limit: u32,
) -> StoreResult<Vec<Kept>> {
    match source {
        Some(source) => select(
            db,
            "FROM delivery WHERE verdict = 'unmatched' AND source_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
            params![source.as_bytes(), after, limit],
        ),
        None => select(
            db,
            "FROM delivery WHERE verdict = 'unmatched' AND seq > ?1 ORDER BY seq LIMIT ?2",
            params![after, limit],
        ),
    }
}

/// Up to `limit` refused deliveries of a source that may yet prove to be genuine, each with its evidence, oldest
/// first, after the row `after`.
pub(crate) fn quarantined(
    db: &Connection,
    source: SourceId,
    after: i64,
    limit: u32,
) -> StoreResult<Vec<(Kept, String)>> {
    db.prepare_cached(&format!(
        "SELECT {COLUMNS}, evidence FROM quarantine JOIN delivery ON delivery.seq = delivery_seq
         WHERE quarantine.source_id = ?1 AND delivery_seq > ?2 ORDER BY delivery_seq LIMIT ?3"
    ))?
    .query_and_then(params![source.as_bytes(), after, limit], |row| {
        Ok((read(row)?, row.get("evidence")?))
    })?
    .collect()
}

pub(crate) fn find(db: &Connection, id: DeliveryId) -> StoreResult<Option<Kept>> {
    Ok(select(db, "FROM delivery WHERE id = ?1", [id.as_bytes()])?.pop())
}

pub(crate) fn by_seq(db: &Connection, seq: i64) -> StoreResult<Option<Kept>> {
    Ok(select(db, "FROM delivery WHERE seq = ?1", [seq])?.pop())
}

/// The newest `limit` deliveries of a source whose bodies are kept whole and were understood, tests aside.
pub(crate) fn last(db: &Connection, source: SourceId, limit: u32) -> StoreResult<Vec<Kept>> {
    select(
        db,
        "FROM delivery WHERE source_id = ?1 AND verdict IN ('accepted', 'unmatched', 'paused') AND test = 0
                             AND body IS NOT NULL
         ORDER BY seq DESC LIMIT ?2",
        params![source.as_bytes(), limit],
    )
}

/// Up to `limit` deliveries of a source from which its shape can be learned, oldest first, after the row `after`: tests
/// aside, and bodies of more than `longest` bytes, which are no forms.
pub(crate) fn to_learn(
    db: &Connection,
    source: SourceId,
    after: i64,
    limit: u32,
    longest: usize,
) -> StoreResult<Vec<Kept>> {
    select(
        db,
        &format!("FROM delivery WHERE source_id = ?1 AND seq > ?2 AND {LEARNABLE} ORDER BY seq LIMIT ?4"),
        params![
            source.as_bytes(),
            after,
            i64::try_from(longest).unwrap_or(i64::MAX),
            limit
        ],
    )
}

/// The row after which the newest `newest` of these come.
pub(crate) fn before_newest(
    db: &Connection,
    source: SourceId,
    newest: u32,
    longest: usize,
) -> StoreResult<i64> {
    let before: Option<i64> = db
        .prepare_cached(&format!(
            "SELECT seq FROM delivery WHERE source_id = ?1 AND seq > ?2 AND {LEARNABLE} ORDER BY seq DESC
             LIMIT 1 OFFSET ?4"
        ))?
        .query_row(
            params![
                source.as_bytes(),
                0,
                i64::try_from(longest).unwrap_or(i64::MAX),
                newest
            ],
            |row| row.get(0),
        )
        .optional()?;
    Ok(before.unwrap_or(0))
}

const LEARNABLE: &str =
    "verdict IN ('accepted', 'unmatched', 'paused') AND test = 0 AND body IS NOT NULL AND body_length <= ?3";

/// Up to `limit` deliveries of a source that were filed or named nobody, in the rows from `from` to `until`, oldest
/// first.
pub(crate) fn filed_between(
    db: &Connection,
    source: SourceId,
    (from, until): (i64, i64),
    limit: u32,
) -> StoreResult<Vec<Kept>> {
    select(
        db,
        "FROM delivery WHERE source_id = ?1 AND seq BETWEEN ?2 AND ?3 AND verdict IN ('accepted', 'unmatched')
                             AND test = 0 AND pending = 0 AND body IS NOT NULL
         ORDER BY seq LIMIT ?4",
        params![source.as_bytes(), from, until, limit],
    )
}

/// How many they are.
pub(crate) fn count_filed_between(
    db: &Connection,
    source: SourceId,
    (from, until): (i64, i64),
) -> StoreResult<u32> {
    let count = db
        .prepare_cached(
            "SELECT count(*) FROM delivery
             WHERE source_id = ?1 AND seq BETWEEN ?2 AND ?3 AND verdict IN ('accepted', 'unmatched') AND test = 0
                   AND pending = 0 AND body IS NOT NULL",
        )?
        .query_row(params![source.as_bytes(), from, until], |row| row.get(0))?;
    Ok(count)
}

/// Up to `limit` deliveries of a source that were filed or named nobody, newest first, before the row `before`.
pub(crate) fn filed_before(
    db: &Connection,
    source: SourceId,
    before: i64,
    limit: u32,
) -> StoreResult<Vec<Kept>> {
    select(
        db,
        "FROM delivery WHERE source_id = ?1 AND seq < ?2 AND verdict IN ('accepted', 'unmatched') AND test = 0
                             AND body IS NOT NULL
         ORDER BY seq DESC LIMIT ?3",
        params![source.as_bytes(), before, limit],
    )
}

/// The last row of a source.
pub(crate) fn last_row(db: &Connection, source: SourceId) -> StoreResult<i64> {
    let last: Option<i64> = db
        .prepare_cached("SELECT max(seq) FROM delivery WHERE source_id = ?1")?
        .query_row([source.as_bytes()], |row| row.get(0))?;
    Ok(last.unwrap_or(0))
}

/// How a delivery stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) verdict: Verdict,
    pub(crate) pending: bool,
    pub(crate) settled: Option<usize>,
}

/// How a delivery that was read before stands now: an earlier run may have settled it.
pub(crate) fn standing(db: &Connection, seq: i64) -> StoreResult<Option<Standing>> {
    db.prepare_cached("SELECT verdict, pending, settled FROM delivery WHERE seq = ?1")?
        .query_and_then([seq], |row| {
            Ok(Standing {
                verdict: verdict(row)?,
                pending: row.get("pending")?,
                settled: settled(row)?,
            })
        })?
        .next()
        .transpose()
}

pub(crate) fn any_paused(db: &Connection, source: SourceId) -> StoreResult<bool> {
    let any = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM delivery WHERE verdict = 'paused' AND source_id = ?1)")?
        .query_row([source.as_bytes()], |row| row.get(0))?;
    Ok(any)
}

pub(crate) fn count_unmatched(db: &Connection, source: SourceId) -> StoreResult<u32> {
    let count = db
        .prepare_cached("SELECT count(*) FROM delivery WHERE verdict = 'unmatched' AND source_id = ?1")?
        .query_row([source.as_bytes()], |row| row.get(0))?;
    Ok(count)
}

fn select(db: &Connection, rest: &str, params: impl Params) -> StoreResult<Vec<Kept>> {
    db.prepare_cached(&format!("SELECT {COLUMNS} {rest}"))?
        .query_and_then(params, read)?
        .collect()
}

fn read(row: &Row<'_>) -> Result<Kept, StoreError> {
    let headers: String = row.get("headers")?;
    let body: Option<Vec<u8>> = row.get("body")?;
    let signed: Option<String> = row.get("signed")?;
    let received_length: i64 = row.get("body_length")?;
    Ok(Kept {
        seq: row.get("seq")?,
        id: DeliveryId::from_bytes(row.get("id")?),
        source_id: SourceId::from_bytes(row.get("source_id")?),
        received_at: time(row, "received_at")?,
        verdict: verdict(row)?,
        has_body: body.is_some(),
        request: Request {
            method: row.get("method")?,
            sub_path: row.get("sub_path")?,
            query: row.get("query")?,
            headers: serde_json::from_str(&headers)?,
            body: body.unwrap_or_default().into(),
            received_length: usize::try_from(received_length).unwrap_or_default(),
        },
        request_hash: row.get("request_hash")?,
        signed: signed.as_deref().map(serde_json::from_str).transpose()?,
        settled: settled(row)?,
        pending: row.get("pending")?,
        test: row.get("test")?,
    })
}

fn settled(row: &Row<'_>) -> StoreResult<Option<usize>> {
    let settled: Option<i64> = row.get("settled")?;
    Ok(settled.map(|settled| usize::try_from(settled).unwrap_or_default()))
}
