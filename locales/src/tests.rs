use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::*;

#[test]
fn both_catalogues_hold_the_same_messages_with_the_same_arguments() {
    assert_eq!(messages(Lang::PtBr), messages(Lang::En));
}

#[test]
fn every_message_the_code_asks_for_exists_and_none_is_left_over() {
    let written: BTreeSet<String> = messages(Lang::En).into_keys().collect();
    let asked = ids_in_the_code();
    let unknown: Vec<_> = asked.literal.difference(&written).collect();
    assert!(
        unknown.is_empty(),
        "the code asks for messages that no catalogue has: {unknown:?}"
    );
    let left_over: Vec<_> = written.iter().filter(|id| !asked.mentions(id)).collect();
    assert!(
        left_over.is_empty(),
        "nobody asks for these messages: {left_over:?}"
    );
}

#[test]
fn a_plural_follows_the_number() {
    assert_eq!(
        Lang::En.text("resumed-applied", &[("count", 1.into())]),
        "1 delivery that waited was filed."
    );
    assert_eq!(
        Lang::En.text("resumed-applied", &[("count", 2.into())]),
        "2 deliveries that waited were filed."
    );
}

fn messages(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let resource = fluent_syntax::parser::parse(lang.source()).expect("the catalogue has a syntax error");
    let mut found = BTreeMap::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let mut arguments = BTreeSet::new();
        if let Some(pattern) = &message.value {
            collect(pattern, &mut arguments);
        }
        let again = found.insert(message.id.name.to_owned(), arguments);
        assert!(again.is_none(), "{} stands twice in {lang}", message.id.name);
    }
    found
}

fn collect(pattern: &Pattern<&str>, arguments: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        match expression {
            Expression::Inline(inline) => collect_inline(inline, arguments),
            Expression::Select { selector, variants } => {
                collect_inline(selector, arguments);
                variants
                    .iter()
                    .for_each(|variant| collect(&variant.value, arguments));
            }
        }
    }
}

fn collect_inline(inline: &InlineExpression<&str>, arguments: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = inline {
        arguments.insert(id.name.to_owned());
    }
}

/// The message ids in the sources of all rooms.
struct Asked {
    /// First arguments of `.text(`, which must exist.
    literal: BTreeSet<String>,
    /// Every string literal that could be an id, which keeps a message from being left over.
    strings: BTreeSet<String>,
}

impl Asked {
    fn mentions(&self, id: &str) -> bool {
        self.strings.contains(id)
    }
}

fn ids_in_the_code() -> Asked {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut asked = Asked {
        literal: BTreeSet::new(),
        strings: BTreeSet::new(),
    };
    let rust = ["crates", "src-tauri/src"].map(|room| sources(&root.join(room), &["rs"]));
    for file in rust.into_iter().flatten() {
        let code = std::fs::read_to_string(&file).expect("a source file can be read");
        for (at, _) in code.match_indices(".text(\"") {
            let id = code[at + ".text(\"".len()..]
                .split('"')
                .next()
                .unwrap_or_default();
            asked.literal.insert(id.to_owned());
        }
        asked
            .strings
            .extend(code.split('"').filter(|part| is_id(part)).map(str::to_owned));
    }
    for file in sources(&root.join("ui/src"), &["svelte", "ts"]) {
        let code = std::fs::read_to_string(&file).expect("a source file can be read");
        let ids = ids_in_the_ui(&code);
        asked.strings.extend(ids.iter().cloned());
        asked.literal.extend(ids);
    }
    asked
}

/// What stands in quotes and begins with `ui-`: in the UI nothing else does.
fn ids_in_the_ui(code: &str) -> Vec<String> {
    code.match_indices("ui-")
        .filter(|(at, _)| code[..*at].ends_with(['\'', '"', '`']))
        .map(|(at, _)| code[at..].split(|c| !is_id_letter(c)).next().unwrap_or_default())
        .map(str::to_owned)
        .collect()
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_id_letter)
}

fn is_id_letter(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
}

fn sources(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the rooms can be listed") {
        let path = entry.expect("a room can be listed").path();
        if path.is_dir() {
            found.extend(sources(&path, extensions));
        } else if path
            .extension()
            .is_some_and(|extension| extensions.iter().any(|one| extension == *one))
        {
            found.push(path);
        }
    }
    found
}
