//! The types of this room as TypeScript, for the window: `ui/src/backend/generated.ts` is made here and committed.
//!
//! `RECADO_WRITE_TYPES=1 cargo test -p recado-api --test typescript` writes it anew; without that the test fails where
//! it would change.
#![allow(clippy::unwrap_used, reason = "a test may end at once")]

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::path::Path;

use recado_api::bridge::{About, ExportProgress, ExportStyle, Heard};
use recado_api::{Failure, Hello, Request, StreamLine, for_each_request, request, view};
use ts_rs::{Config, TS, TypeVisitor};

#[test]
fn the_types_of_the_window_are_those_of_the_engine() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/backend/generated.ts");
    let made = typescript();
    if std::env::var_os("RECADO_WRITE_TYPES").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &made).unwrap();
    }
    let committed = std::fs::read_to_string(&file)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert!(
        committed == made,
        "{} is not what the types in crates/api say. Write it anew: \
         RECADO_WRITE_TYPES=1 cargo test -p recado-api --test typescript",
        file.display()
    );
}

fn typescript() -> String {
    let config = Config::new().with_large_int("number");
    let mut types = Types {
        config: &config,
        seen: HashSet::new(),
        declarations: BTreeMap::new(),
    };
    types.visit::<Request>();
    types.visit::<StreamLine>();
    types.visit::<Failure>();
    types.visit::<Heard>();
    types.visit::<ExportStyle>();
    types.visit::<ExportProgress>();
    types.visit::<About>();
    let mut answers = String::new();
    macro_rules! each {
        ($($name:ident => $answer:ty,)*) => {$(
            types.visit::<$answer>();
            writeln!(
                answers,
                "  {}: {{ request: {}; answer: {} }};",
                stringify!($name),
                <request::$name as TS>::name(&config),
                <$answer as TS>::name(&config),
            )
            .unwrap();
        )*};
    }
    use view::*;
    for_each_request!(each);

    let mut file =
        String::from("// Made from the types in crates/api by its test `typescript`; do not edit.\n\n");
    for declaration in types.declarations.values() {
        file.push_str(declaration);
        file.push('\n');
    }
    write!(
        file,
        "/** Every request by its name, with its answer. */\nexport interface Asks {{\n{answers}}}\n"
    )
    .unwrap();
    file
}

/// Collects the declarations of a type and of all that it names.
struct Types<'c> {
    config: &'c Config,
    seen: HashSet<TypeId>,
    declarations: BTreeMap<String, String>,
}

impl TypeVisitor for Types<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
        // Only types of our own have a place to be exported to.
        if T::output_path().is_none() {
            return;
        }
        let docs = T::docs()
            .map(|docs| docs.trim_end().to_owned() + "\n")
            .unwrap_or_default();
        let declaration = format!("{docs}export {}\n", T::decl(self.config));
        self.declarations.insert(T::ident(self.config), declaration);
    }
}
