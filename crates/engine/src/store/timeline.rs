//! A contact's timeline: what was told of them and what the owner did, in the order of time.

use jiff::Timestamp;
use recado_api::view::TimelineEntry;
use recado_api::{ActId, ContactId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::time;
use super::{StoreError, StoreResult, events};

/// A place in a timeline: time, then events before acts, then the order of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    at: i64,
    is_act: bool,
    seq: i64,
}

impl Mark {
    /// After everything.
    pub(crate) const END: Self = Self {
        at: i64::MAX,
        is_act: true,
        seq: i64::MAX,
    };

    /// The last row of a table that stands before this one, as (time, seq), both excluded.
    fn among(self, acts: bool) -> (i64, i64) {
        let seq = match (acts, self.is_act) {
            (true, true) | (false, false) => self.seq,
            (false, true) => i64::MAX,
            (true, false) => i64::MIN,
        };
        (self.at, seq)
    }
}

/// Where an entry with this id stands in the contact's timeline.
pub(crate) fn mark(db: &Connection, contact_seq: i64, id: &[u8; 16]) -> StoreResult<Option<Mark>> {
    let mark = db
        .prepare_cached(
            "SELECT happened_at, FALSE, seq FROM event WHERE id = ?1 AND contact_seq = ?2
             UNION ALL
             SELECT done_at, TRUE, seq FROM act WHERE id = ?1 AND contact_seq = ?2",
        )?
        .query_row(params![id, contact_seq], |row| {
            Ok(Mark {
                at: row.get(0)?,
                is_act: row.get(1)?,
                seq: row.get(2)?,
            })
        })
        .optional()?;
    Ok(mark)
}

/// The `limit` entries that precede `before`, the oldest first. `name` is what the card says.
pub(crate) fn before(
    db: &Connection,
    contact: (i64, ContactId, &str),
    before: Mark,
    limit: usize,
) -> StoreResult<Vec<TimelineEntry>> {
    let (seq, id, name) = contact;
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    let (at, until) = before.among(false);
    let events = db
        .prepare_cached(
            "SELECT event.seq, event.id, contact_seq, happened_at, text, said, receipt, matter,
                    source.title AS source, delivery.test
             FROM event JOIN delivery ON delivery.seq = delivery_seq JOIN source ON source.id = source_id
             WHERE contact_seq = ?1 AND folded = 0 AND (happened_at, event.seq) < (?2, ?3)
             ORDER BY happened_at DESC, event.seq DESC LIMIT ?4",
        )?
        .query_and_then(params![seq, at, until, most], |row| read_event(db, row, id, name))?
        .collect::<StoreResult<Vec<_>>>()?;
    let (at, until) = before.among(true);
    let acts = db
        .prepare_cached(
            "SELECT seq, id, done_at, told FROM act
             WHERE contact_seq = ?1 AND told IS NOT NULL AND (done_at, seq) < (?2, ?3)
             ORDER BY done_at DESC, seq DESC LIMIT ?4",
        )?
        .query_and_then(params![seq, at, until, most], |row| read_act(row, id))?
        .collect::<StoreResult<Vec<_>>>()?;
    let mut entries: Vec<_> = events.into_iter().chain(acts).collect();
    entries.sort_by_key(|(mark, _)| *mark);
    let surplus = entries.len().saturating_sub(limit);
    Ok(entries
        .into_iter()
        .skip(surplus)
        .map(|(_, entry)| entry)
        .collect())
}

fn read_event(
    db: &Connection,
    row: &Row<'_>,
    contact: ContactId,
    name: &str,
) -> Result<(Mark, TimelineEntry), StoreError> {
    let entry = events::entry(db, row, contact, name)?;
    let mark = Mark {
        at: entry.at.as_millisecond(),
        is_act: false,
        seq: row.get("seq")?,
    };
    Ok((mark, entry))
}

fn read_act(row: &Row<'_>, contact: ContactId) -> Result<(Mark, TimelineEntry), StoreError> {
    let told: String = row.get("told")?;
    let at: Timestamp = time(row, "done_at")?;
    let entry = TimelineEntry {
        id: ActId::from_bytes(row.get("id")?).to_string(),
        contact,
        at,
        what: serde_json::from_str(&told)?,
    };
    let mark = Mark {
        at: at.as_millisecond(),
        is_act: true,
        seq: row.get("seq")?,
    };
    Ok((mark, entry))
}
