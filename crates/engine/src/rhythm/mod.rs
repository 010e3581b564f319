//! Sources that fall silent.
//!
//! What nobody sees is the form that stopped sending. Each source's rhythm is learnt from what came in the last weeks
//! ([`week`]), holidays and times in which nothing could come aside ([`absences`]); once nothing has come for so long that
//! chance alone does not explain it, the owner is told, until something comes ([`listen`]).

mod absences;
mod holidays;
mod listen;
mod week;

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use recado_api::SourceId;
use tokio::sync::Notify;

use self::listen::Listener;
use crate::core::Core;

/// From how long back a rhythm is learnt: six weeks, so that one odd week is outvoted, and a change of season noticed.
const LEARNT_FROM: SignedDuration = SignedDuration::from_hours(24 * 42);

/// After a start other things come first.
const FIRST: Duration = Duration::from_secs(20);

/// The longest sleep: so long this computer may have listened without its being known.
const LONGEST_SLEEP: Duration = Duration::from_secs(60 * 60);

/// What the engine's parts share of it.
#[derive(Debug, Default)]
pub(crate) struct Rhythm {
    heard: Notify,
    silent: Mutex<HashSet<SourceId>>,
}

impl Rhythm {
    /// Something came from that source.
    pub(crate) fn heard(&self, source: SourceId) {
        if self.lock().contains(&source) {
            self.heard.notify_one();
        }
    }

    /// These are silent now.
    fn silent(&self, silent: impl Iterator<Item = SourceId>) {
        *self.lock() = silent.collect();
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<SourceId>> {
        self.silent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Listens to the sources until the engine stops.
pub(crate) async fn run(core: Arc<Core>) {
    let mut listener = Listener::default();
    let mut sleep = FIRST;
    loop {
        tokio::select! {
            () = core.stop.cancelled() => return,
            () = core.rhythm.heard.notified() => {}
            () = tokio::time::sleep(sleep) => {}
        }
        sleep = match listener.look(&core).await {
            Ok(due) => until(&core, due),
            Err(error) => {
                tracing::warn!(error = %error, "whether sources are silent cannot be told now");
                LONGEST_SLEEP
            }
        };
    }
}

fn until(core: &Core, due: Option<Timestamp>) -> Duration {
    let left = due.map(|due| Duration::try_from(due.duration_since(core.now())).unwrap_or_default());
    // A clock that is a moment behind must not be asked again and again.
    left.unwrap_or(LONGEST_SLEEP)
        .clamp(Duration::from_secs(1), LONGEST_SLEEP)
}
