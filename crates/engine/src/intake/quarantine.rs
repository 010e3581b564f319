//! Deliveries that were not shown to be genuine: kept for a while, and judged again when the owner has corrected what
//! they are judged by, or when secrets that could not be read can be.

use std::sync::Arc;

use recado_api::SourceId;
use recado_api::view::{SourceState, Verdict};
use recado_sqlite::{Progress, Tx};
use recado_webhook::authenticity::Evidence;
use recado_webhook::receive;
use recado_webhook::request::{Method, Unverified};

use super::again::{AgainError, AgainReader, FiledOnes, PAGE, file_page};
use super::understand::{Came, Reader, Refusal};
use super::{Filed, Filing, keep as keep_row, note_refused, publish_line};
use crate::core::Core;
use crate::store::deliveries::kept::{self, Kept};
use crate::store::deliveries::{self, Detail, Keep, NewDelivery};
use crate::store::quarantine::{self, NewEntry};
use crate::store::{StoreError, StoreResult};

/// Keeps a delivery with what it takes to judge it again.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    core: &Arc<Core>,
    filing: &Filing,
    row: NewDelivery<'_>,
    refusal: &Refusal,
) -> StoreResult<Filed> {
    let request = &filing.read.request;
    let known_by = &filing.read.known_by;
    let again = match &known_by.request {
        Some(hash) => quarantine::holds(tx, filing.source, hash, &refusal.evidence)?,
        None => false,
    };
    // Of a test it is known who sent it, and what it says.
    let kept = !again && !filing.test && request.is_whole();
    let headers: usize = request
        .headers
        .iter()
        .map(|(name, value)| name.len() + value.len())
        .sum();
    let size = request.body.len() + request.query.len() + headers + refusal.evidence.len();
    let is_unjudged = refusal.http_status == 503;
    // What is not kept by the relay any more has to be kept here, and may push nothing out that is not judged either.
    if is_unjudged && filing.relayed.is_some() && !again && !(kept && quarantine::has_room(tx, size)?) {
        return Ok(Filed::CannotWait);
    }
    let row = NewDelivery {
        verdict: Verdict::Refused,
        http_status: refusal.http_status,
        detail: Some(&refusal.why),
        keep: if kept { Keep::Whole } else { Keep::Nothing },
        ..filing.that_waits(row)
    };
    note_refused(tx, core, filing, &refusal.why);
    let filed = keep_row(tx, core, row)?;
    let seq = tx.last_insert_rowid();
    if let Some(request_hash) = known_by.request.as_ref().filter(|_| kept) {
        let entry = NewEntry {
            delivery_seq: seq,
            source: filing.source,
            evidence: &refusal.evidence,
            request_hash,
            size,
            unjudged: is_unjudged,
        };
        quarantine::insert(tx, &entry, core.now())?;
    }
    if is_unjudged {
        let core = core.clone();
        tx.after_commit(move || core.unread.notify_one());
    }
    Ok(filed)
}

/// Judges again what was refused of a source, oldest first, each as of the time when it came, and tells how many proved
/// to be genuine.
///
/// # Errors
/// What was recovered so far stays so.
pub(crate) async fn verify_quarantine(core: &Arc<Core>, source: SourceId) -> Result<u32, AgainError> {
    let _turn = core.reading_again.lock().await;
    let Some(row) = core.connections.by_id(source) else {
        return Ok(0);
    };
    // A removed source takes nothing any more; what cannot be judged now waits on.
    let (SourceState::Active | SourceState::Paused, Ok(setup)) = (row.state, core.setup_of(&row).await)
    else {
        return Ok(0);
    };
    let mut recovered = 0;
    let mut after = 0;
    loop {
        let page = core
            .db
            .read(move |db| kept::quarantined(db, source, after, PAGE))
            .await?;
        let Some((last, _)) = page.last().filter(|_| !core.stop.is_cancelled()) else {
            return Ok(recovered);
        };
        after = last.seq;
        let reader = Reader::new(core, setup.clone(), Vec::new());
        let Some(again) = AgainReader::new(core, &row) else {
            return Ok(recovered);
        };
        let (genuine, refused) = tokio::task::spawn_blocking(move || {
            let (mut genuine, mut refused) = (Vec::new(), Vec::new());
            for (kept, evidence) in page {
                let seq = kept.seq;
                match reader.believe(kept, &evidence) {
                    Ok(kept) => genuine.push(again.again(kept)),
                    Err(why) => refused.push((seq, why)),
                }
            }
            (genuine, refused)
        })
        .await?;
        recovered += file_page(core, genuine, FiledOnes::GetMore).await?.recovered;
        judge(core, refused).await?;
    }
}

/// Notes of those that are not believed that they were judged now.
async fn judge(
    core: &Arc<Core>,
    refused: Vec<(i64, Detail)>,
) -> Result<(), recado_sqlite::WriteError<StoreError>> {
    let inside = core.clone();
    let mut rest = refused.into_iter();
    core.db
        .bulk(move |tx, slice| {
            for (seq, why) in rest.by_ref() {
                if quarantine::judge(tx, seq)? {
                    deliveries::explain_refusal(tx, seq, &why)?;
                    publish_line(tx, &inside, seq)?;
                }
                if slice.is_over() {
                    return Ok(Progress::More);
                }
            }
            Ok(Progress::Done)
        })
        .await
}

/// Judges again whatever waits; an earlier run may not have come to all of it.
pub(super) async fn verify_all(core: &Arc<Core>) -> Result<(), AgainError> {
    for source in core.db.read(quarantine::sources).await? {
        verify_quarantine(core, source).await?;
    }
    Ok(())
}

/// Judges what came while secrets could not be read, wherever they can be read by now, and tells whether any of it
/// still waits.
pub(super) async fn verify_unjudged(core: &Arc<Core>) -> Result<bool, AgainError> {
    for source in core.db.read(quarantine::unjudged_sources).await? {
        verify_quarantine(core, source).await?;
    }
    let left = core.db.read(quarantine::unjudged_sources).await?;
    Ok(!left.is_empty())
}

impl Reader {
    /// The delivery with what it proved, if it is genuine after all.
    fn believe(&self, kept: Kept, evidence: &str) -> Result<Kept, Detail> {
        let not_kept = || Detail::new("refused-not-kept");
        let evidence: Evidence = serde_json::from_str(evidence).map_err(|_| not_kept())?;
        let setup = self.setup(Came::then(kept.received_at));
        let choice = setup.preset.scheme(setup.scheme).ok_or_else(not_kept)?;
        let request = &kept.request;
        let unverified = Unverified {
            method: Method::read(&request.method).ok_or_else(not_kept)?,
            sub_path: request.sub_path.clone(),
            query: request.query.clone(),
            headers: request.headers.clone(),
            body: request.body.clone(),
        };
        let by = receive::presented(choice, &setup);
        match unverified.verify_again(&evidence, &by, &self.evidence_key()) {
            Ok(verified) => Ok(self.proven(kept, &verified)),
            Err((refused, _)) => {
                let (id, args) = refused.message();
                Err(Detail::with_args(id, args))
            }
        }
    }
}
