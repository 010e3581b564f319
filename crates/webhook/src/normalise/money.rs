//! Amounts: `{"decimal": "12.30"}` or `{"minor": 1230}`, each with a currency.

use serde_json::Value;

use crate::another::{Business, decimal_amount, written_amount};
use crate::event::Money;

/// Programs write decimals with a point and without any other sign; whatever else is written is read as people do.
pub(super) fn read(said: &Value, business: &Business) -> Option<Money> {
    let currency = said
        .get("currency")
        .and_then(Value::as_str)
        .map(|code| code.trim().to_ascii_uppercase())
        .filter(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()));
    if let Some(minor) = said.get("minor").and_then(whole) {
        let currency = currency.unwrap_or_else(|| business.currency.clone());
        return Some(Money { minor, currency });
    }
    match said.get("decimal")? {
        Value::Number(number) => decimal_amount(&number.to_string(), currency.as_deref(), business),
        Value::String(text) if is_plain(text.trim()) => {
            decimal_amount(text.trim(), currency.as_deref(), business)
        }
        Value::String(text) => written_amount(text, currency.as_deref(), business),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn whole(said: &Value) -> Option<i64> {
    match said {
        Value::Number(number) => number.as_i64().or_else(|| {
            // jq's arithmetic gives `1230.0`.
            let number = number.as_f64()?;
            (number.fract() == 0.0).then(|| format!("{number:.0}").parse().ok())?
        }),
        Value::String(text) => text.trim().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// `-?[0-9]+(\.[0-9]+)?`
fn is_plain(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    [whole, fraction]
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}
