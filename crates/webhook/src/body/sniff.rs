//! What a body is when its content type does not say: missing, `text/plain`, `application/octet-stream`.

/// What a body begins like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sniffed {
    Json,
    Xml,
    Form,
    Text,
}

/// Looks only for what is beyond doubt: a text that merely begins with a bracket stays a text.
pub(super) fn sniff(body: &[u8]) -> Sniffed {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
    if is_json(body) {
        Sniffed::Json
    } else if is_xml(body) {
        Sniffed::Xml
    } else if is_form(body) {
        Sniffed::Form
    } else {
        Sniffed::Text
    }
}

fn is_json(body: &[u8]) -> bool {
    let Some((first, rest)) = body.split_first() else {
        return false;
    };
    let next = rest.trim_ascii_start().first();
    match first {
        b'{' => matches!(next, Some(b'"' | b'}')),
        b'[' => matches!(next, Some(b'{' | b'[' | b'"' | b']')),
        _ => false,
    }
}

fn is_xml(body: &[u8]) -> bool {
    let Some((b'<', rest)) = body.split_first() else {
        return false;
    };
    rest.starts_with(b"?xml")
        || rest
            .first()
            .is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'!' | b'_'))
}

/// Names and values without a space, the first of them `name=value` or one of several: `dGVzdGU=` is no form.
fn is_form(body: &[u8]) -> bool {
    let mut pairs = body.split(|byte| *byte == b'&');
    let first = pairs.next().unwrap_or_default();
    let mut halves = first.splitn(2, |byte| *byte == b'=');
    let (name, value) = (halves.next().unwrap_or_default(), halves.next());
    let in_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.%+[]:$~*".contains(byte);
    !body.iter().any(u8::is_ascii_whitespace)
        && !name.is_empty()
        && name.iter().all(in_name)
        && value.is_some_and(|value| pairs.next().is_some() || value.iter().any(|byte| *byte != b'='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_beyond_doubt_are_recognised() {
        for (body, expected) in [
            ("{\"a\":1}", Sniffed::Json),
            (" \n{ }", Sniffed::Json),
            ("\u{feff}[ {", Sniffed::Json),
            ("[[", Sniffed::Json),
            ("[\"a\"", Sniffed::Json),
            ("{\"", Sniffed::Json),
            ("<lead>", Sniffed::Xml),
            ("\u{feff}<?xml version", Sniffed::Xml),
            ("<!DOCTYPE a>", Sniffed::Xml),
            ("<_a/>", Sniffed::Xml),
            ("nome=Ana&telefone=11", Sniffed::Form),
            ("nome=Ana", Sniffed::Form),
            ("nome=&telefone=", Sniffed::Form),
            ("a%5Bb%5D=1\r\n", Sniffed::Form),
        ] {
            assert_eq!(sniff(body.as_bytes()), expected, "{body:?}");
        }
    }

    #[test]
    fn everything_else_is_text() {
        for body in [
            "",
            "Oi",
            "{nome}",
            "[1, 2]",
            "[Ana] oi",
            "<3",
            "< a",
            "a = b",
            "1+1=2 né?",
            "=x",
            "dGVzdGU=",
            "dGVzdA==",
            "{",
            "[",
            "<",
        ] {
            assert_eq!(sniff(body.as_bytes()), Sniffed::Text, "{body:?}");
        }
    }
}
