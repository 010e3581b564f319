//! Time that only goes forward.

use std::time::Duration;

use jiff::Timestamp;

/// The clock on the wall, as the gate goes by it: where that is set back, time goes on from where it was, so that
/// nobody is kept out for an hour because the computer's clock was an hour wrong.
#[derive(Debug, Default)]
pub(super) struct Steady {
    last: Option<Timestamp>,
    passed: Duration,
}

impl Steady {
    /// What has passed since the first time it was asked.
    pub(super) fn at(&mut self, now: Timestamp) -> Duration {
        let since = self.last.map(|last| now.duration_since(last));
        if let Some(since) = since.and_then(|since| Duration::try_from(since).ok()) {
            self.passed = self.passed.saturating_add(since);
        }
        self.last = Some(now);
        self.passed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_set_back_goes_on_from_there() {
        let mut steady = Steady::default();
        let at = |second| Timestamp::from_second(second).unwrap();
        assert_eq!(steady.at(at(10_000)), Duration::ZERO);
        assert_eq!(steady.at(at(10_005)), Duration::from_secs(5));
        assert_eq!(steady.at(at(6_000)), Duration::from_secs(5));
        assert_eq!(steady.at(at(6_001)), Duration::from_secs(6));
    }
}
