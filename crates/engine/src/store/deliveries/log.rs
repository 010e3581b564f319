//! The log as it is shown: a line each, in pages, by what the owner looks for.
//!
//! A page never reads more than a part of a large log: by source and verdict it is led by an index; what somebody typed
//! is looked for in the full-text tables, a stretch of the log at a time, each twice as long as the one before.

use std::collections::HashSet;
use std::ops::Range;

use jiff::Timestamp;
use recado_api::view::{Delivery, DeliveryFilter, Verdict};
use recado_api::{DeliveryId, Lang, SourceId};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::searched::{Text, searched};
use super::{detail, verdict};
use crate::store::columns::{millis, time};
use crate::store::{StoreError, StoreResult, events};

const SHOWN: &str =
    "SELECT delivery.seq, delivery.id, received_at, source.title AS source, source_id, verdict,
                            http_status, detail, repeats, duplicate_of, took_micros, pending, test
                     FROM delivery JOIN source ON source.id = delivery.source_id";

/// Rows whose neighbours in time are looked at to find where in the log a time lies. Requests that came at once are
/// written in another order than they came in.
const NEIGHBOURS: u32 = 1_000;

/// A line of the log.
pub(crate) fn shown(db: &Connection, seq: i64, lang: Lang) -> StoreResult<Option<Delivery>> {
    db.prepare_cached(&format!("{SHOWN} WHERE delivery.seq = ?1"))?
        .query_and_then([seq], |row| read(db, row, lang))?
        .next()
        .transpose()
}

pub(crate) fn seq_of(db: &Connection, id: DeliveryId) -> StoreResult<Option<i64>> {
    let seq = db
        .prepare_cached("SELECT seq FROM delivery WHERE id = ?1")?
        .query_row([id.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(seq)
}

/// Which lines are wanted.
pub(crate) struct Wanted<'a> {
    pub(crate) filter: &'a DeliveryFilter,
    pub(crate) text: Option<Text<'a>>,
    /// The last line known.
    pub(crate) after: Option<DeliveryId>,
    pub(crate) newest_first: bool,
    pub(crate) limit: usize,
}

/// The lines that are wanted.
pub(crate) fn page(db: &Connection, wanted: &Wanted<'_>, lang: Lang) -> StoreResult<Vec<Delivery>> {
    let Some(among) = among(db, wanted)? else {
        return Ok(Vec::new());
    };
    let seqs = match &wanted.text {
        None => matching(db, wanted, &among, None, wanted.limit)?,
        Some(text) => searched(db, wanted, text, among)?,
    };
    let lines = seqs.into_iter().map(|seq| shown(db, seq, lang));
    lines.filter_map(Result::transpose).collect()
}

/// The stretch of the log in which all that is wanted lies. `None` where nothing can.
fn among(db: &Connection, wanted: &Wanted<'_>) -> StoreResult<Option<Range<i64>>> {
    let last: i64 = db
        .prepare_cached("SELECT coalesce(max(seq), 0) FROM delivery")?
        .query_row([], |row| row.get(0))?;
    let mut among = 1..last + 1;
    if let Some(after) = wanted.after {
        // It may have been taken out of the log; ids grow as the log does.
        let before: Option<i64> = db
            .prepare_cached("SELECT seq FROM delivery WHERE id < ?1 ORDER BY id DESC LIMIT 1")?
            .query_row([after.as_bytes()], |row| row.get(0))
            .optional()?;
        match seq_of(db, after)? {
            Some(seq) if wanted.newest_first => among.end = among.end.min(seq),
            None if wanted.newest_first => among.end = among.end.min(before.unwrap_or(0) + 1),
            Some(seq) => among.start = among.start.max(seq + 1),
            None => among.start = among.start.max(before.unwrap_or(0) + 1),
        }
    }
    if let Some(since) = wanted.filter.since {
        let first: Option<i64> = db
            .prepare_cached(
                "SELECT min(seq) FROM (SELECT seq FROM delivery INDEXED BY delivery_by_time
                                       WHERE received_at >= ?1 ORDER BY received_at LIMIT ?2)",
            )?
            .query_row(params![millis(since), NEIGHBOURS], |row| row.get(0))?;
        let Some(first) = first else { return Ok(None) };
        among.start = among.start.max(first);
    }
    if let Some(until) = wanted.filter.until {
        let last: Option<i64> = db
            .prepare_cached(
                "SELECT max(seq) FROM (SELECT seq FROM delivery INDEXED BY delivery_by_time
                                       WHERE received_at < ?1 ORDER BY received_at DESC LIMIT ?2)",
            )?
            .query_row(params![millis(until), NEIGHBOURS], |row| row.get(0))?;
        let Some(last) = last else { return Ok(None) };
        among.end = among.end.min(last + 1);
    }
    Ok((!among.is_empty()).then_some(among))
}

/// The rows of a stretch that the filter wants, its text aside; of `those` alone if there are any.
pub(super) fn matching(
    db: &Connection,
    wanted: &Wanted<'_>,
    among: &Range<i64>,
    those: Option<&[i64]>,
    limit: usize,
) -> StoreResult<Vec<i64>> {
    let filter = wanted.filter;
    let rare: Vec<_> = filter
        .verdicts
        .iter()
        .copied()
        .collect::<HashSet<_>>()
        .into_iter()
        .collect();
    // Accepted ones have no index of their own, and a source's index knows the verdicts.
    let by_verdict =
        those.is_none() && filter.source.is_none() && !rare.is_empty() && !rare.contains(&Verdict::Accepted);
    if by_verdict {
        let mut seqs = Vec::new();
        for verdict in rare {
            let one = [verdict];
            seqs.extend(select(db, wanted, among, None, limit, (Index::Verdict, &one))?);
        }
        sort(&mut seqs, wanted.newest_first);
        seqs.truncate(limit);
        return Ok(seqs);
    }
    let index = match (those, filter.source) {
        (None, Some(_)) => Index::Source,
        (Some(_), _) | (None, None) => Index::Row,
    };
    select(db, wanted, among, those, limit, (index, &rare))
}

/// What leads to the rows.
#[derive(Clone, Copy)]
enum Index {
    Row,
    Source,
    Verdict,
}

fn select(
    db: &Connection,
    wanted: &Wanted<'_>,
    among: &Range<i64>,
    those: Option<&[i64]>,
    limit: usize,
    (index, verdicts): (Index, &[Verdict]),
) -> StoreResult<Vec<i64>> {
    let filter = wanted.filter;
    let from = match index {
        Index::Row => "delivery NOT INDEXED",
        Index::Source => "delivery INDEXED BY delivery_of_source",
        Index::Verdict => "delivery INDEXED BY delivery_by_verdict",
    };
    let mut sql = format!("SELECT seq FROM {from} WHERE seq >= ? AND seq < ?");
    let mut values: Vec<Value> = vec![among.start.into(), among.end.into()];
    if let Some(those) = those {
        sql.push_str(" AND seq IN (SELECT value FROM json_each(?))");
        values.push(serde_json::to_string(those)?.into());
    }
    if let Some(source) = filter.source {
        sql.push_str(" AND source_id = ?");
        values.push(SourceId::as_bytes(&source).to_vec().into());
    }
    match verdicts {
        [] => {}
        [one] => {
            // A partial index is found by its own words alone.
            sql.push_str(" AND verdict = ?");
            values.push(one.as_str().to_owned().into());
            if matches!(index, Index::Verdict) {
                sql.push_str(" AND verdict <> 'accepted'");
            }
        }
        several => {
            let marks = vec!["?"; several.len()].join(", ");
            sql.push_str(&format!(" AND verdict IN ({marks})"));
            values.extend(
                several
                    .iter()
                    .map(|verdict| Value::from(verdict.as_str().to_owned())),
            );
        }
    }
    for (condition, time) in [
        (" AND received_at >= ?", filter.since),
        (" AND received_at < ?", filter.until),
    ] {
        if let Some(time) = time {
            sql.push_str(condition);
            values.push(Timestamp::as_millisecond(time).into());
        }
    }
    sql.push_str(if wanted.newest_first {
        " ORDER BY seq DESC LIMIT ?"
    } else {
        " ORDER BY seq LIMIT ?"
    });
    values.push(i64::try_from(limit).unwrap_or(i64::MAX).into());
    let seqs = db
        .prepare_cached(&sql)?
        .query_map(params_from_iter(values), |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(seqs)
}

pub(super) fn sort(seqs: &mut [i64], newest_first: bool) {
    seqs.sort_unstable();
    if newest_first {
        seqs.reverse();
    }
}

fn read(db: &Connection, row: &Row<'_>, lang: Lang) -> Result<Delivery, StoreError> {
    let detail = detail(row)?;
    let (events, who) = events::of_delivery(db, row.get("seq")?)?;
    Ok(Delivery {
        id: DeliveryId::from_bytes(row.get("id")?),
        received_at: time(row, "received_at")?,
        source: row.get("source")?,
        source_id: SourceId::from_bytes(row.get("source_id")?),
        verdict: verdict(row)?,
        http_status: row.get("http_status")?,
        detail: detail.as_ref().map(|detail| detail.text(Lang::En)),
        detail_local: detail.as_ref().map(|detail| detail.text(lang)),
        events,
        repeats: row.get("repeats")?,
        duplicate_of: row
            .get::<_, Option<[u8; 16]>>("duplicate_of")?
            .map(DeliveryId::from_bytes),
        who,
        took_micros: row
            .get::<_, Option<i64>>("took_micros")?
            .and_then(|took| u64::try_from(took).ok()),
        pending: row.get("pending")?,
        test: row.get("test")?,
    })
}
