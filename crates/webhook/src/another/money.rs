//! Amounts, in minor units and without floating point.

use serde_json::Value;

use super::Business;
use super::context::Context;
use super::currency;
use super::leaves::{Leaf, Leaves, Used};
use super::roles;
use crate::event::Money;

/// The amount that the payload is about; a total before others, one of the whole before one of a product.
pub(super) fn read(leaves: &mut Leaves<'_>, business: &Business) -> Option<Money> {
    let candidates = leaves.iter().filter_map(|(at, leaf)| {
        let is_value = leaf.key.is(&["value"]) && currency_beside(leaf, leaves).is_some();
        let sure = roles::amount(&leaf.key).max(u8::from(is_value));
        if leaf
            .above
            .has(words![counter counters count contador quantity quantidade paging pagination])
        {
            return None;
        }
        let place = match leaf.context {
            Context::Neutral | Context::Lead | Context::Person => 1,
            Context::Thing | Context::House | Context::Frame => 0,
        };
        if sure == 0 || (place == 0 && leaf.in_list()) {
            return None;
        }
        let money = money(leaf, leaves, business)?;
        let depth = usize::MAX - leaf.depth;
        Some(((place, sure, depth, usize::MAX - at), at, money))
    });
    let (_, at, money) = candidates.max_by_key(|(place, ..)| *place)?;
    leaves.mark_used(at, Used::Amount);
    Some(money)
}

pub(super) fn money(leaf: &Leaf<'_>, leaves: &Leaves<'_>, business: &Business) -> Option<Money> {
    let (text, is_number) = match leaf.value {
        Value::String(text) => (text.clone(), false),
        Value::Number(number) => (number.to_string(), true),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
    };
    let (symbol, figures) = symbol_and_figures(&text)?;
    let currency = symbol
        .map(|symbol| symbol.code(business))
        .or_else(|| currency_beside(leaf, leaves));
    let currency = currency.unwrap_or_else(|| business.currency.clone());
    let minor = if leaf.key.has(&["cents", "cent", "centavos"]) {
        figures.parse().ok()?
    } else {
        minor_units(figures, is_number, currency::decimals(&currency))?
    };
    // Nobody pays nothing; forms without a price send a zero.
    (minor != 0).then_some(Money { minor, currency })
}

/// An amount that a program wrote: a point is always the decimal one.
pub(crate) fn decimal_amount(figures: &str, currency: Option<&str>, business: &Business) -> Option<Money> {
    let currency = currency.unwrap_or(&business.currency).to_owned();
    let minor = minor_units(figures, true, currency::decimals(&currency))?;
    Some(Money { minor, currency })
}

/// An amount as people write it, `R$ 1.234,56`. A currency that is known beforehand goes before the written one.
pub(crate) fn written_amount(text: &str, currency: Option<&str>, business: &Business) -> Option<Money> {
    let (symbol, figures) = symbol_and_figures(text)?;
    let written = symbol.map(|symbol| symbol.code(business));
    let currency = currency
        .map(str::to_owned)
        .or(written)
        .unwrap_or_else(|| business.currency.clone());
    let minor = minor_units(figures, false, currency::decimals(&currency))?;
    Some(Money { minor, currency })
}

fn currency_beside(leaf: &Leaf<'_>, leaves: &Leaves<'_>) -> Option<String> {
    const KEYS: &[&str] = words![
        currency moeda moneda currencycode codigomoeda divisa currencyid presentmentcurrency
    ];
    leaves
        .beside(leaf)
        .filter(|(_, other)| other.key.is(KEYS))
        .find_map(|(_, other)| {
            let code = other.text()?.to_ascii_uppercase();
            is_code(&code).then_some(code)
        })
}

fn is_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// How an amount says what it is in.
enum Symbol {
    Code(String),
    /// `$` alone: the business's own, where that is some dollar or peso.
    Dollar,
}

impl Symbol {
    fn code(self, business: &Business) -> String {
        match self {
            Self::Code(code) => code,
            Self::Dollar if currency::is_written_with_dollar(&business.currency) => business.currency.clone(),
            Self::Dollar => "USD".to_owned(),
        }
    }
}

/// Splits `R$ 1.234,56` or `1.234,56 EUR`. Other words make it a text that holds an amount, not one.
fn symbol_and_figures(text: &str) -> Option<(Option<Symbol>, &str)> {
    const SYMBOLS: &[(&str, Option<&str>)] = &[
        ("US$", Some("USD")),
        ("U$S", Some("USD")),
        ("R$", Some("BRL")),
        ("€", Some("EUR")),
        ("£", Some("GBP")),
        ("S/", Some("PEN")),
        ("$", None),
    ];
    let text = text.trim();
    let start = text.find(|c: char| c.is_ascii_digit() || c == '-')?;
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let figures = text.get(start..end)?;
    let around = [text.get(..start)?.trim(), text.get(end..)?.trim()];
    let mut symbol = None;
    for word in around.into_iter().filter(|word| !word.is_empty()) {
        let known = SYMBOLS
            .iter()
            .find(|(sign, _)| word == *sign || word == format!("{sign}."));
        let read = match known {
            Some((_, Some(code))) => Symbol::Code((*code).to_owned()),
            Some((_, None)) => Symbol::Dollar,
            None if is_code(word) => Symbol::Code(word.to_owned()),
            None if ["reais", "real"].contains(&word.to_lowercase().as_str()) => {
                Symbol::Code("BRL".to_owned())
            }
            None => return None,
        };
        symbol = Some(read);
    }
    Some((symbol, figures))
}

/// Figures with points and commas, as minor units; what is finer than those is rounded.
///
/// The last sign is the decimal one, unless it stands alone before exactly three figures: `1.234` is a thousand. In a
/// JSON number a point is always the decimal one.
fn minor_units(figures: &str, is_number: bool, decimals: u32) -> Option<i64> {
    let negative = figures.starts_with('-');
    let figures = figures.strip_prefix('-').unwrap_or(figures).trim();
    let figures: String = figures
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
        .collect();
    if !figures
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
    {
        return None;
    }
    let (whole, fraction) = match figures.rfind(['.', ',']) {
        None => (figures.as_str(), ""),
        Some(at) => {
            let (whole, rest) = figures.split_at_checked(at)?;
            let (mark, fraction) = rest.split_at_checked(1)?;
            let repeated = whole.contains(mark);
            let other = whole.contains(['.', ',']) && !repeated;
            let groups_of_three = fraction.len() == 3 && (1..=3).contains(&whole.len()) && whole != "0";
            if repeated || (!other && !is_number && groups_of_three) {
                (figures.as_str(), "")
            } else {
                (whole, fraction)
            }
        }
    };
    let whole: i64 = whole
        .chars()
        .filter(char::is_ascii_digit)
        .collect::<String>()
        .parse()
        .ok()?;
    let places = usize::try_from(decimals).ok()?;
    let mut kept: String = fraction.chars().take(places).collect();
    while kept.len() < places {
        kept.push('0');
    }
    let kept: i64 = if kept.is_empty() { 0 } else { kept.parse().ok()? };
    let rounded_up = fraction.chars().nth(places).is_some_and(|next| next >= '5');
    let minor = whole
        .checked_mul(10_i64.checked_pow(decimals)?)?
        .checked_add(kept + i64::from(rounded_up))?;
    Some(if negative { -minor } else { minor })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_minor_units() {
        for (text, expected) in [
            ("1.234,56", 123_456),
            ("1,234.56", 123_456),
            ("1234.56", 123_456),
            ("1234,5", 123_450),
            ("1.234", 123_400),
            ("1,234", 123_400),
            ("1.234.567", 123_456_700),
            ("1 234,56", 123_456),
            ("150", 15_000),
            ("0.500", 50),
            ("149.9000", 14_990),
            ("12345.678", 1_234_568),
            ("-10", -1_000),
            ("0,07", 7),
        ] {
            assert_eq!(minor_units(text, false, 2), Some(expected), "{text}");
        }
    }

    #[test]
    fn numbers_have_a_decimal_point() {
        assert_eq!(minor_units("1.234", true, 2), Some(123));
        assert_eq!(minor_units("1234.56", true, 2), Some(123_456));
        assert_eq!(minor_units("0.1", true, 2), Some(10));
        assert_eq!(minor_units("1e16", true, 2), None);
    }

    #[test]
    fn currencies_without_minor_units_have_none() {
        assert_eq!(minor_units("15.990", false, 0), Some(15_990));
        assert_eq!(minor_units("15990.50", false, 0), Some(15_991));
    }

    #[test]
    fn what_does_not_fit_is_no_amount() {
        for text in ["", "9223372036854775807", "99999999999999999999", "1-2", "10%"] {
            assert_eq!(minor_units(text, false, 2), None, "{text}");
        }
    }

    #[test]
    fn symbols_and_codes_are_recognised_and_other_words_are_not() {
        check("R$ 1.234,56", "BRL", Some(("BRL", "1.234,56")));
        check("US$10", "BRL", Some(("USD", "10")));
        check("$ 100", "MXN", Some(("MXN", "100")));
        check("$ 100", "BRL", Some(("USD", "100")));
        check("100 €", "BRL", Some(("EUR", "100")));
        check("EUR 100", "BRL", Some(("EUR", "100")));
        check("100 reais", "EUR", Some(("BRL", "100")));
        check("a partir de R$ 100", "BRL", None);
        check("R$ 100 a R$ 200", "BRL", Some(("BRL", "100 a R$ 200")));
        check("a combinar", "BRL", None);
    }

    fn check(text: &str, own: &str, expected: Option<(&str, &str)>) {
        let mut business = Business::new("BR", jiff::tz::TimeZone::UTC);
        business.currency = own.to_owned();
        let read = symbol_and_figures(text);
        let read = read.map(|(symbol, figures)| (symbol.map(|symbol| symbol.code(&business)), figures));
        let read = read
            .as_ref()
            .map(|(code, figures)| (code.as_deref().unwrap_or(""), *figures));
        assert_eq!(read, expected, "{text}");
    }
}
