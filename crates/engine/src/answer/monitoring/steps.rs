//! By which stretches of time the numbers are told apart.

use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _, ZonedDateTime};
use recado_api::view::Span;

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const HOURS: i32 = 24;
const DAYS: i32 = 30;
const WEEKS: i32 = 26;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Steps {
    /// As much time before them, up to as far in its last step as it is now in the present one.
    pub(super) before: Range<Timestamp>,
    /// Without a gap; the last one is the present one.
    pub(super) steps: Vec<Range<Timestamp>>,
}

/// The steps up to the present one, as the clocks on the walls of the zone say.
///
/// # Errors
/// Beyond the calendar.
pub(super) fn steps(span: Span, now: Timestamp, zone: &TimeZone) -> Result<Steps, jiff::Error> {
    let here = now.to_zoned_datetime(zone.clone());
    match span {
        Span::Hours => hours(&here),
        Span::Days => days(&here, DAYS, 1),
        Span::Weeks => days(&here, WEEKS, 7),
    }
}

/// Hours of 60 minutes each, one of which may be told twice or left out by the clocks.
fn hours(here: &ZonedDateTime) -> Result<Steps, jiff::Error> {
    let time = here.time();
    let begun = SignedDuration::from_mins(time.minute().into())
        + SignedDuration::from_secs(time.second().into())
        + SignedDuration::from_nanos(time.subsec_nanosecond().into());
    let now = here.timestamp();
    let present = now.checked_sub(begun)?;
    let begin = |before: i32| present.checked_sub(HOUR * before);
    let steps = (0..HOURS)
        .rev()
        .map(|before| Ok(begin(before)?..begin(before - 1)?));
    Ok(Steps {
        before: begin(2 * HOURS - 1)?..now.checked_sub(HOUR * HOURS)?,
        steps: steps.collect::<Result<_, jiff::Error>>()?,
    })
}

/// Steps of a day or of a week, as long as the clocks make them.
fn days(here: &ZonedDateTime, count: i32, length: i32) -> Result<Steps, jiff::Error> {
    let today = here.date();
    let present = match length {
        1 => today,
        _ => today.checked_sub(i32::from(today.weekday().to_monday_zero_offset()).days())?,
    };
    let begin = |before: i32| start_of(present.checked_sub((before * length).days())?, here.time_zone());
    let steps = (0..count)
        .rev()
        .map(|before| Ok(begin(before)?..begin(before - 1)?));
    Ok(Steps {
        before: begin(2 * count - 1)?..here.checked_sub((count * length).days())?.timestamp(),
        steps: steps.collect::<Result<_, jiff::Error>>()?,
    })
}

fn start_of(day: Date, zone: &TimeZone) -> Result<Timestamp, jiff::Error> {
    Ok(day.to_zoned_datetime(zone.clone())?.start_of_day()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(span: Span, now: &str, zone: &str) -> Steps {
        let steps = steps(span, now.parse().unwrap(), &TimeZone::get(zone).unwrap()).unwrap();
        for (one, next) in steps.steps.iter().zip(steps.steps.iter().skip(1)) {
            assert_eq!(one.end, next.start);
        }
        let now: Timestamp = now.parse().unwrap();
        assert!(steps.steps.last().unwrap().contains(&now));
        assert!(steps.before.end <= steps.steps.first().unwrap().start);
        steps
    }

    /// The hours that each step lasts.
    fn lengths(steps: &Steps) -> Vec<f64> {
        let lengths = steps.steps.iter();
        lengths
            .map(|step| step.end.duration_since(step.start).as_secs_f64() / 3_600.0)
            .collect()
    }

    fn begins(steps: &Steps, at: usize, zone: &str) -> String {
        let zone = TimeZone::get(zone).unwrap();
        let begin = steps.steps.get(at).unwrap().start;
        begin
            .to_zoned_datetime(zone)
            .strftime("%a %Y-%m-%d %H:%M %:z")
            .to_string()
    }

    #[test]
    fn hours_begin_where_the_clocks_of_the_zone_strike() {
        for (zone, first) in [
            ("America/Sao_Paulo", "Mon 2026-11-23 12:00 -03:00"),
            ("Asia/Kolkata", "Mon 2026-11-23 21:00 +05:30"),
            ("Asia/Kathmandu", "Mon 2026-11-23 21:00 +05:45"),
        ] {
            let hours = at(Span::Hours, "2026-11-24T14:30:10.5Z", zone);
            assert_eq!(begins(&hours, 0, zone), first, "{zone}");
            assert_eq!(lengths(&hours), [1.0; 24], "{zone}");
        }
    }

    #[test]
    fn on_the_night_when_the_clocks_go_back_an_hour_is_there_twice() {
        let zone = "America/New_York";
        let hours = at(Span::Hours, "2026-11-01T12:10:00Z", zone);
        assert_eq!(lengths(&hours), [1.0; 24]);
        let told: Vec<_> = (15..19).map(|hour| begins(&hours, hour, zone)).collect();
        assert_eq!(
            told,
            [
                "Sun 2026-11-01 00:00 -04:00",
                "Sun 2026-11-01 01:00 -04:00",
                "Sun 2026-11-01 01:00 -05:00",
                "Sun 2026-11-01 02:00 -05:00"
            ]
        );
    }

    #[test]
    fn days_are_as_long_as_the_clocks_make_them() {
        let zone = "America/New_York";
        let autumn = at(Span::Days, "2026-11-24T14:30:00Z", zone);
        assert_eq!(begins(&autumn, 0, zone), "Mon 2026-10-26 00:00 -04:00");
        assert_eq!(begins(&autumn, 29, zone), "Tue 2026-11-24 00:00 -05:00");
        assert_eq!(lengths(&autumn).get(6), Some(&25.0));
        assert_eq!(lengths(&autumn).iter().sum::<f64>(), 30.0 * 24.0 + 1.0);
        let spring = at(Span::Days, "2026-03-20T14:30:00Z", zone);
        assert_eq!(lengths(&spring).iter().sum::<f64>(), 30.0 * 24.0 - 1.0);
        // Midnight itself was left out here.
        let zone = "America/Sao_Paulo";
        let skipped = at(Span::Days, "2018-11-20T14:30:00Z", zone);
        assert_eq!(begins(&skipped, 13, zone), "Sun 2018-11-04 01:00 -02:00");
    }

    #[test]
    fn weeks_begin_on_monday_and_the_present_one_is_the_last() {
        for (now, last) in [
            ("2026-11-23T03:00:00Z", "Mon 2026-11-23 00:00 -03:00"),
            ("2026-11-24T14:30:00Z", "Mon 2026-11-23 00:00 -03:00"),
            ("2026-11-30T02:59:59Z", "Mon 2026-11-23 00:00 -03:00"),
        ] {
            let weeks = at(Span::Weeks, now, "America/Sao_Paulo");
            assert_eq!(begins(&weeks, 25, "America/Sao_Paulo"), last, "{now}");
            assert_eq!(
                begins(&weeks, 0, "America/Sao_Paulo"),
                "Mon 2026-06-01 00:00 -03:00"
            );
        }
    }

    #[test]
    fn what_is_compared_with_ends_at_the_same_time_of_its_last_step() {
        let zone = TimeZone::get("America/New_York").unwrap();
        for (span, since, until) in [
            (
                Span::Hours,
                "2026-11-22T10:00:00-05:00",
                "2026-11-23T09:30:00-05:00",
            ),
            (
                Span::Days,
                "2026-09-26T00:00:00-04:00",
                "2026-10-25T09:30:00-04:00",
            ),
            (
                Span::Weeks,
                "2025-12-01T00:00:00-05:00",
                "2026-05-26T09:30:00-04:00",
            ),
        ] {
            let before = steps(span, "2026-11-24T14:30:00Z".parse().unwrap(), &zone)
                .unwrap()
                .before;
            assert_eq!(before, since.parse().unwrap()..until.parse().unwrap(), "{span:?}");
        }
    }
}
