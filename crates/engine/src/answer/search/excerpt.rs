//! The words around what a search found.

use recado_api::view::Piece;

use super::query::{fold, is_of_a_word, words};

/// Words before the first one that matched.
const BEFORE: usize = 6;

/// In characters, about two lines.
const LONGEST: usize = 140;

/// Whether a text holds every word, the last one as a beginning.
pub(super) fn holds_all(text: &str, wanted: &[String]) -> bool {
    let there: Vec<_> = words(text).map(fold).collect();
    wanted.iter().enumerate().all(|(at, word)| {
        let is_last = at + 1 == wanted.len();
        there
            .iter()
            .any(|known| known == word || is_last && known.starts_with(word))
    })
}

pub(super) fn holds_any(text: &str, wanted: &[String]) -> bool {
    words(text).any(|word| matches(word, wanted))
}

fn matches(word: &str, wanted: &[String]) -> bool {
    let word = fold(word);
    wanted.contains(&word) || wanted.last().is_some_and(|last| word.starts_with(last))
}

/// The part of a text around the first word that matched, cut into pieces.
pub(super) fn of_words(text: &str, wanted: &[String]) -> Vec<Piece> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let runs = runs(&text);
    let first = runs
        .iter()
        .position(|run| run.is_word && matches(run.text, wanted))
        .unwrap_or(0);
    let words_before = runs
        .iter()
        .enumerate()
        .take(first)
        .filter(|(_, run)| run.is_word)
        .map(|(at, _)| at);
    let start = words_before.rev().take(BEFORE).last().unwrap_or(0);
    let mut pieces = Pieces::default();
    if start > 0 {
        pieces.push("…", false);
    }
    for run in runs.iter().skip(start) {
        if pieces.length + run.text.chars().count() > LONGEST {
            let room = LONGEST.saturating_sub(pieces.length);
            let rest: String = run.text.chars().take(room).collect();
            pieces.push(&rest, run.is_word && matches(run.text, wanted));
            pieces.push("…", false);
            break;
        }
        pieces.push(run.text, run.is_word && matches(run.text, wanted));
    }
    pieces.all
}

/// A phone as people write it, with the digits that were typed marked.
pub(super) fn of_digits(shown: &str, ways: &[String]) -> Vec<Piece> {
    let places: Vec<_> = shown
        .char_indices()
        .filter(|(_, c)| c.is_ascii_digit())
        .map(|(at, _)| at)
        .collect();
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    // The longest way says most about what was typed; the country code may not be shown.
    let without_code = ways.iter().filter_map(|way| way.strip_prefix("55"));
    let found = ways
        .iter()
        .map(String::as_str)
        .chain(without_code.filter(|way| !way.is_empty()))
        .filter_map(|way| Some((digits.find(way)?, way.len())))
        .max_by_key(|(_, length)| *length);
    let range = found.and_then(|(at, length)| {
        let from = *places.get(at)?;
        let last = *places.get(at + length - 1)?;
        Some(from..=last)
    });
    let mut pieces = Pieces::default();
    let Some(range) = range else {
        pieces.push(shown, false);
        return pieces.all;
    };
    pieces.push(shown.get(..*range.start()).unwrap_or_default(), false);
    pieces.push(shown.get(range.clone()).unwrap_or_default(), true);
    pieces.push(shown.get(*range.end() + 1..).unwrap_or_default(), false);
    pieces.all
}

/// A word, or what stands between two.
struct Run<'a> {
    text: &'a str,
    is_word: bool,
}

fn runs(text: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        // An accent that stands by itself belongs to the letter before it.
        let is_word = is_of_a_word(first);
        let end = rest
            .find(|c| {
                let inside = is_of_a_word(c) || is_word && unicode_normalization::char::is_combining_mark(c);
                inside != is_word
            })
            .unwrap_or(rest.len());
        let (text, after) = rest.split_at(end);
        runs.push(Run { text, is_word });
        rest = after;
    }
    runs
}

#[derive(Default)]
struct Pieces {
    all: Vec<Piece>,
    /// In characters.
    length: usize,
}

impl Pieces {
    /// Neighbours of one kind become one piece.
    fn push(&mut self, text: &str, matched: bool) {
        if text.is_empty() {
            return;
        }
        self.length += text.chars().count();
        match self.all.last_mut() {
            Some(last) if last.matched == matched => last.text.push_str(text),
            _ => self.all.push(Piece {
                text: text.to_owned(),
                matched,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_shows_the_words_around_the_first_match_and_marks_all() {
        let text = "um dois três quatro cinco seis sete oito AÇÃO nove\n dez ações fim";
        assert_eq!(
            marked(&of_words(text, &wanted(&["acao"]))),
            "…três quatro cinco seis sete oito [AÇÃO] nove dez ações fim"
        );
        assert_eq!(
            marked(&of_words("Ação e ações", &wanted(&["ac"]))),
            "[Ação] e [ações]"
        );
    }

    #[test]
    fn a_long_text_is_cut_and_says_so() {
        let pieces = of_words(&"palavra ".repeat(100), &wanted(&["palavra"]));
        let length: usize = pieces.iter().map(|piece| piece.text.chars().count()).sum();
        assert!(length <= LONGEST + 1, "{length} characters");
        assert_eq!(pieces.last().map(|piece| piece.text.as_str()), Some("…"));
    }

    #[test]
    fn digits_are_marked_across_punctuation() {
        let ways = |way: &str| vec![way.to_owned()];
        assert_eq!(
            marked(&of_digits("(11) 98765-4321", &ways("87654"))),
            "(11) 9[8765-4]321"
        );
        assert_eq!(
            marked(&of_digits("(11) 98765-4321", &ways("5511987654321"))),
            "([11) 98765-4321]"
        );
        assert_eq!(
            marked(&of_digits("(11) 98765-4321", &ways("777"))),
            "(11) 98765-4321"
        );
    }

    fn wanted(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn marked(pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|piece| match piece.matched {
                true => format!("[{}]", piece.text),
                false => piece.text.clone(),
            })
            .collect()
    }
}
