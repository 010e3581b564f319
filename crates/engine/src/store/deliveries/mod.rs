//! The log: one row for each HTTP request that a source received.
//!
//! Here is how a row is written and settled. [`kept`] reads rows to read what they hold again, [`log`] shows them and
//! [`searched`] finds them, [`counts`] counts them, [`retention`] takes them out.

pub(crate) mod answers;
pub(crate) mod counts;
pub(crate) mod kept;
pub(crate) mod log;
pub(crate) mod retention;
pub(crate) mod searched;

use jiff::Timestamp;
use recado_api::view::Verdict;
use recado_api::{DeliveryId, Lang, SourceId};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

pub(crate) use log::shown;

use super::StoreResult;
use super::applied::Hash;
use super::columns::{millis, unreadable};

/// Why a verdict fell, as a message of the catalogues: whoever reads it gets it in the language of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Detail {
    pub(crate) id: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) args: Vec<(String, String)>,
}

impl Detail {
    pub(crate) fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            args: Vec::new(),
        }
    }

    pub(crate) fn with_args(id: &str, args: Vec<(&'static str, String)>) -> Self {
        Self {
            id: id.to_owned(),
            args: args
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        }
    }

    pub(crate) fn text(&self, lang: Lang) -> String {
        let args: Vec<_> = self
            .args
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str().into()))
            .collect();
        lang.text(&self.id, &args)
    }
}

/// What of a request is written down. Secrets are already redacted.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) sub_path: String,
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: bytes::Bytes,
    /// Of the body as it was received, in bytes.
    pub(crate) received_length: usize,
}

/// What the sender of a delivery signed, by which a replay of it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Signed {
    /// Keyed, of the signed content.
    pub(crate) hash: Hash,
    /// Whether the time of signing is part of it, and was looked at.
    pub(crate) timestamped: bool,
    /// Whether the whole body is part of it.
    pub(crate) covers_body: bool,
    /// The id of the delivery, where that is part of it.
    pub(crate) id: Option<String>,
}

impl Request {
    /// Whether all of the body may be written down: a secret could not be taken out of some.
    pub(crate) fn is_whole(&self) -> bool {
        !self.body.is_empty() || self.received_length == 0
    }
}

pub(crate) struct NewDelivery<'a> {
    pub(crate) id: DeliveryId,
    pub(crate) source_id: SourceId,
    pub(crate) received_at: Timestamp,
    pub(crate) verdict: Verdict,
    pub(crate) http_status: u16,
    pub(crate) detail: Option<&'a Detail>,
    pub(crate) request: &'a Request,
    /// How much of the body is kept, in bytes.
    pub(crate) keep: Keep,
    /// Of what waits to be applied.
    pub(crate) request_hash: Option<&'a Hash>,
    /// Of what waits to be applied.
    pub(crate) signed: Option<&'a Signed>,
    /// How many of its events are settled; `None` for a delivery that waits.
    pub(crate) settled: Option<usize>,
    pub(crate) duplicate_of: Option<DeliveryId>,
    pub(crate) took_micros: Option<u64>,
    /// Its details are still to be fetched.
    pub(crate) pending: bool,
    /// Sent by ourselves, to try out a source.
    pub(crate) test: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    Whole,
    /// The body's first bytes, up to this many.
    First(usize),
    Nothing,
}

pub(crate) fn insert(db: &Connection, delivery: &NewDelivery<'_>) -> StoreResult<i64> {
    let body = &delivery.request.body;
    let kept = match delivery.keep {
        Keep::Whole => delivery.request.is_whole().then_some(&body[..]),
        Keep::First(most) => Some(body.get(..most).unwrap_or(body)),
        Keep::Nothing => None,
    };
    db.prepare_cached(
        "INSERT INTO delivery (id, source_id, received_at, verdict, http_status, detail, method, sub_path, query,
                               headers, body, body_length, request_hash, duplicate_of, test, took_micros, pending,
                               signed, settled)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
    )?
    .execute(params![
        delivery.id.as_bytes(),
        delivery.source_id.as_bytes(),
        millis(delivery.received_at),
        delivery.verdict.as_str(),
        delivery.http_status,
        delivery.detail.map(serde_json::to_string).transpose()?,
        delivery.request.method,
        delivery.request.sub_path,
        delivery.request.query,
        serde_json::to_string(&delivery.request.headers)?,
        kept,
        integer(delivery.request.received_length),
        delivery.request_hash,
        delivery.duplicate_of.as_ref().map(DeliveryId::as_bytes),
        delivery.test,
        delivery.took_micros.map(|took| i64::try_from(took).unwrap_or(i64::MAX)),
        delivery.pending,
        delivery.signed.map(serde_json::to_string).transpose()?,
        delivery.settled.map(integer)
    ])?;
    Ok(db.last_insert_rowid())
}

/// Counts a repetition on the first delivery, if it is still in the log, and gives its row.
pub(crate) fn count_repeat(db: &Connection, first: DeliveryId) -> StoreResult<Option<i64>> {
    let seq = db
        .prepare_cached("UPDATE delivery SET repeats = repeats + 1 WHERE id = ?1 RETURNING seq")?
        .query_row([first.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(seq)
}

/// What became of a delivery that is in the log already.
#[derive(Debug, Clone)]
pub(crate) struct Settled<'a> {
    pub(crate) verdict: Verdict,
    pub(crate) detail: Option<&'a Detail>,
    pub(crate) duplicate_of: Option<DeliveryId>,
    /// How many of its events are settled now; `None` while it waits.
    pub(crate) events: Option<usize>,
    pub(crate) pending: bool,
}

/// Writes what became of a delivery. Where it waits no longer, what only its waiting needed goes; what would be kept
/// in a short row alone goes too.
pub(crate) fn settle(db: &Connection, seq: i64, settled: &Settled<'_>) -> StoreResult<()> {
    counts::note_verdict(db, seq, settled.verdict)?;
    let waits = settled.events.is_none();
    db.prepare_cached(
        "UPDATE delivery SET verdict = ?2, detail = ?3, duplicate_of = ?4, settled = ?5, pending = ?6,
                             request_hash = CASE WHEN ?7 THEN request_hash END,
                             signed = CASE WHEN ?7 THEN signed END,
                             body = CASE WHEN ?8 THEN NULL ELSE body END
         WHERE seq = ?1",
    )?
    .execute(params![
        seq,
        settled.verdict.as_str(),
        settled.detail.map(serde_json::to_string).transpose()?,
        settled.duplicate_of.as_ref().map(DeliveryId::as_bytes),
        settled.events.map(integer),
        settled.pending,
        waits,
        is_short(settled.verdict)
    ])?;
    Ok(())
}

/// Notes why the details of a delivery are not here yet, and tells whether that is news.
pub(crate) fn explain_pending(db: &Connection, seq: i64, why: &Detail) -> StoreResult<bool> {
    let changed = db
        .prepare_cached(
            "UPDATE delivery SET detail = ?2 WHERE seq = ?1 AND pending = 1 AND detail IS NOT ?2",
        )?
        .execute(params![seq, serde_json::to_string(why)?])?;
    Ok(changed > 0)
}

/// A refused delivery proved to be genuine, by this.
pub(crate) fn believe(db: &Connection, seq: i64, signed: Option<&Signed>) -> StoreResult<()> {
    db.prepare_cached("UPDATE delivery SET signed = ?2 WHERE seq = ?1")?
        .execute(params![seq, signed.map(serde_json::to_string).transpose()?])?;
    Ok(())
}

/// A delivery that could not be judged was judged now.
pub(crate) fn explain_refusal(db: &Connection, seq: i64, why: &Detail) -> StoreResult<()> {
    db.prepare_cached("UPDATE delivery SET detail = ?2 WHERE seq = ?1")?
        .execute(params![seq, serde_json::to_string(why)?])?;
    Ok(())
}

/// Whether only the fact that it came is kept, not what it said.
pub(crate) fn is_short(verdict: Verdict) -> bool {
    match verdict {
        Verdict::Duplicate | Verdict::Ignored | Verdict::Handshake | Verdict::Limited => true,
        Verdict::Accepted | Verdict::Unmatched | Verdict::Paused | Verdict::Malformed | Verdict::Refused => {
            false
        }
    }
}

/// The verdict of a row.
pub(in crate::store) fn verdict(row: &Row<'_>) -> StoreResult<Verdict> {
    let word: String = row.get("verdict")?;
    Verdict::ALL
        .into_iter()
        .find(|known| known.as_str() == word)
        .ok_or_else(|| unreadable("delivery.verdict", word))
}

pub(in crate::store) fn detail(row: &Row<'_>) -> StoreResult<Option<Detail>> {
    let text: Option<String> = row.get("detail")?;
    Ok(text.as_deref().map(serde_json::from_str).transpose()?)
}

fn integer(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
