//! The address of a source: `/in/{key}`, where the key is 128 random bits in base32 and whatever follows it, a
//! readable suffix or further path, is accepted too.

use data_encoding::BASE32_NOPAD;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest readable suffix, in bytes.
const LONGEST_SUFFIX: usize = 24;

/// A new key.
///
/// # Errors
/// When the system gives no random bytes.
pub(crate) fn new_key() -> Result<String, getrandom::Error> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits)?;
    Ok(BASE32_NOPAD.encode(&bits).to_ascii_lowercase())
}

/// `base` is whatever leads to the receiver, such as `http://127.0.0.1:7322`, without a slash at its end.
pub(crate) fn of_source(base: &str, key: &str, title: &str) -> String {
    let suffix = readable(title);
    let dash = if suffix.is_empty() { "" } else { "-" };
    format!("{base}/in/{key}{dash}{suffix}")
}

/// Lower-case ASCII letters and digits of the title, words joined by dashes.
pub(crate) fn readable(title: &str) -> String {
    let mut suffix = String::new();
    for letter in title.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        if suffix.len() >= LONGEST_SUFFIX {
            break;
        }
        if letter.is_ascii_alphanumeric() {
            suffix.push(letter.to_ascii_lowercase());
        } else if !suffix.is_empty() && !suffix.ends_with('-') {
            suffix.push('-');
        }
    }
    suffix.trim_end_matches('-').to_owned()
}

/// What a path says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) key: String,
    /// What follows the first segment.
    pub(crate) sub_path: String,
}

impl Address {
    pub(crate) fn parse(path: &str) -> Option<Self> {
        let rest = path.strip_prefix("/in/")?;
        let (segment, sub_path) = rest.split_once('/').unwrap_or((rest, ""));
        let key = segment.split('-').next()?;
        // Some senders change the case of an address.
        Some(Self {
            key: key.to_ascii_lowercase(),
            sub_path: sub_path.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_with_and_without_what_follows_the_key() {
        let key = new_key().unwrap();
        let address = of_source("http://127.0.0.1:7322", &key, "Formulário do site!");
        let path = address.strip_prefix("http://127.0.0.1:7322").unwrap();
        assert!(path.ends_with("-formulario-do-site"), "{path}");
        for path in [
            path.to_owned(),
            format!("/in/{key}"),
            format!("/in/{}", key.to_uppercase()),
        ] {
            assert_eq!(Address::parse(&path).unwrap().key, key);
        }
        let below = Address::parse(&format!("{path}/orders/created")).unwrap();
        assert_eq!((below.key, below.sub_path.as_str()), (key, "orders/created"));
    }

    #[test]
    fn a_title_without_latin_letters_needs_no_suffix() {
        let address = of_source("http://127.0.0.1:7322", "k", "日本");
        assert_eq!(address, "http://127.0.0.1:7322/in/k");
    }
}
