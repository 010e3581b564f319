//! From bytes to text, by what the document says about itself.
//!
//! A byte order mark is believed first, then the pattern of UTF-16, then what is declared, then UTF-8. Nothing is
//! replaced in silence: a byte that does not fit is an error that says where it is.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::malformed::Malformed;

/// Decodes a whole document. `declared` is a label such as `ISO-8859-1`; an unknown one counts as none.
pub(super) fn decode<'b>(bytes: &'b [u8], declared: Option<&str>) -> Result<Cow<'b, str>, Malformed> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strictly(encoding, bytes, mark);
    }
    if let Some(encoding) = utf_16(bytes) {
        return strictly(encoding, bytes, 0);
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    // .NET writes `encoding="utf-16"` into what it then sends as UTF-8. Real UTF-16 was recognised above.
    let encoding = declared.filter(|&encoding| encoding != UTF_16LE && encoding != UTF_16BE);
    strictly(encoding.unwrap_or(UTF_8), bytes, 0)
}

/// Decodes plain text, for which a wrong guess costs only an accent: what is no UTF-8 is taken for Windows-1252, unless
/// it holds control characters and so is no text at all.
pub(super) fn decode_text<'b>(bytes: &'b [u8], declared: Option<&str>) -> Result<Cow<'b, str>, Malformed> {
    let text = match decode(bytes, declared) {
        Ok(text) => text,
        Err(error) if bytes.iter().any(|byte| is_control(*byte)) => return Err(error),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    match text.bytes().position(is_control) {
        Some(byte) => Err(Malformed::Charset {
            charset: UTF_8.name(),
            byte,
        }),
        None => Ok(text),
    }
}

/// Decodes one value of a form: as declared, else as UTF-8, else as Windows-1252, which fits anything.
pub(super) fn decode_value(bytes: &[u8], declared: Option<&str>) -> String {
    let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    let encodings = [declared.unwrap_or(UTF_8), UTF_8];
    encodings
        .into_iter()
        .find_map(|encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes))
        .unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(bytes).0)
        .into_owned()
}

/// Whether the bytes are UTF-16, marked or not: JSON and XML begin with two ASCII characters.
pub(super) fn is_utf_16(bytes: &[u8]) -> bool {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    marked
        .or_else(|| utf_16(bytes))
        .is_some_and(|encoding| encoding != UTF_8)
}

fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => Some(UTF_16BE),
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => Some(UTF_16LE),
        _ => None,
    }
}

fn strictly<'b>(
    encoding: &'static Encoding,
    bytes: &'b [u8],
    mark: usize,
) -> Result<Cow<'b, str>, Malformed> {
    let malformed = |byte: usize| Malformed::Charset {
        charset: encoding.name(),
        byte: mark + byte,
    };
    let bytes = bytes.get(mark..).unwrap_or_default();
    if encoding == UTF_8 {
        return std::str::from_utf8(bytes)
            .map(Cow::Borrowed)
            .map_err(|error| malformed(error.valid_up_to()));
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::new();
    let mut done = 0;
    loop {
        let rest = bytes.get(done..).unwrap_or_default();
        text.reserve(
            decoder
                .max_utf8_buffer_length_without_replacement(rest.len())
                .unwrap_or(rest.len()),
        );
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        done += read;
        match result {
            DecoderResult::InputEmpty => return Ok(Cow::Owned(text)),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(wrong, after) => {
                return Err(malformed(
                    done.saturating_sub(usize::from(wrong) + usize::from(after)),
                ));
            }
        }
    }
}

fn is_control(byte: u8) -> bool {
    byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)
}
