//! Refusals that are only counted. A stranger who guesses addresses costs a number in memory, not a row each.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use recado_api::SourceId;
use recado_sqlite::Progress;

use crate::core::Core;
use crate::store::{StoreError, refusals};

/// Counts what was refused since the last [`Refusals::save`]. Its size is bounded by the number of sources times that
/// of statuses.
#[derive(Debug, Default)]
pub(crate) struct Refusals {
    counted: Mutex<Counted>,
    /// Held while they go from memory into the database.
    moving: tokio::sync::Mutex<()>,
}

/// By source and status; `None` for addresses that led nowhere.
type Counted = HashMap<(Option<SourceId>, u16), u64>;

/// While there is one, what is not saved yet stays so.
pub(crate) struct Held<'a> {
    refusals: &'a Refusals,
    _moving: tokio::sync::MutexGuard<'a, ()>,
}

impl Held<'_> {
    /// What was counted and not saved yet.
    pub(crate) fn counted(&self) -> Counted {
        self.refusals.counted().clone()
    }
}

impl Refusals {
    pub(crate) fn count(&self, core: &Core, source: Option<SourceId>, http_status: u16) {
        tracing::debug!(source.id = ?source, http_status, at = %core.now(), "refused");
        *self.counted().entry((source, http_status)).or_default() += 1;
    }

    /// Keeps what is not saved yet from being saved, so that it can be read together with what is.
    pub(crate) async fn hold(&self) -> Held<'_> {
        Held {
            _moving: self.moving.lock().await,
            refusals: self,
        }
    }

    /// What was counted on that day and not saved yet.
    pub(crate) fn unsaved(
        &self,
        source: Option<SourceId>,
        now: Timestamp,
        (since, until): (Timestamp, Timestamp),
    ) -> u64 {
        if now < since || now >= until {
            return 0;
        }
        let counted = self.counted();
        let meant = counted
            .iter()
            .filter(|((of, _), _)| source.is_none() || *of == source);
        meant.map(|(_, count)| count).sum()
    }

    /// Adds what was counted to the database.
    ///
    /// # Errors
    /// When the database does not take it; it is counted on.
    pub(crate) async fn save(core: &Arc<Core>) -> Result<(), recado_sqlite::WriteError<StoreError>> {
        let _moving = core.refusals.moving.lock().await;
        let counted = std::mem::take(&mut *core.refusals.counted());
        if counted.is_empty() {
            return Ok(());
        }
        let back = counted.clone();
        let zone = TimeZone::get(&core.business().zone).unwrap_or(TimeZone::UTC);
        let day = core.now().to_zoned_datetime(zone).date().to_string();
        let saved = core
            .db
            .bulk(move |tx, _slice| {
                for ((source, http_status), count) in &counted {
                    refusals::add(tx, &day, *source, *http_status, *count)?;
                }
                Ok(Progress::Done)
            })
            .await;
        if saved.is_err() {
            let mut counted = core.refusals.counted();
            for (key, count) in back {
                *counted.entry(key).or_default() += count;
            }
        }
        saved
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
