//! Cells that a spreadsheet would take for a formula.

use std::borrow::Cow;

/// The text as a cell that no spreadsheet runs: where it begins as a formula may, an apostrophe goes before it, which
/// Excel shows as text (OWASP, "CSV Injection").
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => {
            format!("'{text}").into()
        }
        _ => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_is_text() {
        for text in ["=1+1", "+55 11", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
    }

    #[test]
    fn other_text_stays_as_it_is() {
        for text in ["", "Oi = tudo bem", "(11) 98765-4321", "'"] {
            assert_eq!(harmless(text), text);
        }
    }
}
