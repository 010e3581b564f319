//! What the engine's parts tell the senders' clock, and what it sees of the ways that senders take.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use recado_api::SourceId;
use recado_api::view::Receiving;
use recado_webhook::preset;
use tokio::sync::Notify;

use super::judge::Limit;
use super::outage::{Seen, Way};
use crate::core::Core;
use crate::store::alerts::AlertRow;
use crate::store::deliveries::Detail;
use crate::store::sources::SourceRow;
use crate::tunnel::RelaySeen;

/// What the engine's parts share of it.
#[derive(Debug, Default)]
pub(crate) struct Patience {
    woken: Notify,
    noted: Mutex<Noted>,
}

#[derive(Debug, Default)]
struct Noted {
    /// The sources of which a delivery would be news.
    watched: HashSet<SourceId>,
    /// Since when the database takes nothing.
    unstored_since: Option<Timestamp>,
    /// What the owner is told while the database cannot keep it.
    unkept: Vec<AlertRow>,
}

impl Patience {
    /// Something that senders feel may be different now.
    pub(crate) fn look(&self) {
        self.woken.notify_one();
    }

    /// A delivery of that source was taken.
    pub(crate) fn taken(&self, source: SourceId) {
        if self.noted().watched.contains(&source) {
            self.look();
        }
    }

    /// A delivery could not be stored.
    pub(crate) fn not_stored(&self, now: Timestamp) {
        let mut noted = self.noted();
        if noted.unstored_since.is_none() {
            noted.unstored_since = Some(now);
            self.look();
        }
    }

    /// What is to be shown beside that which the database holds.
    pub(crate) fn unkept(&self) -> Vec<AlertRow> {
        self.noted().unkept.clone()
    }

    pub(super) async fn woken(&self) {
        self.woken.notified().await;
    }

    pub(super) fn watch(&self, watched: HashSet<SourceId>) {
        self.noted().watched = watched;
    }

    pub(super) fn unstored_since(&self) -> Option<Timestamp> {
        self.noted().unstored_since
    }

    /// The database takes what is written again. Tells whether anything was shown in its stead.
    pub(super) fn stored(&self) -> bool {
        let mut noted = self.noted();
        noted.unstored_since = None;
        !std::mem::take(&mut noted.unkept).is_empty()
    }

    /// Gives what was shown before.
    pub(super) fn show_unkept(&self, alerts: Vec<AlertRow>) -> Vec<AlertRow> {
        std::mem::replace(&mut self.noted().unkept, alerts)
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How a source's sender gets here.
pub(super) fn way_of(core: &Core, source: &SourceRow) -> Way {
    if core.comes_by_relay(source) {
        Way::Relay
    } else {
        Way::Here
    }
}

/// What the receiver says; `answered_until` is up to when anybody here is known to have answered.
pub(super) fn seen_here(core: &Core, answered_until: Option<Timestamp>) -> Seen {
    match core.receiving() {
        Receiving::On { .. } => Seen::Answered,
        Receiving::Blocked { .. } => Seen::Unanswered(
            answered_until.unwrap_or_else(|| core.now()),
            Detail::new("patience-blocked"),
        ),
        Receiving::Off => Seen::Unknown,
    }
}

/// What the link says of the relay.
pub(super) fn seen_at_the_relay(core: &Core) -> Seen {
    match core.relay_seen() {
        RelaySeen::None => Seen::Unused,
        RelaySeen::Answers => Seen::Answered,
        RelaySeen::InDoubt { since, why } => Seen::Unanswered(since, Detail::new(why)),
        RelaySeen::Unknown => Seen::Unknown,
    }
}

/// How long a source's sender goes on trying, where that is known.
pub(super) fn limit_of(source: &SourceRow) -> Option<Limit> {
    let patience = preset::find(&source.preset)?.patience.as_ref()?;
    Some(Limit {
        after: SignedDuration::from_mins(patience.gives_up_after_minutes?.into()),
        then: patience.then,
    })
}
