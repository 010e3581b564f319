//! How many deliveries a source may bring: a token bucket each (the generic cell rate algorithm of `governor`), as
//! large as what a minute allows.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use jiff::SignedDuration;
use recado_api::SourceId;

/// After how long without being over it, being over the rate is news again. A bucket that was not used for so long is
/// full, and need not be kept.
const NEWS_AGAIN: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub(super) struct Rates {
    /// `None`: any number.
    quota: Option<Quota>,
    time: Ticks,
    buckets: HashMap<SourceId, Bucket>,
}

#[derive(Debug)]
struct Bucket {
    limiter: RateLimiter<NotKeyed, InMemoryState, Ticks, NoOpMiddleware<Duration>>,
    used_at: Duration,
    over_at: Option<Duration>,
}

/// A source is over its rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Over {
    pub(super) wait: SignedDuration,
    pub(super) first: bool,
}

impl Rates {
    pub(super) fn new(per_minute: u32) -> Self {
        Self {
            quota: NonZeroU32::new(per_minute).map(Quota::per_minute),
            time: Ticks::default(),
            buckets: HashMap::new(),
        }
    }

    /// Takes one delivery of what the source may bring.
    pub(super) fn take(&mut self, source: SourceId, now: Duration) -> Result<(), Over> {
        let Some(quota) = self.quota else {
            return Ok(());
        };
        self.time.set(now);
        let bucket = self.buckets.entry(source).or_insert_with(|| Bucket {
            limiter: RateLimiter::direct_with_clock(quota, self.time.clone()),
            used_at: now,
            over_at: None,
        });
        bucket.used_at = now;
        match bucket.limiter.check() {
            Ok(()) => Ok(()),
            Err(until) => {
                let wait = SignedDuration::try_from(until.wait_time_from(now)).unwrap_or_default();
                let first = bucket
                    .over_at
                    .is_none_or(|over| now.saturating_sub(over) >= NEWS_AGAIN);
                bucket.over_at = Some(now);
                Err(Over { wait, first })
            }
        }
    }

    /// Gives up buckets that are full again.
    pub(super) fn tidy(&mut self, now: Duration) {
        self.buckets
            .retain(|_, bucket| now.saturating_sub(bucket.used_at) < NEWS_AGAIN);
    }
}

/// A clock that is set by hand, in nanoseconds: a limiter of `governor` asks its clock, and ours is an argument.
#[derive(Debug, Clone, Default)]
struct Ticks(Arc<AtomicU64>);

impl Ticks {
    fn set(&self, now: Duration) {
        let nanos = u64::try_from(now.as_nanos()).unwrap_or(u64::MAX);
        self.0.store(nanos, Ordering::Relaxed);
    }
}

impl Clock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minutes_worth_may_come_at_once_and_then_one_at_a_time() {
        let mut rates = Rates::new(60);
        for n in 0..60 {
            assert_eq!(rates.take(source(1), at(0)), Ok(()), "{n}");
        }
        let over = rates.take(source(1), at(0)).unwrap_err();
        assert!(over.first);
        assert_eq!(over.wait, SignedDuration::from_secs(1));
        assert!(!rates.take(source(1), at(0)).unwrap_err().first);
        assert_eq!(rates.take(source(2), at(0)), Ok(()));
        assert_eq!(rates.take(source(1), at(1_000)), Ok(()));
        assert!(rates.take(source(1), at(1_000)).is_err());
    }

    #[test]
    fn being_over_is_news_again_after_a_quiet_minute() {
        let mut rates = Rates::new(1);
        rates.take(source(1), at(0)).unwrap();
        assert!(rates.take(source(1), at(1)).unwrap_err().first);
        rates.take(source(1), at(60_100)).unwrap();
        assert!(rates.take(source(1), at(61_000)).unwrap_err().first);
        assert!(!rates.take(source(1), at(61_500)).unwrap_err().first);
    }

    #[test]
    fn nothing_is_limited_where_the_owner_says_so_and_full_buckets_are_given_up() {
        let mut rates = Rates::new(0);
        for _ in 0..100_000 {
            rates.take(source(1), at(0)).unwrap();
        }
        let mut rates = Rates::new(60);
        rates.take(source(1), at(0)).unwrap();
        rates.tidy(at(59_000));
        assert_eq!(rates.buckets.len(), 1);
        rates.tidy(at(60_000));
        assert!(rates.buckets.is_empty());
    }

    fn source(n: u8) -> SourceId {
        SourceId::from_bytes([n; 16])
    }

    fn at(millis: u64) -> Duration {
        // Not at the beginning of time, where nothing has passed yet.
        Duration::from_secs(1_000) + Duration::from_millis(millis)
    }
}
