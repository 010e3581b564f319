//! Files a delivery that is in the log already, and writes there what came of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use recado_api::view::{Applied, SourceState, Verdict};
use recado_sqlite::{Progress, Tx};
use recado_webhook::event::Event;
use recado_webhook::receive::FetchOrder;

use crate::core::Core;
use crate::intake::complete::complete;
use crate::intake::events::{self, Place, Sifted};
use crate::intake::identity::KnownBy;
use crate::intake::{Understood, note_genuine, order, publish_line, publish_repetition};
use crate::store::deliveries::kept::{self, Kept};
use crate::store::deliveries::{self, Detail, Settled, retention};
use crate::store::{StoreError, StoreResult, applied, quarantine, shapes, sources};

/// A delivery of the log, understood.
pub(in crate::intake) struct Again {
    pub(super) kept: Kept,
    pub(super) known_by: KnownBy,
    pub(super) understood: Understood,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Somebody else settled it meanwhile, or its source does not take it now.
    Left,
    Read,
    /// It says what another one had said.
    Repeated,
    /// Somebody's card has it now that had not before.
    Recovered,
    /// It has got what it lacked on somebody's card.
    Completed,
}

/// How many came to what.
#[derive(Default)]
struct Counts {
    read: AtomicU32,
    recovered: AtomicU32,
    completed: AtomicU32,
}

impl Counts {
    fn note(&self, outcome: Outcome) {
        let one_more = |count: &AtomicU32| count.fetch_add(1, Ordering::Relaxed);
        match outcome {
            Outcome::Left => return,
            Outcome::Read | Outcome::Repeated => {}
            Outcome::Recovered => {
                one_more(&self.recovered);
            }
            Outcome::Completed => {
                one_more(&self.completed);
            }
        }
        one_more(&self.read);
    }
}

/// What is done with deliveries that are filed already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::intake) enum FiledOnes {
    /// Of their events those are filed that were not understood before.
    GetMore,
    /// What they lacked is completed, and that is noted, so that whoever ends in the midst of it goes on from there.
    AreMended,
}

/// Files a page, and tells how many of it were read.
pub(in crate::intake) async fn file_page(
    core: &Arc<Core>,
    page: Vec<Again>,
    filed: FiledOnes,
) -> Result<Applied, recado_sqlite::WriteError<StoreError>> {
    let mut rest = page.into_iter();
    let inside = core.clone();
    let counts = Arc::new(Counts::default());
    let count = counts.clone();
    core.db
        .bulk(move |tx, slice| {
            for again in rest.by_ref() {
                count.note(file(tx, &inside, &again, filed)?);
                if filed == FiledOnes::AreMended {
                    shapes::mended_until(tx, again.kept.source_id, again.kept.seq)?;
                }
                if slice.is_over() {
                    return Ok(Progress::More);
                }
            }
            Ok(Progress::Done)
        })
        .await?;
    Ok(Applied {
        deliveries: counts.read.load(Ordering::Relaxed),
        recovered: counts.recovered.load(Ordering::Relaxed),
        completed: counts.completed.load(Ordering::Relaxed),
    })
}

fn file(tx: &mut Tx<'_>, core: &Arc<Core>, again: &Again, filed: FiledOnes) -> StoreResult<Outcome> {
    let Again {
        kept,
        known_by,
        understood,
    } = again;
    let Some(source) = sources::find(tx, kept.source_id)? else {
        return Ok(Outcome::Left);
    };
    let now_is = kept::standing(tx, kept.seq)?;
    let changed =
        now_is.is_none_or(|now_is| (now_is.verdict, now_is.pending) != (kept.verdict, kept.pending));
    let is_paused = source.state == SourceState::Paused;
    if changed || source.state == SourceState::Removed || (is_paused && kept.verdict == Verdict::Paused) {
        return Ok(Outcome::Left);
    }
    if kept.verdict == Verdict::Refused {
        if !quarantine::release(tx, kept.seq)? {
            return Ok(Outcome::Left);
        }
        note_genuine(tx, core, kept.source_id, kept.received_at, kept.test)?;
        deliveries::believe(tx, kept.seq, known_by.signed.as_ref())?;
        if is_paused {
            settle(tx, core, kept, Verdict::Paused, None)?;
            return Ok(Outcome::Recovered);
        }
    }
    let outcome = match understood {
        Understood::Events(said) if filed == FiledOnes::AreMended && kept.verdict == Verdict::Accepted => {
            match complete(tx, core, kept, said)? {
                true => Outcome::Completed,
                false => Outcome::Read,
            }
        }
        Understood::Events(said) => file_events(tx, core, again, &source.title, said)?,
        Understood::Fetch(orders) => fetch_again(tx, core, again, orders)?,
        Understood::Unmatched => {
            if kept.verdict != Verdict::Accepted {
                settle(
                    tx,
                    core,
                    kept,
                    Verdict::Unmatched,
                    Some(&Detail::new("detail-unmatched")),
                )?;
            }
            Outcome::Read
        }
        Understood::Ignored(why) => {
            if kept.verdict != Verdict::Accepted {
                settle(tx, core, kept, Verdict::Ignored, Some(why))?;
            }
            Outcome::Read
        }
        Understood::Malformed(why) => {
            if kept.verdict != Verdict::Accepted {
                settle(tx, core, kept, Verdict::Malformed, Some(why))?;
            }
            Outcome::Read
        }
        // What is read again was genuine, and no question.
        Understood::Handshake(_) | Understood::Refused(_) => Outcome::Left,
    };
    retention::take_out_if_due(tx, kept.seq, core.now())?;
    let was_refused = kept.verdict == Verdict::Refused;
    // It proved to be genuine, whatever it says.
    Ok(if was_refused && outcome == Outcome::Read {
        Outcome::Recovered
    } else {
        outcome
    })
}

fn file_events(
    tx: &mut Tx<'_>,
    core: &Arc<Core>,
    again: &Again,
    source_title: &str,
    said: &[Event],
) -> StoreResult<Outcome> {
    let kept = &again.kept;
    let was_filed = kept.verdict == Verdict::Accepted;
    let settled = match kept.settled {
        Some(settled) => settled,
        None if was_filed => usize::MAX,
        None => 0,
    };
    let fresh = match events::sift(tx, core, &again.known_by, kept.id, said, settled)? {
        Sifted::Fresh(fresh) => fresh,
        Sifted::Repeated(_) | Sifted::Nobodys(_) if was_filed => return Ok(Outcome::Read),
        Sifted::Repeated(first) => {
            let repeated = Settled {
                duplicate_of: Some(first),
                ..settled_as(Verdict::Duplicate)
            };
            deliveries::settle(tx, kept.seq, &repeated)?;
            publish_repetition(tx, core, kept.seq, first)?;
            return Ok(Outcome::Repeated);
        }
        Sifted::Nobodys(why) => {
            settle(tx, core, kept, Verdict::Ignored, Some(&why))?;
            return Ok(Outcome::Read);
        }
    };
    let filed = Settled {
        events: Some(settled.max(said.len())),
        ..settled_as(Verdict::Accepted)
    };
    deliveries::settle(tx, kept.seq, &filed)?;
    let Some(line) = deliveries::shown(tx, kept.seq, core.lang())? else {
        return Ok(Outcome::Left);
    };
    let place = Place {
        delivery: kept.id,
        source: kept.source_id,
        source_title,
        received_at: kept.received_at,
        test: kept.test,
        waited: false,
    };
    let had_events = !line.events.is_empty();
    let applied = events::apply(tx, core, place, kept.seq, line, &fresh)?;
    Ok(if applied > 0 && !had_events {
        Outcome::Recovered
    } else {
        Outcome::Read
    })
}

/// What a delivery only names is fetched, unless that was done or is being done.
fn fetch_again(
    tx: &mut Tx<'_>,
    core: &Arc<Core>,
    again: &Again,
    orders: &[FetchOrder],
) -> StoreResult<Outcome> {
    let kept = &again.kept;
    let line = deliveries::shown(tx, kept.seq, core.lang())?;
    if kept.pending || line.is_none_or(|line| !line.events.is_empty()) {
        return Ok(Outcome::Read);
    }
    if kept.verdict != Verdict::Accepted {
        let signs = core.hasher.of_orders(&again.known_by);
        let first = events::first_of(tx, &signs, kept.received_at)?;
        if let Some(first) = first.filter(|first| *first != kept.id) {
            let repeated = Settled {
                duplicate_of: Some(first),
                ..settled_as(Verdict::Duplicate)
            };
            deliveries::settle(tx, kept.seq, &repeated)?;
            publish_repetition(tx, core, kept.seq, first)?;
            return Ok(Outcome::Repeated);
        }
        for sign in &signs {
            applied::remember(tx, &sign.hash, kept.id, sign.expires_at)?;
        }
    }
    let pending = Settled {
        events: None,
        pending: true,
        ..settled_as(Verdict::Accepted)
    };
    deliveries::settle(tx, kept.seq, &pending)?;
    order(tx, core, kept.seq, kept.source_id, orders)?;
    publish_line(tx, core, kept.seq)?;
    Ok(Outcome::Read)
}

fn settled_as<'a>(verdict: Verdict) -> Settled<'a> {
    Settled {
        verdict,
        detail: None,
        duplicate_of: None,
        events: Some(0),
        pending: false,
    }
}

/// What came of a delivery that has no events.
fn settle(
    tx: &mut Tx<'_>,
    core: &Arc<Core>,
    kept: &Kept,
    verdict: Verdict,
    detail: Option<&Detail>,
) -> StoreResult<()> {
    let waits = matches!(verdict, Verdict::Paused | Verdict::Unmatched);
    let settled = Settled {
        detail,
        events: (!waits).then_some(0),
        ..settled_as(verdict)
    };
    deliveries::settle(tx, kept.seq, &settled)?;
    publish_line(tx, core, kept.seq)
}
