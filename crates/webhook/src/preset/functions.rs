//! The functions that a `map.jq` may use: a reviewed list, and nothing else is compiled in.
//!
//! Left out is what can run without end or recurse without bound (`range`, `recurse`, `while`, `until`, `repeat`,
//! `walk`, `flatten`, `..`, `fromjson`), what reads or writes the outside (`env`, `input`, `now`, `debug`), and what
//! ends the program (`halt`). `tonumber` and the functions for regular expressions are ours: jaq's `tonumber` is built
//! on `fromjson`, and its expressions are compiled anew for every text. So are the small functions that every map calls
//! a hundred times, which jaq defines in jq: a map runs in half the time with them in Rust (`native.rs`).

use jaq_core::data::JustLut;
use jaq_core::load::parse::Def;
use jaq_core::native::{Fun, run};
use jaq_json::Val;

use super::{native, regex};

/// Functions that jaq defines in jq itself.
const DEFINED: &[&str] = &[
    // jaq-core
    "select",
    "tostring",
    "map",
    "map_values",
    "del",
    "first",
    "last",
    "nth",
    "with_entries",
    "isempty",
    "all",
    "any",
    "error",
    // jaq-std
    "add",
    "min_by",
    "max_by",
    "min",
    "max",
    "unique_by",
    "unique",
    "keys",
    "capture_of_match",
    "scan_",
    "scan",
    "sub",
    "gsub",
    "abs",
    // jaq-json
    "in",
    "inside",
    "index",
    "rindex",
];

/// Functions of jaq that are written in Rust.
const NATIVE: &[&str] = &[
    // jaq-core
    "error_empty",
    "keys_unsorted",
    "key_values",
    "limit",
    "skip",
    "first",
    "last",
    // jaq-std
    "floor",
    "round",
    "ceil",
    "utf8bytelength",
    "ascii_downcase",
    "ascii_upcase",
    "reverse",
    "sort",
    "sort_by",
    "group_by",
    "min_by_or_empty",
    "max_by_or_empty",
    "startswith",
    "endswith",
    "ltrimstr",
    "rtrimstr",
    "trim",
    "ltrim",
    "rtrim",
    // jaq-json
    "length",
    "contains",
    "has",
    "indices",
];

/// Ours, in jq: the forms with fewer arguments.
const OURS: &str = r#"
    def test($re): test($re; "");
    def capture($re): capture($re; "");
    def split($sep; $flags): split_($sep; $flags + "g");
    def @urid: tostring | decode_uri;
"#;

/// Ours, in jq: who filled in a form, and what else was answered.
const FORMS: &str = include_str!("forms.jq");

/// Ours, in jq: what Messenger and Instagram have in common.
const META: &str = include_str!("meta.jq");

pub(super) type Data = JustLut<Val>;

pub(super) fn definitions() -> impl Iterator<Item = Def<&'static str>> {
    let defined = jaq_core::defs()
        .chain(jaq_std::defs())
        .chain(jaq_json::defs())
        .filter(|def| DEFINED.contains(&def.name));
    let ours = [OURS, FORMS, META]
        .into_iter()
        .filter_map(|code| jaq_core::load::parse(code, |parser| parser.defs()));
    defined.chain(ours.flatten())
}

pub(super) fn natives() -> impl Iterator<Item = Fun<Data>> {
    let theirs = jaq_core::funs()
        .chain(jaq_std::base_funs())
        .chain(jaq_json::funs())
        .filter(|(name, ..)| NATIVE.contains(name));
    theirs.chain(native::functions().chain(regex::functions()).map(run::<Data>))
}
