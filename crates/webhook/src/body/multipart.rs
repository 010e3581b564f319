//! `multipart/form-data` (RFC 7578): fields as in other forms; of a file only that it came.

use bytes::Bytes;
use futures_util::FutureExt as _;
use futures_util::stream;
use multer::{Field, Multipart};
use serde_json::{Value, json};

use super::charset::decode_value;
use super::form::Group;
use super::limits::Budget;
use super::malformed::{Malformed, MultipartFault};

/// Reads a whole body. A file becomes `{"filename": …, "content_type": …, "size": bytes}`.
pub(super) fn read(body: &Bytes, boundary: Option<&str>) -> Result<Value, Malformed> {
    let boundary = boundary
        .filter(|boundary| !boundary.is_empty())
        .ok_or(wrong(MultipartFault::NoBoundary))?;
    let whole = stream::iter([Ok::<_, std::convert::Infallible>(body.clone())]);
    let mut parts = Multipart::new(whole, boundary);
    let mut tree = Group::default();
    let mut budget = Budget::default();
    let mut charset: Option<String> = None;
    while let Some(part) = now(parts.next_field().now_or_never())? {
        let name = part.name().unwrap_or_default().to_owned();
        let value = if part.file_name().is_some() {
            file(part)?
        } else {
            let stated = part.content_type().and_then(|kind| kind.get_param("charset"));
            let stated = stated.map(|label| label.to_string()).or_else(|| charset.clone());
            let text = decode_value(&content(part)?, stated.as_deref());
            // A hidden field, first in the form, by which browsers tell the charset of the rest.
            if name == "_charset_" {
                charset = Some(text.clone());
            }
            Value::String(text)
        };
        tree.add(&name, value, &mut budget)?;
    }
    Ok(tree.into_value())
}

fn file(part: Field<'_>) -> Result<Value, Malformed> {
    let filename = part.file_name().unwrap_or_default().to_owned();
    let content_type = part.content_type().map(|kind| kind.essence_str().to_owned());
    let size = content(part)?.len();
    // What a browser sends for a file field that nobody filled in.
    if filename.is_empty() && size == 0 {
        return Ok(Value::String(String::new()));
    }
    Ok(json!({"filename": filename, "content_type": content_type, "size": size}))
}

fn content(part: Field<'_>) -> Result<Bytes, Malformed> {
    now(part.bytes().now_or_never())
}

/// The whole body is there, so the parser waits only for what will never come.
fn now<T>(outcome: Option<multer::Result<T>>) -> Result<T, Malformed> {
    let outcome = outcome.ok_or(wrong(MultipartFault::Incomplete))?;
    outcome.map_err(|error| {
        let in_headers = matches!(
            error,
            multer::Error::IncompleteHeaders
                | multer::Error::ReadHeaderFailed(_)
                | multer::Error::DecodeHeaderName { .. }
                | multer::Error::DecodeHeaderValue { .. }
        );
        wrong(if in_headers {
            MultipartFault::Headers
        } else {
            MultipartFault::Incomplete
        })
    })
}

fn wrong(reason: MultipartFault) -> Malformed {
    Malformed::Multipart { reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_nest_and_files_are_named() {
        let body = form(&[
            (
                "Content-Disposition: form-data; name=\"cliente[nome]\"",
                "Ana Souza",
            ),
            (
                "Content-Disposition: form-data; name=\"cliente[telefone]\"",
                "(11) 98765-4321",
            ),
            (
                "Content-Disposition: form-data; name=\"anexo\"; filename=\"exame.pdf\"\r\nContent-Type: application/pdf",
                "%PDF",
            ),
            (
                "Content-Disposition: form-data; name=\"foto\"; filename=\"\"\r\nContent-Type: application/octet-stream",
                "",
            ),
        ]);
        check(
            &body,
            json!({
                "cliente": {"nome": "Ana Souza", "telefone": "(11) 98765-4321"},
                "anexo": {"filename": "exame.pdf", "content_type": "application/pdf", "size": 4},
                "foto": ""
            }),
        );
    }

    #[test]
    fn charsets_of_parts_are_honoured() {
        let mut body =
            form(&[("Content-Disposition: form-data; name=\"_charset_\"", "iso-8859-1")]).into_bytes();
        body.truncate(body.len() - "--X--\r\n".len());
        body.extend(b"--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nhor\xe1rio\r\n--X--\r\n");
        assert_eq!(
            read(&body.into(), Some("X")),
            Ok(json!({"_charset_": "iso-8859-1", "a": "horário"}))
        );
    }

    #[test]
    fn a_boundary_that_is_not_there_is_malformed() {
        let body = form(&[("Content-Disposition: form-data; name=\"a\"", "1")]);
        check_fault(&body, None, MultipartFault::NoBoundary);
        check_fault(&body, Some(""), MultipartFault::NoBoundary);
        check_fault(&body, Some("Y"), MultipartFault::Incomplete);
    }

    #[test]
    fn a_body_that_ends_early_is_malformed() {
        let body = form(&[("Content-Disposition: form-data; name=\"a\"", "1")]);
        for length in 0..body.len() - "--\r\n".len() {
            check_fault(&body[..length], Some("X"), MultipartFault::Incomplete);
        }
    }

    #[test]
    fn headers_that_are_none_are_malformed() {
        check_fault(&form(&[("\u{1}: x", "1")]), Some("X"), MultipartFault::Headers);
    }

    #[test]
    fn too_many_parts_are_refused() {
        let part = "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n";
        let body = Bytes::from(part.repeat(110_000));
        assert_eq!(
            read(&body, Some("X")),
            Err(Malformed::TooManyValues { limit: 100_000 })
        );
    }

    fn form(parts: &[(&str, &str)]) -> String {
        let parts: String = parts
            .iter()
            .map(|(head, body)| format!("--X\r\n{head}\r\n\r\n{body}\r\n"))
            .collect();
        format!("{parts}--X--\r\n")
    }

    fn check(body: &str, expected: Value) {
        assert_eq!(
            read(&Bytes::copy_from_slice(body.as_bytes()), Some("X")),
            Ok(expected)
        );
    }

    fn check_fault(body: &str, boundary: Option<&str>, reason: MultipartFault) {
        let outcome = read(&Bytes::copy_from_slice(body.as_bytes()), boundary);
        assert_eq!(outcome, Err(Malformed::Multipart { reason }), "{body:?}");
    }
}
