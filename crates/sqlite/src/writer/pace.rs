//! How long to wait for stragglers.
//!
//! Senders that wait for their answers come back together, just after a batch was answered. A writer that starts on
//! the first of them leaves the others to the next flush; one that waits a little gets nearly all of them into this
//! one (35 → 60 rows a flush with 64 senders). So the writer waits for as many as the largest of the last batches had,
//! but no longer than a fraction of a flush, and not at all when the last batches were of one.

use std::time::Duration;

/// How many batches are remembered.
const REMEMBERED: usize = 4;

/// The share of a flush that may be spent waiting: at worst a quarter is lost, at best half of the flushes is saved.
const SHARE_OF_A_FLUSH: u32 = 4;

/// No wait is longer, however slow the disk: the strictest sender gives up after a second.
const LONGEST_WAIT: Duration = Duration::from_millis(20);

pub(super) struct Pace {
    max_batch: usize,
    sizes: [usize; REMEMBERED],
    /// A moving average; zero until the first flush.
    flush: Duration,
}

impl Pace {
    pub(super) fn new(max_batch: usize) -> Self {
        Self {
            max_batch: max_batch.max(1),
            sizes: [0; REMEMBERED],
            flush: Duration::ZERO,
        }
    }

    pub(super) fn max_batch(&self) -> usize {
        self.max_batch
    }

    /// Wait until this many receipts are there…
    pub(super) fn worth_waiting_for(&self) -> usize {
        self.sizes.iter().copied().max().unwrap_or(0)
    }

    /// …but no longer than this.
    pub(super) fn longest_wait(&self) -> Duration {
        (self.flush / SHARE_OF_A_FLUSH).min(LONGEST_WAIT)
    }

    /// Notes the size of a batch that starts now.
    pub(super) fn batch(&mut self, size: usize) {
        self.sizes.rotate_right(1);
        if let Some(newest) = self.sizes.first_mut() {
            *newest = size;
        }
    }

    /// Notes how long a commit took.
    pub(super) fn flush(&mut self, took: Duration) {
        self.flush = if self.flush.is_zero() {
            took
        } else {
            (self.flush * 7 + took) / 8
        };
    }

    /// Notes that nobody came for a while. If that was longer than a flush, the rush is over: the next to come is
    /// alone and must not wait.
    pub(super) fn idle(&mut self, lasted: Duration) {
        if lasted > self.flush {
            self.sizes = [0; REMEMBERED];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLUSH: Duration = Duration::from_millis(4);

    fn after_batches(sizes: &[usize]) -> Pace {
        let mut pace = Pace::new(256);
        for size in sizes {
            pace.batch(*size);
            pace.flush(FLUSH);
        }
        pace
    }

    #[test]
    fn a_lone_job_is_not_kept_waiting() {
        assert_eq!(after_batches(&[]).worth_waiting_for(), 0);
        assert_eq!(after_batches(&[1, 1, 1, 1]).worth_waiting_for(), 1);
    }

    #[test]
    fn the_largest_of_the_last_four_batches_is_waited_for_a_quarter_of_a_flush() {
        let pace = after_batches(&[60, 3, 20, 7, 4]);
        assert_eq!(pace.worth_waiting_for(), 20);
        assert_eq!(pace.longest_wait(), FLUSH / 4);
    }

    #[test]
    fn a_rush_is_forgotten_once_nobody_came_for_longer_than_a_flush() {
        let mut pace = after_batches(&[60]);
        pace.idle(FLUSH / 2);
        assert_eq!(pace.worth_waiting_for(), 60);
        pace.idle(FLUSH * 2);
        assert_eq!(pace.worth_waiting_for(), 0);
    }

    #[test]
    fn a_slow_disk_does_not_stretch_the_wait_without_bound() {
        let mut pace = after_batches(&[60]);
        for _ in 0..50 {
            pace.flush(Duration::from_secs(10));
        }
        assert_eq!(pace.longest_wait(), LONGEST_WAIT);
    }
}
