//! Times in which nothing could have come, whatever was sent.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::LEARNT_FROM;

/// A time without a word of this program that is shorter is none in which it was off.
const SHORTEST: SignedDuration = SignedDuration::from_hours(2);

/// A longer one is that of a clock that was wrong: computers with an empty battery begin in another year.
const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 60);

/// A stretch, from and until.
pub(super) type Stretch = (Timestamp, Timestamp);

/// Those of the last weeks, kept over restarts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Absences {
    /// Up to when this computer is known to have listened.
    listened_until: Option<Timestamp>,
    /// Of this computer.
    here: Vec<Stretch>,
    /// Of the relay.
    relay: Vec<Stretch>,
}

impl Absences {
    /// Those that concern senders who come by the relay, or those who come here by themselves.
    pub(super) fn of(&self, by_relay: bool) -> &[Stretch] {
        if by_relay { &self.relay } else { &self.here }
    }

    /// This computer listens now, as far as it can tell.
    pub(super) fn listens(&mut self, now: Timestamp) {
        if let Some(until) = self.listened_until {
            let away = now.duration_since(until);
            if (SHORTEST..=LONGEST).contains(&away) {
                self.here.push((until, now));
            }
        }
        self.listened_until = Some(now);
        forget_old(&mut self.here, now);
    }

    /// The relay cannot be reached, and nobody else can either as far as is known.
    pub(super) fn relay_is_away(&mut self, since: Timestamp, now: Timestamp) {
        match self.relay.last_mut() {
            Some(last) if since <= last.1 => last.1 = now,
            Some(_) | None => self.relay.push((since, now)),
        }
        forget_old(&mut self.relay, now);
    }
}

fn forget_old(stretches: &mut Vec<Stretch>, now: Timestamp) {
    let since = now.checked_sub(LEARNT_FROM).unwrap_or(Timestamp::MIN);
    stretches.retain(|(_, until)| *until > since);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_switched_off_is_an_absence_and_a_short_break_is_none() {
        let mut absences = Absences::default();
        absences.listens(at("2026-11-23T18:00:00Z"));
        absences.listens(at("2026-11-23T19:00:00Z"));
        assert_eq!(absences.of(false), []);
        absences.listens(at("2026-11-24T08:00:00Z"));
        let night = (at("2026-11-23T19:00:00Z"), at("2026-11-24T08:00:00Z"));
        assert_eq!(absences.of(false), [night]);
        assert_eq!(absences.of(true), [], "the relay kept what came");
    }

    #[test]
    fn a_relay_that_stays_away_is_one_absence() {
        let mut absences = Absences::default();
        let since = at("2026-11-24T08:00:00Z");
        absences.relay_is_away(since, at("2026-11-24T09:00:00Z"));
        absences.relay_is_away(since, at("2026-11-24T10:00:00Z"));
        assert_eq!(absences.of(true), [(since, at("2026-11-24T10:00:00Z"))]);
        let later = at("2027-03-01T08:00:00Z");
        absences.relay_is_away(later, later);
        assert_eq!(
            absences.of(true),
            [(later, later)],
            "what is long past teaches nothing"
        );
    }

    #[test]
    fn a_clock_that_was_in_another_year_is_no_absence() {
        let mut absences = Absences::default();
        absences.listens(at("2000-01-01T00:10:00Z"));
        absences.listens(at("2026-11-24T08:00:00Z"));
        assert_eq!(absences.of(false), []);
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }
}
