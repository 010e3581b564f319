//! The senders' clock: how long each sender goes on trying while nobody answers it.
//!
//! [`state`] sees what is wrong now and keeps since when, by the two ways that senders take ([`outage`]): to this
//! computer alone, where nobody answers while the program is off, or by the relay, which answers for us unless it is in
//! trouble itself. A sender that is refused has a trouble of its own. [`judge`] says of one source what follows for its
//! sender, by the patience of its preset; [`likely`] whether anything was sent in vain at all. [`run`] brings the
//! owner's alerts up to date with it, woken by what changes and by the next deadline, and otherwise asleep.

mod judge;
mod likely;
mod look;
mod outage;
mod state;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use look::Watch;
pub(crate) use state::Patience;

use crate::core::Core;

/// The longest sleep while there is a time to wait for: a computer that was suspended counts no time in between.
const LONGEST_SLEEP: Duration = Duration::from_secs(5 * 60);

/// Keeps the alerts about senders' patience until the engine stops.
pub(crate) async fn run(core: Arc<Core>) {
    let mut watch = Watch::begin(&core).await;
    loop {
        let next = watch.look(&core).await;
        tokio::select! {
            () = core.stop.cancelled() => break,
            () = core.patience.woken() => {}
            () = until(&core, next) => {}
        }
    }
    watch.leave(&core).await;
}

async fn until(core: &Core, next: Option<Timestamp>) {
    let Some(next) = next else {
        return std::future::pending().await;
    };
    let left = Duration::try_from(next.duration_since(core.now())).unwrap_or_default();
    tokio::time::sleep(left.min(LONGEST_SLEEP)).await;
}
