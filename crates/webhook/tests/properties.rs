//! What holds for every body and every number, not only for those somebody thought of.

#![expect(clippy::expect_used, reason = "a test that can not go on fails")]

use bytes::Bytes;
use jiff::tz::TimeZone;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::collection::vec;
use proptest::prelude::*;
use recado_webhook::another::{Business, Reading, read_another_system};
use recado_webhook::body::{BodyError, DEEPEST, MOST_VALUES, Parsed, read_body};
use recado_webhook::fingerprint::fingerprint;
use recado_webhook::phone::Phone;
use recado_webhook::request::{Method, Unverified};
use serde_json::{Map, Value};

const CONTENT_TYPES: [&str; 8] = [
    "application/json",
    "application/xml",
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=iso-8859-1",
    "multipart/form-data; boundary=X",
    "text/plain",
    "application/json; charset=utf-16",
    "",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_body_panics_or_oversteps_the_bounds(kind in 0..CONTENT_TYPES.len(), body in body()) {
        if let Ok(parsed) = read(CONTENT_TYPES[kind], body) {
            let (depth, values) = measure(&parsed.tree);
            prop_assert!(depth <= DEEPEST + 1, "{depth} levels");
            prop_assert!(values <= MOST_VALUES + 1, "{values} values");
            understand(&parsed);
        }
    }

    #[test]
    fn a_json_tree_comes_back_as_it_was(tree in tree()) {
        let written = serde_json::to_vec(&tree).expect("a tree is JSON");
        prop_assert_eq!(read("application/json", written).map(|parsed| parsed.tree), Ok(tree));
    }

    #[test]
    fn no_tree_panics_when_it_is_understood(tree in tree()) {
        let parsed = Parsed { shape: recado_webhook::body::Shape::Json, tree };
        understand(&parsed);
    }

    #[test]
    fn a_form_comes_back_as_it_was(tree in form_tree()) {
        let mut pairs = Vec::new();
        flatten(&tree, String::new(), &mut pairs);
        let encoded: Vec<_> = pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let parsed = read("application/x-www-form-urlencoded", encoded.join("&").into_bytes());
        prop_assert_eq!(parsed.map(|parsed| parsed.tree), Ok(tree));
    }

    #[test]
    fn a_fingerprint_does_not_depend_on_the_order_of_keys(tree in tree()) {
        prop_assert_eq!(fingerprint(&tree), fingerprint(&reversed(&tree)));
    }

    #[test]
    fn a_number_that_was_read_reads_as_itself(written in written_number(), country in country()) {
        if let Some(phone) = Phone::read(&written, country) {
            prop_assert_eq!(Phone::read(&phone.number, country), Some(phone.clone()));
            prop_assert!(!phone.national(country).is_empty());
            prop_assert!(phone.number.chars().filter(char::is_ascii_digit).count() >= 8);
        }
    }

    #[test]
    fn any_text_can_be_read_as_a_number(written in any::<String>(), country in country()) {
        if let Some(phone) = Phone::read(&written, country) {
            prop_assert_eq!(Phone::read(&phone.number, country), Some(phone));
        }
    }

    #[test]
    fn a_mobile_is_the_same_with_and_without_its_ninth_digit(area in area(), local in 60_000_000u32..=99_999_999) {
        let (old, new) = (format!("{area}{local}"), format!("{area}9{local}"));
        let known = Phone::read(&new, "BR").filter(|phone| phone.number == format!("+55{new}"));
        prop_assume!(known.is_some());
        for written in [old.clone(), format!("55{old}"), format!("+55{old}"), format!("0{old}"), format!("+55{new}")] {
            prop_assert_eq!(Phone::read(&written, "BR"), known.clone(), "{}", written);
        }
    }
}

/// Bytes of any kind, and texts made of the parts that parsers look for.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let parts = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "\\",
        "0",
        "-1",
        "1e9",
        "null",
        "\\ud800",
        "<a>",
        "</a>",
        "<b/>",
        "<?xml ",
        "?>",
        "<!DOCTYPE a",
        "<!ENTITY",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "&amp;",
        "&x;",
        "&#",
        "=",
        "&",
        "%",
        "%E1",
        "+",
        "a[b]",
        "a[]",
        "[0]",
        "--X",
        "\r\n",
        "Content-Disposition: form-data; name=\"a\"",
        "; filename=\"f\"",
        "nome",
        "telefone",
        "data",
        "hora",
        "24/11/2026",
        "14:30",
        "+5511987654321",
        "R$ 1.234,56",
        "á",
        "\u{feff}",
        "\0",
    ]);
    prop_oneof![
        vec(any::<u8>(), 0..300),
        vec(parts, 0..60).prop_map(|parts| parts.concat().into_bytes()),
        any::<String>().prop_map(|text| text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ]
}

/// Trees with the keys that mean something and values that look like what they mean.
fn tree() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        prop::sample::select(vec![
            "nome",
            "name",
            "telefone",
            "phones",
            "email",
            "mensagem",
            "text",
            "data",
            "hora",
            "start_time",
            "agendamento",
            "cliente",
            "produto",
            "valor",
            "total",
            "currency",
            "id",
            "status",
            "tags",
            "foto",
            "url",
            "value",
            "label",
            "ddd",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z_á ]{0,12}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e6..1e6f64).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[-+0-9/:., TZh]{0,24}".prop_map(Value::from),
        "[0-9]{1,20}@?[a-z]{0,4}[.]?[a-z]{0,3}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 80, 8, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..8).prop_map(Value::from),
            vec((key.clone(), inner), 0..8).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Trees that a form can say: no empty containers, no lists of one text (which is the text itself).
fn form_tree() -> impl Strategy<Value = Value> {
    let leaf = any::<String>().prop_map(Value::from);
    let inner = leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            vec(inner.clone(), 1..5).prop_map(Value::from),
            vec(("[a-zé .]{1,6}", inner), 1..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    });
    vec(("[a-z]{1,6}", inner), 1..5).prop_map(|members| Value::Object(members.into_iter().collect()))
}

fn flatten(tree: &Value, name: String, pairs: &mut Vec<(String, String)>) {
    let inner = |key: &str| {
        if name.is_empty() {
            key.to_owned()
        } else {
            format!("{name}[{key}]")
        }
    };
    match tree {
        Value::Object(members) => members
            .iter()
            .for_each(|(key, member)| flatten(member, inner(key), pairs)),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(at, member)| flatten(member, inner(&at.to_string()), pairs)),
        Value::String(text) => pairs.push((name, text.clone())),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC)
        .to_string()
        .replace("%20", "+")
}

fn reversed(tree: &Value) -> Value {
    match tree {
        Value::Object(members) => {
            let members: Map<_, _> = members
                .iter()
                .rev()
                .map(|(key, member)| (key.clone(), reversed(member)))
                .collect();
            Value::Object(members)
        }
        Value::Array(list) => list.iter().map(reversed).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => tree.clone(),
    }
}

fn written_number() -> impl Strategy<Value = String> {
    prop_oneof![
        "[+]?[0-9]{6,18}",
        "(00|0|[+]55|55|0xx)?[ (]?[1-9]{2}[) ]{0,2}9?[2-9][0-9]{3}[- .]?[0-9]{4}"
    ]
}

/// The area codes of Brazil (Anatel).
fn area() -> impl Strategy<Value = u8> {
    prop::sample::select(vec![
        11u8, 12, 13, 14, 15, 16, 17, 18, 19, 21, 22, 24, 27, 28, 31, 32, 33, 34, 35, 37, 38, 41, 42, 43, 44,
        45, 46, 47, 48, 49, 51, 53, 54, 55, 61, 62, 63, 64, 65, 66, 67, 68, 69, 71, 73, 74, 75, 77, 79, 81,
        82, 83, 84, 85, 86, 87, 88, 89, 91, 92, 93, 94, 95, 96, 97, 98, 99,
    ])
}

fn country() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "BR", "US", "PT", "ES", "AR", "MX", "CL", "IT", "br", "XX", "",
    ])
}

fn measure(tree: &Value) -> (usize, usize) {
    let inner: Vec<_> = match tree {
        Value::Array(list) => list.iter().map(measure).collect(),
        Value::Object(members) => members.values().map(measure).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    let depth = inner.iter().map(|(depth, _)| depth + 1).max().unwrap_or(0);
    (depth, 1 + inner.iter().map(|(_, values)| values).sum::<usize>())
}

fn read(content_type: &str, body: Vec<u8>) -> Result<Parsed, BodyError> {
    let headers = vec![("content-type".to_owned(), content_type.to_owned())];
    let request = Unverified {
        method: Method::Post,
        sub_path: String::new(),
        query: String::new(),
        headers,
        body: Bytes::from(body),
    };
    read_body(&request.known_genuine())
}

/// Checks what must hold for every reading.
fn understand(parsed: &Parsed) {
    let business = Business::new(
        "BR",
        TimeZone::get("America/Sao_Paulo").expect("the zone is known"),
    );
    match read_another_system(parsed, &business) {
        Reading::Events(events) => {
            assert!(!events.is_empty());
            assert!(events.iter().all(|event| event.contact.has_handle()));
        }
        Reading::Unmatched(event) => assert!(!event.contact.has_handle()),
    }
}
