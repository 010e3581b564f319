//! Whole requests: which parser reads what.

use serde_json::json;

use super::*;
use crate::request::Unverified;

#[test]
fn the_content_type_decides() {
    check("application/json", "{\"a\":1}", Shape::Json, json!({"a": 1}));
    check("application/xml", "<a>1</a>", Shape::Xml, json!({"a": "1"}));
    check(
        "application/x-www-form-urlencoded",
        "a=1",
        Shape::Form,
        json!({"a": "1"}),
    );
    check(
        "multipart/form-data; boundary=\"X\"",
        "--X\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--X--",
        Shape::Multipart,
        json!({"a": "1"}),
    );
}

#[test]
fn a_type_that_says_nothing_is_sniffed() {
    for content_type in ["", "text/plain; charset=utf-8", "application/octet-stream"] {
        check(content_type, "{\"a\":1}", Shape::Json, json!({"a": 1}));
        check(content_type, "<a>1</a>", Shape::Xml, json!({"a": "1"}));
        check(content_type, "a=1&b=2", Shape::Form, json!({"a": "1", "b": "2"}));
        check(
            content_type,
            " Olá, tudo bem?\n",
            Shape::Text,
            json!({"text": "Olá, tudo bem?"}),
        );
    }
}

#[test]
fn json_that_is_called_a_form_is_json() {
    check(
        "application/x-www-form-urlencoded",
        "{\"nome\":\"A & B\"}",
        Shape::Json,
        json!({"nome": "A & B"}),
    );
    check(
        "application/x-www-form-urlencoded",
        "<a>x=1</a>",
        Shape::Xml,
        json!({"a": "x=1"}),
    );
}

#[test]
fn what_is_beyond_doubt_must_be_well_formed() {
    for (content_type, body) in [("text/plain", "{\"a\":"), ("", "<a>"), ("application/json", "Oi")] {
        let outcome = read(content_type, body.as_bytes(), "");
        assert!(matches!(outcome, Err(BodyError::Malformed(_))), "{outcome:?}");
    }
}

#[test]
fn plain_text_in_an_old_charset_is_read() {
    let outcome = read("text/plain", b"Quero um hor\xe1rio", "").expect("it is text");
    assert_eq!(outcome.tree, json!({"text": "Quero um horário"}));
}

#[test]
fn bytes_that_are_no_text_are_malformed() {
    let outcome = read("application/octet-stream", b"\x89PNG\r\n\x1a\n\0\0", "");
    assert_eq!(
        outcome,
        Err(BodyError::Malformed(Malformed::Charset {
            charset: "UTF-8",
            byte: 0
        }))
    );
    let outcome = read("", b"abc\0", "");
    assert_eq!(
        outcome,
        Err(BodyError::Malformed(Malformed::Charset {
            charset: "UTF-8",
            byte: 3
        }))
    );
}

#[test]
fn utf_16_is_sniffed_too() {
    let body: Vec<u8> = "\u{feff}{\"a\":\"é\"}"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read("", &body, "").expect("it is JSON").tree, json!({"a": "é"}));
}

#[test]
fn the_query_speaks_where_there_is_no_body() {
    let outcome =
        read("application/json", b" \r\n", "lead[nome]=Ana&lead[tel]=1").expect("the query is good");
    assert_eq!(
        outcome,
        parsed(Shape::Query, json!({"lead": {"nome": "Ana", "tel": "1"}}))
    );
    assert_eq!(
        read("", b"", "").expect("it is empty"),
        parsed(Shape::Empty, json!({}))
    );
}

#[test]
fn a_get_has_only_its_query() {
    let request = Unverified {
        method: Method::Get,
        query: "a=1".to_owned(),
        ..request("image/png", b"x", "")
    };
    let verified = request.known_genuine();
    assert_eq!(read_body(&verified), Ok(parsed(Shape::Query, json!({"a": "1"}))));
}

#[test]
fn other_types_and_encodings_are_named_in_the_refusal() {
    assert_eq!(
        read("Image/PNG", b"x", ""),
        Err(BodyError::UnsupportedMediaType {
            media_type: "image/png".to_owned()
        })
    );
    let mut zipped = request("application/json", b"{}", "");
    zipped
        .headers
        .push(("content-encoding".to_owned(), "GZIP".to_owned()));
    let verified = zipped.known_genuine();
    assert_eq!(
        read_body(&verified),
        Err(BodyError::UnsupportedEncoding {
            encoding: "gzip".to_owned()
        })
    );
}

fn check(content_type: &str, body: &str, shape: Shape, tree: Value) {
    let outcome = read(content_type, body.as_bytes(), "");
    assert_eq!(outcome, Ok(Parsed { shape, tree }), "{content_type}: {body}");
}

fn read(content_type: &str, body: &[u8], query: &str) -> Result<Parsed, BodyError> {
    read_body(&request(content_type, body, query).known_genuine())
}

fn request(content_type: &str, body: &[u8], query: &str) -> Unverified {
    let headers = vec![("content-type".to_owned(), content_type.to_owned())];
    Unverified {
        method: Method::Post,
        sub_path: String::new(),
        query: query.to_owned(),
        headers: if content_type.is_empty() {
            Vec::new()
        } else {
            headers
        },
        body: Bytes::copy_from_slice(body),
    }
}
