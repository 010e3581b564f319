//! How many requests somebody may send: a token bucket each (the generic cell rate algorithm of `governor`), in a list
//! of bounded length.
//!
//! Whoever was quiet longest makes room for a new one. Pushing somebody out of the list only gives them a full bucket.

use std::hash::Hash;
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use governor::clock::{Clock, MonotonicClock};
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use lru::LruCache;

use crate::limits::BURST_SECONDS;

/// The most that are remembered, at about 150 bytes.
const MOST: NonZeroUsize = match NonZeroUsize::new(65_536) {
    Some(most) => most,
    None => NonZeroUsize::MIN,
};

type Bucket =
    RateLimiter<NotKeyed, InMemoryState, MonotonicClock, NoOpMiddleware<<MonotonicClock as Clock>::Instant>>;

/// Buckets of one kind.
pub(crate) struct Rates<K: Hash + Eq> {
    /// `None`: any number.
    quota: Option<Quota>,
    clock: MonotonicClock,
    buckets: Mutex<LruCache<K, Bucket>>,
}

impl<K: Hash + Eq> Rates<K> {
    /// `per_second` requests, and those of ten seconds at once; `0`: any number.
    pub(crate) fn new(per_second: u32) -> Self {
        let burst = std::num::NonZeroU32::new(per_second.saturating_mul(BURST_SECONDS));
        let quota = std::num::NonZeroU32::new(per_second)
            .zip(burst)
            .map(|(rate, burst)| Quota::per_second(rate).allow_burst(burst));
        Self {
            quota,
            clock: MonotonicClock,
            buckets: Mutex::new(LruCache::sparse(MOST)),
        }
    }

    /// Takes one request of what this one may send.
    ///
    /// # Errors
    /// After how many seconds it may try again.
    pub(crate) fn take(&self, who: K) -> Result<(), u64> {
        let Some(quota) = self.quota else {
            return Ok(());
        };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.get_or_insert(who, || RateLimiter::direct_with_clock(quota, self.clock.clone()));
        match bucket.check() {
            Ok(()) => Ok(()),
            Err(until) => {
                let wait = until.wait_time_from(self.clock.now());
                Err(wait.as_secs() + 1)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_sends_too_much_is_held_up_and_nobody_else() {
        let rates = Rates::new(1);
        for _ in 0..BURST_SECONDS {
            assert_eq!(rates.take("one"), Ok(()));
        }
        assert!(rates.take("one").is_err());
        assert_eq!(rates.take("other"), Ok(()));
    }

    #[test]
    fn without_a_rate_nobody_is_held_up_and_nothing_is_remembered() {
        let rates = Rates::new(0);
        for n in 0..1000 {
            assert_eq!(rates.take(n), Ok(()));
        }
        assert!(rates.buckets.lock().unwrap().is_empty());
    }

    #[test]
    fn the_list_has_an_end() {
        let rates = Rates::new(1);
        for n in 0..MOST.get() + 1000 {
            assert_eq!(rates.take(n), Ok(()));
        }
        assert_eq!(rates.buckets.lock().unwrap().len(), MOST.get());
    }
}
