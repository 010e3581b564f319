//! What the owner did to contacts, and what undoing it needs.

use jiff::Timestamp;
use recado_api::view::What;
use recado_api::{ActId, StageId};
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};

use super::columns::{millis, unreadable};
use super::handles::ContactHandle;
use super::{StoreError, StoreResult};

/// What undoing an act restores, and what it must find to do so. Written to the database as JSON, so a field is only
/// ever added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Before {
    Added {
        /// Written together with it.
        note: Option<ActId>,
    },
    Edited {
        name: Option<NameChange>,
        given: Vec<ContactHandle>,
        taken: Vec<ContactHandle>,
    },
    /// To another stage.
    Moved(Move),
    /// Within a stage.
    Placed(Move),
    Read {
        unread: u32,
        now: u32,
    },
    Note,
    Replied {
        waiting_since: Option<Timestamp>,
        unread: u32,
    },
    Archived,
    Restored {
        archived_at: Timestamp,
        position: String,
        /// Where it stands since.
        now: String,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct NameChange {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) was_owners: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Move {
    pub(crate) from: Standing,
    pub(crate) to: Standing,
}

/// A place on the board, and since when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Standing {
    pub(crate) stage: StageId,
    pub(crate) position: String,
    pub(crate) since: Timestamp,
}

/// The kinds of acts, as the column has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ActKind {
    Added,
    Edited,
    Moved,
    Placed,
    Read,
    Note,
    Replied,
    Archived,
    Restored,
}

impl ActKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Edited => "edited",
            Self::Moved => "moved",
            Self::Placed => "placed",
            Self::Read => "read",
            Self::Note => "note",
            Self::Replied => "replied",
            Self::Archived => "archived",
            Self::Restored => "restored",
        }
    }
}

impl Before {
    fn kind(&self) -> ActKind {
        match self {
            Self::Added { .. } => ActKind::Added,
            Self::Edited { .. } => ActKind::Edited,
            Self::Moved(_) => ActKind::Moved,
            Self::Placed(_) => ActKind::Placed,
            Self::Read { .. } => ActKind::Read,
            Self::Note => ActKind::Note,
            Self::Replied { .. } => ActKind::Replied,
            Self::Archived => ActKind::Archived,
            Self::Restored { .. } => ActKind::Restored,
        }
    }
}

/// An act that can be undone.
pub(crate) struct Act {
    pub(crate) seq: i64,
    pub(crate) contact_seq: i64,
    pub(crate) is_told: bool,
    pub(crate) before: Before,
}

/// `told` is what the timeline shows of it, if anything.
pub(crate) fn insert(
    db: &Connection,
    id: ActId,
    contact_seq: i64,
    done_at: Timestamp,
    told: Option<&What>,
    before: &Before,
) -> StoreResult<()> {
    db.prepare_cached(
        "INSERT INTO act (id, contact_seq, kind, done_at, told, before) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        id.as_bytes(),
        contact_seq,
        before.kind().as_str(),
        millis(done_at),
        told.map(serde_json::to_string).transpose()?,
        serde_json::to_string(before)?
    ])?;
    Ok(())
}

pub(crate) fn find(db: &Connection, id: ActId) -> StoreResult<Option<Act>> {
    db.prepare_cached("SELECT seq, contact_seq, told IS NOT NULL AS is_told, before FROM act WHERE id = ?1")?
        .query_and_then([id.as_bytes()], read)?
        .next()
        .transpose()
}

fn read(row: &Row<'_>) -> Result<Act, StoreError> {
    let before: String = row.get("before")?;
    Ok(Act {
        seq: row.get("seq")?,
        contact_seq: row.get("contact_seq")?,
        is_told: row.get("is_told")?,
        before: serde_json::from_str(&before).map_err(|_| unreadable("act.before", before))?,
    })
}

/// Whether the owner did something of these kinds to the contact after `act`.
pub(crate) fn any_later(db: &Connection, act: &Act, kinds: &[ActKind]) -> StoreResult<bool> {
    let mut later = db.prepare_cached("SELECT kind FROM act WHERE contact_seq = ?1 AND seq > ?2")?;
    let mut rows = later.query(params![act.contact_seq, act.seq])?;
    while let Some(row) = rows.next()? {
        let kind = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        if kinds.iter().any(|known| known.as_str() == kind) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the owner did anything else to the contact, `besides` apart; that it was looked at does not count.
pub(crate) fn any_other_than(db: &Connection, act: &Act, besides: Option<&ActId>) -> StoreResult<bool> {
    let any = db
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM act
             WHERE contact_seq = ?1 AND seq <> ?2 AND id IS NOT ?3 AND kind <> 'read')",
        )?
        .query_row(
            params![act.contact_seq, act.seq, besides.map(ActId::as_bytes)],
            |row| row.get(0),
        )?;
    Ok(any)
}

/// Removes an act that was undone, and with it its line of the timeline.
/// Whether the owner has typed a contact's phones or e-mail addresses.
pub(crate) fn any_of_handles(db: &Connection, contact_seq: i64) -> StoreResult<bool> {
    let any = db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM act WHERE contact_seq = ?1 AND kind IN (?2, ?3))")?
        .query_row(
            params![contact_seq, ActKind::Added.as_str(), ActKind::Edited.as_str()],
            |row| row.get(0),
        )?;
    Ok(any)
}

pub(crate) fn remove(db: &Connection, seq: i64) -> StoreResult<()> {
    db.prepare_cached("DELETE FROM act WHERE seq = ?1")?
        .execute([seq])?;
    Ok(())
}

/// Forgets up to `limit` acts done before `before` of which no timeline shows anything, and tells how many those were.
pub(crate) fn forget_untold(db: &Connection, before: Timestamp, limit: u32) -> StoreResult<usize> {
    let gone = db
        .prepare_cached(
            "DELETE FROM act WHERE seq IN
             (SELECT seq FROM act WHERE told IS NULL AND done_at < ?1 ORDER BY done_at LIMIT ?2)",
        )?
        .execute(params![millis(before), limit])?;
    Ok(gone)
}
