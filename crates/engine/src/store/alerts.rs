//! What the owner should know of a source now.

use jiff::Timestamp;
use recado_api::SourceId;
use recado_api::view::AlertKind;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::StoreResult;
use super::columns::{millis, time};
use super::deliveries::Detail;

/// One of them, as it is kept: without words of any language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AlertRow {
    pub(crate) source: SourceId,
    pub(crate) since: Timestamp,
    pub(crate) told: Told,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Told {
    Silent {
        last_delivery_at: Timestamp,
        usual: u32,
    },
    ShapeChanged {
        gone: Vec<String>,
        new: Vec<String>,
        deliveries: u32,
    },
    Unanswered {
        why: Detail,
        gives_up_at: Timestamp,
    },
    GaveUp {
        until: Option<Timestamp>,
    },
}

impl Told {
    pub(crate) fn kind(&self) -> AlertKind {
        match self {
            Self::Silent { .. } => AlertKind::Silent,
            Self::ShapeChanged { .. } => AlertKind::ShapeChanged,
            Self::Unanswered { .. } => AlertKind::Unanswered,
            Self::GaveUp { .. } => AlertKind::GaveUp,
        }
    }
}

/// Those that were not dismissed, of sources that were not removed, the oldest first.
pub(crate) fn shown(db: &Connection) -> StoreResult<Vec<AlertRow>> {
    db.prepare_cached(
        "SELECT source_id, since, told FROM alert JOIN source ON source.id = source_id
         WHERE dismissed = 0 AND state <> 'removed' ORDER BY since, source_id, kind",
    )?
    .query_and_then([], read)?
    .collect()
}

pub(crate) fn of_source(db: &Connection, source: SourceId, kind: AlertKind) -> StoreResult<Option<AlertRow>> {
    db.prepare_cached("SELECT source_id, since, told FROM alert WHERE source_id = ?1 AND kind = ?2")?
        .query_row(params![source.as_bytes(), kind.as_str()], |row| Ok(read(row)))
        .optional()?
        .transpose()
}

/// Those of that kind, dismissed ones and those of removed sources too.
pub(crate) fn of_kind(db: &Connection, kind: AlertKind) -> StoreResult<Vec<AlertRow>> {
    db.prepare_cached("SELECT source_id, since, told FROM alert WHERE kind = ?1")?
        .query_and_then([kind.as_str()], read)?
        .collect()
}

/// Writes one that begins, or how it stands now. `since` and whether it was dismissed stay as they were first.
pub(crate) fn put(db: &Connection, alert: &AlertRow) -> StoreResult<()> {
    db.prepare_cached(
        "INSERT INTO alert (source_id, kind, since, told) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (source_id, kind) DO UPDATE SET told = excluded.told",
    )?
    .execute(params![
        alert.source.as_bytes(),
        alert.told.kind().as_str(),
        millis(alert.since),
        serde_json::to_string(&alert.told)?
    ])?;
    Ok(())
}

/// Whether there was one.
pub(crate) fn remove(db: &Connection, source: SourceId, kind: AlertKind) -> StoreResult<bool> {
    let removed = db
        .prepare_cached("DELETE FROM alert WHERE source_id = ?1 AND kind = ?2")?
        .execute(params![source.as_bytes(), kind.as_str()])?;
    Ok(removed > 0)
}

/// The owner knows, and wants to see it no more, or wants to see it after all. Tells whether that changes anything.
pub(crate) fn set_dismissed(
    db: &Connection,
    source: SourceId,
    kind: AlertKind,
    dismissed: bool,
) -> StoreResult<bool> {
    let changed = db
        .prepare_cached(
            "UPDATE alert SET dismissed = ?3 WHERE source_id = ?1 AND kind = ?2 AND dismissed <> ?3",
        )?
        .execute(params![source.as_bytes(), kind.as_str(), dismissed])?;
    Ok(changed > 0)
}

fn read(row: &Row<'_>) -> StoreResult<AlertRow> {
    let told: String = row.get("told")?;
    Ok(AlertRow {
        source: SourceId::from_bytes(row.get("source_id")?),
        since: time(row, "since")?,
        told: serde_json::from_str(&told)?,
    })
}
