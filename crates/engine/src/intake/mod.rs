//! From a request to a contact's timeline.
//!
//! [`understand`] is pure and runs before the transaction; [`file()`] runs inside it and decides everything that depends
//! on what was filed before: whether this is a repetition ([`identity`]), who it is about ([`person`]), what it does to
//! the card ([`card`]) or to the message that it is a receipt of ([`receipt`]). One delivery is one transaction: its log
//! row, its contact, its timeline and its place on the board become durable together or not at all.
//!
//! What is in the log already is filed the same way when it is read [`again`]: on resuming a source, out of quarantine,
//! with a new mapping, with details that were fetched.

mod again;
mod card;
mod complete;
mod events;
mod fetched;
mod identity;
mod person;
mod quarantine;
mod receipt;
mod understand;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use recado_api::view::{Delivery, SourceState, Verdict};
use recado_api::{Change, DeliveryId, SourceId};
use recado_sqlite::Tx;
use recado_webhook::preset::HandshakeAnswer;
use recado_webhook::receive::FetchOrder;

pub(crate) use again::{AgainError, AgainReader, Which, apply, catch_up, genuine, resume};
pub(crate) use complete::says_more;
pub(crate) use fetched::{Fetched, file_fetched, put_off};
pub(crate) use identity::Hasher;
pub(crate) use quarantine::verify_quarantine;
pub(crate) use understand::{Came, NotRead, Read, Reader, Understood, kept, unjudged};

use crate::core::Core;
use crate::store::deliveries::{self, Detail, Keep, NewDelivery, retention};
use crate::store::relayed::First;
use crate::store::{StoreResult, applied, fetch, relayed, sources};

/// How much of a malformed body is kept, in bytes: enough to see what is wrong with it.
const KEPT_OF_MALFORMED: usize = 64 * 1024;

/// A delivery that is ready to be filed.
pub(crate) struct Filing {
    pub(crate) source: SourceId,
    pub(crate) source_title: String,
    pub(crate) received_at: Timestamp,
    pub(crate) read: Read,
    /// What its sender is answered where it is taken.
    pub(crate) answer_status: u16,
    /// When its last byte had come.
    pub(crate) complete_at: Option<Instant>,
    /// Sent by ourselves, to try out a source.
    pub(crate) test: bool,
    /// By the relay, through the tunnel.
    pub(crate) relayed: Option<Relayed>,
}

/// How a delivery came through the tunnel.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Relayed {
    /// The relay's id: of its live copy and of the sealed one.
    pub(crate) id: recado_tunnel::delivery::DeliveryId,
    /// It waited at the relay, sealed.
    pub(crate) waited: bool,
    /// How long that relay keeps what waits.
    pub(crate) keeps: SignedDuration,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Filed {
    /// Filed, or kept. `answered_as` is the delivery that the sender's answer names: for a repetition, the first one.
    Kept {
        verdict: Verdict,
        http_status: u16,
        answered_as: DeliveryId,
        detail: Option<Detail>,
    },
    /// The source was removed in the meantime.
    Gone,
    /// It can neither be judged now nor be kept whole until it can be: the relay has to keep it.
    CannotWait,
    /// It is from before anything that is remembered of this relay, and so shown again by somebody.
    TooOld,
}

/// A delivery that was turned away unread.
pub(crate) struct TurnedAway {
    pub(crate) source: SourceId,
    pub(crate) received_at: Timestamp,
    pub(crate) request: deliveries::Request,
    pub(crate) why: Detail,
}

/// Writes a line in the log for a delivery that was turned away unread.
pub(crate) fn turn_away(
    tx: &mut Tx<'_>,
    core: &Arc<Core>,
    turned_away: &TurnedAway,
) -> StoreResult<DeliveryId> {
    let id = DeliveryId::new(core.ids.next(core.now()));
    let row = NewDelivery {
        id,
        source_id: turned_away.source,
        received_at: turned_away.received_at,
        verdict: Verdict::Limited,
        http_status: 429,
        detail: Some(&turned_away.why),
        request: &turned_away.request,
        keep: Keep::Nothing,
        request_hash: None,
        signed: None,
        settled: Some(0),
        duplicate_of: None,
        took_micros: None,
        pending: false,
        test: false,
    };
    keep(tx, core, row)?;
    Ok(id)
}

/// Files one delivery in the transaction of `tx`. One that the relay has brought before, as this or as its other copy,
/// gets the verdict that it got then, and is in the log once.
pub(crate) fn file(tx: &mut Tx<'_>, core: &Arc<Core>, filing: &Filing) -> StoreResult<Filed> {
    let Some(by) = filing.relayed else {
        return file_new(tx, core, filing);
    };
    if let Some(first) = relayed::first(tx, by.id)? {
        return Ok(first.into());
    }
    if by.waited && relayed::is_from_before(tx, filing.received_at, by.keeps)? {
        return Ok(Filed::TooOld);
    }
    let filed = file_new(tx, core, filing)?;
    if let Filed::Kept {
        verdict,
        http_status,
        answered_as,
        detail,
    } = &filed
    {
        let first = First {
            verdict: *verdict,
            http_status: *http_status,
            detail: detail.clone(),
            answered_as: *answered_as,
        };
        let now = core.now();
        relayed::remember(tx, by.id, &first, filing.received_at, by.keeps, now)?;
        retention::take_out_if_late(tx, *answered_as, now)?;
    }
    Ok(filed)
}

impl From<First> for Filed {
    fn from(first: First) -> Self {
        Self::Kept {
            verdict: first.verdict,
            http_status: first.http_status,
            answered_as: first.answered_as,
            detail: first.detail,
        }
    }
}

fn file_new(tx: &mut Tx<'_>, core: &Arc<Core>, filing: &Filing) -> StoreResult<Filed> {
    let state = sources::state(tx, filing.source)?;
    let waited = filing.relayed.as_ref().is_some_and(|by| by.waited);
    let Some(state) = state.filter(|state| waited || *state != SourceState::Removed) else {
        return Ok(Filed::Gone);
    };
    let id = DeliveryId::new(core.ids.next(core.now()));
    let row = filing.row(core, id);
    let is_paused = state == SourceState::Paused;
    let unmatched = Detail::new("detail-unmatched");
    let filed = match &filing.read.understood {
        Understood::Refused(refusal) => return quarantine::keep(tx, core, filing, row, refusal),
        Understood::Handshake(answer) => return file_handshake(tx, core, filing, row, answer),
        Understood::Malformed(why) => {
            let row = NewDelivery {
                verdict: Verdict::Malformed,
                http_status: 400,
                detail: Some(why),
                keep: Keep::First(KEPT_OF_MALFORMED),
                ..row
            };
            keep(tx, core, row)
        }
        // What cannot be kept whole cannot wait.
        _ if is_paused && filing.read.request.is_whole() => {
            let row = NewDelivery {
                verdict: Verdict::Paused,
                ..filing.that_waits(row)
            };
            keep(tx, core, row)
        }
        Understood::Unmatched => {
            let row = NewDelivery {
                verdict: Verdict::Unmatched,
                detail: Some(&unmatched),
                ..filing.that_waits(row)
            };
            keep(tx, core, row)
        }
        Understood::Ignored(why) => ignore(tx, core, row, why),
        Understood::Fetch(orders) => file_orders(tx, core, filing, row, orders),
        Understood::Events(said) => events::file(tx, core, filing, row, said),
    }?;
    note_genuine(tx, core, filing.source, filing.received_at, filing.test)?;
    Ok(filed)
}

impl Filing {
    /// The row of the log, as it is where everything is filed at once.
    fn row(&self, core: &Core, id: DeliveryId) -> NewDelivery<'_> {
        // The row is written before the flush that makes it durable; how long that takes is told by the one before.
        let took = self
            .complete_at
            .map(|complete_at| complete_at.elapsed() + core.db.stats().last_flush);
        NewDelivery {
            id,
            source_id: self.source,
            received_at: self.received_at,
            verdict: Verdict::Accepted,
            http_status: self.answer_status,
            detail: None,
            request: &self.read.request,
            keep: Keep::Whole,
            request_hash: None,
            signed: None,
            settled: Some(0),
            duplicate_of: None,
            took_micros: took.map(|took| u64::try_from(took.as_micros()).unwrap_or(u64::MAX)),
            pending: false,
            test: self.test,
        }
    }

    /// The row of a delivery that is read again later, with what it is known by.
    fn that_waits<'a>(&'a self, row: NewDelivery<'a>) -> NewDelivery<'a> {
        NewDelivery {
            request_hash: self.read.known_by.request.as_ref(),
            signed: self.read.known_by.signed.as_ref(),
            settled: None,
            ..row
        }
    }
}

/// Writes a row of which there is nothing more to say.
fn keep(tx: &mut Tx<'_>, core: &Arc<Core>, row: NewDelivery<'_>) -> StoreResult<Filed> {
    let seq = deliveries::insert(tx, &row)?;
    publish_line(tx, core, seq)?;
    Ok(Filed::Kept {
        verdict: row.verdict,
        http_status: row.http_status,
        answered_as: row.id,
        detail: row.detail.cloned(),
    })
}

fn ignore(tx: &mut Tx<'_>, core: &Arc<Core>, row: NewDelivery<'_>, why: &Detail) -> StoreResult<Filed> {
    keep(
        tx,
        core,
        NewDelivery {
            verdict: Verdict::Ignored,
            detail: Some(why),
            keep: Keep::Nothing,
            ..row
        },
    )
}

fn file_handshake(
    tx: &mut Tx<'_>,
    core: &Arc<Core>,
    filing: &Filing,
    row: NewDelivery<'_>,
    answer: &HandshakeAnswer,
) -> StoreResult<Filed> {
    let row = NewDelivery {
        http_status: answer.status,
        keep: Keep::Nothing,
        ..row
    };
    if !answer.is_refusal() {
        return keep(
            tx,
            core,
            NewDelivery {
                verdict: Verdict::Handshake,
                ..row
            },
        );
    }
    let why = Detail::new("refused-handshake");
    note_refused(tx, core, filing, &why);
    keep(
        tx,
        core,
        NewDelivery {
            verdict: Verdict::Refused,
            detail: Some(&why),
            ..row
        },
    )
}

/// Ids alone came: they are fetched afterwards, each by a row of its own.
fn file_orders(
    tx: &mut Tx<'_>,
    core: &Arc<Core>,
    filing: &Filing,
    row: NewDelivery<'_>,
    orders: &[FetchOrder],
) -> StoreResult<Filed> {
    let known_by = &filing.read.known_by;
    let signs = core.hasher.of_orders(known_by);
    if let Some(first) = events::first_of(tx, &signs, filing.received_at)? {
        return repeat(tx, core, row, first);
    }
    for sign in &signs {
        applied::remember(tx, &sign.hash, row.id, sign.expires_at)?;
    }
    let row = NewDelivery {
        pending: true,
        ..filing.that_waits(row)
    };
    let seq = deliveries::insert(tx, &row)?;
    order(tx, core, seq, filing.source, orders)?;
    publish_line(tx, core, seq)?;
    Ok(Filed::Kept {
        verdict: row.verdict,
        http_status: row.http_status,
        answered_as: row.id,
        detail: None,
    })
}

/// Has details fetched, at once.
fn order(
    tx: &mut Tx<'_>,
    core: &Arc<Core>,
    delivery_seq: i64,
    source: SourceId,
    orders: &[FetchOrder],
) -> StoreResult<()> {
    let now = core.now();
    for order in orders {
        fetch::insert(tx, delivery_seq, source, (&order.resource, &order.id), Some(now))?;
    }
    let core = core.clone();
    tx.after_commit(move || core.fetching.wake());
    Ok(())
}

/// A delivery says what another one said before: a short row, counted on the first.
fn repeat(tx: &mut Tx<'_>, core: &Arc<Core>, row: NewDelivery<'_>, first: DeliveryId) -> StoreResult<Filed> {
    let http_status = row.http_status;
    let seq = deliveries::insert(
        tx,
        &NewDelivery {
            verdict: Verdict::Duplicate,
            duplicate_of: Some(first),
            keep: Keep::Nothing,
            ..row
        },
    )?;
    publish_repetition(tx, core, seq, first)?;
    Ok(Filed::Kept {
        verdict: Verdict::Duplicate,
        http_status,
        answered_as: first,
        detail: None,
    })
}

/// Counts a repetition on the first delivery, and shows both.
fn publish_repetition(tx: &mut Tx<'_>, core: &Arc<Core>, seq: i64, first: DeliveryId) -> StoreResult<()> {
    if let Some(first_seq) = deliveries::count_repeat(tx, first)? {
        publish_line(tx, core, first_seq)?;
    }
    publish_line(tx, core, seq)
}

/// Notes that something genuine came.
fn note_genuine(
    tx: &mut Tx<'_>,
    core: &Arc<Core>,
    source: SourceId,
    at: Timestamp,
    test: bool,
) -> StoreResult<()> {
    if test {
        return Ok(());
    }
    if core.connections.first_taken_at(source).is_none() {
        sources::note_first_delivery(tx, source, at)?;
    }
    let core = core.clone();
    // The relay's clock may be ahead of ours.
    tx.after_commit(move || {
        core.note_taken(source, at.min(core.now()));
        core.shape_to_learn.notify_one();
    });
    Ok(())
}

/// Notes that something was not shown to be genuine.
fn note_refused(tx: &mut Tx<'_>, core: &Arc<Core>, filing: &Filing, why: &Detail) {
    if filing.test {
        return;
    }
    // By our clock: how long the bell is silent is told by it.
    let (core, source, why) = (core.clone(), filing.source, why.clone());
    tx.after_commit(move || core.note_refused(source, core.now(), &why));
}

/// Shows a line of the log as it is now.
fn publish_line(tx: &mut Tx<'_>, core: &Arc<Core>, seq: i64) -> StoreResult<()> {
    let line: Option<Delivery> = deliveries::shown(tx, seq, core.lang())?;
    publish(tx, core, line.map(Change::Delivery));
    Ok(())
}

fn publish(tx: &mut Tx<'_>, core: &Arc<Core>, changes: impl IntoIterator<Item = Change>) {
    let changes: Vec<_> = changes.into_iter().collect();
    let core = core.clone();
    tx.after_commit(move || core.changes.publish(changes));
}
