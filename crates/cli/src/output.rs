//! What goes to the terminal.

use std::io::{self, Write};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use recado_api::Lang;
use recado_api::view::Business;
use serde::Serialize;

/// Writes one line to standard output.
pub(crate) fn line(text: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{text}")
}

/// Writes a value as one line of JSON to standard output.
pub(crate) fn json(value: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    io::stdout().lock().write_all(&line)
}

/// Writes one line to standard error.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "recado: {text}");
}

/// In whole milliseconds, and never none: nobody believes that.
pub(crate) fn milliseconds(micros: u64) -> String {
    (micros.saturating_add(500) / 1000).max(1).to_string()
}

/// What strangers wrote, as one line that a terminal only shows: its control characters could do anything there.
pub(crate) fn tame(text: &str) -> String {
    const LONGEST: usize = 120;
    let mut tamed: String = text
        .chars()
        .take(LONGEST)
        .map(|letter| {
            if letter.is_control() || is_bidi_control(letter) {
                ' '
            } else {
                letter
            }
        })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        tamed.push('…');
    }
    tamed
}

/// Characters that turn the direction of a line around.
fn is_bidi_control(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The language and the clock on the wall of the business.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) lang: Lang,
    zone: TimeZone,
}

impl Place {
    pub(crate) fn of(business: &Business) -> Self {
        let zone = TimeZone::get(&business.zone).unwrap_or(TimeZone::UTC);
        Self {
            lang: business.lang,
            zone,
        }
    }

    /// A time as people there write it.
    pub(crate) fn time(&self, at: Timestamp) -> String {
        let local = at.to_zoned_datetime(self.zone.clone());
        let format = match self.lang {
            Lang::PtBr => "%d/%m/%Y %H:%M:%S",
            Lang::En => "%Y-%m-%d %H:%M:%S",
        };
        local.strftime(format).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_strangers_write_cannot_steer_the_terminal() {
        assert_eq!(tame("a\u{1b}[2Jb\r\n\u{202e}c"), "a [2Jb   c");
    }

    #[test]
    fn a_time_is_told_in_whole_milliseconds() {
        for (micros, told) in [
            (0, "1"),
            (1_499, "1"),
            (1_500, "2"),
            (u64::MAX, "18446744073709551"),
        ] {
            assert_eq!(milliseconds(micros), told);
        }
    }

    #[test]
    fn times_are_those_of_the_business_wherever_the_computer_thinks_it_is() {
        let business = Business {
            name: String::new(),
            kind: recado_api::view::BusinessKind::Other,
            lang: Lang::PtBr,
            country: "BR".to_owned(),
            zone: "America/Manaus".to_owned(),
        };
        let at = "2026-11-25T17:30:00Z".parse().unwrap();
        assert_eq!(Place::of(&business).time(at), "25/11/2026 13:30:00");
    }

    #[test]
    fn a_long_text_is_cut_where_a_letter_ends() {
        let long = tame(&"ã".repeat(500));
        assert_eq!(long.chars().count(), 121);
        assert!(long.ends_with('…'));
    }
}
