//! Files what was kept while a source was paused.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use recado_api::view::{SourceState, Verdict};
use recado_api::{Change, SourceId};
use recado_sqlite::{Progress, Tx};
use recado_webhook::event::Event;
use recado_webhook::request::{Method, Unverified, sender_event_id};

use super::{Filing, Understood, Unsupported, apply, publish, repeat, sift, understand};
use crate::core::Core;
use crate::store::deliveries::{self, Detail, Waiting};
use crate::store::{StoreError, StoreResult, sources};

/// How many are read and understood at a time. Bodies may be 4 MiB each.
const PAGE: u32 = 16;

/// What keeps a resumption from finishing; what was filed so far stays filed, and the next start goes on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ResumeError {
    #[error(transparent)]
    Read(#[from] recado_sqlite::ReadError<StoreError>),
    #[error(transparent)]
    Write(#[from] recado_sqlite::WriteError<StoreError>),
    #[error("a delivery could not be read again")]
    Understand(#[from] tokio::task::JoinError),
}

/// Files all deliveries of `source` that wait, oldest first, and tells how many that were.
pub(crate) async fn resume(core: &Arc<Core>, source: SourceId) -> Result<u32, ResumeError> {
    let mut applied = 0;
    let mut after = 0;
    loop {
        let page = core
            .db
            .read(move |db| deliveries::paused(db, source, after, PAGE))
            .await?;
        let Some(last) = page.last() else {
            return Ok(applied);
        };
        after = last.seq;
        let reader = core.reader();
        let understood = tokio::task::spawn_blocking(move || {
            page.into_iter()
                .map(|waiting| read_again(waiting, &reader))
                .collect::<Vec<_>>()
        })
        .await?;
        applied += file_page(core, understood).await?;
    }
}

/// A delivery that waited, understood.
struct Again {
    seq: i64,
    id: recado_api::DeliveryId,
    filing: Filing,
}

fn read_again(waiting: Waiting, reader: &recado_webhook::another::Business) -> Again {
    let request = Unverified {
        method: Method::read(&waiting.request.method).unwrap_or(Method::Post),
        sub_path: waiting.request.sub_path.clone(),
        query: waiting.request.query.clone(),
        headers: waiting.request.headers.clone(),
        body: waiting.request.body.clone(),
    };
    let header_id = sender_event_id(&request.headers).map(str::to_owned);
    let understood = match understand(request, reader) {
        Ok(understood) => understood,
        Err(Unsupported(detail)) => Understood::Malformed(detail),
    };
    Again {
        seq: waiting.seq,
        id: waiting.id,
        filing: Filing {
            source: waiting.source_id,
            source_title: String::new(),
            received_at: waiting.received_at,
            request: waiting.request,
            request_hash: waiting.request_hash,
            header_id,
            understood,
        },
    }
}

/// Files a page, and tells how many of it still waited.
async fn file_page(core: &Arc<Core>, page: Vec<Again>) -> Result<u32, recado_sqlite::WriteError<StoreError>> {
    let mut rest = page.into_iter();
    let inside = core.clone();
    let filed = Arc::new(AtomicU32::new(0));
    let count = filed.clone();
    core.db
        .bulk(move |tx, slice| {
            for mut again in rest.by_ref() {
                if file_again(tx, &inside, &mut again)? {
                    count.fetch_add(1, Ordering::Relaxed);
                }
                if slice.is_over() {
                    return Ok(Progress::More);
                }
            }
            Ok(Progress::Done)
        })
        .await?;
    Ok(filed.load(Ordering::Relaxed))
}

/// Files one, and tells whether it still waited: its source may have been paused or removed again, and an earlier run
/// may have filed it.
fn file_again(tx: &mut Tx<'_>, core: &Arc<Core>, again: &mut Again) -> StoreResult<bool> {
    let Some(source) = sources::find(tx, again.filing.source)? else {
        return Ok(false);
    };
    if source.state != SourceState::Active || !deliveries::still_waits(tx, again.seq)? {
        return Ok(false);
    }
    again.filing.source_title = source.title;
    match &again.filing.understood {
        Understood::Events(events) => file_events_again(tx, core, again, events)?,
        Understood::Unmatched => {
            settle(
                tx,
                core,
                again.seq,
                Verdict::Unmatched,
                &Detail::new("detail-unmatched"),
            )?;
        }
        Understood::Malformed(detail) => settle(tx, core, again.seq, Verdict::Malformed, detail)?,
    }
    Ok(true)
}

fn file_events_again(tx: &mut Tx<'_>, core: &Arc<Core>, again: &Again, events: &[Event]) -> StoreResult<()> {
    let (fresh, first) = sift(tx, core, &again.filing, again.id, events)?;
    if let Some(first) = first.filter(|_| fresh.is_empty()) {
        deliveries::settle(tx, again.seq, Verdict::Duplicate, None, Some(first))?;
        return repeat(tx, core, again.seq, first);
    }
    deliveries::settle(tx, again.seq, Verdict::Accepted, None, None)?;
    if let Some(line) = deliveries::shown(tx, again.seq, core.lang())? {
        apply(tx, core, &again.filing, again.seq, line, &fresh)?;
    }
    Ok(())
}

fn settle(tx: &mut Tx<'_>, core: &Arc<Core>, seq: i64, verdict: Verdict, detail: &Detail) -> StoreResult<()> {
    deliveries::settle(tx, seq, verdict, Some(detail), None)?;
    publish(
        tx,
        core,
        deliveries::shown(tx, seq, core.lang())?.map(Change::Delivery),
    );
    Ok(())
}
