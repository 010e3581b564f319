//! A body as a person reads it.

use std::fmt::Write as _;

use data_encoding::HEXLOWER;
use quick_xml::events::Event;
use quick_xml::{Reader, Writer};
use recado_api::view::{BodyKind, DeliveryBody};

use crate::store::deliveries::Request;

/// In bytes: what is longer is no reading.
const LONGEST: usize = 256 * 1024;

/// In spaces.
const INDENT: usize = 2;

/// Of what is no text, in bytes.
const SHOWN_OF_BINARY: usize = 64;

pub(super) fn shown(request: &Request) -> DeliveryBody {
    let content_type = header(request, "content-type").to_ascii_lowercase();
    let Some(text) = text(&request.body, &content_type) else {
        let beginning = request.body.get(..SHOWN_OF_BINARY).unwrap_or(&request.body);
        return DeliveryBody {
            text: HEXLOWER.encode(beginning),
            kind: BodyKind::Binary,
            cut: beginning.len() < request.body.len(),
        };
    };
    let trimmed = text.trim_start_matches('\u{feff}').trim();
    let (kind, pretty) = if trimmed.starts_with(['{', '[']) {
        let is_json = serde_json::from_str::<serde::de::IgnoredAny>(trimmed).is_ok();
        (BodyKind::Json, is_json.then(|| json(trimmed)))
    } else if trimmed.starts_with('<') {
        (BodyKind::Xml, xml(trimmed))
    } else if content_type.starts_with("application/x-www-form-urlencoded") {
        (BodyKind::Form, Some(form(trimmed)))
    } else {
        (BodyKind::Text, None)
    };
    let mut text = pretty.unwrap_or(text);
    let cut = text.len() > LONGEST;
    text.truncate(text.floor_char_boundary(LONGEST));
    DeliveryBody { text, kind, cut }
}

pub(super) fn header<'r>(request: &'r Request, name: &str) -> &'r str {
    let header = request.headers.iter().find(|(known, _)| known == name);
    header.map_or("", |(_, value)| value)
}

/// The body if it is text.
fn text(body: &[u8], content_type: &str) -> Option<String> {
    if body.contains(&0) {
        return None;
    }
    match std::str::from_utf8(body) {
        Ok(text) => Some(text.to_owned()),
        // Latin-1 and its likes, as far as they are the same.
        Err(_) if content_type.contains("8859") || content_type.contains("1252") => {
            Some(body.iter().copied().map(char::from).collect())
        }
        Err(_) => None,
    }
}

/// Valid JSON, indented; every number and text as it was written.
fn json(text: &str) -> String {
    let mut pretty = String::with_capacity(text.len() * 2);
    let mut depth = 0_usize;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' => {
                pretty.push(c);
                while let Some(c) = rest.next() {
                    pretty.push(c);
                    match c {
                        '\\' => pretty.extend(rest.next()),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            '{' | '[' => {
                pretty.push(c);
                while rest.next_if(|next| next.is_whitespace()).is_some() {}
                match rest.next_if(|next| matches!(next, '}' | ']')) {
                    Some(end) => pretty.push(end),
                    None => {
                        depth += 1;
                        new_line(&mut pretty, depth);
                    }
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                new_line(&mut pretty, depth);
                pretty.push(c);
            }
            ',' => {
                pretty.push(c);
                new_line(&mut pretty, depth);
            }
            ':' => pretty.push_str(": "),
            c if c.is_whitespace() => {}
            c => pretty.push(c),
        }
    }
    pretty
}

fn new_line(text: &mut String, depth: usize) {
    text.push('\n');
    text.extend(std::iter::repeat_n(' ', depth * INDENT));
}

/// XML, indented. `None` where it is not well-formed.
fn xml(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(text);
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', INDENT);
    let mut within_text = false;
    loop {
        let event = reader.read_event().ok()?;
        match &event {
            Event::Eof => break,
            // The indentation that it came with.
            Event::Text(text) if !within_text && text.trim_ascii().is_empty() => continue,
            Event::Text(_) | Event::GeneralRef(_) => within_text = true,
            Event::Start(_)
            | Event::End(_)
            | Event::Empty(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => within_text = false,
        }
        writer.write_event(event).ok()?;
    }
    String::from_utf8(writer.into_inner()).ok()
}

/// A form, decoded, a value a line.
fn form(text: &str) -> String {
    let mut lines = String::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let _ = writeln!(lines, "{} = {}", decoded(name), decoded(value));
    }
    lines.pop();
    lines
}

fn decoded(text: &str) -> String {
    let spaced = text.replace('+', " ");
    let decoded = percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy();
    decoded.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_indented_and_nothing_of_it_is_changed() {
        let body = r#"{"a":[1.10,12345678901234567890123,{"b\"}":"x,:{ ã\\"}],"c":{},"d":[ ],"e":null}"#;
        let shown = shown(&request("application/json", body.as_bytes()));
        assert_eq!(shown.kind, BodyKind::Json);
        assert_eq!(
            shown.text,
            "{\n  \"a\": [\n    1.10,\n    12345678901234567890123,\n    {\n      \"b\\\"}\": \"x,:{ ã\\\\\"\n    }\n  ],\n  \"c\": {},\n  \"d\": [],\n  \"e\": null\n}"
        );
    }

    #[test]
    fn what_is_no_json_is_shown_as_it_came() {
        let body = r#"{"a": "#;
        let shown = shown(&request("application/json", body.as_bytes()));
        assert_eq!((shown.text.as_str(), shown.kind), (body, BodyKind::Json));
    }

    #[test]
    fn xml_is_indented_and_its_entities_stay() {
        let shown = shown(&request(
            "text/xml",
            b"<?xml version=\"1.0\"?><a> <b id=\"1\">x &amp; y</b>\n\n<c/></a>",
        ));
        assert_eq!(shown.kind, BodyKind::Xml);
        assert_eq!(
            shown.text,
            "<?xml version=\"1.0\"?>\n<a>\n  <b id=\"1\">x &amp; y</b>\n  <c/>\n</a>"
        );
    }

    #[test]
    fn a_form_is_decoded_a_value_a_line() {
        let shown = shown(&request(
            "application/x-www-form-urlencoded",
            b"nome=Ana+Maria&mensagem=Ol%C3%A1%0A%26&vazio=",
        ));
        assert_eq!(
            (shown.text.as_str(), shown.kind),
            ("nome = Ana Maria\nmensagem = Olá\n&\nvazio = ", BodyKind::Form)
        );
    }

    #[test]
    fn what_is_no_text_is_said_to_be_none() {
        let shown = shown(&request("application/octet-stream", &[0xff; 100]));
        assert_eq!(shown.kind, BodyKind::Binary);
        assert!(shown.cut);
        assert_eq!(shown.text, "ff".repeat(64));
    }

    #[test]
    fn a_long_body_is_cut_between_letters() {
        let shown = shown(&request("text/plain", "ã".repeat(LONGEST).as_bytes()));
        assert!(shown.cut);
        assert_eq!(shown.text, "ã".repeat(LONGEST / 2));
    }

    fn request(content_type: &str, body: &[u8]) -> Request {
        Request {
            method: "POST".to_owned(),
            sub_path: String::new(),
            query: String::new(),
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: bytes::Bytes::copy_from_slice(body),
            received_length: body.len(),
        }
    }
}
