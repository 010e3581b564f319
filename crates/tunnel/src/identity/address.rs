//! The public address of an engine: what stands in the URLs that senders get.

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE32_NOPAD, BASE32_NOPAD_NOCASE};

use super::IdentityKey;
use crate::transcript;

/// Bytes of the hash that an address holds: nobody finds another key for it in fewer than 2^136 tries.
const HASH: usize = 17;
/// Bytes of its checksum: one mistyped address in 16 million passes for an unknown one.
const CHECK: usize = 3;
/// Letters of an address. Twenty bytes are exactly 32 letters of base32, none of them padding.
const LETTERS: usize = (HASH + CHECK) * 8 / 5;

/// An engine's public address: a hash of its identity key, written in lower-case base32 with a checksum.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address([u8; HASH]);

impl Address {
    /// How many bytes [`as_bytes`](Self::as_bytes) gives.
    pub const BYTES: usize = HASH;

    /// The address of the engine that has this identity key.
    #[must_use]
    pub fn of(key: &IdentityKey) -> Self {
        let hash = transcript::digest("recado address 1", &[&key.to_bytes()]);
        let mut address = [0; HASH];
        address.copy_from_slice(&hash[..HASH]);
        Self(address)
    }

    /// The hash alone, without its checksum: the form for tables and associated data.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; HASH] {
        &self.0
    }

    /// The address whose [`as_bytes`](Self::as_bytes) these are.
    #[must_use]
    pub fn from_bytes(bytes: [u8; HASH]) -> Self {
        Self(bytes)
    }

    fn check(&self) -> [u8; CHECK] {
        let hash = transcript::digest("recado address check 1", &[&self.0]);
        let mut check = [0; CHECK];
        check.copy_from_slice(&hash[..CHECK]);
        check
    }
}

impl fmt::Display for Address {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = [0; HASH + CHECK];
        bytes[..HASH].copy_from_slice(&self.0);
        bytes[HASH..].copy_from_slice(&self.check());
        to.write_str(&BASE32_NOPAD.encode(&bytes).to_ascii_lowercase())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, to)
    }
}

impl FromStr for Address {
    type Err = AddressError;

    /// Letters may be of either case, since some senders change that of a URL.
    fn from_str(written: &str) -> Result<Self, AddressError> {
        if written.len() != LETTERS {
            return Err(AddressError::Shape);
        }
        let mut bytes = [0; HASH + CHECK];
        BASE32_NOPAD_NOCASE
            .decode_mut(written.as_bytes(), &mut bytes)
            .map_err(|_| AddressError::Shape)?;
        let mut hash = [0; HASH];
        hash.copy_from_slice(&bytes[..HASH]);
        let address = Self(hash);
        if bytes[HASH..] == address.check() {
            Ok(address)
        } else {
            Err(AddressError::Mistyped)
        }
    }
}

/// Why a text is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It does not look like one: another length, or a letter that base32 does not have.
    #[error("an address has {LETTERS} letters and digits (a to z, 2 to 7)")]
    Shape,
    /// It looks like one, but its checksum is wrong: a letter was changed on the way.
    #[error("there is a mistake in the address: its checksum does not fit")]
    Mistyped,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::identity::Identity;

    fn address(seed: u8) -> Address {
        Identity::from_seeds([seed; 32], [seed; 32]).address()
    }

    #[test]
    fn the_address_of_a_key_is_pinned() {
        assert_eq!(address(1).to_string(), "2y4m5s5fgh4gsdr2mc5opqmhs5w5dywa");
    }

    #[test]
    fn an_address_reads_back_in_either_case() {
        let written = address(7).to_string();
        assert_eq!(written.len(), LETTERS);
        assert_eq!(written, written.to_ascii_lowercase());
        assert_eq!(written.parse(), Ok(address(7)));
        assert_eq!(written.to_ascii_uppercase().parse(), Ok(address(7)));
    }

    #[test]
    fn what_is_no_address_is_told_from_a_mistyped_one() {
        let written = address(7).to_string();
        for odd in [
            "",
            "in",
            &written[1..],
            &format!("{written}a"),
            &"1".repeat(32),
            &"é".repeat(16),
        ] {
            assert_eq!(odd.parse::<Address>(), Err(AddressError::Shape), "{odd}");
        }
    }

    proptest! {
        #[test]
        fn a_changed_letter_is_a_mistake_and_not_another_address(at in 0..LETTERS, by in 1u8..32) {
            let mut letters = address(7).to_string().into_bytes();
            let alphabet = b"abcdefghijklmnopqrstuvwxyz234567";
            let value = alphabet.iter().position(|letter| *letter == letters[at]).unwrap() as u8;
            letters[at] = alphabet[usize::from((value + by) % 32)];
            let changed = String::from_utf8(letters).unwrap();
            prop_assert_eq!(changed.parse::<Address>(), Err(AddressError::Mistyped));
        }

        #[test]
        fn no_text_makes_reading_an_address_panic(text in ".{0,40}") {
            let _ = text.parse::<Address>();
        }
    }
}
