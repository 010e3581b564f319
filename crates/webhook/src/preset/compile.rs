//! From the text of a `map.jq` to a program, unless it could recurse.

use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Def, Pattern, Term};
use jaq_core::load::{Arena, File, Loader};
use jaq_core::path::Part;
use jaq_core::{Compiler, Filter};
use jaq_json::Val;

use super::functions;

pub(super) type Program = Filter<jaq_core::data::JustLut<Val>>;

/// Compiles a program; what is wrong with it is said in words for whoever wrote it.
pub(super) fn compile(code: &str) -> Result<Program, String> {
    let term = jaq_core::load::parse(code, |parser| parser.term()).ok_or("it is not a jq program")?;
    no_recursion(&term, &mut Vec::new())?;
    let arena = Arena::default();
    let modules = Loader::new(functions::definitions())
        .load(&arena, File { code, path: () })
        .map_err(|errors| format!("{errors:?}"))?;
    Compiler::default()
        .with_funs(functions::natives())
        .compile(modules)
        .map_err(|errors| {
            let mut unknown = errors.into_iter().flat_map(|(_, errors)| errors);
            unknown.next().map_or_else(
                || "it can not be compiled".to_owned(),
                |(name, kind)| format!("{name}: undefined or not allowed {}", kind.as_str()),
            )
        })
}

/// Refuses a definition that calls itself, and `..`: the depth of a program's run is then that of its text.
fn no_recursion<'s>(term: &Term<&'s str>, within: &mut Vec<(&'s str, usize)>) -> Result<(), String> {
    match term {
        Term::Recurse => return Err("`..` is not allowed".to_owned()),
        Term::Call(name, args) => {
            if within.contains(&(name, args.len())) {
                return Err(format!("`{name}` calls itself"));
            }
            each(args, within)?;
        }
        Term::Def(definitions, body) => {
            for definition in definitions {
                no_recursive_definition(definition, within)?;
            }
            no_recursion(body, within)?;
        }
        Term::Id | Term::Num(_) | Term::Var(_) | Term::Break(_) => {}
        Term::Str(_, parts) => {
            for part in parts {
                match part {
                    StrPart::Term(term) => no_recursion(term, within)?,
                    StrPart::Str(_) | StrPart::Char(_) => {}
                }
            }
        }
        Term::Arr(inner) => inner
            .as_ref()
            .map_or(Ok(()), |inner| no_recursion(inner, within))?,
        Term::Obj(members) => {
            for (key, value) in members {
                no_recursion(key, within)?;
                value
                    .as_ref()
                    .map_or(Ok(()), |value| no_recursion(value, within))?;
            }
        }
        Term::Neg(inner) | Term::Label(_, inner) => no_recursion(inner, within)?,
        Term::BinOp(left, operator, right) => {
            if let BinaryOp::Pipe(Some(pattern)) = operator {
                in_pattern(pattern, within)?;
            }
            no_recursion(left, within)?;
            no_recursion(right, within)?;
        }
        Term::Fold(_, source, pattern, args) => {
            no_recursion(source, within)?;
            in_pattern(pattern, within)?;
            each(args, within)?;
        }
        Term::TryCatch(inner, catch) => {
            no_recursion(inner, within)?;
            catch
                .as_ref()
                .map_or(Ok(()), |catch| no_recursion(catch, within))?;
        }
        Term::IfThenElse(branches, otherwise) => {
            for (condition, then) in branches {
                no_recursion(condition, within)?;
                no_recursion(then, within)?;
            }
            otherwise
                .as_ref()
                .map_or(Ok(()), |term| no_recursion(term, within))?;
        }
        Term::Path(inner, path) => {
            no_recursion(inner, within)?;
            for (part, _) in &path.0 {
                match part {
                    Part::Index(term) => no_recursion(term, within)?,
                    Part::Range(from, to) => {
                        for term in [from, to].into_iter().flatten() {
                            no_recursion(term, within)?;
                        }
                    }
                }
            }
        }
    }
    Ok(())
}

fn no_recursive_definition<'s>(
    definition: &Def<&'s str>,
    within: &mut Vec<(&'s str, usize)>,
) -> Result<(), String> {
    within.push((definition.name, definition.args.len()));
    let result = no_recursion(&definition.body, within);
    within.pop();
    result
}

fn each<'s>(terms: &[Term<&'s str>], within: &mut Vec<(&'s str, usize)>) -> Result<(), String> {
    terms.iter().try_for_each(|term| no_recursion(term, within))
}

fn in_pattern<'s>(pattern: &Pattern<&'s str>, within: &mut Vec<(&'s str, usize)>) -> Result<(), String> {
    match pattern {
        Pattern::Var(_) => Ok(()),
        Pattern::Arr(members) => members.iter().try_for_each(|member| in_pattern(member, within)),
        Pattern::Obj(members) => members.iter().try_for_each(|(key, member)| {
            no_recursion(key, within)?;
            in_pattern(member, within)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_recurses_or_reads_the_outside_is_refused() {
        for code in [
            "def f: f; f",
            "def f($x): [.[] | f($x)]; f(1)",
            "def f(g): def h: f(g); h; f(.)",
            "[..]",
            "def f: \"\\(f)\"; f",
            "def f: . as {a: $x, (f): $y} | 1; f",
            "recurse",
            "[range(10)]",
            "[limit(3; repeat(1))]",
            "fromjson",
            "env",
            "$ENV",
            "input",
            "halt",
            "now",
            "debug",
            "walk(.)",
            "getpath([\"a\"])",
            "import \"a\" as a; .",
        ] {
            assert!(compile(code).is_err(), "{code}");
        }
    }

    #[test]
    fn a_name_may_be_used_again_for_another_number_of_arguments() {
        assert_eq!(compile("def f($x): $x; def f: f(1); f").map(|_| ()), Ok(()));
    }
}
