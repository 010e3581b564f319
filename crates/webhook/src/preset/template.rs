//! Texts of presets in which `{name}` stands for something.

use thiserror::Error;

#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{{` without `}}` in {text:?}")]
pub(super) struct TemplateError {
    text: String,
}

/// The names in a text, in order.
pub(super) fn names(text: &str) -> Result<Vec<&str>, TemplateError> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or_else(|| TemplateError {
            text: text.to_owned(),
        })?;
        names.push(name);
        rest = after;
    }
    Ok(names)
}

/// A text with what each name stands for; `None` where one stands for nothing. What is put in is not looked at again.
pub(super) fn filled(text: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        filled.push_str(before);
        filled.push_str(&value(name)?);
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_once_and_all_or_nothing() {
        let value = |name: &str| (name != "none").then(|| format!("<{{{name}}}>"));
        assert_eq!(filled("a{b}c{d}", value).as_deref(), Some("a<{b}>c<{d}>"));
        assert_eq!(filled("plain", value).as_deref(), Some("plain"));
        assert_eq!(filled("a{none}", value), None);
        assert_eq!(filled("a{open", value), None);
    }

    #[test]
    fn an_open_brace_is_a_mistake() {
        assert_eq!(names("{a}/{b}"), Ok(vec!["a", "b"]));
        assert!(names("{a}/{b").is_err());
    }
}
