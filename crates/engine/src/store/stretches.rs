//! Stretches of time in which things are counted.

use std::ops::Range;

use jiff::Timestamp;

use super::columns::millis;

/// How exactly the time is kept of what is counted after it is gone, in milliseconds: every zone's hours, and so its
/// days and weeks, begin with such a quarter of an hour.
pub(crate) const QUARTER: i64 = 15 * 60 * 1_000;

/// The quarter of an hour in which something happened.
pub(super) fn quarter(at: i64) -> i64 {
    at - at.rem_euclid(QUARTER)
}

/// Stretches of time in their order, none of which begins before another ends.
#[derive(Debug, Clone)]
pub(crate) struct Stretches(Vec<Range<i64>>);

impl Stretches {
    pub(crate) fn new(stretches: impl IntoIterator<Item = Range<Timestamp>>) -> Self {
        let stretches = stretches.into_iter();
        Self(stretches.map(|one| millis(one.start)..millis(one.end)).collect())
    }

    /// All time that there is, in one.
    pub(crate) fn ever() -> Self {
        Self(std::iter::once(i64::MIN..i64::MAX).collect())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// From the beginning of the first to the end of the last.
    pub(super) fn whole(&self) -> Range<i64> {
        let since = self.0.first().map_or(0, |first| first.start);
        since..self.0.last().map_or(since, |last| last.end)
    }

    /// In which of them a time lies.
    pub(super) fn of(&self, at: i64) -> Option<usize> {
        let begun = self.0.partition_point(|stretch| stretch.start <= at);
        let last = begun.checked_sub(1)?;
        self.0.get(last)?.contains(&at).then_some(last)
    }
}
