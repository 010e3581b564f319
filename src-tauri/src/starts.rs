//! How often a desk that goes away is started again.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// One that ends right after its start would otherwise be started for ever.
const MOST: usize = 3;

const WITHIN: Duration = Duration::from_secs(60);

#[derive(Debug, Default)]
pub(crate) struct Starts {
    recent: VecDeque<Instant>,
}

impl Starts {
    /// Counts a start, unless there were too many of late.
    pub(crate) fn allow(&mut self, now: Instant) -> bool {
        self.recent.retain(|start| now.duration_since(*start) < WITHIN);
        if self.recent.len() >= MOST {
            return false;
        }
        self.recent.push_back(now);
        true
    }

    /// A person asked for another try.
    pub(crate) fn forgive(&mut self) {
        self.recent.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_starts_a_minute_are_allowed_and_a_fourth_when_the_first_is_a_minute_old() {
        let mut starts = Starts::default();
        let begin = Instant::now();
        let at = |seconds| begin + Duration::from_secs(seconds);
        assert!(starts.allow(at(0)));
        assert!(starts.allow(at(10)));
        assert!(starts.allow(at(20)));
        assert!(!starts.allow(at(30)));
        assert!(!starts.allow(at(59)));
        assert!(starts.allow(at(60)));
        assert!(!starts.allow(at(61)));
    }

    #[test]
    fn a_person_who_asks_for_another_try_gets_one() {
        let mut starts = Starts::default();
        let now = Instant::now();
        while starts.allow(now) {}
        starts.forgive();
        assert!(starts.allow(now));
    }
}
