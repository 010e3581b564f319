//! Secret keys as one line of text, for a keyring or a file.

use data_encoding::{BASE32_NOPAD, BASE32_NOPAD_NOCASE};
use zeroize::Zeroizing;

use crate::transcript;

const CHECK: usize = 4;

/// `prefix`, then the bytes and four bytes of a checksum in lower-case base32.
pub(super) fn write(prefix: &'static str, bytes: &[u8]) -> Zeroizing<String> {
    let mut all = Zeroizing::new(Vec::with_capacity(bytes.len() + CHECK));
    all.extend_from_slice(bytes);
    all.extend_from_slice(&check(bytes));
    let letters = BASE32_NOPAD.encode_len(all.len());
    let mut written = Zeroizing::new(String::with_capacity(prefix.len() + letters));
    written.push_str(prefix);
    BASE32_NOPAD.encode_append(&all, &mut written);
    written[prefix.len()..].make_ascii_lowercase();
    written
}

/// The bytes that [`write()`] put into a text; white space around it is left out.
pub(super) fn read<const N: usize>(prefix: &str, text: &str) -> Result<Zeroizing<[u8; N]>, SecretError> {
    let letters = text.trim().strip_prefix(prefix).ok_or(SecretError::Prefix)?;
    if letters.len() != BASE32_NOPAD.encode_len(N + CHECK) {
        return Err(SecretError::Damaged);
    }
    let mut all = Zeroizing::new(vec![0; N + CHECK]);
    BASE32_NOPAD_NOCASE
        .decode_mut(letters.as_bytes(), &mut all)
        .map_err(|_| SecretError::Damaged)?;
    let mut bytes = Zeroizing::new([0; N]);
    bytes.copy_from_slice(&all[..N]);
    if all[N..] == check(&*bytes) {
        Ok(bytes)
    } else {
        Err(SecretError::Damaged)
    }
}

fn check(bytes: &[u8]) -> [u8; CHECK] {
    let hash = transcript::digest("recado secret check 1", &[bytes]);
    [hash[0], hash[1], hash[2], hash[3]]
}

/// Why a text is not the secret key that was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// It does not begin as such a key does: it is something else, or of a later version of Recado.
    #[error("this is no key of this kind and version")]
    Prefix,
    /// It begins as it should, but letters are missing or were changed.
    #[error("the key is damaged: letters are missing or were changed")]
    Damaged,
}
