//! Details that senders tell only when they are asked: some send no more than an id.
//!
//! What is to be fetched are rows, written in the transaction that filed the delivery and removed in the one that files
//! what was fetched, so that nothing is lost and nothing is filed twice whenever the program ends. One task works
//! through those that are due ([`run`]); [`ask`] asks the sender's API, of which [`web`] speaks HTTP and [`grant`] has
//! what opens it; [`patience`] says when something is tried again.

mod ask;
mod grant;
mod patience;
mod web;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use jiff::{SignedDuration, Timestamp};
use recado_api::SourceId;
use recado_api::view::SourceState;
use recado_webhook::preset::{self, Preset};
use recado_webhook::receive::FetchOrder;
use serde_json::Value;
use tokio::sync::Notify;

use self::ask::{Answer, Asker, Order};
use self::patience::{Next, next};
use crate::core::Core;
use crate::intake::{AgainReader, Fetched, file_fetched, put_off};
use crate::store::StoreError;
use crate::store::deliveries::Detail;
use crate::store::deliveries::kept::{self, Kept};
use crate::store::fetch::{self, FetchRow};

/// How many are asked for at the same time: a sender that answers slowly does not keep the others waiting.
const AT_ONCE: usize = 4;

/// How many are taken at a time.
const PAGE: u32 = 64;

/// The longest sleep, so that a clock that was put right is noticed.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

/// How soon it is looked again where the database could not be read.
const AGAIN: Duration = Duration::from_secs(10);

/// How long what can be filed as it came waits for more: somebody may be waiting for an answer to it.
const OPTIONAL_WAITS: SignedDuration = SignedDuration::from_hours(1);

/// How soon it is looked again whether secrets can be read.
const SECRETS_AGAIN: SignedDuration = SignedDuration::from_secs(60);

/// What the fetching task and those who give it work share.
#[derive(Debug, Default)]
pub(crate) struct Fetching {
    wake: Notify,
    /// Sources with a key that is good for a moment alone.
    to_redeem: Mutex<Vec<SourceId>>,
    key_given: Notify,
}

impl Fetching {
    /// There is something to be fetched.
    pub(crate) fn wake(&self) {
        self.wake.notify_one();
    }

    /// A source was given a key: if what is in it has to be exchanged soon, it is.
    pub(crate) fn redeem(&self, source: SourceId, preset: &Preset) {
        let grant = preset
            .access_token
            .as_ref()
            .and_then(|token| token.grant.as_ref());
        if grant.is_some_and(|grant| grant.renewal.is_some()) {
            self.to_redeem().push(source);
            self.key_given.notify_one();
        }
    }

    fn to_redeem(&self) -> MutexGuard<'_, Vec<SourceId>> {
        self.to_redeem.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Core {
    /// What kept details of a source from being fetched is gone: they are asked for at once.
    ///
    /// # Errors
    /// When the database does not take it; they are then asked for when they would have been.
    pub(crate) async fn fetch_now(
        &self,
        source: SourceId,
    ) -> Result<(), recado_sqlite::WriteError<StoreError>> {
        let now = self.now();
        self.db.write(move |tx| fetch::wake(tx, source, now)).await?;
        self.fetching.wake();
        Ok(())
    }
}

/// Senders that did not answer in this round, or not as hoped: what else they are to tell waits, so that one that is
/// down keeps nobody waiting for the others, and is not pressed.
#[derive(Default)]
struct Tired(Mutex<HashMap<SourceId, Tiredness>>);

#[derive(Clone)]
enum Tiredness {
    NotNow(Detail),
    WrongToken(Detail),
}

impl Tired {
    fn of(&self, source: SourceId) -> Option<Tiredness> {
        self.lock().get(&source).cloned()
    }

    fn note(&self, source: SourceId, tiredness: Tiredness) {
        self.lock().insert(source, tiredness);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SourceId, Tiredness>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Fetches what is due until the engine stops, and exchanges keys beside it: they wait for no slow sender. `from` stands
/// in the place of `https:/` in the addresses that presets name.
pub(crate) async fn run(core: Arc<Core>, from: Option<String>) {
    let asker = Asker::new(from);
    tokio::join!(fetch_due(&core, &asker), redeem_given(&core, &asker));
}

async fn fetch_due(core: &Arc<Core>, asker: &Asker) {
    loop {
        let sleep = match round(core, asker).await {
            Ok(None) => LONGEST_SLEEP,
            Ok(Some(due)) => {
                let left = due.duration_since(core.now());
                Duration::try_from(left).unwrap_or_default().min(LONGEST_SLEEP)
            }
            Err(error) => {
                tracing::warn!(error = %error, "details cannot be fetched now");
                AGAIN
            }
        };
        tokio::select! {
            () = core.stop.cancelled() => return,
            () = core.fetching.wake.notified() => {}
            () = tokio::time::sleep(sleep) => {}
        }
    }
}

async fn redeem_given(core: &Arc<Core>, asker: &Asker) {
    loop {
        tokio::select! {
            () = core.stop.cancelled() => return,
            () = core.fetching.key_given.notified() => {}
        }
        let sources = std::mem::take(&mut *core.fetching.to_redeem());
        for id in sources {
            let source = core.connections.by_id(id);
            if let Some(preset) = source.and_then(|source| preset::find(&source.preset)) {
                tokio::select! {
                    () = core.stop.cancelled() => return,
                    () = asker.redeem(core, id, preset) => {}
                }
            }
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum RoundError {
    #[error(transparent)]
    Read(#[from] recado_sqlite::ReadError<StoreError>),
    #[error(transparent)]
    Write(#[from] recado_sqlite::WriteError<StoreError>),
}

/// Fetches all that is due now, and tells when the next is.
async fn round(core: &Arc<Core>, asker: &Asker) -> Result<Option<Timestamp>, RoundError> {
    let tired = Tired::default();
    // What becomes due meanwhile is for the next round, in which every sender is asked again.
    let now = core.now();
    loop {
        let (due, next) = core
            .db
            .read(move |db| Ok::<_, StoreError>((fetch::due(db, now, PAGE)?, fetch::next_due(db)?)))
            .await?;
        if due.is_empty() || core.stop.is_cancelled() {
            return Ok(next);
        }
        let results: Vec<_> = stream::iter(due)
            .map(|row| fetch(core, asker, &tired, row))
            .buffer_unordered(AT_ONCE)
            .collect()
            .await;
        results.into_iter().collect::<Result<(), _>>()?;
    }
}

/// Fetches one thing, and files what came of it.
async fn fetch(core: &Arc<Core>, asker: &Asker, tired: &Tired, row: FetchRow) -> Result<(), RoundError> {
    let seq = row.delivery_seq;
    let Some(kept) = core.db.read(move |db| kept::by_seq(db, seq)).await? else {
        return Ok(());
    };
    let came = tokio::select! {
        // What was asked for is asked for again after the next start.
        () = core.stop.cancelled() => return Ok(()),
        came = came_of(core, asker, tired, &row, &kept) => came,
    };
    let inside = core.clone();
    core.db
        .write(move |tx| match came {
            Came::Settled(fetched) => file_fetched(tx, &inside, &row, &kept, &fetched),
            Came::Later { attempts, at, why } => {
                fetch::postpone(tx, row.seq, attempts, Some(at))?;
                put_off(tx, &inside, &kept, &why)
            }
            Came::WaitsForOwner { why, rings } => {
                fetch::postpone(tx, row.seq, row.attempts, None)?;
                put_off(tx, &inside, &kept, &why)?;
                if rings {
                    tx.after_commit(move || inside.note_refused(row.source, inside.now(), &why));
                }
                Ok(())
            }
        })
        .await?;
    Ok(())
}

enum Came {
    Settled(Fetched),
    Later {
        attempts: u32,
        at: Timestamp,
        why: Detail,
    },
    WaitsForOwner {
        why: Detail,
        /// Whether the owner is told by more than the log.
        rings: bool,
    },
}

async fn came_of(core: &Arc<Core>, asker: &Asker, tired: &Tired, row: &FetchRow, kept: &Kept) -> Came {
    let source = core.connections.by_id(row.source);
    let reader = source.as_ref().and_then(|source| AgainReader::new(core, source));
    let given_up = |why| Came::Settled(Fetched::GivenUp(why));
    let (Some(source), Some(reader)) = (source, reader) else {
        return given_up(Detail::with_args(
            "fetch-unknown",
            vec![("resource", row.resource.clone())],
        ));
    };
    if source.state == SourceState::Removed && !source.has_any_secret() {
        return given_up(Detail::new("fetch-removed"));
    }
    let Some(resource) = reader.preset().resource(&row.resource) else {
        return given_up(Detail::with_args(
            "fetch-unknown",
            vec![("resource", row.resource.clone())],
        ));
    };
    let setup = match core.setup_of(&source).await {
        Ok(setup) => setup,
        Err(unavailable) => {
            return Came::Later {
                attempts: row.attempts,
                at: core.now().saturating_add(SECRETS_AGAIN).unwrap_or(Timestamp::MAX),
                why: unavailable.why,
            };
        }
    };
    let order = FetchOrder {
        resource: row.resource.clone(),
        id: row.id.clone(),
    };
    if setup.access_token().is_none() {
        if resource.optional {
            return told(reader, kept, order, nothing()).await;
        }
        return Came::WaitsForOwner {
            why: Detail::new("fetch-no-token"),
            rings: false,
        };
    }
    match tired.of(row.source) {
        Some(Tiredness::NotNow(why)) => {
            return Came::Later {
                attempts: row.attempts,
                at: patience::soon(core.now()),
                why,
            };
        }
        Some(Tiredness::WrongToken(_)) if resource.optional => {
            return told(reader, kept, order, nothing()).await;
        }
        Some(Tiredness::WrongToken(why)) => return Came::WaitsForOwner { why, rings: false },
        None => {}
    }
    let body = reader.body(kept);
    let asked = Order {
        source: row.source,
        preset: reader.preset(),
        resource,
        id: &row.id,
        body: &body,
        age: core.now().duration_since(kept.received_at),
    };
    let why = match asker.ask(core, asked).await {
        Answer::Told(tree) => return told(reader, kept, order, tree).await,
        Answer::Gone(_) if resource.optional => return told(reader, kept, order, nothing()).await,
        Answer::Gone(why) => return given_up(why),
        Answer::WrongToken(why) => {
            let rings = tired.of(row.source).is_none();
            tired.note(row.source, Tiredness::WrongToken(why.clone()));
            if resource.optional {
                if rings {
                    core.note_refused(row.source, core.now(), &why);
                }
                return told(reader, kept, order, nothing()).await;
            }
            return Came::WaitsForOwner { why, rings };
        }
        Answer::NotYet(why) => why,
        Answer::NotNow(why) => {
            tired.note(row.source, Tiredness::NotNow(why.clone()));
            why
        }
    };
    match next(row.attempts, kept.received_at, core.now()) {
        _ if resource.optional && row.attempts > 0 && asked.age >= OPTIONAL_WAITS => {
            told(reader, kept, order, nothing()).await
        }
        Next::At { attempts, at } => Came::Later { attempts, at, why },
        Next::Never { days } => given_up(Detail::with_args(
            "fetch-given-up",
            vec![("days", days.to_string())],
        )),
    }
}

/// What a map is given where nothing more can be had than what came.
fn nothing() -> Value {
    Value::Object(serde_json::Map::new())
}

async fn told(reader: AgainReader, kept: &Kept, order: FetchOrder, tree: Value) -> Came {
    let kept = kept.clone();
    let read = tokio::task::spawn_blocking(move || Fetched::Told {
        known_by: reader.fetched_known_by(&kept),
        understood: reader.read_fetched(&kept, &order, &tree),
    });
    Came::Settled(read.await.unwrap_or_else(|error| {
        tracing::error!(error = %error, "fetched details could not be read: this is a fault in Recado");
        Fetched::GivenUp(Detail::new("fetch-unreadable"))
    }))
}
