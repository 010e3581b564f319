//! Days on which a business may well be closed: what does not come then says nothing.
//!
//! Brazil's national holidays and the days of Carnival and Corpus Christi, on which most close; of other countries the
//! two that nearly all keep. Holidays of a state or a town are not known.

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan as _};

/// Whether most businesses of a country (ISO 3166-1 alpha-2) are closed on a day.
pub(super) fn is_holiday(country: &str, day: Date) -> bool {
    if country == "BR" {
        is_fixed_in_brazil(day) || moves_with_easter(day)
    } else {
        matches!((day.month(), day.day()), (1, 1) | (12, 25))
    }
}

/// Laws 662/1949, 6.802/1980 and 14.759/2023.
fn is_fixed_in_brazil(day: Date) -> bool {
    matches!(
        (day.month(), day.day()),
        (1, 1) | (4, 21) | (5, 1) | (9, 7) | (10, 12) | (11, 2) | (11, 15) | (11, 20) | (12, 25)
    )
}

/// Monday and Tuesday of Carnival, Good Friday, Corpus Christi.
fn moves_with_easter(day: Date) -> bool {
    let easter = easter(day.year());
    let from_easter: [Span; 4] = [-48.days(), -47.days(), -2.days(), 60.days()];
    from_easter
        .into_iter()
        .any(|days| easter.checked_add(days).is_ok_and(|moved| moved == day))
}

/// Easter Sunday of a year of the Gregorian calendar (Oudin 1940, in the form of the US Naval Observatory).
fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let century = y / 100;
    let golden = y % 19;
    let k = (century - 17) / 25;
    let mut moon = (century - century / 4 - (century - k) / 3 + 19 * golden + 15) % 30;
    moon -= (moon / 28) * (1 - (moon / 28) * (29 / (moon + 1)) * ((21 - golden) / 11));
    let weekday = (y + y / 4 + moon + 2 - century + century / 4) % 7;
    let offset = moon - weekday;
    let month = 3 + (offset + 40) / 44;
    let day = offset + 28 - 31 * (month / 4);
    let in_calendar = |number: i32| i8::try_from(number).unwrap_or(1);
    Date::new(year, in_calendar(month), in_calendar(day)).unwrap_or(date(1970, 1, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_on_its_sundays() {
        for sunday in [
            date(2000, 4, 23),
            date(2008, 3, 23),
            date(2011, 4, 24),
            date(2019, 4, 21),
            date(2024, 3, 31),
            date(2025, 4, 20),
            date(2026, 4, 5),
            date(2027, 3, 28),
            date(2038, 4, 25),
        ] {
            assert_eq!(easter(sunday.year()), sunday);
        }
    }

    #[test]
    fn brazil_is_closed_on_its_holidays_and_open_on_other_days() {
        for closed in [
            date(2026, 1, 1),
            date(2026, 2, 16),
            date(2026, 2, 17),
            date(2026, 4, 3),
            date(2026, 6, 4),
            date(2026, 9, 7),
            date(2026, 11, 20),
            date(2026, 12, 25),
        ] {
            assert!(is_holiday("BR", closed), "{closed}");
        }
        for open in [
            date(2026, 2, 18),
            date(2026, 4, 2),
            date(2026, 6, 5),
            date(2026, 11, 24),
        ] {
            assert!(!is_holiday("BR", open), "{open}");
        }
        assert!(!is_holiday("PT", date(2026, 9, 7)));
        assert!(is_holiday("PT", date(2026, 12, 25)));
    }
}
