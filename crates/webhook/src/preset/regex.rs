//! Regular expressions for maps. Each is compiled once; matching takes time in proportion to the text.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use jaq_core::native::{Filter, v};
use jaq_core::{Cv, Error, Exn, RunPtr, ValXs};
use jaq_json::{Map, Val};
use regex::{Captures, Regex, RegexBuilder};

use super::functions::Data;
use super::native::{string, text};

pub(super) fn functions() -> impl Iterator<Item = Filter<RunPtr<Data>>> {
    let functions: [Filter<RunPtr<Data>>; 5] = [
        ("test", v(2), |cv| {
            apply(cv, |text, regex, _| vec![Val::Bool(regex.is_match(text))])
        }),
        ("capture", v(2), |cv| apply(cv, capture)),
        ("matches", v(2), |cv| {
            apply(cv, |text, regex, all| vec![matches(text, regex, all)])
        }),
        ("split_matches", v(2), |cv| {
            apply(cv, |text, regex, all| vec![split(text, regex, all, true)])
        }),
        ("split_", v(2), |cv| {
            apply(cv, |text, regex, all| vec![split(text, regex, all, false)])
        }),
    ];
    functions.into_iter()
}

/// Runs a function of an input text, an expression and whether the flags ask for all matches.
fn apply<'a>(mut cv: Cv<'a, Data>, function: fn(&str, &Regex, bool) -> Vec<Val>) -> ValXs<'a, Val> {
    let flags = cv.0.pop_var();
    let pattern = cv.0.pop_var();
    let result = match (text(&cv.1), text(&pattern), text(&flags)) {
        (Some(text), Some(pattern), Some(flags)) => {
            regex(pattern, flags).map(|regex| function(text, &regex, flags.contains('g')))
        }
        (_, _, _) => Err(Error::str("only texts can be matched")),
    };
    match result {
        Ok(values) => Box::new(values.into_iter().map(Ok)),
        Err(error) => Box::new(std::iter::once(Err(Exn::from(error)))),
    }
}

/// Expressions stand in the programs, so there are few: more than all presets have.
const MOST: usize = 1_000;

/// By pattern, then by flags.
type Known = HashMap<String, Vec<(String, Arc<Regex>)>>;

fn regex(pattern: &str, flags: &str) -> Result<Arc<Regex>, Error<Val>> {
    static KNOWN: LazyLock<RwLock<Known>> = LazyLock::new(RwLock::default);
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
    let of_pattern = known.get(pattern).into_iter().flatten();
    if let Some((_, regex)) = of_pattern.into_iter().find(|(known, _)| known == flags) {
        return Ok(regex.clone());
    }
    drop(known);
    let regex = RegexBuilder::new(pattern)
        .case_insensitive(flags.contains('i'))
        .multi_line(flags.contains('m'))
        .dot_matches_new_line(flags.contains('s'))
        .ignore_whitespace(flags.contains('x'))
        .build()
        .map_err(Error::str)?;
    let regex = Arc::new(regex);
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    if known.len() < MOST {
        known
            .entry(pattern.to_owned())
            .or_default()
            .push((flags.to_owned(), regex.clone()));
    }
    Ok(regex)
}

/// An object of the named groups, for each match.
fn capture(text: &str, regex: &Regex, all: bool) -> Vec<Val> {
    let named = |found: Captures<'_>| {
        let names = regex.capture_names().flatten();
        let groups = names.map(|name| {
            let group = found.name(name).map_or(Val::Null, |group| string(group.as_str()));
            (string(name), group)
        });
        Val::obj(groups.collect())
    };
    let most = if all { usize::MAX } else { 1 };
    regex.captures_iter(text).take(most).map(named).collect()
}

/// A list of matches, each the list of its groups, the first being the whole: what jaq's `scan` builds on.
fn matches(text: &str, regex: &Regex, all: bool) -> Val {
    let most = if all { usize::MAX } else { 1 };
    let found = regex.captures_iter(text).take(most);
    found.map(|found| groups(regex, &found)).collect()
}

fn groups(regex: &Regex, found: &Captures<'_>) -> Val {
    let groups = regex.capture_names().zip(found.iter()).map(|(name, group)| {
        let mut fields = Map::default();
        let text = group.map_or(Val::Null, |group| string(group.as_str()));
        fields.insert(Val::utf8_str("string"), text);
        if let Some(name) = name {
            fields.insert(Val::utf8_str("name"), string(name));
        }
        Val::obj(fields)
    });
    groups.collect()
}

/// The text between matches, and if wanted the matches in their places: what jaq's `sub` and `gsub` build on.
fn split(text: &str, regex: &Regex, all: bool, with_matches: bool) -> Val {
    let most = if all { usize::MAX } else { 1 };
    let piece = |from, to| string(text.get(from..to).unwrap_or_default());
    let mut pieces = Vec::new();
    let mut after = 0;
    for found in regex.captures_iter(text).take(most) {
        let Some(whole) = found.get(0) else { continue };
        pieces.push(piece(after, whole.start()));
        if with_matches {
            pieces.push(groups(regex, &found));
        }
        after = whole.end();
    }
    pieces.push(piece(after, text.len()));
    pieces.into_iter().collect()
}
