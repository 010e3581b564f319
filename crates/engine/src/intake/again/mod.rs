//! Files what is in the log already: what waited while its source was paused, what named nobody before the owner said
//! what its values are, what was refused before the secret was corrected.
//!
//! It goes beside receiving, in slices, and can end at any of them: a delivery is settled in the transaction that files
//! it, so whoever begins again goes on with the rest, and what was filed is not filed twice. Here is what is read
//! again and when; [`reader`] reads it, [`filing`] files it.

mod filing;
mod reader;

use std::sync::Arc;
use std::time::Duration;

use recado_api::view::{Applied, SourceState};
use recado_api::{DeliveryId, SourceId};

pub(super) use self::filing::{FiledOnes, file_page};
pub(crate) use self::reader::{AgainReader, genuine};

use self::reader::AgainReaders;
use super::quarantine::{verify_all, verify_unjudged};
use crate::core::Core;
use crate::store::deliveries::kept;
use crate::store::{StoreError, settings, shapes, sources};

/// How many are read and understood at a time. Bodies may be 4 MiB each.
pub(super) const PAGE: u32 = 16;

/// How often it is tried whether secrets can be read now. Who is asked for a password again and again turns it off.
const UNREAD_AGAIN: Duration = Duration::from_secs(60);

/// What keeps a reading from finishing; what was filed so far stays filed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AgainError {
    #[error(transparent)]
    Read(#[from] recado_sqlite::ReadError<StoreError>),
    #[error(transparent)]
    Write(#[from] recado_sqlite::WriteError<StoreError>),
    #[error("a delivery could not be read again")]
    Understand(#[from] tokio::task::JoinError),
}

/// Which deliveries are read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    One(DeliveryId),
    /// Those that wait, of one source.
    Paused(SourceId),
    /// Those that name nobody, of one source or of all.
    Unmatched(Option<SourceId>),
    /// Those of a source that came without something and are to be mended.
    Broken(SourceId),
}

/// Files all deliveries of `source` that wait, oldest first, and tells how many that were.
pub(crate) async fn resume(core: &Arc<Core>, source: SourceId) -> Result<u32, AgainError> {
    Ok(apply(core, Which::Paused(source)).await?.deliveries)
}

/// Files what an earlier run did not come to: what waited at sources that are resumed, and what could not be judged
/// while secrets could not be read.
pub(crate) async fn catch_up(core: Arc<Core>) {
    if let Err(error) = finish(&core).await {
        tracing::warn!(error = %error, "deliveries still wait to be filed");
    }
    loop {
        let some_wait = verify_unjudged(&core).await.unwrap_or_else(|error| {
            tracing::warn!(error = %error, "deliveries still wait to be judged");
            true
        });
        tokio::select! {
            () = core.stop.cancelled() => return,
            () = core.unread.notified() => {}
            () = core.readable_again.notified() => continue,
            () = tokio::time::sleep(UNREAD_AGAIN), if some_wait => continue,
        }
        // It was just found that they cannot be read.
        tokio::select! {
            () = core.stop.cancelled() => return,
            () = core.readable_again.notified() => {}
            () = tokio::time::sleep(UNREAD_AGAIN) => {}
        }
    }
}

/// Finishes what an earlier run had begun to read again.
async fn finish(core: &Arc<Core>) -> Result<(), AgainError> {
    let (left, unmatched, broken) = core
        .db
        .read(|db| {
            let broken = shapes::all_to_mend(db)?;
            let unmatched = settings::load(db, settings::UNMATCHED_TO_READ)?.is_some();
            let mut left = Vec::new();
            for source in sources::all(db)? {
                if source.state == SourceState::Active && kept::any_paused(db, source.id)? {
                    left.push(source.id);
                }
            }
            Ok::<_, StoreError>((left, unmatched, broken))
        })
        .await?;
    for source in left {
        resume(core, source).await?;
    }
    if unmatched {
        apply(core, Which::Unmatched(None)).await?;
    }
    for source in broken {
        apply(core, Which::Broken(source)).await?;
    }
    verify_all(core).await
}

/// Reads deliveries again, oldest first.
pub(crate) async fn apply(core: &Arc<Core>, which: Which) -> Result<Applied, AgainError> {
    let _turn = core.reading_again.lock().await;
    match which {
        Which::One(_) | Which::Paused(_) => return apply_in_turn(core, which).await,
        Which::Broken(source) => {
            let applied = apply_in_turn(core, which).await?;
            if !core.stop.is_cancelled() {
                core.db
                    .write(move |tx| shapes::forget_mending(tx, source))
                    .await?;
            }
            return Ok(applied);
        }
        Which::Unmatched(_) => {}
    }
    // Whoever ends in the midst of it goes on after the next start.
    core.db
        .write(|tx| settings::save(tx, settings::UNMATCHED_TO_READ, "1"))
        .await?;
    let applied = apply_in_turn(core, which).await?;
    if !core.stop.is_cancelled() {
        core.db
            .write(|tx| settings::forget(tx, settings::UNMATCHED_TO_READ))
            .await?;
    }
    Ok(applied)
}

async fn apply_in_turn(core: &Arc<Core>, which: Which) -> Result<Applied, AgainError> {
    let mut so_far = Applied {
        deliveries: 0,
        recovered: 0,
        completed: 0,
    };
    let mut after = 0;
    loop {
        let page = core
            .db
            .read(move |db| match which {
                Which::One(_) if after > 0 => Ok(Vec::new()),
                Which::One(id) => Ok(kept::find(db, id)?.into_iter().collect()),
                Which::Paused(source) => kept::paused(db, source, after, PAGE),
                Which::Unmatched(source) => kept::unmatched(db, source, after, PAGE),
                Which::Broken(source) => match shapes::to_mend(db, source)? {
                    Some((from, until)) => {
                        let from = from.max(after + 1);
                        kept::filed_between(db, source, (from, until), PAGE)
                    }
                    None => Ok(Vec::new()),
                },
            })
            .await?;
        let Some(last) = page.last().filter(|_| !core.stop.is_cancelled()) else {
            return Ok(so_far);
        };
        after = last.seq;
        let readers = AgainReaders::new(core, page.iter().map(|kept| kept.source_id));
        let read = tokio::task::spawn_blocking(move || {
            let read = page
                .into_iter()
                .filter_map(|kept| Some(readers.of(kept.source_id)?.again(kept)));
            read.collect::<Vec<_>>()
        })
        .await?;
        let filed = match which {
            Which::Broken(_) => FiledOnes::AreMended,
            Which::One(_) | Which::Paused(_) | Which::Unmatched(_) => FiledOnes::GetMore,
        };
        let page = file_page(core, read, filed).await?;
        so_far.deliveries += page.deliveries;
        so_far.recovered += page.recovered;
        so_far.completed += page.completed;
    }
}
