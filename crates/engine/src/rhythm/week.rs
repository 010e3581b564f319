//! What usually comes from a source in each hour of the week, and how likely it is that nothing comes for a while. Pure.
//!
//! An hour counts as one in which something came or did not, however much came: people write in bursts, and a hundred
//! leads in an hour make the next hour no likelier to bring one. How often something came in that hour of that weekday
//! is drawn towards what came in that hour on days of the same sort (from Monday to Friday, Saturday, Sunday), and
//! towards nothing while few such days are known. So a new source has to be listened to for some days before its silence
//! means anything.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::holidays::is_holiday;
use crate::store::stretches::QUARTER;

/// How many known days of the same sort weigh as much as this very weekday.
const ALIKE: f64 = 3.0;

/// So many days of nothing are added to those of a sort that are known.
const DOUBT: f64 = 1.0;

/// From so many deliveries on a rhythm is known.
pub(super) const ENOUGH: u64 = 20;

/// A silence less likely than that is told, if the source was not as silent in the last weeks.
pub(super) const UNLIKELY: f64 = 0.001;

/// By how much more a silence has to be unlikely than the unlikeliest before, as a power: every record is broken once.
const THAN_BEFORE: f64 = 1.25;

/// A silence less likely than that was no chance: it does not excuse another one.
const IMPOSSIBLE: f64 = 0.000_001;

/// Where a business is, and when nobody listened there.
pub(super) struct Place<'a> {
    pub(super) zone: &'a TimeZone,
    /// ISO 3166-1 alpha-2
    pub(super) country: &'a str,
    /// Stretches, from and until, in which nothing could have come: they teach nothing, and no silence is counted then.
    pub(super) absences: &'a [(Timestamp, Timestamp)],
}

/// A source's rhythm.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Week {
    hours: [[Hour; 24]; 7],
    known: u64,
    /// Silences have to be less likely than this to be told.
    excused: f64,
}

/// One of the 168 hours of a week.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Hour {
    /// The probability that something comes in it.
    busy: f64,
    /// How much comes on the average.
    mean: f64,
}

/// What is known of one hour of the week.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    times: f64,
    busy: f64,
    came: f64,
}

impl Week {
    /// Learns from what came between two times: `came` has the deliveries of each quarter of an hour, by its number since
    /// 1970.
    pub(super) fn learn(
        came: &BTreeMap<i64, u32>,
        (since, until): (Timestamp, Timestamp),
        place: &Place<'_>,
    ) -> Self {
        let mut seen = [[Seen::default(); 24]; 7];
        for hour in hours(since, until, place) {
            let first = hour.begins.as_millisecond().div_euclid(QUARTER);
            let last = hour.ends.as_millisecond().div_euclid(QUARTER);
            let came: u32 = came.range(first..last).map(|(_, count)| count).sum();
            // Half an hour of listening in which nothing came is no hour in which nothing came.
            let weight = if came > 0 { 1.0 } else { hour.listened };
            let seen = &mut seen[hour.weekday][hour.hour];
            seen.times += weight;
            seen.busy += if came > 0 { 1.0 } else { 0.0 };
            seen.came += f64::from(came);
        }
        let mut hours = [[Hour::default(); 24]; 7];
        for (weekday, day) in hours.iter_mut().enumerate() {
            for (hour, learnt) in day.iter_mut().enumerate() {
                let alike = alike(weekday).fold(Seen::default(), |sum, day| sum + seen[day][hour]);
                let of_alike = |number: f64| number / (alike.times + DOUBT);
                let own = seen[weekday][hour];
                let drawn = |number: f64, alike: f64| (number + ALIKE * alike) / (own.times + ALIKE);
                *learnt = Hour {
                    busy: drawn(own.busy, of_alike(alike.busy)),
                    mean: drawn(own.came, of_alike(alike.came)),
                };
            }
        }
        let mut week = Self {
            hours,
            known: came.values().map(|count| u64::from(*count)).sum(),
            excused: UNLIKELY,
        };
        let unlikeliest = week.unlikeliest(came, (since, until), place);
        week.excused = unlikeliest.powf(THAN_BEFORE).min(UNLIKELY);
        week
    }

    /// How unlikely the unlikeliest silence between two deliveries was that chance may have brought about.
    fn unlikeliest(
        &self,
        came: &BTreeMap<i64, u32>,
        (since, until): (Timestamp, Timestamp),
        place: &Place<'_>,
    ) -> f64 {
        let mut busy = came.keys().copied().peekable();
        let (mut unlikeliest, mut probability) = (1.0_f64, 1.0_f64);
        for hour in hours(since, until, place) {
            let quiet = 1.0 - self.hours[hour.weekday][hour.hour].busy;
            let first = hour.begins.as_millisecond().div_euclid(QUARTER);
            let last = hour.ends.as_millisecond().div_euclid(QUARTER);
            while busy.next_if(|quarter| *quarter < first).is_some() {}
            // From the beginning of the hour, in quarters of it.
            let mut heard = first;
            while let Some(quarter) = busy.next_if(|quarter| *quarter < last) {
                // When in its quarter each came is not known: between two of them was no more than this.
                probability *= quiet.powf((quarter + 1 - heard) as f64 / 4.0);
                if probability > IMPOSSIBLE {
                    unlikeliest = unlikeliest.min(probability);
                }
                probability = 1.0;
                heard = quarter;
            }
            probability *= quiet.powf(hour.listened * (last - heard) as f64 / 4.0);
        }
        unlikeliest
    }

    /// Whether enough is known for its silence to mean anything.
    fn is_known(&self) -> bool {
        self.known >= ENOUGH
    }

    /// Whether a silence of that probability is to be told.
    pub(super) fn is_told(&self, probability: f64) -> bool {
        self.is_known() && probability < self.excused
    }

    /// The probability that nothing comes between two times, and how much usually does.
    pub(super) fn silence(&self, from: Timestamp, until: Timestamp, place: &Place<'_>) -> (f64, f64) {
        let (mut probability, mut usual) = (1.0, 0.0);
        for hour in hours(from, until, place) {
            let learnt = self.hours[hour.weekday][hour.hour];
            probability *= (1.0 - learnt.busy).powf(hour.listened);
            usual += learnt.mean * hour.listened;
        }
        (probability, usual)
    }

    /// When a silence that begins at `from` is to be told, if it is before `until`: at the end of an hour by the clock, or
    /// at `until`.
    pub(super) fn told_at(&self, from: Timestamp, until: Timestamp, place: &Place<'_>) -> Option<Timestamp> {
        let mut probability = 1.0;
        for hour in hours(from, until, place) {
            probability *= (1.0 - self.hours[hour.weekday][hour.hour].busy).powf(hour.listened);
            if self.is_told(probability) {
                return Some(hour.ends.min(until));
            }
        }
        None
    }
}

impl std::ops::Add for Seen {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            times: self.times + other.times,
            busy: self.busy + other.busy,
            came: self.came + other.came,
        }
    }
}

/// The weekdays, from Monday as 0, of the same sort.
fn alike(weekday: usize) -> std::ops::RangeInclusive<usize> {
    match weekday {
        0..=4 => 0..=4,
        other => other..=other,
    }
}

/// An hour by the clock on the wall, or what of it lies between two times.
struct Past {
    /// Of the whole hour.
    begins: Timestamp,
    ends: Timestamp,
    /// From Monday as 0.
    weekday: usize,
    hour: usize,
    /// Which part of it, from 0 to 1, lies between the two times and outside of all absences.
    listened: f64,
}

/// The hours between two times in which anything could have come. Those of holidays are left out.
fn hours<'a>(from: Timestamp, until: Timestamp, place: &'a Place<'_>) -> impl Iterator<Item = Past> + 'a {
    let whole = SignedDuration::from_hours(1);
    // Quarters of an hour are those of every zone's clocks.
    let offset = i64::from(place.zone.to_offset(from).seconds()).rem_euclid(3_600);
    let second = from.as_second();
    let begin = second - (second + offset).rem_euclid(3_600);
    let mut next = Timestamp::from_second(begin).ok();
    let mut day: Option<(Date, bool)> = None;
    std::iter::from_fn(move || {
        loop {
            let begins = next.filter(|begins| *begins < until)?;
            let ends = begins.checked_add(whole).ok()?;
            next = Some(ends);
            let at = begins.to_zoned_datetime(place.zone.clone());
            let closed = match day {
                Some((known, closed)) if known == at.date() => closed,
                Some(_) | None => {
                    let closed = is_holiday(place.country, at.date());
                    day = Some((at.date(), closed));
                    closed
                }
            };
            if closed {
                continue;
            }
            let listened = listened((begins.max(from), ends.min(until)), place.absences);
            if listened > 0.0 {
                return Some(Past {
                    begins,
                    ends,
                    weekday: number(at.weekday()),
                    hour: usize::try_from(at.hour()).unwrap_or(0),
                    listened,
                });
            }
        }
    })
}

fn number(weekday: Weekday) -> usize {
    usize::try_from(weekday.to_monday_zero_offset()).unwrap_or(0)
}

/// Which part of an hour lies in a stretch and outside of all absences.
fn listened((from, until): (Timestamp, Timestamp), absences: &[(Timestamp, Timestamp)]) -> f64 {
    let seconds = |from: Timestamp, until: Timestamp| until.duration_since(from).as_secs_f64().max(0.0);
    let away: f64 = absences
        .iter()
        .map(|(gone, back)| seconds(from.max(*gone), until.min(*back)))
        .sum();
    ((seconds(from, until) - away) / 3_600.0).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests;
