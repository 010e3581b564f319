//! What has to be tidied now and then: expired hashes, counts of refusals.

use std::sync::Arc;
use std::time::Duration;

use recado_sqlite::Progress;

use crate::core::Core;
use crate::receiver::Refusals;
use crate::store::{StoreError, applied};

/// Hashes live ten minutes or days; nobody misses an expired one that stays a while.
const EVERY: Duration = Duration::from_secs(10 * 60);

/// Rows deleted at a time.
const AT_A_TIME: u32 = 500;

/// Tidies until the engine stops, and once more then.
pub(crate) async fn run(core: Arc<Core>) {
    loop {
        let stopping = tokio::select! {
            () = core.stop.cancelled() => true,
            () = tokio::time::sleep(EVERY) => false,
        };
        if let Err(error) = tidy(&core).await {
            tracing::warn!(error = %error, "housekeeping has to wait");
        }
        if stopping {
            return;
        }
    }
}

async fn tidy(core: &Arc<Core>) -> Result<(), recado_sqlite::WriteError<StoreError>> {
    Refusals::save(core).await?;
    let now = core.now();
    core.db
        .bulk(move |tx, slice| {
            loop {
                if applied::forget_expired(tx, now, AT_A_TIME)? == 0 {
                    return Ok(Progress::Done);
                }
                if slice.is_over() {
                    return Ok(Progress::More);
                }
            }
        })
        .await
}
