//! What follows for one sender while nobody answers it, and afterwards. Pure.

use jiff::{SignedDuration, Timestamp};
use recado_webhook::preset::GivesUp;

use super::outage::{Outage, SETTLING};
use crate::store::deliveries::Detail;
use crate::store::sources::RefusedSince;

/// A link that breaks or a port that is taken for so long is nobody's worry: it is told no sooner.
pub(super) const CALM: SignedDuration = SignedDuration::from_mins(5);

/// How long the owner is told what was lost, for lack of anything that could show it made good.
const LOST_TOLD: SignedDuration = SignedDuration::from_hours(7 * 24);

/// One refusal may be a stranger's; a sender tries again.
const REFUSED_OFTEN: u32 = 2;

/// How long a sender goes on trying, and what it does then.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    pub(super) after: SignedDuration,
    pub(super) then: GivesUp,
}

/// What is known of a source.
pub(super) struct Known<'a> {
    pub(super) limit: Limit,
    /// When its first delivery came.
    pub(super) first_taken_at: Timestamp,
    pub(super) last_taken_at: Option<Timestamp>,
    pub(super) outage: Option<&'a Outage>,
    pub(super) refused: Option<&'a RefusedSince>,
    /// The owner is told that it counts down.
    pub(super) counts_down: bool,
    /// The owner is told that it gave up, or was and did what there was to do.
    pub(super) gave_up: Option<Told>,
}

/// What the owner is told of a sender that gave up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    pub(super) since: Timestamp,
    pub(super) until: Option<Timestamp>,
}

/// What the owner is to be told, and when that has to be looked at again.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Judgement {
    pub(super) unanswered: Option<CountsDown>,
    pub(super) gave_up: Option<GaveUp>,
    pub(super) look_at: Option<Timestamp>,
}

impl Judgement {
    /// Whether what comes from the sender would be news: of what is lost for good it is none.
    pub(super) fn may_end_by_a_delivery(&self, limit: Limit) -> bool {
        let waits_for_proof = match limit.then {
            GivesUp::Lost => self.gave_up.is_none() && self.look_at.is_some(),
            GivesUp::QueueStopped | GivesUp::Disabled => self.gave_up.is_some() || self.look_at.is_some(),
        };
        self.unanswered.is_some() || waits_for_proof
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct CountsDown {
    pub(super) since: Timestamp,
    pub(super) why: Detail,
    pub(super) gives_up_at: Timestamp,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct GaveUp {
    pub(super) since: Timestamp,
    pub(super) until: Option<Timestamp>,
    /// What the owner was told before, if anything, was of another time.
    pub(super) anew: bool,
}

/// A time in which the sender is not answered.
struct Case {
    since: Timestamp,
    until: Option<Timestamp>,
    why: Detail,
}

impl Known<'_> {
    /// `in_vain` tells whether it is likely that something was given up which was sent between two times.
    ///
    /// # Errors
    /// Those of `in_vain`.
    pub(super) fn judge<E>(
        &self,
        now: Timestamp,
        in_vain: impl Fn(Timestamp, Timestamp) -> Result<bool, E>,
    ) -> Result<Judgement, E> {
        let Some(case) = self.case(now) else {
            return Ok(self.while_answered(now));
        };
        match case.until {
            None => self.while_it_lasts(case, now, in_vain),
            Some(until) => self.when_over(&case, until, now, in_vain),
        }
    }

    fn while_it_lasts<E>(
        &self,
        case: Case,
        now: Timestamp,
        in_vain: impl Fn(Timestamp, Timestamp) -> Result<bool, E>,
    ) -> Result<Judgement, E> {
        let shown_at = after(case.since, CALM);
        let gives_up_at = after(case.since, self.limit.after);
        if now < shown_at {
            return Ok(self.looking_again(shown_at));
        }
        if now < gives_up_at {
            return Ok(Judgement {
                unanswered: Some(CountsDown {
                    since: case.since,
                    why: case.why,
                    gives_up_at,
                }),
                ..self.looking_again(gives_up_at)
            });
        }
        let tries_once = self.limit.after.is_zero();
        if tries_once && !self.was_told_of(&case) && !in_vain(case.since, now)? {
            return Ok(self.looking_again(after(now, SETTLING)));
        }
        Ok(self.gives_up(&case))
    }

    fn when_over<E>(
        &self,
        case: &Case,
        until: Timestamp,
        now: Timestamp,
        in_vain: impl Fn(Timestamp, Timestamp) -> Result<bool, E>,
    ) -> Result<Judgement, E> {
        let in_time = after(case.since, self.limit.after) > until;
        if in_time || after(case.since, CALM) > until {
            return Ok(self.while_answered(now));
        }
        // Whoever was told of the countdown is told how it ended.
        if self.was_told_of(case) || self.counts_down {
            return Ok(self.gives_up(case));
        }
        let settled_at = after(until, SETTLING);
        if now < settled_at {
            return Ok(self.looking_again(settled_at));
        }
        // What was sent later is still being tried.
        let last = until.checked_sub(self.limit.after).unwrap_or(until);
        if in_vain(case.since, last)? {
            Ok(self.gives_up(case))
        } else {
            Ok(self.while_answered(now))
        }
    }

    /// The sender is answered.
    fn while_answered(&self, now: Timestamp) -> Judgement {
        let Some(told) = self.gave_up else {
            return Judgement::default();
        };
        let until = told.until.unwrap_or(now);
        let ends_at = match self.limit.then {
            GivesUp::Lost => Some(after(until, LOST_TOLD)),
            GivesUp::QueueStopped | GivesUp::Disabled => None,
        };
        let goes_on = match self.limit.then {
            GivesUp::Lost => false,
            // What comes after it had given up shows that it goes on.
            GivesUp::QueueStopped | GivesUp::Disabled => {
                let from = told.until.unwrap_or_else(|| after(told.since, self.limit.after));
                self.last_taken_at.is_some_and(|last| last >= from)
            }
        };
        if goes_on || ends_at.is_some_and(|at| at <= now) {
            return Judgement::default();
        }
        Judgement {
            gave_up: Some(GaveUp {
                since: told.since,
                until: Some(until),
                anew: false,
            }),
            look_at: ends_at,
            ..Judgement::default()
        }
    }

    fn gives_up(&self, case: &Case) -> Judgement {
        Judgement {
            gave_up: Some(GaveUp {
                since: case.since,
                until: case.until,
                anew: !self.was_told_of(case),
            }),
            ..Judgement::default()
        }
    }

    /// Nothing is different by then.
    fn looking_again(&self, at: Timestamp) -> Judgement {
        Judgement {
            gave_up: self.gave_up.map(|told| GaveUp {
                since: told.since,
                until: told.until,
                anew: false,
            }),
            look_at: Some(at),
            ..Judgement::default()
        }
    }

    /// Whether what the owner was told is of that very time.
    fn was_told_of(&self, case: &Case) -> bool {
        self.gave_up
            .is_some_and(|told| told.until.is_none_or(|until| until > case.since))
    }

    /// The one that lasts before the one that is over; of two that last, from the first on.
    fn case(&self, now: Timestamp) -> Option<Case> {
        match (self.in_outage(now), self.refused()) {
            (Some(outage), Some(refused)) if outage.until.is_none() => Some(Case {
                since: outage.since.min(refused.since),
                ..outage
            }),
            (outage, refused) => refused.or(outage),
        }
    }

    /// Whatever was taken in between was answered.
    fn in_outage(&self, now: Timestamp) -> Option<Case> {
        let outage = self.outage?;
        let since = self
            .last_taken_at
            .map_or(outage.since, |last| last.max(outage.since));
        let is_one = self.first_taken_at <= outage.since && since < outage.until.unwrap_or(now);
        is_one.then(|| Case {
            since,
            until: outage.until,
            why: outage.why.clone(),
        })
    }

    /// What is refused is kept here until the secret is corrected: a sender that drops it loses nothing.
    fn refused(&self) -> Option<Case> {
        let refused = self.refused?;
        let counts = refused.count >= REFUSED_OFTEN && self.limit.then != GivesUp::Lost;
        counts.then(|| Case {
            since: refused.since,
            until: None,
            why: refused.why.clone(),
        })
    }
}

fn after(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.checked_add(by).unwrap_or(Timestamp::MAX)
}
