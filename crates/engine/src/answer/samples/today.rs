//! A sample of long ago as if it were sent now: all times in it move by as much, so that what was an hour later still is.

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use recado_webhook::request::Unverified;
use serde_json::{Map, Value};

/// Of a clock, in bytes: `2026-01-31T15:30:00`, with a `T` or a space.
const CLOCK: usize = 19;

/// Whole seconds since 1970 that are taken for a time: from 2023 to 2029. Others are ids, or of no moment.
const SECONDS: std::ops::Range<i64> = 1_672_531_200..1_861_920_000;

/// Moves the times of the body to now. `notes` may say when it was signed, or when it arrived; else its latest time is
/// taken for that.
pub(super) fn moved(request: Unverified, notes: &Map<String, Value>, now: Timestamp) -> Unverified {
    let Ok(body) = std::str::from_utf8(&request.body) else {
        return request;
    };
    let found = found(body);
    let latest = || found.iter().map(|found| found.at).max();
    let Some(sent) = sent(notes).or_else(latest) else {
        return request;
    };
    let by = SignedDuration::from_secs(now.as_second() - sent.as_second());
    let mut moved = String::with_capacity(body.len());
    let mut from = 0;
    for found in found {
        let (Some(before), Some(text)) = (
            body.get(from..found.start),
            body.get(found.start..found.start + found.length),
        ) else {
            continue;
        };
        moved.push_str(before);
        moved.push_str(&found.text_moved(text, by).unwrap_or_else(|| text.to_owned()));
        from = found.start + found.length;
    }
    moved.push_str(body.get(from..).unwrap_or_default());
    Unverified {
        body: moved.into(),
        ..request
    }
}

fn sent(notes: &Map<String, Value>) -> Option<Timestamp> {
    let signed = notes.get("_signed_at").and_then(Value::as_i64);
    let received = notes.get("_received_at").and_then(Value::as_str);
    received
        .and_then(|at| at.parse().ok())
        .or_else(|| Timestamp::from_second(signed?).ok())
}

/// A time in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Found {
    /// In bytes.
    start: usize,
    length: usize,
    at: Timestamp,
    form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// What follows, a fraction or an offset, stays.
    Clock,
    Seconds,
    Milliseconds,
}

impl Found {
    fn text_moved(&self, text: &str, by: SignedDuration) -> Option<String> {
        match self.form {
            Form::Clock => {
                let (clock, between) = clock(text)?;
                let moved = clock.checked_add(by).ok()?;
                Some(moved.strftime(&format!("%Y-%m-%d{between}%H:%M:%S")).to_string())
            }
            Form::Seconds => Some((text.parse::<i64>().ok()? + by.as_secs()).to_string()),
            Form::Milliseconds => Some((text.parse::<i64>().ok()? + by.as_secs() * 1000).to_string()),
        }
    }
}

fn found(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while at < bytes.len() {
        if !is_digit(at) || (at > 0 && is_digit(at - 1)) {
            at += 1;
            continue;
        }
        let time = clock_at(text, at).or_else(|| unix_at(text, at));
        at += time.map_or(1, |time| time.length);
        found.extend(time);
    }
    found
}

fn clock_at(text: &str, start: usize) -> Option<Found> {
    let (clock, _) = clock(text.get(start..start + CLOCK)?)?;
    let after = text.get(start + CLOCK..)?;
    Some(Found {
        start,
        length: CLOCK,
        at: offset(after).to_timestamp(clock).ok()?,
        form: Form::Clock,
    })
}

/// With what stands between day and time.
fn clock(text: &str) -> Option<(DateTime, char)> {
    let between = *text.as_bytes().get(10)?;
    if !matches!(between, b'T' | b' ') {
        return None;
    }
    let between = char::from(between);
    let clock = DateTime::strptime(format!("%Y-%m-%d{between}%H:%M:%S"), text).ok()?;
    Some((clock, between))
}

/// The offset at the beginning of a text, perhaps after a fraction of a second; none is none.
fn offset(text: &str) -> jiff::tz::Offset {
    let fraction = text
        .strip_prefix('.')
        .map(|digits| digits.trim_start_matches(|letter: char| letter.is_ascii_digit()));
    let offset = || {
        let text = fraction.unwrap_or(text);
        let (sign, digits) = (text.get(..1)?, text.get(1..6)?);
        let (hours, minutes) = digits.split_once(':')?;
        let minutes = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?;
        let sign = match sign {
            "+" => 1,
            "-" => -1,
            _ => return None,
        };
        jiff::tz::Offset::from_seconds(sign * minutes * 60).ok()
    };
    offset().unwrap_or(jiff::tz::Offset::UTC)
}

fn unix_at(text: &str, start: usize) -> Option<Found> {
    let digits = text.get(start..)?;
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let number: i64 = digits.get(..length)?.parse().ok()?;
    let (seconds, form) = match length {
        10 => (number, Form::Seconds),
        13 => (number / 1000, Form::Milliseconds),
        _ => return None,
    };
    SECONDS.contains(&seconds).then_some(())?;
    Some(Found {
        start,
        length,
        at: Timestamp::from_second(seconds).ok()?,
        form,
    })
}

#[cfg(test)]
mod tests {
    use recado_webhook::request::Method;
    use serde_json::json;

    use super::*;

    #[test]
    fn times_move_together_and_all_else_stays() {
        let now = "2026-11-24T12:00:00Z";
        for (body, notes, expected) in [
            (
                r#"{"at":"2025-06-01T09:00:00.120-03:00","starts":"2025-06-02T15:00:00Z","phone":"5511987654321"}"#,
                json!({ "_received_at": "2025-06-01T12:00:00Z" }),
                r#"{"at":"2026-11-24T09:00:00.120-03:00","starts":"2026-11-25T15:00:00Z","phone":"5511987654321"}"#,
            ),
            (
                r#"{"ts":1767225600,"ms":1767225600000,"id":17672256001,"old":"2019-01-01T00:00:00Z"}"#,
                json!({ "_signed_at": 1_767_225_600 }),
                r#"{"ts":1795521600,"ms":1795521600000,"id":17672256001,"old":"2019-11-24T12:00:00Z"}"#,
            ),
            ("at=2025-06-01 09:00:00", json!({}), "at=2026-11-24 12:00:00"),
            (
                "2025-06-01T09:00:00-03:00",
                json!({}),
                "2026-11-24T09:00:00-03:00",
            ),
            (
                "no time, 2025-13-99T99:99:99 é",
                json!({}),
                "no time, 2025-13-99T99:99:99 é",
            ),
        ] {
            assert_eq!(of(body, &notes, now), expected);
        }
    }

    fn of(body: &str, notes: &Value, now: &str) -> String {
        let request = Unverified {
            method: Method::Post,
            sub_path: String::new(),
            query: String::new(),
            headers: Vec::new(),
            body: body.to_owned().into(),
        };
        let moved = moved(request, notes.as_object().unwrap(), now.parse().unwrap());
        String::from_utf8(moved.body.to_vec()).unwrap()
    }
}
