use serde::{Deserialize, Serialize};

/// A text for people, in every language that Recado speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    #[serde(rename = "pt-BR")]
    pub pt_br: String,
    pub en: String,
}

impl Text {
    /// In the language of a BCP 47 tag; English where it is not one of ours.
    pub fn get(&self, lang: &str) -> &str {
        if lang
            .get(..2)
            .is_some_and(|language| language.eq_ignore_ascii_case("pt"))
        {
            &self.pt_br
        } else {
            &self.en
        }
    }
}
