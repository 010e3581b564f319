//! Looking at how senders fare, and bringing what the owner is told up to date.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use recado_api::view::{AlertKind, SourceState};
use recado_api::{Change, SourceId};
use recado_sqlite::{Tx, WriteError};
use recado_webhook::preset::GivesUp;
use rusqlite::Connection;

use super::judge::{Judgement, Known, Limit, Told};
use super::likely::in_vain;
use super::outage::{Outages, Seen, Way};
use super::state::{limit_of, seen_at_the_relay, seen_here, way_of};
use crate::alerts;
use crate::core::Core;
use crate::store::alerts::{self as rows, AlertRow};
use crate::store::deliveries::Detail;
use crate::store::sources::{RefusedSince, SourceRow};
use crate::store::{StoreError, StoreResult, settings};

/// How often it is written down that this computer answers, while that matters to any sender.
const MARKED_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// A time without a mark that is shorter than this is none in which nobody answered.
const SHORTEST_GAP: SignedDuration = SignedDuration::from_mins(10);

/// Longer ones are those of a clock that was wrong: computers with an empty battery begin in another year.
const LONGEST_GAP: SignedDuration = SignedDuration::from_hours(60 * 24);

/// How soon a database that takes nothing is tried again.
const TRY_AGAIN: SignedDuration = SignedDuration::from_mins(1);

/// The clock's memory, from one look to the next.
pub(super) struct Watch {
    outages: Outages,
    /// Up to when this computer is known to have answered.
    answered_until: Option<Timestamp>,
    /// Of that, what is written down.
    marked: Option<Timestamp>,
    /// Whether it mattered to any sender at the last look, so that there was to be another soon.
    mattered: bool,
}

/// A source whose sender is known to be impatient, and that brought something before.
struct Impatient {
    source: Arc<SourceRow>,
    way: Way,
    limit: Limit,
    first_taken_at: Timestamp,
    last_taken_at: Option<Timestamp>,
    refused: Option<RefusedSince>,
}

/// What a look found.
struct Found {
    look_at: Option<Timestamp>,
    watched: HashSet<SourceId>,
}

impl Watch {
    /// From what was written down before.
    pub(super) async fn begin(core: &Core) -> Self {
        let read = core.db.read(|db| {
            let outages: Option<Outages> = settings::load_json(db, settings::OUTAGES)?;
            let marked: Option<Timestamp> = settings::load_json(db, settings::ANSWERED_UNTIL)?;
            Ok::<_, StoreError>((outages.unwrap_or_default(), marked))
        });
        let (outages, marked) = read.await.unwrap_or_else(|error| {
            tracing::warn!(error = %error, "nothing is known of how senders fared before");
            Default::default()
        });
        Self {
            outages,
            answered_until: marked,
            marked,
            mattered: true,
        }
    }

    /// Brings what the owner is told up to date, and tells when to look again at the latest.
    pub(super) async fn look(&mut self, core: &Arc<Core>) -> Option<Timestamp> {
        let now = core.now();
        let impatient = Impatient::all(core);
        let here = seen_here(core, self.answered_until.filter(|until| *until <= now));
        let outages = self.see(core, &here, now);
        let answers = here == Seen::Answered;
        let matters = impatient.iter().any(|known| known.way == Way::Here);
        let is_due = self
            .marked
            .is_none_or(|at| at > now || now.duration_since(at) >= MARKED_EVERY);
        let mark = (answers && matters && is_due).then_some(now);
        match self.keep(core, impatient, outages, mark, now).await {
            Ok(found) => {
                self.answered_until = if answers { Some(now) } else { self.answered_until };
                self.mattered = matters;
                core.patience.watch(found.watched);
                if core.patience.stored() {
                    publish_all(core).await;
                }
                let marks = self.marked.filter(|_| answers && matters);
                let next_mark = marks.and_then(|at| at.checked_add(MARKED_EVERY).ok());
                [found.look_at, self.outages.next_settled(), next_mark]
                    .into_iter()
                    .flatten()
                    .min()
            }
            Err(error) => {
                tracing::warn!(error = %error, "how senders fare cannot be written down now");
                if let WriteError::Unavailable(_) = error {
                    core.patience.not_stored(now);
                    tell_unkept(core, now).await;
                }
                now.checked_add(TRY_AGAIN).ok()
            }
        }
    }

    /// Writes down that this computer answered to the end.
    pub(super) async fn leave(&self, core: &Core) {
        if seen_here(core, None) != Seen::Answered || !self.mattered {
            return;
        }
        let now = core.now();
        let written = core
            .db
            .write(move |tx| settings::save_json(tx, settings::ANSWERED_UNTIL, &now));
        if let Err(error) = written.await {
            tracing::warn!(error = %error, "it cannot be written down until when senders were answered");
        }
    }

    /// The outages as they are now.
    fn see(&self, core: &Core, here: &Seen, now: Timestamp) -> Outages {
        let mut outages = self.outages.clone();
        if let Some(since) = core.patience.unstored_since() {
            // Whether it takes something again is seen by writing this.
            outages.see(
                Way::Here,
                Seen::Unanswered(since, Detail::new("patience-store")),
                now,
            );
        }
        if let Some(until) = self
            .answered_until
            .filter(|_| self.mattered && *here == Seen::Answered)
        {
            let gap = now.duration_since(until);
            if (SHORTEST_GAP..=LONGEST_GAP).contains(&gap) {
                outages.was_off(until, now);
            }
        }
        outages.see(Way::Here, here.clone(), now);
        outages.see(Way::Relay, seen_at_the_relay(core), now);
        outages
    }

    async fn keep(
        &mut self,
        core: &Arc<Core>,
        impatient: Vec<Impatient>,
        mut outages: Outages,
        mark: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Found, WriteError<StoreError>> {
        let before = self.outages.clone();
        let inside = core.clone();
        let (outages, found) = core
            .db
            .write(move |tx| {
                let found = judge_all(tx, &inside, &impatient, &outages, now)?;
                outages.forget_settled(now);
                if outages != before {
                    settings::save_json(tx, settings::OUTAGES, &outages)?;
                }
                if let Some(mark) = mark {
                    settings::save_json(tx, settings::ANSWERED_UNTIL, &mark)?;
                }
                Ok::<_, StoreError>((outages, found))
            })
            .await?;
        self.outages = outages;
        self.marked = mark.or(self.marked);
        Ok(found)
    }
}

impl Impatient {
    fn all(core: &Core) -> Vec<Self> {
        let sources = core.connections.all().into_iter();
        let active = sources.filter(|source| source.state == SourceState::Active);
        active.filter_map(|source| Self::of(core, source)).collect()
    }

    fn of(core: &Core, source: Arc<SourceRow>) -> Option<Self> {
        let way = way_of(core, &source);
        let refused = core.connections.trouble(source.id);
        Some(Self {
            limit: limit_of(&source)?,
            first_taken_at: core.connections.first_taken_at(source.id)?,
            last_taken_at: core.connections.last_taken_at(source.id),
            // What cannot be judged is answered and kept by the relay.
            refused: refused.filter(|refused| way == Way::Here || !refused.is_unjudged()),
            way,
            source,
        })
    }

    fn judge(&self, db: &Connection, outages: &Outages, now: Timestamp) -> StoreResult<Judgement> {
        let id = self.source.id;
        let gave_up = rows::of_source(db, id, AlertKind::GaveUp)?;
        let known = Known {
            limit: self.limit,
            first_taken_at: self.first_taken_at,
            last_taken_at: self.last_taken_at,
            outage: outages.by(self.way),
            refused: self.refused.as_ref(),
            counts_down: rows::of_source(db, id, AlertKind::Unanswered)?.is_some(),
            gave_up: gave_up.map(|row| Told {
                since: row.since,
                until: match row.told {
                    rows::Told::GaveUp { until } => until,
                    rows::Told::Silent { .. }
                    | rows::Told::ShapeChanged { .. }
                    | rows::Told::Unanswered { .. } => None,
                },
            }),
        };
        let then: GivesUp = self.limit.then;
        known.judge(now, |since, until| in_vain(db, id, then, (since, until)))
    }
}

fn judge_all(
    tx: &mut Tx<'_>,
    core: &Arc<Core>,
    impatient: &[Impatient],
    outages: &Outages,
    now: Timestamp,
) -> StoreResult<Found> {
    let mut found = Found {
        look_at: None,
        watched: HashSet::new(),
    };
    for known in impatient {
        let judgement = known.judge(tx, outages, now)?;
        if judgement.may_end_by_a_delivery(known.limit) {
            found.watched.insert(known.source.id);
        }
        found.look_at = [found.look_at, judgement.look_at].into_iter().flatten().min();
        tell(tx, core, known.source.id, judgement)?;
    }
    // A source that was paused, or whose sender is nobody's any more, waits for nothing.
    let all: HashSet<_> = impatient.iter().map(|known| known.source.id).collect();
    for known in rows::of_kind(tx, AlertKind::Unanswered)? {
        if !all.contains(&known.source) {
            alerts::end(tx, core, known.source, AlertKind::Unanswered)?;
        }
    }
    Ok(found)
}

fn tell(tx: &mut Tx<'_>, core: &Arc<Core>, source: SourceId, judgement: Judgement) -> StoreResult<()> {
    match judgement.gave_up {
        Some(gave_up) => {
            if gave_up.anew {
                alerts::end(tx, core, source, AlertKind::GaveUp)?;
            }
            let told = rows::Told::GaveUp { until: gave_up.until };
            alerts::raise(tx, core, &row(source, gave_up.since, told))?;
        }
        None => {
            alerts::end(tx, core, source, AlertKind::GaveUp)?;
        }
    }
    match judgement.unanswered {
        Some(counts) => {
            let told = rows::Told::Unanswered {
                why: counts.why,
                gives_up_at: counts.gives_up_at,
            };
            alerts::raise(tx, core, &row(source, counts.since, told))?;
        }
        None => {
            alerts::end(tx, core, source, AlertKind::Unanswered)?;
        }
    }
    Ok(())
}

fn row(source: SourceId, since: Timestamp, told: rows::Told) -> AlertRow {
    AlertRow { source, since, told }
}

/// Shows what cannot be written down, for as long as that is so.
pub(super) async fn tell_unkept(core: &Arc<Core>, now: Timestamp) {
    let mut outages = Outages::default();
    let since = core.patience.unstored_since().unwrap_or(now);
    outages.see(
        Way::Here,
        Seen::Unanswered(since, Detail::new("patience-store")),
        now,
    );
    let impatient = Impatient::all(core);
    let judged = core.db.read(move |db| {
        let mut unkept = Vec::new();
        for known in &impatient {
            if known.way == Way::Here
                && let Some(counts) = known.judge(db, &outages, now)?.unanswered
            {
                let told = rows::Told::Unanswered {
                    why: counts.why,
                    gives_up_at: counts.gives_up_at,
                };
                unkept.push(row(known.source.id, counts.since, told));
            }
        }
        Ok::<_, StoreError>(unkept)
    });
    match judged.await {
        Ok(unkept) => {
            let new = unkept.clone();
            let before = core.patience.show_unkept(unkept);
            if new != before {
                let begun = new
                    .iter()
                    .filter(|row| before.iter().all(|known| known.source != row.source));
                let rings: Vec<_> = begun
                    .filter_map(|row| alerts::in_words(core, row))
                    .map(Change::Alert)
                    .collect();
                publish_all(core).await;
                core.changes.publish(rings);
            }
        }
        Err(error) => tracing::warn!(error = %error, "how senders fare cannot be read now"),
    }
}

async fn publish_all(core: &Arc<Core>) {
    let inside = core.clone();
    match core.db.read(move |db| alerts::shown(db, &inside)).await {
        Ok(shown) => core.changes.publish(vec![Change::Alerts(shown)]),
        Err(error) => tracing::warn!(error = %error, "what the owner should know cannot be read now"),
    }
}
