//! The codes of invitations. `recado_tunnel::invitation` has the link in which one travels.
//!
//! A code has 128 random bits; the relay holds only its hash.

use data_encoding::BASE32_NOPAD;
use sha2::{Digest, Sha256};

/// A new code: 26 letters and digits.
pub(crate) fn new_code() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(BASE32_NOPAD.encode(&bytes).to_ascii_lowercase())
}

/// What is kept of a code. Its case makes no difference.
pub(crate) fn hash(code: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"recado invitation 1:");
    hash.update(code.trim().to_ascii_lowercase());
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_short_random_and_recognised_in_capitals() {
        let code = new_code().unwrap();
        assert_eq!(code.len(), 26);
        assert_ne!(code, new_code().unwrap());
        assert_eq!(hash("abc2"), hash(" ABC2\n"));
        assert_ne!(hash("abc2"), hash("abc3"));
    }
}
