//! JSON: depth and number of values are bounded while the tree is built, not afterwards.
//!
//! Two things differ from what most parsers do, so that nothing is lost. A key that stands twice in one object becomes
//! a list of its values, as in forms and XML. An integer that does not fit 64 bits becomes a string of its digits: such
//! a number is an id, and a floating-point number would round it into another one.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value, error::Category};

use super::charset::decode;
use super::limits::{Budget, check_depth};
use super::malformed::{JsonFault, Malformed, line_and_column};
use super::object::Object;

pub(super) fn read(bytes: &[u8], charset: Option<&str>) -> Result<Value, Malformed> {
    let text = decode(bytes, charset)?;
    let reading = Reading::default();
    let tree = reading.read(&text)?;
    if !reading.rounded.get() {
        return Ok(tree);
    }
    Reading::default().read(&with_wide_integers_quoted(&text))
}

/// One pass over one text.
#[derive(Default)]
struct Reading {
    budget: RefCell<Budget>,
    /// The bound that was overstepped: serde's own errors can only carry a text.
    overstepped: RefCell<Option<Malformed>>,
    /// Whether a number came as floating point that may be a rounded integer.
    rounded: Cell<bool>,
}

impl Reading {
    fn read(&self, text: &str) -> Result<Value, Malformed> {
        let mut json = serde_json::Deserializer::from_str(text);
        Node {
            reading: self,
            depth: 0,
        }
        .deserialize(&mut json)
        .and_then(|tree| json.end().map(|()| tree))
        .map_err(|error| self.overstepped.take().unwrap_or_else(|| malformed(text, &error)))
    }

    fn admit<E: serde::de::Error>(&self, depth: usize) -> Result<(), E> {
        let admitted = check_depth(depth).and_then(|()| self.budget.borrow_mut().spend());
        admitted.map_err(|error| {
            let text = E::custom(&error);
            self.overstepped.replace(Some(error));
            text
        })
    }
}

/// A value that is about to be read.
#[derive(Clone, Copy)]
struct Node<'r> {
    reading: &'r Reading,
    depth: usize,
}

impl Node<'_> {
    fn inner(self) -> Self {
        Self {
            depth: self.depth + 1,
            ..self
        }
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a JSON value")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Value, E> {
        self.reading.admit(self.depth)?;
        Ok(Value::Null)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Value, E> {
        self.reading.admit(self.depth)?;
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Value, E> {
        self.reading.admit(self.depth)?;
        Ok(Value::from(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Value, E> {
        self.reading.admit(self.depth)?;
        Ok(Value::from(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        self.reading.admit(self.depth)?;
        if value.abs() >= 9e18 {
            self.reading.rounded.set(true);
        }
        let number = Number::from_f64(value).ok_or_else(|| E::custom("number out of range"))?;
        Ok(Value::Number(number))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Value, E> {
        self.reading.admit(self.depth)?;
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        self.reading.admit(self.depth)?;
        let mut list = Vec::new();
        while let Some(member) = members.next_element_seed(self.inner())? {
            list.push(member);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        self.reading.admit(self.depth)?;
        let mut object = Object::default();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(self.inner())?;
            object.add(name, value);
        }
        Ok(object.into_value())
    }
}

fn malformed(text: &str, error: &serde_json::Error) -> Malformed {
    let line_start = text
        .split('\n')
        .take(error.line().saturating_sub(1))
        .map(|line| line.len() + 1)
        .sum::<usize>();
    let (line, column) = line_and_column(text, line_start + error.column().saturating_sub(1));
    Malformed::Json {
        reason: fault(error),
        line,
        column,
    }
}

/// serde_json tells kinds of mistakes apart only by their text.
fn fault(error: &serde_json::Error) -> JsonFault {
    if error.classify() == Category::Eof {
        return JsonFault::End;
    }
    let text = error.to_string();
    let known = [
        ("trailing comma", JsonFault::TrailingComma),
        ("trailing characters", JsonFault::TrailingCharacters),
        ("control character", JsonFault::ControlCharacter),
        ("escape", JsonFault::Escape),
        ("surrogate", JsonFault::Escape),
        ("unicode code point", JsonFault::Escape),
        ("number", JsonFault::Number),
        ("key must be a string", JsonFault::Key),
    ];
    known
        .into_iter()
        .find(|(part, _)| text.contains(part))
        .map_or(JsonFault::Syntax, |(_, fault)| fault)
}

/// The same document with quotes around the integers that do not fit 64 bits. The document must be valid JSON.
fn with_wide_integers_quoted(json: &str) -> String {
    let mut quoted = String::with_capacity(json.len() + 64);
    let mut rest = json;
    while let Some(start) = rest.find(|c: char| c == '"' || c == '-' || c.is_ascii_digit()) {
        let (before, token) = rest.split_at(start);
        quoted.push_str(before);
        let length = if token.starts_with('"') {
            string_length(token)
        } else {
            number_length(token)
        };
        let (token, after) = token.split_at(length);
        if is_wide_integer(token) {
            quoted.extend(["\"", token, "\""]);
        } else {
            quoted.push_str(token);
        }
        rest = after;
    }
    quoted.push_str(rest);
    quoted
}

fn string_length(token: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in token.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    token.len()
}

fn number_length(token: &str) -> usize {
    let part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
    token.find(|c| !part(c)).unwrap_or(token.len())
}

fn is_wide_integer(token: &str) -> bool {
    let digits = token.strip_prefix('-').unwrap_or(token);
    digits.len() >= 19
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && token.parse::<i64>().is_err()
        && token.parse::<u64>().is_err()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_key_that_comes_twice_keeps_both_values() {
        check(
            r#"{"a":1,"b":2,"a":[3],"a":4}"#,
            json!({"a": [1, [3], 4], "b": 2}),
        );
    }

    #[test]
    fn a_list_that_comes_twice_stays_two_lists() {
        check(r#"{"a":[1],"a":[2]}"#, json!({"a": [[1], [2]]}));
    }

    #[test]
    fn an_integer_beyond_64_bits_keeps_its_digits() {
        check(
            r#"{"id": 123456789012345678901234567890, "s": "99999999999999999999", "n": -98765432109876543210,
                "max": 18446744073709551615, "e": 1e30, "esc": "\"99999999999999999999"}"#,
            json!({
                "id": "123456789012345678901234567890", "s": "99999999999999999999", "n": "-98765432109876543210",
                "max": u64::MAX, "e": 1e30, "esc": "\"99999999999999999999"
            }),
        );
    }

    #[test]
    fn an_amount_keeps_its_digits() {
        check("[1234.56, 0.1, 100]", json!([1234.56, 0.1, 100]));
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        check("\u{feff}{}", json!({}));
    }

    #[test]
    fn utf_16_is_recognised_with_and_without_its_mark() {
        let bytes: Vec<u8> = "{\"é\":1}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&bytes, None), Ok(json!({"é": 1})));
        let marked: Vec<u8> = "\u{feff}{\"é\":1}"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(read(&marked, Some("utf-8")), Ok(json!({"é": 1})));
    }

    #[test]
    fn the_charset_parameter_is_honoured() {
        assert_eq!(
            read(b"{\"a\":\"hor\xe1rio\"}", Some("iso-8859-1")),
            Ok(json!({"a": "horário"}))
        );
    }

    #[test]
    fn a_byte_that_is_no_utf_8_is_pointed_at() {
        assert_eq!(
            read(b"{\"a\":\"hor\xe1rio\"}", None),
            Err(Malformed::Charset {
                charset: "UTF-8",
                byte: 9
            })
        );
    }

    #[test]
    fn mistakes_are_told_apart_and_located() {
        check_fault("{\"nome\": \"Ana\",\n \"tel\": }", JsonFault::Syntax, 2, 9);
        check_fault("{\"nome\": \"Ana\",\n}", JsonFault::TrailingComma, 2, 1);
        check_fault("{\"nome\": \"Ana\"", JsonFault::End, 1, 14);
        check_fault("{\"á\": \"b\"} x", JsonFault::TrailingCharacters, 1, 12);
        check_fault("{\"a\": \"b\nc\"}", JsonFault::ControlCharacter, 2, 1);
        check_fault("{\"a\": \"\\x\"}", JsonFault::Escape, 1, 9);
        check_fault("{\"a\": \"\\ud800\"}", JsonFault::Escape, 1, 14);
        check_fault("{\"a\": 01}", JsonFault::Number, 1, 8);
        check_fault("{\"a\": 1e999}", JsonFault::Number, 1, 11);
        check_fault("{a: 1}", JsonFault::Key, 1, 2);
        check_fault("{'a': 1}", JsonFault::Key, 1, 2);
    }

    #[test]
    fn a_bomb_of_depth_is_refused_at_the_bound() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(read(nested(65).as_bytes(), None).is_ok());
        for bomb in [nested(66), "[".repeat(4 << 20), "{\"a\":".repeat(800_000)] {
            assert!(read(bomb.as_bytes(), None) == Err(Malformed::TooDeep { limit: 64 }));
        }
    }

    #[test]
    fn a_bomb_of_values_is_refused_at_the_bound() {
        let list = |values: usize| format!("[{}0]", "0,".repeat(values - 2));
        assert!(read(list(100_000).as_bytes(), None).is_ok());
        for bomb in [
            list(100_001),
            list(2 << 20),
            format!("[{}0]", "[],".repeat(1 << 20)),
        ] {
            assert!(read(bomb.as_bytes(), None) == Err(Malformed::TooManyValues { limit: 100_000 }));
        }
    }

    fn check(text: &str, expected: Value) {
        assert_eq!(read(text.as_bytes(), None), Ok(expected));
    }

    fn check_fault(text: &str, reason: JsonFault, line: usize, column: usize) {
        assert_eq!(
            read(text.as_bytes(), None),
            Err(Malformed::Json { reason, line, column }),
            "{text}"
        );
    }
}
