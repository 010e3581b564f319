//! The board: its stages and the order of the cards in them.

use std::collections::HashMap;

use jiff::Timestamp;
use recado_api::view::{BoardFilter, BoardNumbers, ColumnNumbers, Contact, Outcome, Stage, Tallies};
use recado_api::{BoardId, SourceId, StageId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::{millis, unreadable};
use super::{StoreError, StoreResult, contacts, position};

pub(crate) fn stages(db: &Connection) -> StoreResult<Vec<Stage>> {
    db.prepare_cached(
        "SELECT stage.id, title, outcome FROM stage JOIN board ON board.id = stage.board_id
         ORDER BY board.position, stage.position",
    )?
    .query_and_then([], read)?
    .collect()
}

/// The stage where new contacts appear.
pub(crate) fn first_stage(db: &Connection) -> StoreResult<Option<Stage>> {
    db.prepare_cached(
        "SELECT stage.id, title, outcome FROM stage JOIN board ON board.id = stage.board_id
         ORDER BY board.position, stage.position LIMIT 1",
    )?
    .query_and_then([], read)?
    .next()
    .transpose()
}

pub(crate) fn stage(db: &Connection, id: StageId) -> StoreResult<Option<Stage>> {
    db.prepare_cached("SELECT id, title, outcome FROM stage WHERE id = ?1")?
        .query_and_then([id.as_bytes()], read)?
        .next()
        .transpose()
}

/// Puts `stages` on a new board in place of all there were. Only for a board without contacts.
pub(crate) fn replace(db: &Connection, board: BoardId, stages: &[Stage]) -> StoreResult<()> {
    db.execute("DELETE FROM stage", [])?;
    db.execute("DELETE FROM board", [])?;
    db.execute(
        "INSERT INTO board (id, position) VALUES (?1, ?2)",
        params![board.as_bytes(), position::top(None)],
    )?;
    let mut insert = db.prepare_cached(
        "INSERT INTO stage (id, board_id, title, outcome, position) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (place, stage) in (position::MIDDLE..).zip(stages) {
        let outcome = match stage.outcome {
            Outcome::Open => "open",
            Outcome::Won => "won",
            Outcome::Lost => "lost",
        };
        insert.execute(params![
            stage.id.as_bytes(),
            board.as_bytes(),
            stage.title,
            outcome,
            position::of(place)
        ])?;
    }
    Ok(())
}

/// Which cards are meant, as SQL. Its parameters are bound by [`Sieve::bind`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sieve {
    filter: BoardFilter,
    /// When today began and when tomorrow does, in the business's zone.
    today: (Timestamp, Timestamp),
}

impl Sieve {
    pub(crate) fn new(filter: BoardFilter, today: (Timestamp, Timestamp)) -> Self {
        Self { filter, today }
    }

    fn lets_through(&self) -> &'static str {
        match self.filter {
            BoardFilter::All => "TRUE",
            BoardFilter::Unread => "unread > 0",
            BoardFilter::Waiting => "waiting_since IS NOT NULL",
            BoardFilter::AppointmentToday => APPOINTMENT_TODAY,
            BoardFilter::Source(_) => "source_id = ?3",
        }
    }

    /// `?1` to `?3`.
    fn bind(&self) -> (i64, i64, Option<[u8; 16]>) {
        let source: Option<SourceId> = match self.filter {
            BoardFilter::Source(source) => Some(source),
            BoardFilter::All | BoardFilter::Unread | BoardFilter::Waiting | BoardFilter::AppointmentToday => {
                None
            }
        };
        let (from, until) = self.today;
        (
            millis(from),
            millis(until),
            source.map(|source| *source.as_bytes()),
        )
    }
}

const APPOINTMENT_TODAY: &str =
    "appointment_starts_at >= ?1 AND appointment_starts_at < ?2 AND appointment_state <> 'cancelled'";

/// The numbers of the whole board, from its indexes alone.
pub(crate) fn numbers(db: &Connection, sieve: Sieve) -> StoreResult<BoardNumbers> {
    let all = counts(db, sieve, ON_BOARD, "TRUE")?;
    let tests = counts(db, sieve, TESTS, "TRUE")?;
    let total = |counts: &Counts, what: fn(Count) -> u32| counts.values().copied().map(what).sum::<u32>();
    let without_tests = |what: fn(Count) -> u32| total(&all, what) - total(&tests, what);
    let today = counts(db, sieve, APPOINTMENTS, APPOINTMENT_TODAY)?;
    let today_tests = counts(db, sieve, TESTS, APPOINTMENT_TODAY)?;
    let tallies = Tallies {
        contacts: without_tests(|count| count.cards),
        unread: without_tests(|count| count.unread),
        waiting: without_tests(|count| count.waiting),
        appointments_today: total(&today, |count| count.cards) - total(&today_tests, |count| count.cards),
        tests: total(&tests, |count| count.cards),
    };
    let (passed, passed_tests) = match sieve.filter {
        BoardFilter::All => (all, tests),
        BoardFilter::AppointmentToday => (today, today_tests),
        BoardFilter::Unread | BoardFilter::Waiting | BoardFilter::Source(_) => (
            counts(db, sieve, ON_BOARD, sieve.lets_through())?,
            counts(db, sieve, TESTS, sieve.lets_through())?,
        ),
    };
    let of = |counts: &Counts, stage: StageId| counts.get(&stage).copied().unwrap_or_default();
    let columns = stages(db)?
        .into_iter()
        .map(|stage| {
            let (all, tests) = (of(&passed, stage.id), of(&passed_tests, stage.id));
            ColumnNumbers {
                stage: stage.id,
                length: all.cards,
                count: all.cards - tests.cards,
                waiting: all.waiting - tests.waiting,
            }
        })
        .collect();
    Ok(BoardNumbers { columns, tallies })
}

/// The indexes from which cards are counted: that of all cards, and two of the few that have something.
const ON_BOARD: &str = "contact_in_stage";
const TESTS: &str = "contact_tests";
const APPOINTMENTS: &str = "contact_appointments";

type Counts = HashMap<StageId, Count>;

#[derive(Debug, Clone, Copy, Default)]
struct Count {
    cards: u32,
    waiting: u32,
    unread: u32,
}

/// Counts the cards of each stage that `passes` lets through, test contacts alone from their index. A count of values
/// costs a third of a sum of conditions, and this runs over every card. The last two conditions always hold: they give
/// every statement the same parameters.
fn counts(db: &Connection, sieve: Sieve, index: &str, passes: &str) -> StoreResult<Counts> {
    let (from, until, source) = sieve.bind();
    let tests_alone = if index == TESTS { "test = 1 AND" } else { "" };
    let mut select = db.prepare_cached(&format!(
        "SELECT stage_id, count(*), count(waiting_since), count(nullif(unread, 0))
         FROM contact INDEXED BY {index}
         WHERE {tests_alone} archived_at IS NULL AND {passes} AND ?1 <= ?2 AND ?3 IS ?3 GROUP BY stage_id"
    ))?;
    let counts = select
        .query_map(params![from, until, source], |row| {
            let count = Count {
                cards: row.get(1)?,
                waiting: row.get(2)?,
                unread: row.get(3)?,
            };
            Ok((StageId::from_bytes(row.get(0)?), count))
        })?
        .collect::<Result<_, _>>()?;
    Ok(counts)
}

/// Some cards of a stage, from the top.
pub(crate) fn cards(
    db: &Connection,
    stage: StageId,
    sieve: Sieve,
    offset: u32,
    limit: u32,
) -> StoreResult<Vec<Contact>> {
    let passes = sieve.lets_through();
    let (from, until, source) = sieve.bind();
    let seqs = db
        .prepare_cached(&format!(
            "SELECT seq FROM contact INDEXED BY contact_in_stage
             WHERE stage_id = ?4 AND archived_at IS NULL AND {passes} ORDER BY position LIMIT ?5 OFFSET ?6"
        ))?
        .query_map(
            params![from, until, source, stage.as_bytes(), limit, offset],
            |row| row.get(0),
        )?
        .collect::<Result<Vec<i64>, _>>()?;
    let mut cards = Vec::with_capacity(seqs.len());
    for seq in seqs {
        cards.extend(contacts::card(db, seq)?.map(|card| card.shown));
    }
    Ok(cards)
}

/// How many cards of a stage pass.
pub(crate) fn length(db: &Connection, stage: StageId, sieve: Sieve) -> StoreResult<u32> {
    let passes = sieve.lets_through();
    let (from, until, source) = sieve.bind();
    let length = db
        .prepare_cached(&format!(
            "SELECT count(*) FROM contact INDEXED BY contact_in_stage
             WHERE stage_id = ?4 AND archived_at IS NULL AND {passes}"
        ))?
        .query_row(params![from, until, source, stage.as_bytes()], |row| row.get(0))?;
    Ok(length)
}

/// A position above all cards of a stage, archived ones too: no two cards ever stand at the same place.
pub(crate) fn top_of(db: &Connection, stage: StageId) -> StoreResult<String> {
    let first: Option<String> = db
        .prepare_cached("SELECT position FROM contact WHERE stage_id = ?1 ORDER BY position LIMIT 1")?
        .query_row([stage.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(position::top(first.as_deref()))
}

/// A position right under that of another card of the stage, and whether it has become so long that its crowd has to
/// be [spread](spread()).
pub(crate) fn under(db: &Connection, stage: StageId, above: &str) -> StoreResult<Place> {
    let below: Option<String> = db
        .prepare_cached(
            "SELECT position FROM contact WHERE stage_id = ?1 AND position > ?2 ORDER BY position LIMIT 1",
        )?
        .query_row(params![stage.as_bytes(), above], |row| row.get(0))
        .optional()?;
    // Nobody stands at the same place as another, so there always is room.
    let position =
        position::between(above, below.as_deref()).ok_or_else(|| unreadable("contact.position", above))?;
    let is_long = position.len() > position::LONGEST;
    Ok(Place { position, is_long })
}

pub(crate) struct Place {
    pub(crate) position: String,
    pub(crate) is_long: bool,
}

/// Whether a card of the stage other than `seq` stands there.
pub(crate) fn is_taken(db: &Connection, stage: StageId, position: &str, seq: i64) -> StoreResult<bool> {
    let taken = db
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM contact WHERE stage_id = ?1 AND position = ?2 AND seq <> ?3)",
        )?
        .query_row(params![stage.as_bytes(), position, seq], |row| row.get(0))?;
    Ok(taken)
}

/// The visible card right above a position, if there is one.
pub(crate) fn above(db: &Connection, stage: StageId, position: &str) -> StoreResult<Option<i64>> {
    let above = db
        .prepare_cached(
            "SELECT seq FROM contact INDEXED BY contact_in_stage
             WHERE stage_id = ?1 AND position < ?2 AND archived_at IS NULL ORDER BY position DESC LIMIT 1",
        )?
        .query_row(params![stage.as_bytes(), position], |row| row.get(0))
        .optional()?;
    Ok(above)
}

/// Gives new positions to the cards that crowd around `position`, in their order, and tells which cards those are.
pub(crate) fn spread(db: &Connection, stage: StageId, position: &str) -> StoreResult<Vec<i64>> {
    let crowd = position::crowd(position);
    // `~` follows all digits and letters.
    let seqs = db
        .prepare_cached(
            "SELECT seq FROM contact WHERE stage_id = ?1 AND position >= ?2 AND position < ?2 || '~'
             ORDER BY position",
        )?
        .query_map(params![stage.as_bytes(), crowd], |row| row.get(0))?
        .collect::<Result<Vec<i64>, _>>()?;
    let mut update = db.prepare_cached("UPDATE contact SET position = ?2 WHERE seq = ?1")?;
    for (seq, position) in seqs.iter().zip(position::spread(crowd, seqs.len())) {
        update.execute(params![seq, position])?;
    }
    Ok(seqs)
}

fn read(row: &Row<'_>) -> StoreResult<Stage> {
    Ok(Stage {
        id: StageId::from_bytes(row.get("id")?),
        title: row.get("title")?,
        outcome: outcome(row.get_ref("outcome")?.as_str().map_err(rusqlite::Error::from)?)?,
    })
}

pub(super) fn outcome(text: &str) -> Result<Outcome, StoreError> {
    match text {
        "open" => Ok(Outcome::Open),
        "won" => Ok(Outcome::Won),
        "lost" => Ok(Outcome::Lost),
        other => Err(unreadable("stage.outcome", other)),
    }
}
