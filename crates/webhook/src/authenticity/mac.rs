//! The one place where signatures are made and compared.

use std::borrow::Cow;

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use subtle::ConstantTimeEq as _;

use super::scheme::{Hash, Keyed};

/// What is signed, in pieces, so that a body of some megabytes is not copied.
pub(super) type Pieces<'a> = Vec<Cow<'a, [u8]>>;

/// Of either kind.
pub(super) fn any_of(
    (hash, keyed): (Hash, Keyed),
    key: &[u8],
    content: &[Cow<'_, [u8]>],
    signatures: &[Vec<u8>],
) -> bool {
    match keyed {
        Keyed::Hmac => any_matches(hash, key, content, signatures),
        Keyed::Before => {
            let right = hashed(hash, key, content);
            signatures
                .iter()
                .any(|signature| bool::from(right.ct_eq(signature)))
        }
    }
}

/// Of either kind.
pub(super) fn sign_as((hash, keyed): (Hash, Keyed), key: &[u8], content: &[Cow<'_, [u8]>]) -> Vec<u8> {
    match keyed {
        Keyed::Hmac => sign(hash, key, content),
        Keyed::Before => hashed(hash, key, content),
    }
}

/// Whether one of the signatures is the right HMAC. The comparison is the library's and takes constant time; a
/// signature that was cut short does not match.
pub(super) fn any_matches(hash: Hash, key: &[u8], content: &[Cow<'_, [u8]>], signatures: &[Vec<u8>]) -> bool {
    match hash {
        Hash::Sha1 => any::<Hmac<Sha1>>(key, content, signatures),
        Hash::Sha256 => any::<Hmac<Sha256>>(key, content, signatures),
        Hash::Sha512 => any::<Hmac<Sha512>>(key, content, signatures),
    }
}

pub(super) fn sign(hash: Hash, key: &[u8], content: &[Cow<'_, [u8]>]) -> Vec<u8> {
    match hash {
        Hash::Sha1 => made::<Hmac<Sha1>>(key, content),
        Hash::Sha256 => made::<Hmac<Sha256>>(key, content),
        Hash::Sha512 => made::<Hmac<Sha512>>(key, content),
    }
}

/// In bytes.
pub(super) fn length(hash: Hash) -> usize {
    match hash {
        Hash::Sha1 => 20,
        Hash::Sha256 => 32,
        Hash::Sha512 => 64,
    }
}

/// By which a replay is recognised.
pub(super) fn digest(content: &[Cow<'_, [u8]>]) -> [u8; 32] {
    let mut hash = Sha256::new();
    content.iter().for_each(|piece| hash.update(piece));
    hash.finalize().into()
}

/// The plain hash of the key and what follows it.
fn hashed(hash: Hash, key: &[u8], content: &[Cow<'_, [u8]>]) -> Vec<u8> {
    match hash {
        Hash::Sha1 => hash_of::<Sha1>(key, content),
        Hash::Sha256 => hash_of::<Sha256>(key, content),
        Hash::Sha512 => hash_of::<Sha512>(key, content),
    }
}

fn hash_of<D: Digest>(key: &[u8], content: &[Cow<'_, [u8]>]) -> Vec<u8> {
    let mut hash = D::new_with_prefix(key);
    content.iter().for_each(|piece| hash.update(piece));
    hash.finalize().to_vec()
}

fn any<M: Mac + KeyInit + Clone>(key: &[u8], content: &[Cow<'_, [u8]>], signatures: &[Vec<u8>]) -> bool {
    fed::<M>(key, content).is_some_and(|mac| {
        signatures
            .iter()
            .any(|signature| mac.clone().verify_slice(signature).is_ok())
    })
}

fn made<M: Mac + KeyInit>(key: &[u8], content: &[Cow<'_, [u8]>]) -> Vec<u8> {
    fed::<M>(key, content).map_or_else(Vec::new, |mac| mac.finalize().into_bytes().to_vec())
}

/// `None` for a length of key that the kind of MAC does not take; HMAC takes any.
fn fed<M: Mac + KeyInit>(key: &[u8], content: &[Cow<'_, [u8]>]) -> Option<M> {
    let mut mac = <M as KeyInit>::new_from_slice(key).ok()?;
    content.iter().for_each(|piece| mac.update(piece));
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;

    /// RFC 2202, section 3, and RFC 4231, section 4: test cases 1, 2, 3 and 6.
    #[test]
    fn signatures_are_those_of_the_standards() {
        type Case = (
            &'static [u8],
            &'static [u8],
            &'static str,
            &'static str,
            &'static str,
        );
        let cases: [Case; 4] = [
            (
                &[0x0b; 20],
                b"Hi There",
                "b617318655057264e28bc0b6fb378c8ef146be00",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
                "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
            ),
            (
                b"Jefe",
                b"what do ya want for nothing?",
                "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
            ),
            (
                &[0xaa; 20],
                &[0xdd; 50],
                "125d7342b9ac11cd91a39af48aa17b4f63f175d3",
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
                "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb",
            ),
            (
                &[0xaa; 80],
                b"Test Using Larger Than Block-Size Key - Hash Key First",
                "aa4ae5e15272d00e95705637ce8a3b55ed402112",
                "",
                "",
            ),
        ];
        for (key, data, sha1, sha256, sha512) in cases {
            for (hash, expected) in [(Hash::Sha1, sha1), (Hash::Sha256, sha256), (Hash::Sha512, sha512)] {
                if expected.is_empty() {
                    continue;
                }
                let signature = sign(hash, key, &[Cow::Borrowed(data)]);
                assert_eq!(HEXLOWER.encode(&signature), expected, "{hash:?}");
                assert_eq!(signature.len(), length(hash));
            }
        }
    }

    #[test]
    fn a_signature_that_was_cut_short_or_made_longer_does_not_match() {
        let content = [Cow::Borrowed(&b"content"[..])];
        let right = sign(Hash::Sha256, b"key", &content);
        assert!(any_matches(
            Hash::Sha256,
            b"key",
            &content,
            std::slice::from_ref(&right)
        ));
        for length in 0..right.len() {
            let cut = right.get(..length).unwrap_or_default().to_vec();
            assert!(!any_matches(Hash::Sha256, b"key", &content, &[cut]), "{length}");
        }
        let longer = [right, vec![0]].concat();
        assert!(!any_matches(Hash::Sha256, b"key", &content, &[longer]));
    }

    /// FIPS 180-4's own example for one block: `abc`, cut in two.
    #[test]
    fn a_secret_may_be_hashed_before_the_content() {
        let content = [Cow::Borrowed(&b"b"[..]), Cow::Borrowed(&b"c"[..])];
        let kind = (Hash::Sha256, Keyed::Before);
        let right = sign_as(kind, b"a", &content);
        assert_eq!(
            HEXLOWER.encode(&right),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert!(any_of(kind, b"a", &content, std::slice::from_ref(&right)));
        let hmac = (Hash::Sha256, Keyed::Hmac);
        assert!(!any_of(hmac, b"a", &content, std::slice::from_ref(&right)));
        let cut = right.get(..31).unwrap_or_default().to_vec();
        for wrong in [cut, vec![0; 32], Vec::new()] {
            assert!(!any_of(kind, b"a", &content, &[wrong]));
        }
    }
}
