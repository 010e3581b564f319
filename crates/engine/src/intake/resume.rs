//! Files what was kept while a source was paused.

use std::sync::Arc;

use recado_api::view::{SourceState, Verdict};
use recado_api::{Change, SourceId};
use recado_sqlite::{Progress, Tx};
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
        applied += u32::try_from(page.len()).unwrap_or(u32::MAX);
        let reader = core.reader();
        let understood = tokio::task::spawn_blocking(move || {
            page.into_iter()
                .map(|waiting| read_again(waiting, &reader))
                .collect::<Vec<_>>()
        })
        .await?;
        file_page(core, understood).await?;
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

async fn file_page(core: &Arc<Core>, page: Vec<Again>) -> Result<(), recado_sqlite::WriteError<StoreError>> {
    let mut rest = page.into_iter();
    let core = core.clone();
    let desk = core.clone();
    core.db
        .bulk(move |tx, slice| {
            for mut again in rest.by_ref() {
                file_again(tx, &desk, &mut again)?;
                if slice.is_over() {
                    return Ok(Progress::More);
                }
            }
            Ok(Progress::Done)
        })
        .await
}

/// Files one, unless its source was paused or removed again or it was filed already.
fn file_again(tx: &mut Tx<'_>, core: &Arc<Core>, again: &mut Again) -> StoreResult<()> {
    let Some(source) = sources::find(tx, again.filing.source)? else {
        return Ok(());
    };
    if source.state != SourceState::Active || !deliveries::still_waits(tx, again.seq)? {
        return Ok(());
    }
    again.filing.source_title = source.title;
    match &again.filing.understood {
        Understood::Events(events) => {
            let (fresh, first) = sift(tx, core, &again.filing, again.id, events)?;
            match first.filter(|_| fresh.is_empty()) {
                Some(first) => {
                    deliveries::settle(tx, again.seq, Verdict::Duplicate, None, Some(first))?;
                    repeat(tx, core, again.seq, first)
                }
                None => {
                    deliveries::settle(tx, again.seq, Verdict::Accepted, None, None)?;
                    let Some(line) = deliveries::shown(tx, again.seq, core.lang())? else {
                        return Ok(());
                    };
                    apply(tx, core, &again.filing, again.seq, line, &fresh)
                }
            }
        }
        Understood::Unmatched => settle(
            tx,
            core,
            again.seq,
            Verdict::Unmatched,
            &Detail::new("detail-unmatched"),
        ),
        Understood::Malformed(detail) => settle(tx, core, again.seq, Verdict::Malformed, detail),
    }
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
