//! Measurements of one thing, taken many times.

use std::time::{Duration, SystemTime};

/// Milliseconds, or whatever else was measured, from the least to the most.
#[derive(Debug, Clone, Default)]
pub(crate) struct Series(Vec<f64>);

impl Series {
    pub(crate) fn of(measured: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = measured.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        Self(sorted)
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// What this part of the measurements kept under; 0 where there are none.
    pub(crate) fn percentile(&self, part: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        self.0
            .get((last as f64 * part).round() as usize)
            .copied()
            .unwrap_or_default()
    }

    pub(crate) fn median(&self) -> f64 {
        self.percentile(0.5)
    }

    pub(crate) fn most(&self) -> f64 {
        self.percentile(1.0)
    }

    /// The part that is more than this.
    pub(crate) fn part_over(&self, limit: f64) -> f64 {
        let over = self.0.iter().filter(|measured| **measured > limit).count();
        over as f64 / self.0.len().max(1) as f64
    }
}

/// Milliseconds since 1970, as a page counts them (`performance.timeOrigin + performance.now()`).
pub(crate) fn since_1970(at: SystemTime) -> f64 {
    let since = at.duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
    milliseconds(since)
}

pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
