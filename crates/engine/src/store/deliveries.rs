//! The log: one row for each HTTP request that a source received.

use jiff::Timestamp;
use recado_api::view::{Delivery, Verdict};
use recado_api::{DeliveryId, Lang, SourceId};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::applied::Hash;
use super::columns::{millis, time, unreadable};
use super::{StoreError, StoreResult, events};

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
    pub(crate) request_hash: Option<&'a Hash>,
    pub(crate) duplicate_of: Option<DeliveryId>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Keep {
    Whole,
    /// The body's first bytes, up to this many.
    First(usize),
    Nothing,
}

pub(crate) fn insert(db: &Connection, delivery: &NewDelivery<'_>) -> StoreResult<i64> {
    let body = &delivery.request.body;
    let kept = match delivery.keep {
        Keep::Whole => Some(&body[..]),
        Keep::First(most) => Some(body.get(..most).unwrap_or(body)),
        Keep::Nothing => None,
    };
    db.prepare_cached(
        "INSERT INTO delivery (id, source_id, received_at, verdict, http_status, detail, method, sub_path, query,
                               headers, body, body_length, request_hash, duplicate_of)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
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
        i64::try_from(body.len()).unwrap_or(i64::MAX),
        delivery.request_hash,
        delivery.duplicate_of.as_ref().map(DeliveryId::as_bytes)
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

/// A delivery that waits to be applied.
pub(crate) struct Waiting {
    pub(crate) seq: i64,
    pub(crate) id: DeliveryId,
    pub(crate) source_id: SourceId,
    pub(crate) received_at: Timestamp,
    pub(crate) request: Request,
    pub(crate) request_hash: Hash,
}

/// Up to `limit` deliveries of a source that were kept while it was paused, oldest first, after the row `after`.
pub(crate) fn paused(db: &Connection, source: SourceId, after: i64, limit: u32) -> StoreResult<Vec<Waiting>> {
    db.prepare_cached(
        "SELECT seq, id, source_id, received_at, method, sub_path, query, headers, body, request_hash
         FROM delivery WHERE verdict = 'paused' AND source_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
    )?
    .query_and_then(params![source.as_bytes(), after, limit], |row| {
        let headers: String = row.get("headers")?;
        let body: Option<Vec<u8>> = row.get("body")?;
        Ok(Waiting {
            seq: row.get("seq")?,
            id: DeliveryId::from_bytes(row.get("id")?),
            source_id: SourceId::from_bytes(row.get("source_id")?),
            received_at: time(row, "received_at")?,
            request: Request {
                method: row.get("method")?,
                sub_path: row.get("sub_path")?,
                query: row.get("query")?,
                headers: serde_json::from_str(&headers)?,
                body: body.unwrap_or_default().into(),
            },
            request_hash: row.get("request_hash")?,
        })
    })?
    .collect()
}

pub(crate) fn any_paused(db: &Connection, source: SourceId) -> StoreResult<bool> {
    let any = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM delivery WHERE verdict = 'paused' AND source_id = ?1)")?
        .query_row([source.as_bytes()], |row| row.get(0))?;
    Ok(any)
}

/// Whether the delivery still waits; an earlier run may have applied it.
pub(crate) fn still_waits(db: &Connection, seq: i64) -> StoreResult<bool> {
    let waits = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM delivery WHERE seq = ?1 AND verdict = 'paused')")?
        .query_row([seq], |row| row.get(0))?;
    Ok(waits)
}

/// Sets the verdict of a delivery that waited.
pub(crate) fn settle(
    db: &Connection,
    seq: i64,
    verdict: Verdict,
    detail: Option<&Detail>,
    duplicate_of: Option<DeliveryId>,
) -> StoreResult<()> {
    db.prepare_cached("UPDATE delivery SET verdict = ?2, detail = ?3, duplicate_of = ?4 WHERE seq = ?1")?
        .execute(params![
            seq,
            verdict.as_str(),
            detail.map(serde_json::to_string).transpose()?,
            duplicate_of.as_ref().map(DeliveryId::as_bytes)
        ])?;
    Ok(())
}

const SHOWN: &str =
    "SELECT delivery.seq, delivery.id, received_at, source.title AS source, source_id, verdict,
            http_status, detail, repeats, duplicate_of
     FROM delivery JOIN source ON source.id = delivery.source_id";

pub(crate) fn shown(db: &Connection, seq: i64, lang: Lang) -> StoreResult<Option<Delivery>> {
    db.prepare_cached(&format!("{SHOWN} WHERE delivery.seq = ?1"))?
        .query_and_then([seq], |row| read(db, row, lang))?
        .next()
        .transpose()
}

/// Up to `limit` deliveries received after `after`, oldest first.
pub(crate) fn page(
    db: &Connection,
    after: Option<DeliveryId>,
    limit: u32,
    lang: Lang,
) -> StoreResult<Vec<Delivery>> {
    let after: i64 = match after {
        Some(id) => db
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM delivery WHERE id = ?1")?
            .query_row([id.as_bytes()], |row| row.get(0))?,
        None => 0,
    };
    db.prepare_cached(&format!(
        "{SHOWN} WHERE delivery.seq > ?1 ORDER BY delivery.seq LIMIT ?2"
    ))?
    .query_and_then(params![after, limit], |row| read(db, row, lang))?
    .collect()
}

fn read(db: &Connection, row: &Row<'_>, lang: Lang) -> Result<Delivery, StoreError> {
    let detail: Option<String> = row.get("detail")?;
    let detail: Option<Detail> = detail.as_deref().map(serde_json::from_str).transpose()?;
    let verdict: String = row.get("verdict")?;
    Ok(Delivery {
        id: DeliveryId::from_bytes(row.get("id")?),
        received_at: time(row, "received_at")?,
        source: row.get("source")?,
        source_id: SourceId::from_bytes(row.get("source_id")?),
        verdict: Verdict::ALL
            .into_iter()
            .find(|known| known.as_str() == verdict)
            .ok_or_else(|| unreadable("delivery.verdict", &verdict))?,
        http_status: row.get("http_status")?,
        detail: detail.as_ref().map(|detail| detail.text(Lang::En)),
        detail_local: detail.as_ref().map(|detail| detail.text(lang)),
        events: events::of_delivery(db, row.get("seq")?)?,
        repeats: row.get("repeats")?,
        duplicate_of: row
            .get::<_, Option<[u8; 16]>>("duplicate_of")?
            .map(DeliveryId::from_bytes),
    })
}
