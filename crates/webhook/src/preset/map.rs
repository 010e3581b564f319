//! A `map.jq`: from a request's tree to what it says, still in the map's own words.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use jaq_core::{Ctx, Vars, unwrap_valr};
use jaq_json::{Map as Object, Val};
use serde_json::Value;
use thiserror::Error;

use super::compile::{Program, compile};
use super::values::{MOST, from_jaq, to_jaq};

/// A program that is compiled when it is first needed, and then kept.
pub struct Map {
    code: &'static str,
    program: OnceLock<Result<Program, String>>,
}

/// What a map is given.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    pub method: &'a str,
    pub path: &'a str,
    pub query: &'a Value,
    /// Names in lower case.
    pub headers: &'a [(String, String)],
    pub body: &'a Value,
    /// What was fetched, and as what.
    pub fetched: Option<(&'a str, &'a Value)>,
    /// RFC 3339
    pub received_at: &'a str,
    /// BCP 47
    pub lang: &'a str,
}

/// What a map says of one thing in a delivery: an object, not normalised yet.
pub type Output = serde_json::Map<String, Value>;

/// Why a map gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MapError {
    #[error("map.jq can not be used: {0}")]
    Broken(String),
    #[error("map.jq ended with an error: {0}")]
    Failed(String),
    #[error("map.jq gave no list of objects")]
    NoList,
}

impl fmt::Debug for Map {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl Map {
    pub(super) fn new(code: &'static str) -> Self {
        Self {
            code,
            program: OnceLock::new(),
        }
    }

    #[cfg(test)]
    pub(crate) fn code(&self) -> &'static str {
        self.code
    }

    /// Why the program can not be used, if it can not.
    pub fn check(&self) -> Result<(), MapError> {
        self.program().map(|_| ())
    }

    fn program(&self) -> Result<&Program, MapError> {
        let program = self.program.get_or_init(|| compile(self.code));
        program.as_ref().map_err(|why| MapError::Broken(why.clone()))
    }

    /// Runs the program. What is beyond 1,000 is left out: it stays in the delivery, which is kept whole.
    pub fn run(&self, input: &Input<'_>) -> Result<Vec<Output>, MapError> {
        let program = self.program()?;
        let context = Ctx::<jaq_core::data::JustLut<Val>>::new(&program.lut, Vars::new([]));
        let mut results = program.id.run((context, input.to_jaq())).map(unwrap_valr);
        let first = results.next().ok_or(MapError::NoList)?;
        match first.map_err(|error| MapError::Failed(shortened(&error.to_string())))? {
            Val::Arr(list) => list
                .iter()
                .take(MOST)
                .map(|item| match from_jaq(item) {
                    Value::Object(output) => Ok(output),
                    Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                        Err(MapError::NoList)
                    }
                })
                .collect(),
            Val::Null | Val::Bool(_) | Val::Num(_) | Val::BStr(_) | Val::TStr(_) | Val::Obj(_) => {
                Err(MapError::NoList)
            }
        }
    }
}

impl Input<'_> {
    fn to_jaq(self) -> Val {
        let text = |text: &str| Val::utf8_str(text.to_owned().into_bytes());
        let headers = self.headers.iter().map(|(name, value)| (text(name), text(value)));
        let (resource, fetched) = match self.fetched {
            Some((resource, fetched)) => (text(resource), to_jaq(fetched)),
            None => (Val::Null, Val::Null),
        };
        let members: [(&'static str, Val); 9] = [
            ("method", text(self.method)),
            ("path", text(self.path)),
            ("query", to_jaq(self.query)),
            ("headers", Val::obj(headers.collect())),
            ("body", to_jaq(self.body)),
            ("fetched", fetched),
            ("resource", resource),
            ("received_at", text(self.received_at)),
            ("lang", text(self.lang)),
        ];
        let members = members
            .into_iter()
            .map(|(name, value)| (Val::utf8_str(name), value));
        Val::obj(members.collect::<Object>())
    }
}

/// An error of jaq repeats the value that it is about, which may be the whole body.
fn shortened(error: &str) -> String {
    let error: Cow<'_, str> = if error.len() > 200 {
        error
            .chars()
            .take(200)
            .chain("…".chars())
            .collect::<String>()
            .into()
    } else {
        error.into()
    };
    error.into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn run(code: &'static str, body: &Value) -> Result<Vec<Output>, MapError> {
        let nothing = json!({});
        Map::new(code).run(&Input {
            method: "POST",
            path: "orders/created",
            query: &nothing,
            headers: &[("x-topic".to_owned(), "order".to_owned())],
            body,
            fetched: Some(("payment", &json!({ "id": 1 }))),
            received_at: "2026-03-10T17:05:00Z",
            lang: "pt-BR",
        })
    }

    #[test]
    fn a_map_is_given_the_whole_request() {
        let code = "[{a: [.method, .path, .query, .headers[\"x-topic\"], .body, .resource, .fetched.id, .received_at, .lang]}]";
        let body = json!([1.5, "é", null, true, 18_446_744_073_709_551_615_u64, { "b": -1 }]);
        let expected = json!([
            "POST", "orders/created", {}, "order",
            // JSON's numbers that no processor has a type for become texts.
            [1.5, "é", null, true, "18446744073709551615", { "b": -1 }],
            "payment", 1, "2026-03-10T17:05:00Z", "pt-BR",
        ]);
        assert_eq!(run(code, &body).map(|said| said[0]["a"].clone()), Ok(expected));
    }

    #[test]
    fn an_error_is_an_error_and_no_panic() {
        assert_eq!(
            run("[{a: error}]", &json!({})).map_err(|error| matches!(error, MapError::Failed(_))),
            Err(true)
        );
        assert_eq!(
            run("[{a: .body.b}]", &json!("x")).map_err(|error| matches!(error, MapError::Failed(_))),
            Err(true)
        );
        for code in ["1", "empty", "{}", "[1]"] {
            assert_eq!(run(code, &json!({})), Err(MapError::NoList), "{code}");
        }
        assert!(matches!(
            run("[{a: nothing}]", &json!({})),
            Err(MapError::Broken(_))
        ));
    }

    #[test]
    fn a_map_says_a_thousand_things_at_most() {
        let body = json!(vec![0; 5_000]);
        assert_eq!(run("[.body[] | {a: .}]", &body).map(|said| said.len()), Ok(1_000));
        assert_eq!(
            run("[(.body | .[], .[]) | {a: .}]", &body).map(|said| said.len()),
            Ok(1_000)
        );
    }

    #[test]
    fn a_long_error_is_cut() {
        let body = json!("x".repeat(10_000));
        let Err(MapError::Failed(why)) = run("[{a: (.body | tonumber | error)}, {b: (.body + 1)}]", &body)
        else {
            panic!("it should fail");
        };
        assert!(why.len() < 1_000, "{why}");
    }

    #[test]
    fn what_is_ours_does_what_it_says() {
        let body = json!({ "a": " x ", "n": 1.5, "e": "  ", "l": [1, 2], "u": "a%20b", "q": "Qual é o seu telefone?" });
        let code = r#"[.body | {a: (.a | word), n: (.n | word), e: (.e | word), l: ([.l | each]), o: (.l | obj),
            s: ({x: null, y: 1} | said), u: (.u | @urid), q: (.q | role), j: ([.l[], null, "z"] | join("-")),
            t: [.a, .n, .l, null | type], split: ("a,b" | split(",")), c: ("ab12" | capture("(?<l>[a-z]+)(?<d>[0-9]+)")),
            g: ("a-b" | gsub("-"; "_")), test: ("ABC" | test("b"; "i")), num: ("12" | tonumber), en: ({k: 1} | with_entries(.value += 1)),
            not: [true, null | not], first: first([3, 4][]), any: any(1, 2; . == 2), min: ([2, 1] | min), max: ([2, 1] | max),
            i: ("abc" | index("b")), up: ("a" | ascii_upcase), k: ({b: 1, a: 2} | keys), scan: [("a1b2" | scan("[0-9]"))]}]"#;
        let expected = json!({
            "a": "x", "n": "1.5", "e": null, "l": [1, 2], "o": {}, "s": { "y": 1 }, "u": "a b", "q": "phone", "j": "1-2--z",
            "t": ["string", "number", "array", "null"], "split": ["a", "b"], "c": { "l": "ab", "d": "12" }, "g": "a_b",
            "test": true, "num": 12, "en": { "k": 2 }, "not": [false, true], "first": 3, "any": true, "min": 1, "max": 2,
            "i": 1, "up": "A", "k": ["a", "b"], "scan": ["1", "2"],
        });
        assert_eq!(
            run(code, &body).map(|said| Value::Object(said[0].clone())),
            Ok(expected)
        );
    }
}
