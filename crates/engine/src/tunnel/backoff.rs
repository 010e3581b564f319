//! How long it is waited between attempts.

use std::time::Duration;

/// The first pause, and the longest.
const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(30);

/// A relay that wants to be left alone is believed so far.
const LONGEST_ASKED_FOR: Duration = Duration::from_secs(60 * 60);

/// Whoever was attached for so long begins with the first pause again.
pub(super) const GOOD_LINK: Duration = LONGEST;

/// Grows from attempt to attempt. A part of each pause is left to chance, so that the many computers which a relay has
/// lost at once do not come back at once.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The next pause; a longer one where the relay asked for it.
    pub(super) fn next(&mut self, asked_for: Option<Duration>) -> Duration {
        let ceiling = FIRST.saturating_mul(1 << self.failures.min(5)).min(LONGEST);
        self.failures = self.failures.saturating_add(1);
        let pause = ceiling.mul_f64(0.5 + fastrand::f64() / 2.0);
        pause.max(asked_for.unwrap_or_default().min(LONGEST_ASKED_FOR))
    }

    pub(super) fn reset(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_half_a_minute_and_are_never_all_alike() {
        let mut pauses = Vec::new();
        for _ in 0..50 {
            let mut backoff = Backoff::default();
            let row: Vec<_> = (0..12).map(|_| backoff.next(None)).collect();
            for (pause, ceiling) in row.iter().zip([1, 2, 4, 8, 16, 30, 30, 30, 30, 30, 30, 30]) {
                let ceiling = Duration::from_secs(ceiling);
                assert!(
                    ceiling / 2 <= *pause && *pause <= ceiling,
                    "{pause:?} of {ceiling:?}"
                );
            }
            pauses.push(row[11]);
        }
        pauses.dedup();
        assert!(pauses.len() > 1);
    }

    #[test]
    fn a_relay_that_asks_for_more_time_gets_it_within_reason() {
        let mut backoff = Backoff::default();
        assert_eq!(
            backoff.next(Some(Duration::from_secs(300))),
            Duration::from_secs(300)
        );
        assert_eq!(
            backoff.next(Some(Duration::from_secs(1 << 30))),
            LONGEST_ASKED_FOR
        );
        assert!(backoff.next(Some(Duration::ZERO)) >= Duration::from_secs(2));
    }

    #[test]
    fn after_a_good_link_the_first_pause_is_short_again() {
        let mut backoff = Backoff::default();
        for _ in 0..9 {
            backoff.next(None);
        }
        backoff.reset();
        assert!(backoff.next(None) <= FIRST);
    }
}
