//! What a value looks like, whatever it is called.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::another::{Business, email_address, tells_time, written_amount};
use crate::phone::Phone;

/// What a value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    Phone,
    Email,
    /// Two to five words of letters alone.
    Name,
    /// What somebody has written.
    LongText,
    /// A word or a few.
    Text,
    Amount,
    Number,
    Date,
    Link,
    /// A yes or a no.
    Flag,
    /// Letters and figures without a space.
    Id,
}

/// In characters: a text that is longer was written, not chosen.
const LONG: usize = 60;

/// Words of it.
const LONG_WORDS: usize = 7;

/// In characters: what a phone or an amount can be at most. It is not looked for in more.
const LONGEST_HANDLE: usize = 60;

/// A value's look. `business` tells whose phones and times those without country or zone are.
pub fn look(value: &Value, business: &Business) -> Look {
    match value {
        Value::Bool(_) => Look::Flag,
        Value::Number(number) => look_of_text(&number.to_string(), business),
        Value::String(text) => look_of_text(text.trim(), business),
        Value::Null | Value::Array(_) | Value::Object(_) => Look::Text,
    }
}

fn look_of_text(text: &str, business: &Business) -> Look {
    let words = text.split_whitespace().count();
    if text.len() <= LONGEST_HANDLE && is_phone(text, business) {
        Look::Phone
    } else if email_address(text).is_some() {
        Look::Email
    } else if text.contains("://") || text.starts_with("www.") {
        Look::Link
    } else if is_flag(text) {
        Look::Flag
    } else if tells_time(text, business) > 0 {
        Look::Date
    } else if text.len() <= LONGEST_HANDLE && is_amount(text, business) {
        Look::Amount
    } else if text.chars().count() > LONG || words >= LONG_WORDS || text.contains('\n') {
        Look::LongText
    } else if text.chars().all(|c| !c.is_alphabetic()) {
        Look::Number
    } else if words == 1 && text.len() >= 6 && text.chars().any(|c| c.is_ascii_digit()) {
        Look::Id
    } else if is_name(text, words) {
        Look::Name
    } else {
        Look::Text
    }
}

/// Only what can be dialled: any row of digits may be a number.
pub(super) fn is_phone(text: &str, business: &Business) -> bool {
    let figures = text.chars().filter(char::is_ascii_digit).count();
    let others = text.chars().filter(|c| c.is_alphabetic()).count();
    figures >= 8
        && others == 0
        && !is_tax_number(text)
        && Phone::read(text, &business.country).is_some_and(|phone| phone.verified)
}

/// `123.456.789-09`, `12.345.678/0001-95`: in Brazil people and firms have numbers as long as phones.
fn is_tax_number(text: &str) -> bool {
    let points = text.matches('.').count();
    let end = text.rsplit('-').next().unwrap_or_default();
    points == 2 && end.len() == 2
}

fn is_flag(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "sim", "não", "nao", "yes", "no", "si", "sí", "true", "false", "on", "off", "aceito",
    ];
    WORDS.contains(&text.to_lowercase().as_str())
}

fn is_amount(text: &str, business: &Business) -> bool {
    let has_symbol = text.contains(['$', '€', '£']) || text.to_ascii_uppercase().starts_with("BRL");
    let cents = |sign: char| {
        text.rsplit_once(sign)
            .is_some_and(|(_, cents)| cents.len() == 2 && cents.bytes().all(|byte| byte.is_ascii_digit()))
    };
    (has_symbol || cents(',') || cents('.'))
        && text.chars().any(|c| c.is_ascii_digit())
        && written_amount(text, None, business).is_some()
}

fn is_name(text: &str, words: usize) -> bool {
    (2..=5).contains(&words)
        && text
            .chars()
            .all(|c| c.is_alphabetic() || c.is_whitespace() || matches!(c, '\'' | '.' | '-'))
}
