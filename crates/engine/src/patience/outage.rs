//! Times when nobody answers senders, by the way that they take.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::store::deliveries::Detail;

/// How long after an outage its senders have to show that they go on: those that try again do so by then as a rule.
pub(super) const SETTLING: SignedDuration = SignedDuration::from_mins(15);

/// How a source's sender gets here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// To this computer itself, from it or by the owner's own address: nobody answers while the program is off.
    Here,
    /// By a relay, which answers while the program is off.
    Relay,
}

impl Way {
    pub(super) const ALL: [Self; 2] = [Self::Here, Self::Relay];
}

/// Nobody answers by one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Outage {
    pub(super) since: Timestamp,
    /// When it was over; it is remembered for [`SETTLING`] then.
    pub(super) until: Option<Timestamp>,
    pub(super) why: Detail,
}

/// What is seen of one way now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seen {
    Answered,
    /// Since when at least, and why.
    Unanswered(Timestamp, Detail),
    /// Nothing says how it is: as it was, then.
    Unknown,
    /// No sender takes it.
    Unused,
}

/// Those that last or were over a moment ago, kept over restarts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Outages {
    here: Option<Outage>,
    relay: Option<Outage>,
}

impl Outages {
    pub(super) fn by(&self, way: Way) -> Option<&Outage> {
        match way {
            Way::Here => self.here.as_ref(),
            Way::Relay => self.relay.as_ref(),
        }
    }

    fn slot(&mut self, way: Way) -> &mut Option<Outage> {
        match way {
            Way::Here => &mut self.here,
            Way::Relay => &mut self.relay,
        }
    }

    /// Takes in what is seen of a way at `now`.
    pub(super) fn see(&mut self, way: Way, seen: Seen, now: Timestamp) {
        let known = self.slot(way);
        match seen {
            Seen::Unanswered(since, why) => match known {
                // What was over for a moment only goes on.
                Some(outage) => {
                    outage.until = None;
                    outage.why = why;
                }
                None => {
                    *known = Some(Outage {
                        since,
                        until: None,
                        why,
                    });
                }
            },
            Seen::Answered => {
                if let Some(outage) = known {
                    outage.until.get_or_insert(now);
                }
            }
            Seen::Unused => *known = None,
            Seen::Unknown => {}
        }
    }

    /// Nobody answered here between these times, which nobody could see then.
    pub(super) fn was_off(&mut self, since: Timestamp, until: Timestamp) {
        let outage = self.here.get_or_insert_with(|| Outage {
            since,
            until: None,
            why: Detail::new("patience-off"),
        });
        outage.until = Some(until);
    }

    /// Forgets those whose senders had their time to show that they go on.
    pub(super) fn forget_settled(&mut self, now: Timestamp) {
        for way in Way::ALL {
            self.slot(way)
                .take_if(|outage| outage.settles_at().is_some_and(|at| at <= now));
        }
    }

    /// When the next one may be forgotten.
    pub(super) fn next_settled(&self) -> Option<Timestamp> {
        Way::ALL
            .into_iter()
            .filter_map(|way| self.by(way)?.settles_at())
            .min()
    }
}

impl Outage {
    /// From when on nothing more is learnt of it.
    pub(super) fn settles_at(&self) -> Option<Timestamp> {
        self.until?.checked_add(SETTLING).ok()
    }
}
