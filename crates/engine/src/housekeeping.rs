//! What has to be tidied now and then: expired hashes, ids of the relay that it offers no more, secrets of removed
//! sources, counts of refusals, acts that nobody can see, what is old in the log, memory.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use recado_api::view::Retention;
use recado_sqlite::{Progress, Tx};

use crate::core::Core;
use crate::receiver::Refusals;
use crate::store::deliveries::retention;
use crate::store::{StoreError, StoreResult, acts, applied, quarantine, relayed, settings};

/// Hashes live ten minutes or days; nobody misses an expired one that stays a while.
const EVERY: Duration = Duration::from_secs(10 * 60);

/// Rows deleted at a time.
const AT_A_TIME: u32 = 500;

/// How long it can be undone that a card was read or put elsewhere in its stage, of which no timeline shows anything.
const UNTOLD_ACTS_KEPT: SignedDuration = SignedDuration::from_hours(24);

#[derive(Debug, thiserror::Error)]
pub(crate) enum TidyError {
    #[error(transparent)]
    Read(#[from] recado_sqlite::ReadError<StoreError>),
    #[error(transparent)]
    Write(#[from] recado_sqlite::WriteError<StoreError>),
}

/// Tidies until the engine stops, and once more then.
pub(crate) async fn run(core: Arc<Core>) {
    loop {
        let stopping = tokio::select! {
            () = core.stop.cancelled() => true,
            () = until_due(&core) => false,
        };
        if let Err(error) = tidy(&core).await {
            tracing::warn!(error = %error, "housekeeping has to wait");
        }
        if stopping {
            return;
        }
    }
}

/// Waits for the next time. The memory that showed a window its board is given back as soon as that is closed.
async fn until_due(core: &Core) {
    let due = tokio::time::sleep(EVERY);
    tokio::pin!(due);
    loop {
        tokio::select! {
            () = &mut due => break,
            () = core.window_gone.notified() => rest(core).await,
        }
    }
    rest(core).await;
}

async fn rest(core: &Core) {
    if let Err(error) = core.db.rest().await {
        tracing::warn!(error = %error, "memory is not given back now");
    }
}

pub(crate) async fn tidy(core: &Arc<Core>) -> Result<(), TidyError> {
    Refusals::save(core).await?;
    let now = core.now();
    core.gate.tidy(now);
    core.forget_removed().await?;
    let untold_until = now.checked_sub(UNTOLD_ACTS_KEPT).unwrap_or(now);
    little_by_little(core, move |tx| {
        let forgotten = acts::forget_untold(tx, untold_until, AT_A_TIME)?
            + quarantine::expire(tx, now, AT_A_TIME)?
            + relayed::forget(tx, now, AT_A_TIME)?;
        Ok(forgotten > 0)
    })
    .await?;
    // Whoever reads deliveries again counts on the hashes of those that it has just read.
    if let Ok(_nobody_reads) = core.reading_again.try_lock() {
        little_by_little(core, move |tx| {
            Ok(applied::forget_expired(tx, now, AT_A_TIME)? > 0)
        })
        .await?;
    }
    tidy_log(core, now).await
}

/// Takes out of the log what is too old, or too much, which may be much: nobody who ends the program waits for it.
async fn tidy_log(core: &Arc<Core>, now: Timestamp) -> Result<(), TidyError> {
    if core.stop.is_cancelled() {
        return Ok(());
    }
    let (until, by_size) = core
        .db
        .read(move |db| {
            let retention: Retention = settings::load_json(db, settings::RETENTION)?.unwrap_or_default();
            let days = SignedDuration::from_hours(24 * i64::from(retention.days));
            let limit = u64::from(retention.megabytes) * 1024 * 1024;
            let until = now.checked_sub(days).unwrap_or(Timestamp::MIN);
            Ok::<_, StoreError>((until, retention::too_large_until(db, limit)?))
        })
        .await?;
    let until = by_size.map_or(until, |by_size| until.max(by_size));
    let stop = core.stop.clone();
    let goes_on = move || !stop.is_cancelled();
    let also_goes_on = goes_on.clone();
    little_by_little(core, move |tx| {
        Ok(goes_on() && retention::take_out(tx, until, now)?)
    })
    .await?;
    little_by_little(core, move |tx| {
        Ok(also_goes_on() && retention::take_out_unmatched(tx, now)?)
    })
    .await?;
    Ok(())
}

/// Does a little again and again, for as long as there is more of it.
async fn little_by_little(
    core: &Core,
    little: impl Fn(&Tx<'_>) -> StoreResult<bool> + Send + 'static,
) -> Result<(), recado_sqlite::WriteError<StoreError>> {
    core.db
        .bulk(move |tx, slice| {
            loop {
                if !little(tx)? {
                    return Ok(Progress::Done);
                }
                if slice.is_over() {
                    return Ok(Progress::More);
                }
            }
        })
        .await
}
