//! Refusals that are only counted. A stranger who guesses addresses costs a number in memory, not a row each.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

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
    counted: Mutex<HashMap<(Option<SourceId>, u16), u64>>,
}

impl Refusals {
    pub(crate) fn count(&self, core: &Core, source: Option<SourceId>, http_status: u16) {
        tracing::debug!(source.id = ?source, http_status, at = %core.now(), "refused");
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        *counted.entry((source, http_status)).or_default() += 1;
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
        let counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let meant = counted
            .iter()
            .filter(|((of, _), _)| source.is_none() || *of == source);
        meant.map(|(_, count)| count).sum()
    }

    /// Adds what was counted to the database.
    ///
    /// # Errors
    /// When the database does not take it; the counts are then lost, which costs nobody a lead.
    pub(crate) async fn save(core: &Arc<Core>) -> Result<(), recado_sqlite::WriteError<StoreError>> {
        let counted = std::mem::take(
            &mut *core
                .refusals
                .counted
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
        if counted.is_empty() {
            return Ok(());
        }
        let zone = TimeZone::get(&core.business().zone).unwrap_or(TimeZone::UTC);
        let day = core.now().to_zoned_datetime(zone).date().to_string();
        core.db
            .bulk(move |tx, _slice| {
                for ((source, http_status), count) in &counted {
                    refusals::add(tx, &day, *source, *http_status, *count)?;
                }
                Ok(Progress::Done)
            })
            .await
    }
}
