//! Days and times as people and programs write them.
//!
//! A time without zone is meant in the business's zone; a date in figures is day first, except in the United States.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::fmt::rfc2822;
use jiff::tz::{Offset, TimeZone};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::Business;
use super::calendar::{is_weekday, month};

/// What a text says about time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stamp {
    Instant(Timestamp),
    Day(Date),
    Hour(Time),
}

/// No way of writing a time is longer than the name of its zone makes it.
const LONGEST: usize = 80;

/// Reads the whole text, or nothing: "amanhã às 14h" says no day.
pub(super) fn read(text: &str, business: &Business) -> Option<Stamp> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let standard = text
        .parse()
        .ok()
        .or_else(|| rfc2822::parse(text).ok().map(|zoned| zoned.timestamp()));
    if let Some(instant) = standard {
        return plausible(instant).map(Stamp::Instant);
    }
    let mut found = Found {
        month_first: business.country == "US",
        ..Found::default()
    };
    let plain: String = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect();
    // `… GMT-0300 (Horário Padrão de Brasília)`.
    let plain = plain.split_once('(').map_or(plain.as_str(), |(before, _)| before);
    for chunk in plain
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|chunk| !chunk.is_empty())
    {
        found.take(chunk)?;
    }
    found.stamp(&business.zone)
}

/// The instant that the whole text says, in whichever way. A day alone is none.
pub(crate) fn read_instant(text: &str, business: &Business) -> Option<Timestamp> {
    match read(text, business) {
        Some(Stamp::Instant(instant)) => Some(instant),
        Some(Stamp::Day(_) | Stamp::Hour(_)) => None,
        None => unix(text.trim()),
    }
}

/// Seconds or milliseconds since 1970, if they fall in this century.
pub(super) fn unix(text: &str) -> Option<Timestamp> {
    let whole = text.split('.').next()?;
    let number: i64 = whole.parse().ok()?;
    let instant = match whole.len() {
        9 | 10 => Timestamp::from_second(number),
        13 => Timestamp::from_millisecond(number),
        _ => return None,
    };
    plausible(instant.ok()?)
}

/// The instant of a day and a time of day in a zone.
pub(super) fn instant(day: Date, hour: Time, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_timestamp(day.to_datetime(hour)).ok().and_then(plausible)
}

/// 2000 to 2100. What lies outside is a mistake, or no time.
fn plausible(instant: Timestamp) -> Option<Timestamp> {
    (946_684_800..4_102_444_800)
        .contains(&instant.as_second())
        .then_some(instant)
}

/// What the words of a text have told so far.
#[derive(Default)]
struct Found {
    month_first: bool,
    date: Option<Date>,
    day: Option<i8>,
    month: Option<i8>,
    year: Option<i16>,
    time: Option<Time>,
    offset: Option<Offset>,
}

impl Found {
    fn take(&mut self, chunk: &str) -> Option<()> {
        const FILLER: &[&str] = &[
            "de", "del", "do", "da", "as", "a", "o", "las", "los", "la", "at", "the", "on", "of", "em", "en",
            "e", "dia", "el", "h", "hs", "hrs", "hora", "horas", "-", "–", "|", "/", "os",
        ];
        if let Some((date, time)) = chunk
            .split_once('t')
            .filter(|(date, _)| date.len() >= 8 && self.date.is_none())
            && let Some(date) = self.numeric_date(date)
        {
            self.date = Some(date);
            return self.clock(time);
        }
        if FILLER.contains(&chunk) || is_weekday(chunk) {
            return Some(());
        }
        if let Some(month) = month(chunk) {
            return set(&mut self.month, month);
        }
        if matches!(chunk, "am" | "pm" | "a.m." | "p.m.") {
            self.time = Some(half_of_day(self.time?, chunk.starts_with('p'))?);
            return Some(());
        }
        if let Some(zone) = chunk.strip_prefix("gmt").or_else(|| chunk.strip_prefix("utc")) {
            return set(
                &mut self.offset,
                if zone.is_empty() {
                    Offset::UTC
                } else {
                    offset(zone)?
                },
            );
        }
        if chunk.contains(':')
            || (chunk.contains('h') && !chunk.ends_with("th"))
            || chunk.ends_with("am")
            || chunk.ends_with("pm")
        {
            return self.clock(chunk);
        }
        if let Some(date) = self.numeric_date(chunk) {
            return set(&mut self.date, date);
        }
        let number = chunk.trim_end_matches(['.', 'º', 'o']);
        let number = ["st", "nd", "rd", "th"]
            .iter()
            .find_map(|end| number.strip_suffix(end))
            .unwrap_or(number);
        match number.len() {
            1 | 2 => set(&mut self.day, number.parse().ok()?),
            4 => set(&mut self.year, number.parse().ok()?),
            _ => None,
        }
    }

    /// `24/11/2026`, `24-11-26`, `24.11.2026`, `2026-11-24`, `20261124`.
    fn numeric_date(&self, chunk: &str) -> Option<Date> {
        if chunk.len() == 8 && chunk.bytes().all(|byte| byte.is_ascii_digit()) {
            let (year, rest) = chunk.split_at_checked(4)?;
            let (month, day) = rest.split_at_checked(2)?;
            return date(year, month, day);
        }
        let mark = chunk.chars().find(|c| matches!(c, '/' | '-' | '.'))?;
        let mut parts = chunk.split(mark);
        let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        if first.len() == 4 {
            return date(first, second, third);
        }
        if self.month_first && mark != '.' {
            return date(third, first, second).or_else(|| date(third, second, first));
        }
        date(third, second, first)
    }

    /// `14:30`, `14:30:05.123`, `14h`, `14h30`, `14h30min`, `2:30pm`, `14:30:00-03:00`. Of a span only its start counts.
    fn clock(&mut self, chunk: &str) -> Option<()> {
        if self.time.is_some() {
            return Some(());
        }
        let is_clock = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | 'h');
        let end = chunk.find(|c| !is_clock(c)).unwrap_or(chunk.len());
        let (clock, after) = chunk.split_at_checked(end)?;
        let mut parts = clock.split(['h', ':']);
        let hour: i8 = two_digits(parts.next()?)?;
        let minute = parts
            .next()
            .filter(|part| !part.is_empty())
            .map_or(Some(0), two_digits)?;
        let second = parts.next().filter(|part| !part.is_empty());
        let second = second
            .and_then(|part| part.split('.').next())
            .map_or(Some(0), two_digits)?;
        if parts.next().is_some() {
            return None;
        }
        let time = Time::new(hour, minute, second, 0).ok()?;
        self.time = Some(match after {
            "" | "s" | "rs" | "min" | "m" => time,
            "am" | "a.m." => half_of_day(time, false)?,
            "pm" | "p.m." => half_of_day(time, true)?,
            "z" => {
                self.offset = Some(Offset::UTC);
                time
            }
            _ => {
                // `14:30-15:30` is a span, `14:30:00-03:00` an offset: only what has seconds or a day has an offset.
                let has_seconds = clock.matches(':').count() == 2;
                if has_seconds || self.date.is_some() {
                    self.offset = Some(offset(after)?);
                } else if !after.starts_with('-') {
                    return None;
                }
                time
            }
        });
        Some(())
    }

    fn stamp(self, zone: &TimeZone) -> Option<Stamp> {
        let date = match (self.date, self.day, self.month, self.year) {
            (Some(date), None, None, None) => Some(date),
            // In `Nov 24 2026 14:30` as in `24 de novembro de 2026`.
            (None, Some(day), Some(month), Some(year)) => Some(Date::new(year, month, day).ok()?),
            (None, None, None, None) => None,
            _ => return None,
        };
        match (date, self.time) {
            (Some(date), Some(time)) => {
                let zone = self.offset.map_or_else(|| zone.clone(), TimeZone::fixed);
                instant(date, time, &zone).map(Stamp::Instant)
            }
            (Some(date), None) => Some(Stamp::Day(date)),
            (None, Some(time)) => Some(Stamp::Hour(time)),
            (None, None) => None,
        }
    }
}

fn set<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.replace(value).is_none().then_some(())
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let year = match year.len() {
        4 => year.parse().ok()?,
        2 => 2000 + year.parse::<i16>().ok()?,
        _ => return None,
    };
    Date::new(year, two_digits(month)?, two_digits(day)?).ok()
}

fn two_digits(part: &str) -> Option<i8> {
    let is_number = matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
    part.parse().ok().filter(|_| is_number)
}

fn half_of_day(time: Time, afternoon: bool) -> Option<Time> {
    let hour = match time.hour() {
        12 if !afternoon => 0,
        hour @ 1..=11 if afternoon => hour + 12,
        hour @ 1..=12 => hour,
        _ => return None,
    };
    Time::new(hour, time.minute(), time.second(), 0).ok()
}

/// `-03:00`, `-0300`, `-3`, `+02`.
fn offset(text: &str) -> Option<Offset> {
    let negative = text.starts_with('-');
    let digits: String = text
        .strip_prefix(['-', '+'])?
        .chars()
        .filter(|c| *c != ':')
        .collect();
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.as_str(), "0"),
        4 => digits.split_at_checked(2)?,
        _ => return None,
    };
    let seconds = i32::from(two_digits(hours)?) * 3600 + i32::from(two_digits(minutes)?) * 60;
    Offset::from_seconds(if negative { -seconds } else { seconds }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_with_a_time_is_an_instant_in_the_businesss_zone() {
        for text in [
            "2026-11-24T14:30:00-03:00",
            "2026-11-24T17:30:00Z",
            "2026-11-24T17:30:00.12345678Z",
            "2026-11-24T14:30:00-0300",
            "2026-11-24T14:30",
            "2026-11-24 14:30",
            "2026-11-24 14:30:00",
            "2026-11-24 14:30:00.000",
            "2026/11/24 14:30",
            "24/11/2026 14:30",
            "24/11/26 14:30",
            "24/11/2026, 14:30:00",
            "24/11/2026 às 14h30",
            "24/11/2026 - 14h30min",
            "24-11-2026 14:30",
            "24.11.2026 14:30h",
            "24/11/2026 14:30 - 15:30",
            "terça-feira, 24 de novembro de 2026 às 14:30",
            "ter., 24 nov. 2026 14:30",
            "martes 24 de noviembre de 2026 a las 14:30 hs",
            "November 24, 2026 2:30 PM",
            "Nov 24th 2026 at 2:30pm",
            "Tue, 24 Nov 2026 14:30:00 -0300",
            "Tue Nov 24 2026 14:30:00 GMT-0300 (Horário Padrão de Brasília)",
        ] {
            check(text, "BR", "2026-11-24T17:30:00Z");
        }
    }

    #[test]
    fn the_month_comes_first_only_in_the_united_states() {
        check("3/10/2026 9am", "US", "2026-03-10T12:00:00Z");
        check("3/10/2026 9:00", "BR", "2026-10-03T12:00:00Z");
        check("24/11/2026 14:30", "US", "2026-11-24T17:30:00Z");
        assert_eq!(read("11/24/2026 14:30", &business("BR")), None);
    }

    #[test]
    fn summer_time_is_the_zones_own_matter() {
        let business = Business::new("PT", TimeZone::get("Europe/Lisbon").expect("the zone is known"));
        let instant = |text: &str| Some(Stamp::Instant(text.parse().expect("it is a timestamp")));
        assert_eq!(
            read("24/07/2026 14:30", &business),
            instant("2026-07-24T13:30:00Z")
        );
        assert_eq!(
            read("24/11/2026 14:30", &business),
            instant("2026-11-24T14:30:00Z")
        );
    }

    #[test]
    fn days_and_times_alone_stay_what_they_are() {
        let day = Stamp::Day(jiff::civil::date(2026, 11, 24));
        let hour = Stamp::Hour(jiff::civil::time(14, 30, 0, 0));
        for (text, expected) in [
            ("24/11/2026", day),
            ("2026-11-24", day),
            ("20261124", day),
            ("24 de novembro de 2026", day),
            ("14:30", hour),
            ("14h30", hour),
            ("2:30 PM", hour),
            ("14:30 - 15:00", hour),
            ("14:30-15:00", hour),
            ("14:30:00", hour),
        ] {
            assert_eq!(read(text, &business("BR")), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "amanhã",
            "amanhã às 14h",
            "sexta",
            "24/11",
            "R$ 100",
            "11987654321",
            "1773162300",
            "32/01/2026",
            "24/13/2026",
            "25:00",
            "14:60",
            "1.0.0",
            "10.0.0.1",
            "Rua 24, 10",
            "3 de maio",
            "2026",
            "14",
            "Plano A 10:00",
            "Quero às 10:00",
            "1/1/1900 10:00",
            "10-20-30-40",
        ] {
            assert_eq!(read(text, &business("BR")), None, "{text}");
        }
    }

    #[test]
    fn seconds_and_milliseconds_since_1970_are_read_within_this_century() {
        let expected: Timestamp = "2026-03-10T17:05:00Z".parse().expect("it is a timestamp");
        for text in ["1773162300", "1773162300000", "1773162300.5"] {
            assert_eq!(unix(text), Some(expected), "{text}");
        }
        for text in ["", "0", "11987654321", "9999999999", "12345"] {
            assert_eq!(unix(text), None, "{text}");
        }
    }

    fn check(text: &str, country: &str, expected: &str) {
        let expected = Stamp::Instant(expected.parse().expect("it is a timestamp"));
        let read = read(text, &business(country)).map(|stamp| match stamp {
            Stamp::Instant(at) => {
                Stamp::Instant(Timestamp::from_second(at.as_second()).expect("it is in range"))
            }
            Stamp::Day(_) | Stamp::Hour(_) => stamp,
        });
        assert_eq!(read, Some(expected), "{text}");
    }

    fn business(country: &str) -> Business {
        Business::new(
            country,
            TimeZone::get("America/Sao_Paulo").expect("the zone is known"),
        )
    }
}
