//! How long answers took, as counts of a few lengths: medians of any stretch of time are had from their sums.

use recado_api::view::AnswerTimes;

/// The preferred numbers of ISO 3 (R10): each about a quarter more than the one before, and round to the eye.
const DECADE: [u64; 10] = [100, 125, 160, 200, 250, 315, 400, 500, 630, 800];

/// From 100 µs, a fraction of the quickest disk's flush, to just below 100 s, ten times what the most patient sender
/// waits for.
const DECADES: u32 = 6;

const LENGTHS: usize = DECADE.len() * DECADES as usize;

/// The lengths that are told apart, in microseconds, from the shortest on.
fn lengths() -> impl Iterator<Item = u64> {
    (0..DECADES).flat_map(|decade| DECADE.map(|length| length * 10_u64.pow(decade)))
}

/// Which of the lengths is the shortest that is no less. Nobody waits for longer than the longest.
fn place(micros: u64) -> usize {
    let (mut decade, mut before) = (1, 0);
    while micros > 800 * decade && before < LENGTHS - DECADE.len() {
        decade *= 10;
        before += DECADE.len();
    }
    let within = DECADE.partition_point(|length| length * decade < micros);
    before + within.min(DECADE.len() - 1)
}

/// The shortest length that is no less.
pub(super) fn up_to(micros: u64) -> u64 {
    lengths().nth(place(micros)).unwrap_or(u64::MAX)
}

/// Answers of a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answers {
    counts: [u64; LENGTHS],
    /// That all of them took together.
    micros: u64,
}

impl Default for Answers {
    fn default() -> Self {
        Self {
            counts: [0; LENGTHS],
            micros: 0,
        }
    }
}

impl Answers {
    pub(super) fn add(&mut self, took_micros: u64) {
        self.add_many(took_micros, 1, took_micros);
    }

    /// Adds answers of which the longest took that long, and all together `micros`.
    pub(super) fn add_many(&mut self, longest_micros: u64, count: u64, micros: u64) {
        if let Some(counted) = self.counts.get_mut(place(longest_micros)) {
            *counted += count;
        }
        self.micros = self.micros.saturating_add(micros);
    }

    pub(crate) fn merge(&mut self, others: &Self) {
        for (counted, more) in self.counts.iter_mut().zip(others.counts) {
            *counted += more;
        }
        self.micros = self.micros.saturating_add(others.micros);
    }

    pub(crate) fn count(&self) -> u64 {
        self.counts.iter().sum()
    }

    pub(crate) fn micros(&self) -> u64 {
        self.micros
    }

    /// How many took no longer than `micros`, which is one of the lengths.
    pub(crate) fn within(&self, micros: u64) -> u64 {
        let counts = lengths().zip(self.counts);
        counts
            .take_while(|(length, _)| *length <= micros)
            .map(|(_, count)| count)
            .sum()
    }

    pub(crate) fn times(&self) -> Option<AnswerTimes> {
        Some(AnswerTimes {
            median_micros: self.percentile(50)?,
            p95_micros: self.percentile(95)?,
        })
    }

    /// The length that so many of 100 did not exceed.
    fn percentile(&self, percent: u64) -> Option<u64> {
        let wanted = (self.count() * percent).div_ceil(100);
        let mut passed = 0;
        lengths()
            .zip(self.counts)
            .find(|(_, count)| {
                passed += count;
                *count > 0 && passed >= wanted
            })
            .map(|(length, _)| length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(took: &[u64]) -> Answers {
        let mut answers = Answers::default();
        for &micros in took {
            answers.add(micros);
        }
        answers
    }

    #[test]
    fn a_length_is_never_said_shorter_than_it_was_and_at_most_a_third_longer() {
        let mut last = 0;
        for length in lengths() {
            assert!(length > last);
            assert_eq!((up_to(length), up_to(last + 1)), (length, length));
            last = length;
        }
        for micros in (100..90_000_000).step_by(7_919) {
            let said = up_to(micros);
            assert!(said >= micros.min(last), "{micros}");
            assert!(said * 3 <= micros * 4, "{micros}: {said}");
        }
        assert_eq!(up_to(u64::MAX), last);
    }

    #[test]
    fn half_and_nineteen_of_twenty_took_no_longer_than_is_said() {
        let took: Vec<u64> = (1..=100).map(|n| n * 1_000).collect();
        let answers = answers(&took);
        let times = answers.times().unwrap();
        assert_eq!((times.median_micros, times.p95_micros), (50_000, 100_000));
        assert_eq!(answers.within(50_000), 50);
        assert_eq!(answers.micros(), 5_050_000);
    }

    #[test]
    fn one_answer_is_median_and_worst_and_none_has_neither() {
        let times = answers(&[4_200]).times().unwrap();
        assert_eq!((times.median_micros, times.p95_micros), (5_000, 5_000));
        assert_eq!(answers(&[]).times(), None);
    }

    #[test]
    fn parts_put_together_are_what_was_counted_at_once() {
        let mut together = answers(&[3_000, 90_000]);
        together.merge(&answers(&[1, 3_000]));
        assert_eq!(together, answers(&[1, 3_000, 3_000, 90_000]));
    }
}
