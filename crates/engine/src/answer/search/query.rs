//! What somebody typed, as what the index is asked. It is text, never the index's own syntax.

use recado_webhook::phone::Phone;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Further words are not looked at.
const MOST_WORDS: usize = 12;

/// In characters.
const LONGEST: usize = 200;

/// In what was said a shorter word is not taken for a beginning: half of all messages hold a word that begins so.
const SHORTEST_BEGINNING: usize = 3;

/// Fewer digits are in nearly every phone.
const FEWEST_DIGITS: usize = 3;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::answer) struct Query {
    words: Vec<String>,
    /// The words without accents and capitals, to be compared with texts.
    pub(super) folded: Vec<String>,
    /// Any of these makes a phone match; none where letters were typed.
    pub(in crate::answer) digits: Vec<String>,
}

impl Query {
    pub(in crate::answer) fn read(text: &str, country: &str) -> Self {
        let text: String = text.nfc().take(LONGEST).collect();
        let words: Vec<_> = words(&text).take(MOST_WORDS).map(str::to_owned).collect();
        Self {
            folded: words.iter().map(|word| fold(word)).collect(),
            words,
            digits: digits(&text, country),
        }
    }

    /// Whether nothing was typed that could be looked for.
    pub(in crate::answer) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a text of ours holds all words, the last one as a beginning.
    pub(in crate::answer) fn is_in(&self, text: &str) -> bool {
        let text: Vec<_> = words(text).map(fold).collect();
        let whole = |wanted: &String| text.contains(wanted);
        match self.folded.split_last() {
            Some((last, others)) => {
                others.iter().all(whole) && text.iter().any(|word| word.starts_with(last))
            }
            None => false,
        }
    }

    /// All words, whole.
    pub(in crate::answer) fn whole(&self) -> String {
        self.expression(false)
    }

    /// All words, the last one as a beginning.
    pub(in crate::answer) fn begun(&self) -> String {
        self.expression(true)
    }

    /// All words, for what was said.
    pub(in crate::answer) fn said(&self) -> String {
        let last = self.words.last().map_or(0, |last| last.chars().count());
        self.expression(last >= SHORTEST_BEGINNING)
    }

    fn expression(&self, last_is_begun: bool) -> String {
        let quoted: Vec<_> = self.words.iter().map(|word| format!("\"{word}\"")).collect();
        let mut all = quoted.join(" AND ");
        if last_is_begun && !all.is_empty() {
            all.push('*');
        }
        all
    }
}

/// The words of a text, as FTS5's `unicode61` divides it: it knows letters and digits, everything else is between them.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_of_a_word(c))
        .filter(|word| !word.is_empty())
}

pub(super) fn is_of_a_word(c: char) -> bool {
    // Alphabetic for Rust, but no letters for `unicode61`: letters in circles and squares, and a few that became
    // letters after Unicode 6.1.
    let is_between = matches!(
        c,
        '\u{19b0}'..='\u{19c9}' | '\u{1cf2}' | '\u{1cf3}' | '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f189}'
    );
    c.is_alphanumeric() && !is_combining_mark(c) && !is_between
}

/// Without accents and capitals.
pub(super) fn fold(word: &str) -> String {
    word.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The ways in which the typed digits may stand in a phone as it is kept (E.164 where it is valid, else as written).
fn digits(text: &str, country: &str) -> Vec<String> {
    if text.chars().any(char::is_alphabetic) {
        return Vec::new();
    }
    let typed: String = text.nfkc().filter(char::is_ascii_digit).collect();
    let mut ways = vec![typed.clone(), typed.trim_start_matches('0').to_owned()];
    if let Some(phone) = Phone::read(text, country) {
        ways.push(phone.match_key().trim_start_matches('+').to_owned());
    }
    if country.eq_ignore_ascii_case("BR") {
        ways.extend(brazilian(typed.trim_start_matches('0')));
    }
    ways.retain(|way| way.len() >= FEWEST_DIGITS);
    ways.sort_unstable();
    ways.dedup();
    ways
}

/// Brazilian mobiles are kept with a ninth digit, which many people leave out, and with a country code unless they are
/// no valid numbers.
fn brazilian(typed: &str) -> Vec<String> {
    let mut ways = Vec::new();
    let (code, local) = match typed.strip_prefix("55") {
        Some(local) if typed.len() >= 8 => ("55", local),
        _ => ("", typed),
    };
    if typed.len() >= 12 && !code.is_empty() {
        ways.push(local.to_owned());
    }
    if let Some((area, number)) = local.split_at_checked(2)
        && number.len() >= 4
        && number.starts_with(['6', '7', '8', '9'])
    {
        ways.push(format!("{code}{area}9{number}"));
    }
    if typed.len() == 9
        && let Some(number) = typed.strip_prefix('9')
    {
        ways.push(number.to_owned());
    }
    ways
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn a_search_is_words_and_never_syntax() {
        let query = Query::read(r#"Ação "NEAR(a" OR ana@exemplo.com -x* ^"#, "BR");
        assert_eq!(
            query.words,
            ["Ação", "NEAR", "a", "OR", "ana", "exemplo", "com", "x"]
        );
        assert_eq!(query.folded.first().map(String::as_str), Some("acao"));
        assert_eq!(
            query.begun(),
            r#""Ação" AND "NEAR" AND "a" AND "OR" AND "ana" AND "exemplo" AND "com" AND "x"*"#
        );
        assert_eq!(Query::read("?!", "BR").begun(), "");
    }

    #[test]
    fn a_phone_is_looked_for_in_every_way_it_may_be_kept() {
        for typed in [
            "+55 (11) 8765-4321",
            "11 98765-4321",
            "011 8765 4321",
            "５５１１８７６５４３２１",
            "118765",
        ] {
            let ways = Query::read(typed, "BR").digits;
            assert!(
                ways.iter().any(|way| "5511987654321".contains(way)),
                "{typed}: {ways:?}"
            );
        }
        assert!(Query::read("12", "BR").digits.is_empty());
        assert!(Query::read("rua 123", "BR").digits.is_empty());
    }

    /// The index refuses a quoted text that it divides into two words (it does not know where words stand), so this
    /// has to divide texts at least as finely, whatever the letter.
    #[test]
    fn no_letter_of_any_script_is_refused_by_the_index() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(
            "CREATE VIRTUAL TABLE w USING fts5 (t, content = '', columnsize = 0, detail = none,
                                                tokenize = 'unicode61 remove_diacritics 2')",
        )
        .unwrap();
        let mut select = db.prepare("SELECT rowid FROM w WHERE w MATCH ?1").unwrap();
        for c in (1..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let query = Query::read(&format!("a{c}b"), "BR");
            if !query.words.is_empty() && !c.is_ascii() {
                select
                    .exists([query.begun()])
                    .unwrap_or_else(|error| panic!("{c:?}: {error}"));
            }
        }
    }
}
