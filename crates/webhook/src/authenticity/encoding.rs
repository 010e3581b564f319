//! Bytes as they are written in headers and secrets.

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER, HEXLOWER_PERMISSIVE};

use super::scheme::Encoding;

impl Encoding {
    /// `None`: it is not written so.
    pub(super) fn decode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Hex => HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok(),
            Self::Base64 => base64(text),
        }
    }

    pub(super) fn encode(self, bytes: &[u8]) -> String {
        match self {
            Self::Hex => HEXLOWER.encode(bytes),
            Self::Base64 => BASE64.encode(bytes),
        }
    }
}

/// Base64 of either alphabet, with or without its padding. What is compared are the bytes, so that it opens nothing to
/// be lenient.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=').as_bytes();
    BASE64_NOPAD
        .decode(text)
        .or_else(|_| BASE64URL_NOPAD.decode(text))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_in_either_alphabet_and_without_padding() {
        let bytes = [0xfb, 0xff, 0x01, 0x02];
        for text in ["+/8BAg==", "-_8BAg==", "+/8BAg", "-_8BAg"] {
            assert_eq!(base64(text).as_deref(), Some(&bytes[..]), "{text}");
        }
        for text in ["+_8BAg==", "+/8BAg !", "é", "A"] {
            assert_eq!(base64(text), None, "{text}");
        }
    }

    #[test]
    fn hexadecimal_is_read_in_either_case_and_only_in_pairs() {
        assert_eq!(Encoding::Hex.decode("0aFf"), Some(vec![0x0a, 0xff]));
        for text in ["0", "0g", "0a ", "é"] {
            assert_eq!(Encoding::Hex.decode(text), None, "{text}");
        }
    }
}
