//! What only Recado and the sender know.

use std::fmt;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// A secret as its owner typed or pasted it. It is wiped from memory when it is dropped, and never printed.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// White space around it came with the pasting: no sender's secret begins or ends with any.
    pub fn new(text: String) -> Self {
        let text = Zeroizing::new(text);
        Self(Zeroizing::new(text.trim().to_owned()))
    }

    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether a text is this secret, in a time that tells nothing but the lengths. An empty secret is nobody's.
    pub fn is(&self, text: &str) -> bool {
        !self.0.is_empty() && bool::from(self.0.as_bytes().ct_eq(text.as_bytes()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// The secrets of one source.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    pub current: Option<Secret>,
    /// The one before, for as long as it is good beside the current one.
    pub former: Option<Secret>,
    /// What a handshake must name.
    pub verify_token: Option<Secret>,
}

impl Secrets {
    pub const NONE: Self = Self {
        current: None,
        former: None,
        verify_token: None,
    };

    /// Those that a delivery may have been proven with. An empty one is none: whoever knows nothing would know it.
    pub(super) fn good(&self) -> impl Iterator<Item = &Secret> {
        [&self.current, &self.former]
            .into_iter()
            .flatten()
            .filter(|secret| !secret.expose().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_printed() {
        let secrets = Secrets {
            current: Some(Secret::new("hunter2".to_owned())),
            ..Secrets::NONE
        };
        assert!(!format!("{secrets:?}").contains("hunter2"));
    }

    #[test]
    fn white_space_around_a_pasted_secret_is_dropped() {
        assert_eq!(Secret::new(" a b\r\n".to_owned()).expose(), "a b");
    }

    #[test]
    fn an_empty_secret_is_nobodys_and_no_secret_at_all() {
        let empty = Secret::new(" ".to_owned());
        assert!(!empty.is(""));
        let secrets = Secrets {
            current: Some(empty),
            ..Secrets::NONE
        };
        assert_eq!(secrets.good().count(), 0);
    }

    #[test]
    fn only_the_whole_secret_is_the_secret() {
        let secret = Secret::new("abc".to_owned());
        assert!(secret.is("abc"));
        for other in ["", "ab", "abcd", "abC", " abc"] {
            assert!(!secret.is(other), "{other:?}");
        }
    }
}
