//! The time of signing.

use jiff::Timestamp;

use super::lookup::LONGEST;
use super::refused::Refused;
use super::scheme::Place;

/// A number of this size or more is in milliseconds: in seconds it would be a year beyond 5000.
const MILLISECONDS_FROM: i64 = 100_000_000_000;

/// A time that was signed, in milliseconds since 1970.
pub(super) struct SignedAt(i64);

impl SignedAt {
    /// Reads seconds (10 digits today) or milliseconds (13).
    pub(super) fn read(text: &str, header: &str) -> Result<Self, Refused> {
        let digits =
            !text.is_empty() && text.len() < LONGEST && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.then(|| text.parse::<i64>().ok()).flatten();
        match number {
            Some(number) if number >= MILLISECONDS_FROM => Ok(Self(number)),
            Some(number) => Ok(Self(number.saturating_mul(1000))),
            None => Err(Refused::Form {
                place: Place::Header,
                name: header.into(),
            }),
        }
    }

    /// Whether it lies within the tolerance on both sides, which counts in full seconds as the senders' own code does.
    pub(super) fn judge(&self, tolerance_seconds: u32, received_at: Timestamp) -> Result<(), Refused> {
        let age = received_at
            .as_millisecond()
            .saturating_sub(self.0)
            .div_euclid(1000);
        let tolerance = i64::from(tolerance_seconds);
        if age > tolerance {
            Err(Refused::TooOld { seconds: age })
        } else if age < -tolerance {
            Err(Refused::TooFarAhead { seconds: -age })
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_judged_on_both_sides_and_in_either_unit() {
        let received_at = Timestamp::from_millisecond(1_773_162_300_900).expect("a time");
        for (text, expected) in [
            ("1773162300", Ok(())),
            ("1773162000", Ok(())),
            ("1773161999", Err(Refused::TooOld { seconds: 301 })),
            ("1773162600", Ok(())),
            ("1773162602", Err(Refused::TooFarAhead { seconds: 302 })),
            ("1773162300900", Ok(())),
            ("1773161999899", Err(Refused::TooOld { seconds: 301 })),
            (
                "1",
                Err(Refused::TooOld {
                    seconds: 1_773_162_299,
                }),
            ),
        ] {
            let read = SignedAt::read(text, "t").expect("a time");
            assert_eq!(read.judge(300, received_at), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_no_time() {
        for text in [
            "",
            "-1",
            "+1",
            "1.5",
            "1e9",
            " 1",
            "0x1",
            "99999999999999999999",
            "agora",
        ] {
            assert!(SignedAt::read(text, "t").is_err(), "{text:?}");
        }
    }
}
