//! What waited at the relay: opened, judged and filed, a batch in one transaction.
//!
//! Opening and judging take most of the time and need nobody else, so they run beside each other on blocking threads;
//! filing follows in the order of the entries. Whatever has a verdict is settled, refusals and forgeries included: one
//! that stayed would only be offered again. What could not be stored stays at the relay. The gate is not asked: whoever
//! sent this is gone, and would be lost for it; nor is it told, so that a forgery which waited locks nobody out.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hyper::Request;
use jiff::SignedDuration;
use recado_sqlite::WriteError;
use recado_tunnel::drain::{Outcome, WaitingEntry};
use recado_tunnel::ends::{self, Settle};
use recado_tunnel::identity::{Identity, RelayKey};
use recado_tunnel::seal;

use crate::core::Core;
use crate::intake::{self, Filed, Filing};
use crate::receiver::Incoming;
use crate::store::StoreError;

/// Entries that are not worth another thread.
const TOO_FEW: usize = 16;

/// What an engine does with what waited at one relay.
#[derive(Clone)]
pub(super) struct Settling {
    core: Arc<Core>,
    identity: Arc<Identity>,
    relay: RelayKey,
    /// How long the relay keeps what waits.
    keeps: SignedDuration,
}

impl Settling {
    pub(super) fn new(
        core: Arc<Core>,
        identity: Arc<Identity>,
        relay: RelayKey,
        keeps_for: Duration,
    ) -> Self {
        Self {
            core,
            identity,
            relay,
            keeps: SignedDuration::try_from(keeps_for).unwrap_or(SignedDuration::MAX),
        }
    }
}

impl Settle for Settling {
    async fn settle(&self, entries: Vec<WaitingEntry>) -> Vec<Outcome> {
        let mut outcomes = vec![Outcome::Settled; entries.len()];
        let settling = self.clone();
        let opened = beside_each_other(entries, move |entry| settling.open(&entry)).await;
        let mut unopened = BTreeMap::<String, u32>::new();
        let mut incoming = Vec::new();
        for (place, opened) in opened.into_iter().enumerate() {
            match opened {
                Some(Ok(Some(request))) => incoming.push((place, request)),
                Some(Ok(None)) => {}
                Some(Err(why)) => *unopened.entry(why).or_default() += 1,
                None => later(&mut outcomes, place),
            }
        }
        for (why, count) in unopened {
            tracing::warn!(
                count,
                "{why}: such an entry, which waited at the relay, is given up"
            );
        }
        let mut filings = Vec::new();
        let (places, judged) = self.judge(incoming).await;
        for (place, judged) in places.into_iter().zip(judged) {
            match judged {
                Some(Some(filing)) => filings.push((place, filing)),
                Some(None) => {}
                None => later(&mut outcomes, place),
            }
        }
        for place in self.file(filings).await {
            later(&mut outcomes, place);
        }
        outcomes
    }
}

impl Settling {
    /// A request of an entry. `None` where it is refused already.
    fn open(&self, entry: &WaitingEntry) -> Result<Option<Incoming>, String> {
        let counted = |why: String| {
            self.core.refusals.count(&self.core, None, 400);
            why
        };
        let (delivered, kept) = seal::open(&self.identity, &self.relay, &entry.sealed)
            .map_err(|error| counted(error.to_string()))?;
        if delivered.id != entry.id {
            // What the relay signed counts; by which name it offers that is its own affair.
            tracing::debug!(offered = %entry.id, signed = %delivered.id, "an entry is offered under another id");
        }
        let request: Request<Bytes> = ends::to_request(delivered, kept)
            .ok_or_else(|| counted("the entry holds a request to no address".to_owned()))?;
        Ok(Incoming::waited(&self.core, request, self.keeps))
    }

    /// Gives what is to be filed, with where each stands in the batch.
    async fn judge(&self, incoming: Vec<(usize, Incoming)>) -> (Vec<usize>, Vec<Option<Option<Filing>>>) {
        let mut setups = HashMap::new();
        for (_, request) in &incoming {
            let source = request.source();
            if let Entry::Vacant(new) = setups.entry(source.id) {
                let setup = self.core.setup_of(source).await;
                new.insert(setup.map_err(|unavailable| unavailable.why));
            }
        }
        let (places, requests): (Vec<_>, Vec<_>) = incoming.into_iter().unzip();
        let (core, setups) = (self.core.clone(), Arc::new(setups));
        let judged = beside_each_other(requests, move |request: Incoming| {
            // Each source has one.
            let setup = setups.get(&request.source().id).cloned()?;
            request.judge_waited(&core, setup)
        });
        (places, judged.await)
    }

    /// Files all in one transaction, each in a savepoint of its own. Gives the places of those that were not stored.
    async fn file(&self, filings: Vec<(usize, Filing)>) -> Vec<usize> {
        if filings.is_empty() {
            return Vec::new();
        }
        let places: Vec<_> = filings.iter().map(|(place, _)| *place).collect();
        let core = self.core.clone();
        let filed = self.core.db.write(move |tx| {
            let mut not_stored = Vec::new();
            for (place, filing) in &filings {
                match tx.part(|tx| intake::file(tx, &core, filing)) {
                    Ok(Filed::Kept { .. } | Filed::Gone) => {}
                    Ok(Filed::TooOld) => {
                        tracing::warn!("an entry of long ago was shown again at the relay: it is given up");
                        core.refusals.count(&core, Some(filing.source), 410);
                    }
                    Ok(Filed::CannotWait) => not_stored.push(*place),
                    Err(error) => {
                        if matches!(error, WriteError::Job(_) | WriteError::Panicked) {
                            tracing::error!(source.id = %filing.source, error = %error, "a delivery could not be filed: this is a fault in Recado");
                        }
                        not_stored.push(*place);
                    }
                }
            }
            Ok::<_, StoreError>(not_stored)
        });
        let not_stored = filed.await.unwrap_or_else(|error| {
            tracing::warn!(error = %error, "a batch of what waited was not stored");
            places
        });
        if !not_stored.is_empty() {
            let count = not_stored.len();
            tracing::warn!(count, "what could not be stored stays at the relay");
        }
        not_stored
    }
}

fn later(outcomes: &mut [Outcome], place: usize) {
    if let Some(outcome) = outcomes.get_mut(place) {
        *outcome = Outcome::Later;
    }
}

/// Does something with each of some things, on as many blocking threads as are of use, and gives the results in the
/// same order; `None` where it panicked, or the runtime ends.
async fn beside_each_other<T, U>(
    things: Vec<T>,
    work: impl Fn(T) -> U + Clone + Send + Sync + 'static,
) -> Vec<Option<U>>
where
    T: Send + 'static,
    U: Send + 'static,
{
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = things.len().div_ceil(threads).max(TOO_FEW);
    let mut things = things.into_iter();
    let mut tasks = Vec::new();
    loop {
        let part: Vec<_> = things.by_ref().take(share).collect();
        if part.is_empty() {
            break;
        }
        let (work, count) = (work.clone(), part.len());
        let task = tokio::task::spawn_blocking(move || {
            // One that panics fails alone.
            let alone = |thing| catch_unwind(AssertUnwindSafe(|| work(thing))).ok();
            part.into_iter().map(alone).collect::<Vec<_>>()
        });
        tasks.push((task, count));
    }
    let mut results = Vec::new();
    for (task, count) in tasks {
        match task.await {
            Ok(done) => results.extend(done),
            Err(_ending) => results.extend(std::iter::repeat_with(|| None).take(count)),
        }
    }
    results
}

impl Core {
    /// How long the relay keeps what waits, as far as it has said.
    pub(crate) fn relay_keeps(&self) -> SignedDuration {
        // What it says is rounded down to whole days here.
        let days = self.reach.read().kept_days.map_or(0, |days| i64::from(days) + 1);
        SignedDuration::from_hours(days.saturating_mul(24))
    }

    /// Where the owner's own tunnel or proxy makes the receiver public, without a slash at its end.
    pub(crate) fn own_address(&self) -> Option<String> {
        self.reach.read().own_address.clone()
    }
}

#[cfg(test)]
mod tests;
