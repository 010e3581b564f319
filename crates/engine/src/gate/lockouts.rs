//! Who was refused how often, and who is locked out.
//!
//! Both are bounded. Who is not locked out yet stands in one list, of which the one that was quiet longest makes room
//! for a new one: a stranger with a million addresses makes us forget only who was refused less than the limit. Who was
//! locked out stands in a list of its own, so that pushing one of them out takes as many further lock-outs as it
//! has room for, each of which costs its owner as many refused requests as the limit says.

use std::num::NonZeroUsize;
use std::time::Duration;

use lru::LruCache;
use recado_api::{SourceId, view};

use super::Remote;

/// The most in each list, at 80 to 100 bytes.
const MOST: NonZeroUsize = match NonZeroUsize::new(65_536) {
    Some(most) => most,
    None => NonZeroUsize::MIN,
};

/// The longest lock-out.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// After so long without a refusal, and without being locked out, all is forgiven.
const FORGIVEN_AFTER: Duration = Duration::from_secs(60 * 60);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) remote: Remote,
    pub(super) source: SourceId,
}

#[derive(Debug)]
pub(super) struct Lockouts {
    suspects: LruCache<Key, Suspect>,
    locked: LruCache<Key, Offender>,
}

impl Default for Lockouts {
    fn default() -> Self {
        // The tables grow as they fill.
        Self {
            suspects: LruCache::sparse(MOST),
            locked: LruCache::sparse(MOST),
        }
    }
}

/// Was refused, but not often enough.
#[derive(Debug, Clone, Copy)]
struct Suspect {
    refused: u32,
    last: Duration,
}

/// Was locked out at least once.
#[derive(Debug, Clone, Copy)]
struct Offender {
    /// Since they were last taken.
    refused: u32,
    /// Since the last lock-out.
    in_a_row: u32,
    times: u32,
    until: Duration,
    last: Duration,
    /// Whether one was turned away already.
    turned_away: bool,
}

/// A lock-out that is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Locked {
    pub(super) until: Duration,
    pub(super) refused: u32,
    /// Whether nobody was turned away for it before.
    pub(super) first: bool,
}

impl Suspect {
    fn is_forgiven(&self, now: Duration) -> bool {
        now.saturating_sub(self.last) >= FORGIVEN_AFTER
    }
}

impl Offender {
    fn is_forgiven(&self, now: Duration) -> bool {
        now.saturating_sub(self.until.max(self.last)) >= FORGIVEN_AFTER
    }

    fn locked(&self, now: Duration) -> Option<Locked> {
        (now < self.until).then_some(Locked {
            until: self.until,
            refused: self.refused,
            first: !self.turned_away,
        })
    }
}

impl Lockouts {
    /// The lock-out of who knocks, if there is one.
    pub(super) fn turn_away(&mut self, key: &Key, now: Duration) -> Option<Locked> {
        if self.locked.is_empty() {
            return None;
        }
        let offender = self.locked.get_mut(key)?;
        let locked = offender.locked(now)?;
        offender.turned_away = true;
        Some(locked)
    }

    /// Counts a refusal, and tells whether a lock-out begins with it.
    pub(super) fn refuse(&mut self, key: Key, now: Duration, limits: &view::Gate) -> bool {
        if limits.refusals == 0 {
            return false;
        }
        if self.locked.peek(&key).is_some_and(|known| known.is_forgiven(now)) {
            self.locked.pop(&key);
        }
        if let Some(known) = self.locked.get_mut(&key) {
            known.refused = known.refused.saturating_add(1);
            known.last = now;
            if now < known.until {
                // It was let in before the lock-out began.
                return false;
            }
            known.in_a_row += 1;
            if known.in_a_row < limits.refusals {
                return false;
            }
            known.in_a_row = 0;
            known.times = known.times.saturating_add(1);
            known.until = now.saturating_add(duration(limits, known.times));
            known.turned_away = false;
            return true;
        }
        let suspect = self.suspects.get_or_insert_mut(key, || Suspect {
            refused: 0,
            last: now,
        });
        if suspect.is_forgiven(now) {
            suspect.refused = 0;
        }
        suspect.refused += 1;
        suspect.last = now;
        let refused = suspect.refused;
        if refused < limits.refusals {
            return false;
        }
        self.suspects.pop(&key);
        self.locked.put(
            key,
            Offender {
                refused,
                in_a_row: 0,
                times: 1,
                until: now.saturating_add(duration(limits, 1)),
                last: now,
                turned_away: false,
            },
        );
        true
    }

    /// Forgets somebody, and tells whether they had been locked out.
    pub(super) fn forget(&mut self, key: &Key) -> bool {
        if !self.suspects.is_empty() {
            self.suspects.pop(key);
        }
        !self.locked.is_empty() && self.locked.pop(key).is_some()
    }

    /// Forgets all of a source, and tells whether any had been locked out.
    pub(super) fn forget_source(&mut self, source: SourceId) -> bool {
        let before = self.locked.len();
        self.suspects.retain(|key, _| key.source != source);
        self.locked.retain(|key, _| key.source != source);
        self.locked.len() < before
    }

    /// Who is locked out now, the latest first.
    pub(super) fn locked(&self, now: Duration) -> Vec<(Key, Locked)> {
        let locked = self
            .locked
            .iter()
            .filter_map(|(key, known)| Some((*key, known.locked(now)?)));
        locked.collect()
    }

    /// Forgives who was quiet, and gives back the memory of a list that has emptied.
    pub(super) fn tidy(&mut self, now: Duration) {
        self.suspects.retain(|_, suspect| !suspect.is_forgiven(now));
        self.locked.retain(|_, known| !known.is_forgiven(now));
        if self.suspects.is_empty() {
            self.suspects = LruCache::sparse(MOST);
        }
        if self.locked.is_empty() {
            self.locked = LruCache::sparse(MOST);
        }
    }
}

/// Of the so-manieth lock-out, from 1.
fn duration(limits: &view::Gate, times: u32) -> Duration {
    let first = Duration::from_secs(u64::from(limits.lockout_seconds.max(1)));
    let doubled = 2_u32.checked_pow(times.saturating_sub(1));
    doubled
        .and_then(|times| first.checked_mul(times))
        .map_or(LONGEST, |duration| duration.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;

    const LIMITS: view::Gate = view::Gate {
        refusals: 3,
        lockout_seconds: 60,
        per_minute: 0,
    };

    #[test]
    fn the_third_refusal_in_a_row_locks_out_of_that_source_and_of_no_other() {
        let mut lockouts = Lockouts::default();
        assert!(!lockouts.refuse(key(1, 1), at(0), &LIMITS));
        assert!(!lockouts.refuse(key(1, 1), at(1), &LIMITS));
        assert!(!lockouts.refuse(key(2, 1), at(1), &LIMITS));
        assert_eq!(lockouts.turn_away(&key(1, 1), at(1)), None);
        assert!(lockouts.refuse(key(1, 1), at(2), &LIMITS));
        let locked = lockouts.turn_away(&key(1, 1), at(3)).unwrap();
        assert_eq!((locked.until, locked.refused, locked.first), (at(62), 3, true));
        assert!(!lockouts.turn_away(&key(1, 1), at(3)).unwrap().first);
        assert_eq!(lockouts.turn_away(&key(1, 2), at(3)), None);
        assert_eq!(lockouts.turn_away(&key(2, 1), at(3)), None);
        assert_eq!(lockouts.locked(at(3)).len(), 1);
        assert_eq!(lockouts.turn_away(&key(1, 1), at(62)), None);
        assert!(lockouts.locked(at(62)).is_empty());
    }

    #[test]
    fn each_further_lock_out_is_twice_as_long_up_to_an_hour() {
        let mut lockouts = Lockouts::default();
        let mut now = at(0);
        let mut lengths = Vec::new();
        for _ in 0..9 {
            while !lockouts.refuse(key(1, 1), now, &LIMITS) {}
            let until = lockouts.turn_away(&key(1, 1), now).unwrap().until;
            lengths.push((until - now).as_secs());
            now = until;
        }
        assert_eq!(lengths, [60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600]);
    }

    #[test]
    fn who_was_taken_or_quiet_for_an_hour_begins_anew() {
        let mut lockouts = Lockouts::default();
        for _ in 0..3 {
            assert!(!lockouts.refuse(key(1, 1), at(0), &LIMITS));
            assert!(!lockouts.refuse(key(1, 1), at(0), &LIMITS));
            assert!(!lockouts.forget(&key(1, 1)));
        }
        assert!(!lockouts.refuse(key(1, 1), at(0), &LIMITS));
        assert!(!lockouts.refuse(key(1, 1), at(0), &LIMITS));
        let later = at(3_600);
        assert!(!lockouts.refuse(key(1, 1), later, &LIMITS));
        assert!(!lockouts.refuse(key(1, 1), later, &LIMITS));
        assert!(lockouts.refuse(key(1, 1), later, &LIMITS));
        let forgiven = later + Duration::from_secs(60 + 3_600);
        while !lockouts.refuse(key(1, 1), forgiven, &LIMITS) {}
        let locked = lockouts.turn_away(&key(1, 1), forgiven).unwrap();
        assert_eq!(locked.until - forgiven, Duration::from_secs(60));
        assert!(lockouts.forget(&key(1, 1)));
        assert_eq!(lockouts.turn_away(&key(1, 1), forgiven), None);
    }

    #[test]
    fn a_million_remotes_need_bounded_room_and_push_nobody_out_who_is_locked_out() {
        let mut lockouts = Lockouts::default();
        let offender = key(0, 1);
        while !lockouts.refuse(offender, at(0), &LIMITS) {}
        for remote in 1..=1_000_000 {
            assert!(!lockouts.refuse(key(remote, 1), at(1), &LIMITS));
            assert!(!lockouts.refuse(key(remote, 2), at(1), &LIMITS));
        }
        assert_eq!(lockouts.suspects.len(), MOST.get());
        assert_eq!(lockouts.locked.len(), 1);
        assert!(lockouts.turn_away(&offender, at(2)).is_some());
        // Even who gets very many remotes locked out makes room among these alone, and stays bounded.
        for remote in 1..=100_000 {
            while !lockouts.refuse(key(remote, 1), at(2), &LIMITS) {}
        }
        assert_eq!(lockouts.locked.len(), MOST.get());
        lockouts.tidy(at(2 + 60 + 3_600));
        assert_eq!((lockouts.suspects.len(), lockouts.locked.len()), (0, 0));
    }

    #[test]
    fn nobody_is_locked_out_where_the_owner_says_so() {
        let mut lockouts = Lockouts::default();
        let never = view::Gate {
            refusals: 0,
            ..LIMITS
        };
        for _ in 0..100 {
            assert!(!lockouts.refuse(key(1, 1), at(0), &never));
        }
        assert!(lockouts.suspects.is_empty());
    }

    fn key(remote: u32, source: u8) -> Key {
        Key {
            remote: Remote::from(IpAddr::V4(Ipv4Addr::from_bits(remote))),
            source: SourceId::from_bytes([source; 16]),
        }
    }

    fn at(second: u64) -> Duration {
        Duration::from_secs(10_000 + second)
    }
}
