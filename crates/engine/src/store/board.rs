//! The board: its stages and the order of the cards in them.

use recado_api::view::{Outcome, Stage};
use recado_api::{BoardId, StageId};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::columns::unreadable;
use super::{StoreError, StoreResult};

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

/// Puts `stages` on a new board in place of all there were. Only for a board without contacts.
pub(crate) fn replace(db: &Connection, board: BoardId, stages: &[Stage]) -> StoreResult<()> {
    db.execute("DELETE FROM stage", [])?;
    db.execute("DELETE FROM board", [])?;
    db.execute(
        "INSERT INTO board (id, position) VALUES (?1, ?2)",
        params![board.as_bytes(), top(None)],
    )?;
    let mut insert = db.prepare_cached(
        "INSERT INTO stage (id, board_id, title, outcome, position) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (place, stage) in (MIDDLE..).zip(stages) {
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
            position(place)
        ])?;
    }
    Ok(())
}

/// A position above all cards of a stage.
pub(crate) fn top_of(db: &Connection, stage: StageId) -> StoreResult<String> {
    let first: Option<String> = db
        .prepare_cached("SELECT position FROM contact WHERE stage_id = ?1 ORDER BY position LIMIT 1")?
        .query_row([stage.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(top(first.as_deref()))
}

/// Where the first card of a stage goes: in the middle of 64 bits, so that none of 2⁶³ moves to the top or to the
/// bottom makes a position longer.
const MIDDLE: u64 = 1 << 63;

/// A position is a whole number as 16 hexadecimal digits; what may follow them orders the cards put between two
/// neighbours. Compared as text, that is a fractional index.
fn position(whole: u64) -> String {
    format!("{whole:016x}")
}

fn top(first: Option<&str>) -> String {
    let whole = first.and_then(|first| u64::from_str_radix(first.get(..16)?, 16).ok());
    position(whole.map_or(MIDDLE, |whole| whole.saturating_sub(1)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_new_top_stands_above_the_last_one() {
        let mut last = top(None);
        for _ in 0..1_000 {
            let next = top(Some(&last));
            assert!(next < last);
            last = next;
        }
        assert_eq!(last.len(), 16);
    }

    #[test]
    fn a_top_stands_above_a_card_that_was_put_between_two_others() {
        assert!(top(Some("8000000000000000k")).as_str() < "8000000000000000");
    }
}
