//! A value that is read as something: whether it was there, and whether chance explains that it is not.

use jiff::Timestamp;
use recado_webhook::mapping::Role;
use recado_webhook::shape::{Look, Seen, SeenValue};
use serde::{Deserialize, Serialize};

/// Deliveries that are remembered of each value that is read: the bits of its history.
pub(super) const REMEMBERED: u32 = 64;

/// With fewer deliveries nothing is usual yet.
const FEWEST: u32 = 5;

/// A value is missed that was in nine of ten deliveries.
const USUAL: f64 = 0.9;

/// How unlikely it has to be that a value stays away by chance. Ten deliveries a day, each of them a new chance, make one
/// false alarm in three years.
pub(super) const CHANCE: f64 = 0.000_1;

/// The same where no value is new: three photographs in a row have no text either.
pub(super) const CHANCE_ALONE: f64 = CHANCE * CHANCE;

/// A value that is read as something, and whether it was there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Watched {
    pub(super) role: Role,
    pub(super) path: String,
    pub(super) label: String,
    pub(super) look: Option<Look>,
    /// The newest delivery is the lowest bit.
    pub(super) history: u64,
    /// How many of the bits are known.
    pub(super) of: u32,
    pub(super) gone: bool,
    /// The first of the deliveries in a row that came without it.
    pub(super) away: Option<Away>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Away {
    pub(super) since: Timestamp,
    pub(super) from: i64,
}

impl Watched {
    /// Deliveries in a row, the newest last, that came without it.
    pub(super) fn absent(&self) -> u32 {
        self.history.trailing_zeros().min(self.of)
    }

    /// Of the deliveries before it stayed away: how many, and in how many of them it was.
    fn before(&self) -> (u32, u32) {
        let absent = self.absent();
        let before = self.of - absent;
        let history = self.history.checked_shr(absent).unwrap_or(0);
        (before, history.count_ones().min(before))
    }

    pub(super) fn was_usual(&self) -> bool {
        let (before, present) = self.before();
        before >= FEWEST && f64::from(present) >= USUAL * f64::from(before)
    }

    /// Whether chance does not explain that it stays away, by Laplace's rule for how often it is left out.
    pub(super) fn is_away_for_good(&self, unlikely: f64) -> bool {
        let (before, present) = self.before();
        let left_out = f64::from(before - present + 1) / f64::from(before + 2);
        let chance = left_out.powi(i32::try_from(self.absent()).unwrap_or(i32::MAX));
        self.absent() > 1 && chance < unlikely
    }
}

/// Whether another value stands now where this one stood, and it stands elsewhere: a list was shuffled.
pub(super) fn moved(value: &Watched, read: &SeenValue, seen: &Seen) -> bool {
    let Some(label) = &read.label else { return false };
    !value.label.is_empty()
        && *label != value.label
        && read.path == value.path
        && seen
            .fields
            .iter()
            .any(|field| field.label == value.label && field.path != value.path)
}
