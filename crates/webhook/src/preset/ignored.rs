//! Why a genuine delivery is not filed: the words that maps use, and the messages that tell it to people.

/// The id of the message for a map's word.
pub(crate) fn ignored_message(word: &str) -> &'static str {
    WORDS
        .iter()
        .find(|(_, words)| words.contains(&word))
        .map_or(OTHERWISE, |(message, _)| message)
}

const OTHERWISE: &str = "detail-ignored-event";

const WORDS: &[(&str, &[&str])] = &[
    ("detail-ignored-group", &["group"]),
    ("detail-ignored-edit", &["edit", "deleted", "no-show-undone"]),
    ("detail-ignored-status", &["status", "own", "system", "setup"]),
    ("detail-ignored-call", &["call"]),
    ("detail-ignored-test", &["ping", "test"]),
    ("detail-ignored-nobody", &["nobody", "anonymous"]),
    (
        "detail-ignored-unfinished",
        &["draft", "open", "opened", "waiting", "empty"],
    ),
    ("detail-ignored-elsewhere", &["moved", "checkout", "history"]),
    ("detail-ignored-free", &["free"]),
    (OTHERWISE, &["event", "notification", "status-reply"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::all;

    #[test]
    fn every_word_that_a_map_uses_has_its_message() {
        for preset in all() {
            let code = preset.map.as_ref().map(|map| map.code()).unwrap_or_default();
            for after in code.split("{ignored: \"").skip(1) {
                let word = after.split('"').next().unwrap_or_default();
                let known = WORDS.iter().any(|(_, words)| words.contains(&word));
                assert!(known, "{} ignores because of {word:?}", preset.id);
            }
        }
    }

    #[test]
    fn a_word_that_is_not_known_is_still_told() {
        assert_eq!(ignored_message("?"), OTHERWISE);
        assert_eq!(ignored_message("group"), "detail-ignored-group");
    }
}
