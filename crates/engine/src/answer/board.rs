//! The board: its columns, its numbers, its cards.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use recado_api::Failure;
use recado_api::request::{CountBoard, ListCards, ShowBoard};
use recado_api::view::{Board, BoardFilter, BoardNumbers, CardPage, Column};

use super::{Handle, failure};
use crate::core::Core;
use crate::store::StoreError;
use crate::store::board::{self, Sieve};

/// The most cards that come with a column.
const MOST_OF_A_COLUMN: u32 = 200;

/// The most that one page holds.
const LARGEST_PAGE: u32 = 500;

impl Handle<ShowBoard> for Core {
    async fn handle(self: &Arc<Self>, request: ShowBoard) -> Result<Board, Failure> {
        let sieve = sieve(self, request.filter);
        let most = request.cards.min(MOST_OF_A_COLUMN);
        self.db
            .read(move |db| {
                let BoardNumbers { columns, tallies } = board::numbers(db, sieve)?;
                let columns = board::stages(db)?
                    .into_iter()
                    .zip(columns)
                    .map(|(stage, numbers)| {
                        Ok(Column {
                            cards: board::cards(db, stage.id, sieve, 0, most)?,
                            numbers,
                            stage,
                        })
                    })
                    .collect::<Result<_, StoreError>>()?;
                Ok(Board { columns, tallies })
            })
            .await
            .map_err(|error| failure::read(self, &error))
    }
}

impl Handle<CountBoard> for Core {
    async fn handle(self: &Arc<Self>, request: CountBoard) -> Result<BoardNumbers, Failure> {
        let sieve = sieve(self, request.filter);
        self.db
            .read(move |db| board::numbers(db, sieve))
            .await
            .map_err(|error| failure::read(self, &error))
    }
}

impl Handle<ListCards> for Core {
    async fn handle(self: &Arc<Self>, request: ListCards) -> Result<CardPage, Failure> {
        let ListCards {
            stage,
            filter,
            offset,
            limit,
        } = request;
        let sieve = sieve(self, filter);
        let page = self
            .db
            .read(move |db| {
                if board::stage(db, stage)?.is_none() {
                    return Ok(None);
                }
                Ok::<_, StoreError>(Some(CardPage {
                    offset,
                    cards: board::cards(db, stage, sieve, offset, limit.min(LARGEST_PAGE))?,
                    length: board::length(db, stage, sieve)?,
                }))
            })
            .await
            .map_err(|error| failure::read(self, &error))?;
        page.ok_or_else(|| failure::not_found(self.lang().text("failure-no-stage", &[])))
    }
}

fn sieve(core: &Core, filter: BoardFilter) -> Sieve {
    let zone = TimeZone::get(&core.business().zone).unwrap_or(TimeZone::UTC);
    Sieve::new(filter, today(core.now(), zone))
}

/// When today began and when tomorrow does; nothing at the ends of time.
fn today(now: Timestamp, zone: TimeZone) -> (Timestamp, Timestamp) {
    let midnights = || {
        let today = now.to_zoned_datetime(zone).start_of_day()?;
        let tomorrow = today.tomorrow()?.start_of_day()?;
        Ok::<_, jiff::Error>((today.timestamp(), tomorrow.timestamp()))
    };
    midnights().unwrap_or((now, now))
}
