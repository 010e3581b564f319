//! Months of traffic by a source whose true rate is known: when is its silence told, and how often in vain?

use fastrand::Rng;

use super::super::LEARNT_FROM;
use super::*;

const BRAZIL: &str = "America/Sao_Paulo";

/// A business with hours of opening, and how much comes in each of them.
#[derive(Clone, Copy)]
struct Trade {
    per_hour: f64,
    opens: i8,
    closes: i8,
    on_saturdays: f64,
    on_sundays: f64,
    on_holidays: f64,
    /// How many come together on the average, once one comes.
    burst: f64,
}

const CLINIC: Trade = Trade {
    per_hour: 0.7,
    opens: 8,
    closes: 18,
    on_saturdays: 0.5,
    on_sundays: 0.0,
    on_holidays: 0.0,
    burst: 1.0,
};

const ONLINE_STORE: Trade = Trade {
    per_hour: 5.0,
    opens: 7,
    closes: 24,
    on_saturdays: 0.8,
    on_sundays: 0.7,
    on_holidays: 0.6,
    burst: 1.5,
};

const CAMPAIGNS: Trade = Trade {
    per_hour: 0.5,
    opens: 9,
    closes: 21,
    on_saturdays: 0.6,
    on_sundays: 0.4,
    on_holidays: 0.3,
    burst: 6.0,
};

const NEARLY_NOTHING: Trade = Trade {
    per_hour: 0.1,
    ..CLINIC
};

impl Trade {
    fn rate(&self, at: Timestamp, zone: &TimeZone) -> f64 {
        let local = at.to_zoned_datetime(zone.clone());
        if local.hour() < self.opens || local.hour() >= self.closes {
            return 0.0;
        }
        let of_day = if is_holiday("BR", local.date()) {
            self.on_holidays
        } else {
            match number(local.weekday()) {
                5 => self.on_saturdays,
                6 => self.on_sundays,
                _ => 1.0,
            }
        };
        self.per_hour * of_day
    }

    /// What comes between two times, in order.
    fn traffic(&self, from: Timestamp, until: Timestamp, zone: &TimeZone, rng: &mut Rng) -> Vec<Timestamp> {
        let minutes = until.duration_since(from).as_mins();
        let mut came = Vec::new();
        for minute in 0..minutes {
            let at = from + SignedDuration::from_mins(minute);
            if rng.f64() < self.rate(at, zone) / 60.0 / self.burst {
                came.push(at);
                while rng.f64() < 1.0 - 1.0 / self.burst {
                    came.push(at + SignedDuration::from_secs(rng.i64(0..900)));
                }
            }
        }
        came.sort();
        came
    }

    /// The true number to be expected between two times.
    fn expected(&self, from: Timestamp, until: Timestamp, zone: &TimeZone) -> f64 {
        let minutes = until.duration_since(from).as_mins();
        (0..minutes)
            .map(|minute| self.rate(from + SignedDuration::from_mins(minute), zone) / 60.0 / self.burst)
            .sum()
    }
}

/// Listens to the traffic as the engine does, learning anew every few hours, and gives every silence that it tells: when it
/// began and when it was told.
fn told(came: &[Timestamp], until: Timestamp, zone: &TimeZone) -> Vec<(Timestamp, Timestamp)> {
    let place = Place {
        zone,
        country: "BR",
        absences: &[],
    };
    let mut told = Vec::new();
    let mut learnt: Option<(Timestamp, Week)> = None;
    for (n, last) in came.iter().enumerate() {
        let next = came.get(n + 1).copied().unwrap_or(until);
        // Short of an hour nothing is told of any source.
        if next.duration_since(*last) < SignedDuration::from_hours(1) {
            continue;
        }
        let anew = learnt
            .as_ref()
            .is_none_or(|(at, _)| last.duration_since(*at) > SignedDuration::from_hours(6));
        if anew {
            let since = came[0].max(*last - LEARNT_FROM);
            let first = came.partition_point(|at| *at < since);
            let mut quarters = BTreeMap::new();
            for at in &came[first..=n] {
                *quarters
                    .entry(at.as_millisecond().div_euclid(QUARTER))
                    .or_default() += 1;
            }
            learnt = Some((*last, Week::learn(&quarters, (since, *last), &place)));
        }
        let told_at = learnt
            .as_ref()
            .and_then(|(_, week)| week.told_at(*last, next, &place));
        told.extend(told_at.map(|at| (*last, at)));
    }
    told
}

fn zone() -> TimeZone {
    TimeZone::get(BRAZIL).unwrap()
}

fn at(text: &str) -> Timestamp {
    let civil: jiff::civil::DateTime = text.parse().unwrap();
    civil.to_zoned_datetime(zone()).unwrap().timestamp()
}

#[test]
fn half_a_year_with_weekends_and_holidays_brings_few_false_alarms() {
    let zone = zone();
    let (from, until) = (at("2026-01-05T00:00:00"), at("2026-07-06T00:00:00"));
    for (name, trade, most) in [
        ("clinic", CLINIC, 5),
        ("online store", ONLINE_STORE, 5),
        ("campaigns", CAMPAIGNS, 3),
        ("nearly nothing", NEARLY_NOTHING, 1),
    ] {
        let mut alarms = 0;
        for seed in 0..4 {
            let came = trade.traffic(from, until, &zone, &mut Rng::with_seed(seed));
            alarms += told(&came, until, &zone).len();
        }
        assert!(alarms <= most, "{name}: {alarms} false alarms in four half years");
    }
}

#[test]
fn a_source_that_stops_is_told_when_chance_no_longer_explains_it() {
    let zone = zone();
    let from = at("2026-03-02T00:00:00");
    for (name, trade, stops) in [
        ("clinic on a tuesday", CLINIC, "2026-05-05T11:00:00"),
        ("clinic on a friday", CLINIC, "2026-05-08T16:00:00"),
        ("online store", ONLINE_STORE, "2026-05-06T15:00:00"),
        ("campaigns", CAMPAIGNS, "2026-05-06T15:00:00"),
        ("nearly nothing", NEARLY_NOTHING, "2026-05-06T15:00:00"),
    ] {
        let stops = at(stops);
        let until = stops + SignedDuration::from_hours(24 * 30);
        let came = trade.traffic(from, stops, &zone, &mut Rng::with_seed(7));
        let last = *came.last().unwrap();
        let all = told(&came, until, &zone);
        let (_, told_at) = *all
            .iter()
            .find(|(begun, _)| *begun == last)
            .unwrap_or_else(|| panic!("{name}: never told"));
        // At the true rate chance explains one in a thousand silences in which 6.9 did not come.
        let missed = trade.expected(last, told_at, &zone);
        assert!(
            (5.0..=14.0).contains(&missed),
            "{name}: told after {missed:.1} were missed"
        );
    }
}

#[test]
fn nothing_is_told_of_a_source_of_which_too_little_is_known() {
    let zone = zone();
    let from = at("2026-03-02T09:00:00");
    let came: Vec<_> = (0..19)
        .map(|n| from + SignedDuration::from_mins(n * 20))
        .collect();
    assert_eq!(told(&came, from + SignedDuration::from_hours(24 * 60), &zone), []);
}

#[test]
fn the_first_weekend_of_a_new_source_is_no_silence() {
    let zone = zone();
    let monday = at("2026-03-02T00:00:00");
    let until = at("2026-03-09T08:00:00");
    for seed in 0..20 {
        let came = CLINIC.traffic(
            monday,
            at("2026-03-06T18:00:00"),
            &zone,
            &mut Rng::with_seed(seed),
        );
        let in_vain: Vec<_> = told(&came, until, &zone);
        assert_eq!(in_vain, [], "seed {seed}");
    }
}

#[test]
fn neither_a_holiday_nor_an_absence_is_silence() {
    let zone = zone();
    let from = at("2026-06-29T00:00:00");
    let came = CLINIC.traffic(from, at("2026-09-04T18:00:00"), &zone, &mut Rng::with_seed(1));
    let mut quarters = BTreeMap::new();
    for at in &came {
        *quarters
            .entry(at.as_millisecond().div_euclid(QUARTER))
            .or_default() += 1;
    }
    let absent = [(at("2026-09-08T00:00:00"), at("2026-09-11T00:00:00"))];
    let place = |absences| Place {
        zone: &zone,
        country: "BR",
        absences,
    };
    let last = *came.last().unwrap();
    let week = Week::learn(&quarters, (from, last), &place(&[]));
    let tuesday = at("2026-09-08T08:00:00");
    let (probability, usual) = week.silence(last, tuesday, &place(&[]));
    assert!(
        !week.is_told(probability),
        "a weekend and the 7th of September: {probability}"
    );
    assert!(usual < 6.0, "{usual}");
    let friday = at("2026-09-11T08:00:00");
    assert!(week.is_told(week.silence(last, friday, &place(&[])).0));
    assert!(!week.is_told(week.silence(last, friday, &place(&absent)).0));
}

#[test]
fn the_hours_are_those_of_the_clocks_on_the_wall_also_where_they_are_half_an_hour_off() {
    for name in [BRAZIL, "Asia/Kolkata", "Asia/Kathmandu", "America/New_York"] {
        let zone = TimeZone::get(name).unwrap();
        let place = Place {
            zone: &zone,
            country: "US",
            absences: &[],
        };
        // Over the change of New York's clocks.
        let from: Timestamp = "2026-03-06T00:00:00Z".parse().unwrap();
        let until = from + SignedDuration::from_hours(24 * 4);
        let past: Vec<_> = hours(from, until, &place).collect();
        for hour in &past {
            let local = hour.begins.to_zoned_datetime(zone.clone());
            assert_eq!((local.minute(), local.second()), (0, 0), "{name}");
            assert_eq!(usize::try_from(local.hour()), Ok(hour.hour), "{name}");
        }
        let listened: f64 = past.iter().map(|hour| hour.listened).sum();
        assert!((listened - 96.0).abs() < 1e-9, "{name}: {listened}");
    }
}

#[test]
fn more_is_usual_in_a_longer_time() {
    let zone = zone();
    let from = at("2026-03-02T00:00:00");
    let until = from + SignedDuration::from_hours(24 * 56);
    let came = CLINIC.traffic(from, until, &zone, &mut Rng::with_seed(3));
    let mut quarters = BTreeMap::new();
    for at in &came {
        *quarters
            .entry(at.as_millisecond().div_euclid(QUARTER))
            .or_default() += 1;
    }
    let place = Place {
        zone: &zone,
        country: "BR",
        absences: &[],
    };
    let week = Week::learn(&quarters, (from, until), &place);
    let monday = at("2026-04-27T08:00:00");
    let usual = |hours| {
        week.silence(monday, monday + SignedDuration::from_hours(hours), &place)
            .1
    };
    // Seven a day come, in ten hours.
    assert!((5.0..9.0).contains(&usual(10)), "{}", usual(10));
    assert!(usual(34) > 1.7 * usual(10));
}
