//! How senders elsewhere reach this computer, as it is now: the relay that was chosen, how the link to it stands, the
//! owner's own address, and which sources can be reached.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use jiff::Timestamp;
use recado_api::view::{Link, LinkStop, Reach, SourceState, Tunnel};
use recado_api::{Change, Lang};
use recado_tunnel::identity::Address;
use recado_tunnel::origin::Origin;
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use super::RelayChoice;
use super::trouble::felt_by_senders;
use crate::core::Core;
use crate::receiver::address;
use crate::store::deliveries::Detail;
use crate::store::sources::SourceRow;

/// What a folder knows of it when it is opened.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    pub(crate) relay: Option<RelayChoice>,
    /// Without a slash at its end.
    pub(crate) own_address: Option<String>,
    pub(crate) ready: Option<Ready>,
    /// Of this computer's identity.
    pub(crate) address: Option<Address>,
}

/// The sources that the relay has said it takes deliveries for. Remembered, so that their public addresses stand there
/// from the start, before any link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ready {
    /// Which relay said so.
    pub(crate) relay: String,
    /// This computer's address there.
    pub(crate) address: String,
    /// The keys of the sources.
    pub(crate) keys: HashSet<String>,
}

impl Ready {
    pub(crate) fn new(relay: &Origin, address: &Address, keys: HashSet<String>) -> Self {
        Self {
            relay: relay.to_string(),
            address: address.to_string(),
            keys,
        }
    }

    fn is_of(&self, address: Option<Address>) -> bool {
        address.is_some_and(|address| address.to_string() == self.address)
    }
}

/// How the link stands.
#[derive(Debug, Clone, Default)]
pub(super) enum Standing {
    /// Nobody asked for it.
    #[default]
    Off,
    Connecting {
        since: Timestamp,
        error: Option<Detail>,
        again_at: Option<Timestamp>,
    },
    Connected {
        since: Timestamp,
    },
    Stopped {
        since: Timestamp,
        why: LinkStop,
        error: Detail,
    },
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) relay: Option<RelayChoice>,
    pub(super) own_address: Option<String>,
    pub(super) ready: Option<Ready>,
    /// Of this computer's identity, once it has one.
    pub(super) address: Option<Address>,
    pub(super) link: Standing,
    /// As the relay last said.
    pub(super) waiting: u64,
    pub(super) kept_days: Option<u32>,
    /// Grows whenever a link that was made before does not count any more: for another relay, or another identity.
    pub(super) choice: u64,
    /// The owner asked for a link now.
    pub(super) asked: bool,
}

impl State {
    fn shown(&self, lang: Lang) -> Reach {
        Reach {
            tunnel: self.relay.as_ref().map(|relay| Tunnel {
                relay: relay.origin.to_string(),
                public_base: self.public_base(relay),
                link: self.link.shown(lang),
                waiting: self.waiting,
                kept_days: self.kept_days,
            }),
            own_address: self.own_address.clone(),
        }
    }

    /// Whether the relay may have deliveries for a source that was removed. It takes none once it holds a table
    /// without the source.
    fn may_hold_for(&self, source: &SourceRow) -> bool {
        let is_known_there = || {
            let ready = self.ready.as_ref();
            ready.is_none_or(|ready| ready.keys.contains(&source.key))
        };
        self.relay.is_some()
            && (!matches!(self.link, Standing::Connected { .. }) || is_known_there() || self.waiting > 0)
    }

    fn public_base(&self, relay: &RelayChoice) -> Option<String> {
        let origin = relay.origin.to_string();
        Some(format!("{origin}/{}", self.address?))
    }

    /// What a source's public address begins with, if senders elsewhere reach it.
    fn base_of(&self, source: &SourceRow) -> Option<String> {
        if let Some(own) = &self.own_address {
            return Some(own.clone());
        }
        let relay = self.relay.as_ref()?.origin.to_string();
        let ready = self.ready.as_ref().filter(|ready| ready.relay == relay)?;
        ready
            .keys
            .contains(&source.key)
            .then(|| format!("{relay}/{}", ready.address))
    }
}

impl Standing {
    /// The first attempt is about to be made.
    pub(super) fn begun(now: Timestamp) -> Self {
        Self::Connecting {
            since: now,
            error: None,
            again_at: None,
        }
    }

    fn shown(&self, lang: Lang) -> Link {
        match self {
            Self::Off => Link::Off,
            Self::Connecting {
                since,
                error,
                again_at,
            } => Link::Connecting {
                since: *since,
                error: error.as_ref().map(|error| error.text(lang)),
                again_at: *again_at,
            },
            Self::Connected { since } => Link::Connected { since: *since },
            Self::Stopped { since, why, error } => Link::Stopped {
                since: *since,
                why: *why,
                error: error.text(lang),
            },
        }
    }
}

/// What this computer sees of the relay that answers senders for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RelaySeen {
    /// There is no relay.
    None,
    /// It answers senders, or another computer does.
    Answers,
    InDoubt {
        since: Timestamp,
        /// A message of the catalogues.
        why: &'static str,
    },
    Unknown,
}

impl Standing {
    fn seen(&self) -> RelaySeen {
        let in_doubt = |since, error| match felt_by_senders(error) {
            Some(why) => RelaySeen::InDoubt { since, why },
            None => RelaySeen::Unknown,
        };
        match self {
            Self::Connected { .. } => RelaySeen::Answers,
            Self::Stopped {
                why: LinkStop::Replaced,
                ..
            } => RelaySeen::Answers,
            Self::Connecting {
                since,
                error: Some(error),
                ..
            }
            | Self::Stopped { since, error, .. } => in_doubt(*since, error),
            Self::Off | Self::Connecting { error: None, .. } => RelaySeen::Unknown,
        }
    }
}

/// What the tunnel's task and those who ask share.
#[derive(Debug, Default)]
pub(crate) struct Reaching {
    state: RwLock<State>,
    /// Held while a change is made and published, so that the last that was published is how things are.
    publishing: Mutex<()>,
    /// The task has to look again what is wanted.
    pub(super) woken: Notify,
    /// Sources changed.
    pub(super) sources_changed: Notify,
}

impl Reaching {
    pub(crate) fn new(known: Known) -> Self {
        let state = State {
            relay: known.relay,
            own_address: known.own_address,
            ready: known.ready.filter(|ready| ready.is_of(known.address)),
            address: known.address,
            ..State::default()
        };
        Self {
            state: RwLock::new(state),
            ..Self::default()
        }
    }

    /// The relay is told of it, where there is a link.
    pub(crate) fn sources_changed(&self) {
        self.sources_changed.notify_one();
    }

    /// The relay that was chosen, with the number of that choice.
    pub(super) fn chosen(&self) -> (u64, Option<RelayChoice>) {
        let state = self.read();
        (state.choice, state.relay.clone())
    }

    /// Whether the owner asked for a link since this was last asked.
    pub(super) fn was_asked(&self) -> bool {
        std::mem::take(&mut self.write().asked)
    }

    pub(super) fn is_ready(&self, ready: &Ready) -> bool {
        self.read().ready.as_ref() == Some(ready)
    }

    pub(super) fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Core {
    /// How senders elsewhere reach this computer.
    pub(crate) fn reach(&self) -> Reach {
        self.reach.read().shown(self.lang())
    }

    /// The relay in use, with what is known of it.
    pub(crate) fn relay(&self) -> Option<RelayChoice> {
        self.reach.read().relay.clone()
    }

    /// A source's address for senders elsewhere, if it has one.
    pub(crate) fn public_address(&self, source: &SourceRow) -> Option<String> {
        let base = self.reach.read().base_of(source)?;
        Some(address::of_source(&base, &source.key, &source.title))
    }

    /// Whether a source's sender gets here by the relay.
    pub(crate) fn comes_by_relay(&self, source: &SourceRow) -> bool {
        let state = self.reach.read();
        state.own_address.is_none() && state.base_of(source).is_some()
    }

    /// Whether this computer is at the relay, and has everything that waited there.
    pub(crate) fn has_all_of_the_relay(&self) -> bool {
        let state = self.reach.read();
        matches!(state.link, Standing::Connected { .. }) && state.waiting == 0
    }

    pub(crate) fn relay_seen(&self) -> RelaySeen {
        let state = self.reach.read();
        match state.relay {
            Some(_) => state.link.seen(),
            None => RelaySeen::None,
        }
    }

    /// Whether deliveries may still come for a source that was removed: such as wait at the relay.
    pub(crate) fn may_wait_for(&self, source: &SourceRow) -> bool {
        self.reach.read().may_hold_for(source)
    }

    /// The owner's own address from now on: what was kept of it is the caller's.
    pub(crate) fn set_own_address(&self, address: Option<String>) {
        self.change_reach(|state| state.own_address = address);
    }

    /// This relay is used from now on, or none: what was kept of it is the caller's. The link is made in the background.
    pub(crate) fn relay_chosen(&self, relay: Option<RelayChoice>) {
        let now = self.now();
        self.change_reach(|state| {
            if relay.is_some() {
                state.own_address = None;
            }
            let origin = |relay: &Option<RelayChoice>| relay.as_ref().map(|relay| relay.origin.clone());
            if origin(&state.relay) != origin(&relay) {
                state.ready = None;
                state.waiting = 0;
                state.kept_days = None;
            }
            if state.relay == relay {
                state.asked = true;
            } else {
                state.choice += 1;
                state.relay = relay;
                // A command that has the folder open makes no link.
                if !matches!(state.link, Standing::Off) {
                    state.link = Standing::begun(now);
                }
            }
        });
        self.reach.woken.notify_one();
    }

    /// The identity is another from now on: a link by the one before ends, and what was ready is so no more.
    pub(crate) fn identity_changed(&self) {
        self.change_reach(|state| {
            state.address = None;
            state.ready = None;
            state.choice += 1;
        });
        self.reach.woken.notify_one();
    }

    /// The identity was read.
    pub(super) fn knows_address(&self, address: Address) {
        self.change_reach(|state| {
            state.address = Some(address);
            state.ready = state.ready.take().filter(|ready| ready.is_of(state.address));
        });
    }

    /// Makes the link now, without waiting for the next attempt, and also where it was stopped.
    pub(crate) fn connect_tunnel(&self) {
        self.change_reach(|state| state.asked = true);
        self.reach.woken.notify_one();
    }

    /// Changes what is known, and publishes what looks different then.
    pub(super) fn change_reach<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let _one_at_a_time = self
            .reach
            .publishing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let lang = self.lang();
        let sources = self.connections.all();
        let mut state = self.reach.write();
        let before = state.shown(lang);
        let bases: Vec<_> = sources.iter().map(|source| state.base_of(source)).collect();
        let result = change(&mut state);
        let after = state.shown(lang);
        let moved: Vec<_> = sources
            .iter()
            .zip(bases)
            .filter(|(source, base)| state.base_of(source) != *base)
            .map(|(source, _)| source)
            .collect();
        drop(state);
        let mut changes: Vec<_> = moved
            .into_iter()
            .filter(|source| source.state != SourceState::Removed)
            .map(|source| Change::Source(self.shown(source)))
            .collect();
        if after != before {
            changes.push(Change::Reach(after));
            self.patience.look();
        }
        if !changes.is_empty() {
            self.changes.publish(changes);
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deliveries_may_come_for_a_removed_source_until_the_relay_knows_and_nothing_waits() {
        let source = SourceRow::for_tests();
        let mut state = State::default();
        assert!(!state.may_hold_for(&source), "no relay");
        let origin: Origin = "https://relay.example".parse().unwrap();
        state.relay = Some(RelayChoice {
            origin: origin.clone(),
            key: None,
            code: None,
        });
        assert!(state.may_hold_for(&source), "no link");
        state.link = Standing::Connected {
            since: Timestamp::UNIX_EPOCH,
        };
        assert!(state.may_hold_for(&source), "no table is known to be held there");
        let address = Address::from_bytes([1; Address::BYTES]);
        state.ready = Some(Ready::new(&origin, &address, HashSet::from([source.key.clone()])));
        assert!(state.may_hold_for(&source), "the table there still has it");
        state.ready = Some(Ready::new(&origin, &address, HashSet::new()));
        state.waiting = 1;
        assert!(state.may_hold_for(&source), "something waits");
        state.waiting = 0;
        assert!(!state.may_hold_for(&source));
    }
}
