//! When something that could not be fetched is tried again.

use jiff::{SignedDuration, Timestamp};

/// The first wait; each further one is twice as long.
const FIRST: SignedDuration = SignedDuration::from_secs(5);

/// The longest wait. A sender that is down for the night is asked soon after it comes back.
const LONGEST: SignedDuration = SignedDuration::from_mins(30);

/// After so long nobody waits for the details any more.
const GIVE_UP: SignedDuration = SignedDuration::from_hours(3 * 24);

/// When something is tried that was not tried because its sender did not answer for something else.
pub(super) fn soon(now: Timestamp) -> Timestamp {
    let jitter = SignedDuration::from_millis(fastrand::i64(0..FIRST.as_secs() * 1_000));
    now.saturating_add(FIRST)
        .and_then(|soon| soon.saturating_add(jitter))
        .unwrap_or(Timestamp::MAX)
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    At {
        /// Counting the one that failed.
        attempts: u32,
        at: Timestamp,
    },
    Never {
        days: i64,
    },
}

/// After `failed` attempts before the one that has just failed, for a delivery received at that time.
pub(super) fn next(failed: u32, received_at: Timestamp, now: Timestamp) -> Next {
    if failed > 0 && now.duration_since(received_at) >= GIVE_UP {
        return Next::Never {
            days: GIVE_UP.as_hours() / 24,
        };
    }
    let doubled = FIRST.checked_mul(1_i32.checked_shl(failed.min(20)).unwrap_or(i32::MAX));
    let wait = doubled.unwrap_or(LONGEST).min(LONGEST);
    // Up to a fifth more: many that failed together do not come back together.
    let jitter = wait.as_millis() as f64 * 0.2 * fastrand::f64();
    let wait = wait.saturating_add(SignedDuration::from_millis(jitter as i64));
    Next::At {
        attempts: failed.saturating_add(1),
        at: now.saturating_add(wait).unwrap_or(Timestamp::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_end_after_some_days() {
        let received: Timestamp = "2026-11-24T12:00:00Z".parse().unwrap();
        let mut now = received;
        let mut failed = 0;
        let mut waits = Vec::new();
        let days = loop {
            match next(failed, received, now) {
                Next::At { attempts, at } => {
                    waits.push(at.duration_since(now).as_secs());
                    (failed, now) = (attempts, at);
                }
                Next::Never { days } => break days,
            }
        };
        assert_eq!(days, 3);
        for (wait, least) in waits
            .iter()
            .zip([5, 10, 20, 40, 80, 160, 320, 640, 1_280, 1_800, 1_800])
        {
            assert!((least..=least * 6 / 5).contains(wait), "{wait} for {least}");
        }
        assert!(now.duration_since(received) < GIVE_UP + LONGEST + LONGEST);
    }

    #[test]
    fn what_waited_for_the_owner_for_long_is_still_tried_more_than_once() {
        let received: Timestamp = "2026-11-24T12:00:00Z".parse().unwrap();
        let now = received + SignedDuration::from_hours(30 * 24);
        assert!(matches!(next(0, received, now), Next::At { attempts: 1, .. }));
    }
}
