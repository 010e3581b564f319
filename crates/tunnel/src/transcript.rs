//! One way to hash several things under a name, so that no two uses and no two splits can be taken for each other.

use sha2::{Digest, Sha256};

/// SHA-256 over the label and the parts, each preceded by its length (one byte for the label, four for a part, most
/// significant first).
///
/// Whatever is signed or hashed in the tunnel goes through here. The label names the use and its version.
pub(crate) fn digest(label: &'static str, parts: &[&[u8]]) -> [u8; 32] {
    debug_assert!(label.len() <= usize::from(u8::MAX));
    let mut hash = Sha256::new();
    hash.update([label.len() as u8]);
    hash.update(label);
    for part in parts {
        // Nothing here reaches 4 GiB: every format has its bound.
        hash.update((part.len() as u32).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_label_and_another_split_give_another_digest() {
        let one = digest("recado a 1", &[b"ab", b"c"]);
        assert_ne!(one, digest("recado b 1", &[b"ab", b"c"]));
        assert_ne!(one, digest("recado a 1", &[b"a", b"bc"]));
        assert_ne!(one, digest("recado a 1", &[b"abc"]));
        assert_ne!(one, digest("recado a 1", &[b"ab", b"c", b""]));
    }

    #[test]
    fn the_digest_is_what_the_protocol_says() {
        let by_hand = Sha256::digest(b"\x0arecado a 1\x00\x00\x00\x02ab\x00\x00\x00\x01c");
        assert_eq!(digest("recado a 1", &[b"ab", b"c"]), <[u8; 32]>::from(by_hand));
    }
}
