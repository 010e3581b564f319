//! The gate: who is let in to be read and verified at all.
//!
//! A remote that was refused too often at one source is locked out of that source for a while ([`lockouts`]), and no
//! source brings more than so many deliveries a minute ([`rates`]). Both cost a stranger little to meet and us little
//! to keep: what is remembered is bounded however many remotes knock. A delivery that is turned away is counted; the
//! first one of each lock-out, and of each time over the rate, has a line in the log ([`Limited::first`]).

mod limited;
mod lockouts;
mod rates;
mod remote;
mod steady;
mod trusted;

use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hyper::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use recado_api::{Change, SourceId, view};

pub(crate) use limited::Limited;
pub(crate) use remote::Remote;
pub(crate) use trusted::{NoNetwork, Trusted, named_in};

use crate::core::Core;
use lockouts::{Key, Locked, Lockouts};
use rates::Rates;
use steady::Steady;

/// How many lock-outs are listed and published, the latest ones: more than a person reads.
const LISTED: usize = 50;

#[derive(Debug)]
pub(crate) struct Gate {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    limits: view::Gate,
    trusted: Option<Trusted>,
    steady: Steady,
    lockouts: Lockouts,
    rates: Rates,
}

impl Gate {
    pub(crate) fn new(limits: view::Gate, trusted: Option<Trusted>) -> Self {
        Self {
            state: Mutex::new(State {
                limits,
                trusted,
                steady: Steady::default(),
                lockouts: Lockouts::default(),
                rates: Rates::new(limits.per_minute),
            }),
        }
    }

    pub(crate) fn set_limits(&self, limits: view::Gate) {
        let mut state = self.lock();
        if state.limits.per_minute != limits.per_minute {
            state.rates = Rates::new(limits.per_minute);
        }
        if limits.refusals == 0 {
            state.lockouts = Lockouts::default();
        }
        state.limits = limits;
    }

    pub(crate) fn set_trusted(&self, trusted: Option<Trusted>) {
        self.lock().trusted = trusted;
    }

    /// Who sent a request that came from that peer. `None` where that cannot be known.
    pub(crate) fn remote(&self, peer: Option<SocketAddr>, headers: &HeaderMap) -> Option<Remote> {
        Remote::of(peer, headers, self.lock().trusted.as_ref())
    }

    /// Whether a request is read at all. `remote` is `None` where it is not known who it is.
    ///
    /// # Errors
    /// [`Limited`] when it is locked out, or the source is over its rate.
    pub(crate) fn admit(
        &self,
        source: SourceId,
        remote: Option<Remote>,
        now: Timestamp,
    ) -> Result<(), Limited> {
        let mut state = self.lock();
        let steady = state.steady.at(now);
        if let Some(remote) = remote
            && let Some(locked) = state.lockouts.turn_away(&Key { remote, source }, steady)
        {
            return Err(Limited::locked_out(
                remote,
                locked.refused,
                left(&locked, steady),
                locked.first,
            ));
        }
        let per_minute = state.limits.per_minute;
        state
            .rates
            .take(source, steady)
            .map_err(|over| Limited::over_the_rate(per_minute, over.wait, over.first))
    }

    /// Somebody was not shown to be genuine. Tells whether that locks them out.
    #[must_use = "the change is to be published"]
    fn refuse(&self, source: SourceId, remote: Remote, now: Timestamp) -> bool {
        let mut state = self.lock();
        let steady = state.steady.at(now);
        let limits = state.limits;
        state.lockouts.refuse(Key { remote, source }, steady, &limits)
    }

    /// A remote was genuine: whatever it was refused for before is forgotten. Tells whether it was locked out, which it
    /// can have been while the request was on its way.
    fn forget(&self, source: SourceId, remote: Remote) -> bool {
        self.lock().lockouts.forget(&Key { remote, source })
    }

    fn forget_source(&self, source: SourceId) -> bool {
        self.lock().lockouts.forget_source(source)
    }

    /// Gives up what is no longer needed.
    pub(crate) fn tidy(&self, now: Timestamp) {
        let mut state = self.lock();
        let steady = state.steady.at(now);
        state.lockouts.tidy(steady);
        state.rates.tidy(steady);
    }

    fn list(&self, now: Timestamp) -> (usize, Vec<(Key, Locked, Timestamp)>) {
        let mut state = self.lock();
        let steady = state.steady.at(now);
        let all = state.lockouts.locked(steady);
        let latest = all.iter().take(LISTED).map(|(key, locked)| {
            let until = now.saturating_add(left(locked, steady)).unwrap_or(now);
            (*key, *locked, until)
        });
        (all.len(), latest.collect())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn left(locked: &Locked, now: Duration) -> SignedDuration {
    SignedDuration::try_from(locked.until.saturating_sub(now)).unwrap_or_default()
}

impl Core {
    /// Whoever sent this was not shown to be genuine.
    pub(crate) fn gate_refused(&self, source: SourceId, remote: Option<Remote>) {
        let Some(remote) = remote else { return };
        if self.gate.refuse(source, remote, self.now()) {
            tracing::warn!(source.id = %source, %remote, "locked out for a while, after being refused again and again");
            let (all, _) = self.gate.list(self.now());
            // Under an attack by thousands the list is published ever more seldom.
            if all <= LISTED || all.is_power_of_two() {
                self.publish_lockouts();
            }
        }
    }

    /// Whoever sent this was genuine.
    pub(crate) fn gate_taken(&self, source: SourceId, remote: Option<Remote>) {
        if let Some(remote) = remote
            && self.gate.forget(source, remote)
        {
            self.publish_lockouts();
        }
    }

    /// Lifts one lock-out.
    pub(crate) fn lift_lockout(&self, source: SourceId, remote: Remote) {
        if self.gate.forget(source, remote) {
            self.publish_lockouts();
        }
    }

    /// Lifts all lock-outs of a source: what was wrong with it was corrected here.
    pub(crate) fn lift_lockouts_of(&self, source: SourceId) {
        if self.gate.forget_source(source) {
            self.publish_lockouts();
        }
    }

    /// The latest of those who are locked out now.
    pub(crate) fn lockouts(&self) -> Vec<view::Lockout> {
        let (_, latest) = self.gate.list(self.now());
        let shown = latest.into_iter().filter_map(|(key, locked, until)| {
            let source = self.connections.by_id(key.source)?;
            Some(view::Lockout {
                remote: key.remote.to_string(),
                source_id: key.source,
                source: source.title.clone(),
                until,
                refused: locked.refused,
            })
        });
        shown.collect()
    }

    pub(crate) fn publish_lockouts(&self) {
        self.changes.publish(vec![Change::Lockouts(self.lockouts())]);
    }
}
