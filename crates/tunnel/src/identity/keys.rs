//! The public halves of the keys, each a type of its own.

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE32_NOPAD, BASE32_NOPAD_NOCASE};
use ed25519_dalek::{Signature, VerifyingKey};
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, Serializable};

use crate::transcript;

/// Bytes of an Ed25519 signature.
pub(crate) const SIGNATURE: usize = Signature::BYTE_SIZE;

macro_rules! signing_key {
    ($name:ident, $what:literal) => {
        #[doc = $what]
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub struct $name(VerifyingKey);

        impl $name {
            /// The key that these bytes are.
            ///
            /// # Errors
            /// When they are no point of the curve, or one that would accept anybody's signature.
            pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, KeyError> {
                let key = VerifyingKey::from_bytes(bytes).map_err(|_| KeyError)?;
                if key.is_weak() {
                    return Err(KeyError);
                }
                Ok(Self(key))
            }

            /// Its 32 bytes, as RFC 8032 encodes them.
            #[must_use]
            pub fn to_bytes(self) -> [u8; 32] {
                self.0.to_bytes()
            }

            pub(super) fn of(secret: &ed25519_dalek::SigningKey) -> Self {
                Self(secret.verifying_key())
            }

            /// Whether the holder of this key signed this digest.
            pub(crate) fn signed(&self, digest: &[u8; 32], signature: &[u8; SIGNATURE]) -> bool {
                self.0
                    .verify_strict(digest, &Signature::from_bytes(signature))
                    .is_ok()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_base32(&self.to_bytes(), to)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, to)
            }
        }

        impl FromStr for $name {
            type Err = KeyError;

            fn from_str(written: &str) -> Result<Self, KeyError> {
                Self::from_bytes(&read_base32(written)?)
            }
        }
    };
}

signing_key!(
    IdentityKey,
    "The public half of an engine's identity; its hash is the address."
);
signing_key!(
    RelayKey,
    "The public half of a relay's signing key, which an engine pins on first use."
);

type HpkeKey = <X25519HkdfSha256 as Kem>::PublicKey;

/// The public half of an engine's sealing key (X25519): whoever has it can seal, only the engine can open.
#[derive(Clone, PartialEq, Eq)]
pub struct SealingKey(pub(crate) HpkeKey);

impl SealingKey {
    /// The key that these bytes are. A key of small order is found when something is sealed to it.
    ///
    /// # Errors
    /// When they are no key.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, KeyError> {
        let key = HpkeKey::from_bytes(bytes).map_err(|_| KeyError)?;
        Ok(Self(key))
    }

    /// Its 32 bytes, as RFC 7748 encodes them.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes().into()
    }

    /// Eight bytes by which an engine tells what was sealed to this key from what was sealed to a former one.
    pub(crate) fn tag(&self) -> [u8; 8] {
        let hash = transcript::digest("recado sealing key 1", &[&self.to_bytes()]);
        let mut tag = [0; 8];
        tag.copy_from_slice(&hash[..8]);
        tag
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_base32(&self.to_bytes(), to)
    }
}

fn write_base32(bytes: &[u8; 32], to: &mut fmt::Formatter<'_>) -> fmt::Result {
    to.write_str(&BASE32_NOPAD.encode(bytes).to_ascii_lowercase())
}

fn read_base32(written: &str) -> Result<[u8; 32], KeyError> {
    let bytes = BASE32_NOPAD_NOCASE
        .decode(written.as_bytes())
        .map_err(|_| KeyError)?;
    bytes.try_into().map_err(|_| KeyError)
}

/// The bytes or letters are no public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no public key")]
pub struct KeyError;
