//! The connections the owner set up.

use jiff::Timestamp;
use recado_api::SourceId;
use recado_api::view::{Mapping, SourceState};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::{millis, optional_time, time, unreadable};
use super::deliveries::Detail;
use super::{StoreError, StoreResult};

/// A source as it is kept. Its address is made from the key by whoever knows the receiver's port; its secrets are kept
/// elsewhere, and here stands only that there are any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SourceRow {
    pub(crate) id: SourceId,
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) state: SourceState,
    pub(crate) allow_get: bool,
    pub(crate) created_at: Timestamp,
    /// The id of its preset.
    pub(crate) preset: String,
    /// The id of one of the preset's schemes; `None`: the usual one.
    pub(crate) scheme: Option<String>,
    /// Of the header, parameter or field that carries the proof; `None`: the scheme's own.
    pub(crate) scheme_name: Option<String>,
    /// What a handshake must name.
    pub(crate) verify_token: Option<String>,
    /// Under which the sender knows us, where it signs that.
    pub(crate) public_url: Option<String>,
    /// What the owner said the values are.
    pub(crate) mapping: Option<Mapping>,
    /// The key that was replaced, and until when it is still good.
    pub(crate) former_key: Option<(String, Timestamp)>,
    /// Until when the secret that was replaced is still good.
    pub(crate) former_secret_until: Option<Timestamp>,
    pub(crate) has_secret: bool,
    pub(crate) has_access_token: bool,
    /// When something genuine came for the first time, tests aside.
    pub(crate) first_delivery_at: Option<Timestamp>,
}

impl SourceRow {
    /// An active source of any other system.
    #[cfg(test)]
    pub(crate) fn for_tests() -> Self {
        Self {
            id: SourceId::from_bytes([1; 16]),
            key: "k7f3".to_owned(),
            title: "Site".to_owned(),
            state: SourceState::Active,
            allow_get: false,
            created_at: Timestamp::UNIX_EPOCH,
            preset: "other".to_owned(),
            scheme: None,
            scheme_name: None,
            verify_token: None,
            public_url: None,
            mapping: None,
            former_key: None,
            former_secret_until: None,
            has_secret: false,
            has_access_token: false,
            first_delivery_at: None,
        }
    }

    /// Whether anything of it is kept where secrets are.
    pub(crate) fn has_any_secret(&self) -> bool {
        self.has_secret || self.has_access_token || self.former_secret_until.is_some()
    }
}

const COLUMNS: &str =
    "id, key, title, state, allow_get, created_at, preset, scheme, scheme_name, verify_token,
                       public_url, mapping, former_key, former_key_until, former_secret_until, has_secret,
                       has_access_token, first_delivery_at";

pub(crate) fn insert(db: &Connection, source: &SourceRow) -> StoreResult<()> {
    db.execute(
        "INSERT INTO source (id, key, title, state, allow_get, created_at, preset) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            source.id.as_bytes(),
            source.key,
            source.title,
            word(source.state),
            source.allow_get,
            millis(source.created_at),
            source.preset
        ],
    )?;
    update(db, source)
}

/// Writes everything of a source that can change, except when its first delivery came.
pub(crate) fn update(db: &Connection, source: &SourceRow) -> StoreResult<()> {
    let former_key = source.former_key.as_ref();
    db.execute(
        "UPDATE source SET key = ?2, title = ?3, state = ?4, scheme = ?5, scheme_name = ?6, verify_token = ?7,
                           public_url = ?8, mapping = ?9, former_key = ?10, former_key_until = ?11,
                           former_secret_until = ?12, has_secret = ?13, has_access_token = ?14
         WHERE id = ?1",
        params![
            source.id.as_bytes(),
            source.key,
            source.title,
            word(source.state),
            source.scheme,
            source.scheme_name,
            source.verify_token,
            source.public_url,
            source.mapping.as_ref().map(serde_json::to_string).transpose()?,
            former_key.map(|(key, _)| key),
            former_key.map(|(_, until)| millis(*until)),
            source.former_secret_until.map(millis),
            source.has_secret,
            source.has_access_token
        ],
    )?;
    Ok(())
}

/// Remembers when something genuine came, if it is the first time. What the log knows of it goes with the log.
pub(crate) fn note_first_delivery(db: &Connection, id: SourceId, at: Timestamp) -> StoreResult<()> {
    db.prepare_cached(
        "UPDATE source SET first_delivery_at = ?2 WHERE id = ?1 AND first_delivery_at IS NULL",
    )?
    .execute(params![id.as_bytes(), millis(at)])?;
    Ok(())
}

/// All sources, removed ones too, in the order they were made.
pub(crate) fn all(db: &Connection) -> StoreResult<Vec<SourceRow>> {
    db.prepare_cached(&format!("SELECT {COLUMNS} FROM source ORDER BY id"))?
        .query_and_then([], read)?
        .collect()
}

pub(crate) fn find(db: &Connection, id: SourceId) -> StoreResult<Option<SourceRow>> {
    db.prepare_cached(&format!("SELECT {COLUMNS} FROM source WHERE id = ?1"))?
        .query_and_then([id.as_bytes()], read)?
        .next()
        .transpose()
}

/// Of a source that every delivery asks about.
pub(crate) fn state(db: &Connection, id: SourceId) -> StoreResult<Option<SourceState>> {
    db.prepare_cached("SELECT state FROM source WHERE id = ?1")?
        .query_and_then([id.as_bytes()], read_state)?
        .next()
        .transpose()
}

/// What the log says of how a source fares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fares {
    /// When something genuine came last.
    pub(crate) last_taken_at: Option<Timestamp>,
    /// What was refused since.
    pub(crate) refused: Option<RefusedSince>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RefusedSince {
    pub(crate) since: Timestamp,
    pub(crate) count: u32,
    /// Why the last one was.
    pub(crate) why: Detail,
}

/// Tests aside.
pub(crate) fn fares(db: &Connection, id: SourceId) -> StoreResult<Fares> {
    // From the newest on, so that only what was refused since is read.
    let taken: Option<(i64, i64)> = db
        .prepare_cached(
            "SELECT seq, received_at FROM delivery
             WHERE source_id = ?1 AND test = 0
                   AND verdict IN ('accepted', 'duplicate', 'ignored', 'unmatched', 'paused')
             ORDER BY seq DESC LIMIT 1",
        )?
        .query_row([id.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let refused: (u32, Option<i64>) = db
        .prepare_cached(
            "SELECT count(*), min(received_at) FROM delivery
             WHERE source_id = ?1 AND seq > ?2 AND test = 0 AND verdict = 'refused'",
        )?
        .query_row(params![id.as_bytes(), taken.map_or(0, |(seq, _)| seq)], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let last_taken_at = taken.map(|(_, at)| moment(at)).transpose()?;
    let (count, Some(since)) = refused else {
        return Ok(Fares {
            last_taken_at,
            refused: None,
        });
    };
    let why: Option<String> = db
        .prepare_cached(
            "SELECT detail FROM delivery
             WHERE source_id = ?1 AND test = 0 AND verdict = 'refused' AND detail IS NOT NULL
             ORDER BY seq DESC LIMIT 1",
        )?
        .query_row([id.as_bytes()], |row| row.get(0))
        .optional()?;
    let refused = match why.as_deref().map(serde_json::from_str).transpose()? {
        Some(why) => Some(RefusedSince {
            since: moment(since)?,
            count,
            why,
        }),
        None => None,
    };
    Ok(Fares {
        last_taken_at,
        refused,
    })
}

/// How many deliveries were taken between two times, tests aside; of those that are in the log no more by the quarter of
/// an hour.
pub(crate) fn taken_between(
    db: &Connection,
    id: SourceId,
    since: Timestamp,
    until: Timestamp,
) -> StoreResult<u32> {
    let taken = db
        .prepare_cached(
            "SELECT (SELECT count(*) FROM delivery
                     WHERE source_id = ?1 AND received_at >= ?2 AND received_at < ?3 AND test = 0
                           AND verdict IN ('accepted', 'duplicate', 'ignored', 'unmatched', 'paused'))
                  + (SELECT coalesce(sum(count), 0) FROM delivery_count
                     WHERE source_id = ?1 AND begins_at >= ?2 AND begins_at < ?3
                           AND verdict IN ('accepted', 'duplicate', 'ignored', 'unmatched', 'paused'))",
        )?
        .query_row(params![id.as_bytes(), millis(since), millis(until)], |row| {
            row.get(0)
        })?;
    Ok(taken)
}

impl RefusedSince {
    /// Whether the last one was not even judged, since secrets could not be read.
    pub(crate) fn is_unjudged(&self) -> bool {
        self.why.id.starts_with("secrets-")
    }
}

/// How many of a source's deliveries wait for something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// Name nobody.
    pub(crate) unmatched: u32,
    /// Wait in quarantine for the right secret.
    pub(crate) quarantined: u32,
    /// Wait for their details to be fetched.
    pub(crate) pending: u32,
}

pub(crate) fn waiting(db: &Connection, id: SourceId) -> StoreResult<Waiting> {
    let waiting = db
        .prepare_cached(
            "SELECT (SELECT count(*) FROM delivery WHERE source_id = ?1 AND verdict = 'unmatched' AND test = 0),
                    (SELECT count(*) FROM quarantine WHERE source_id = ?1),
                    (SELECT count(*) FROM delivery WHERE source_id = ?1 AND pending = 1)",
        )?
        .query_row([id.as_bytes()], |row| {
            Ok(Waiting {
                unmatched: row.get(0)?,
                quarantined: row.get(1)?,
                pending: row.get(2)?,
            })
        })?;
    Ok(waiting)
}

fn moment(millis: i64) -> StoreResult<Timestamp> {
    Timestamp::from_millisecond(millis).map_err(|_| unreadable("delivery.received_at", millis))
}

fn read(row: &Row<'_>) -> Result<SourceRow, StoreError> {
    let mapping: Option<String> = row.get("mapping")?;
    let former_key: Option<String> = row.get("former_key")?;
    Ok(SourceRow {
        id: SourceId::from_bytes(row.get("id")?),
        key: row.get("key")?,
        title: row.get("title")?,
        state: read_state(row)?,
        allow_get: row.get("allow_get")?,
        created_at: time(row, "created_at")?,
        preset: row.get("preset")?,
        scheme: row.get("scheme")?,
        scheme_name: row.get("scheme_name")?,
        verify_token: row.get("verify_token")?,
        public_url: row.get("public_url")?,
        mapping: mapping.as_deref().map(serde_json::from_str).transpose()?,
        former_key: former_key.zip(optional_time(row, "former_key_until")?),
        former_secret_until: optional_time(row, "former_secret_until")?,
        has_secret: row.get("has_secret")?,
        has_access_token: row.get("has_access_token")?,
        first_delivery_at: optional_time(row, "first_delivery_at")?,
    })
}

fn read_state(row: &Row<'_>) -> StoreResult<SourceState> {
    let state: String = row.get("state")?;
    match state.as_str() {
        "active" => Ok(SourceState::Active),
        "paused" => Ok(SourceState::Paused),
        "removed" => Ok(SourceState::Removed),
        other => Err(unreadable("source.state", other)),
    }
}

fn word(state: SourceState) -> &'static str {
    match state {
        SourceState::Active => "active",
        SourceState::Paused => "paused",
        SourceState::Removed => "removed",
    }
}
