//! Who an engine is, and who a relay is: keys instead of accounts.
//!
//! An engine makes an [`Identity`] on its first start: an Ed25519 key by which it attaches, and an X25519 key to which
//! the relay seals what waits. Its public [`Address`] is a hash of the first. A relay has a [`RelayIdentity`], with
//! which it signs its answers and every sealed entry. Both go to a keyring or a file as one line of text; secret bytes
//! are wiped from memory when dropped, and never printed.

mod address;
mod keys;
mod text;

use std::fmt;

use ed25519_dalek::{Signer, SigningKey};
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, Serializable};
use zeroize::Zeroizing;

pub use self::address::{Address, AddressError};
pub(crate) use self::keys::SIGNATURE;
pub use self::keys::{IdentityKey, KeyError, RelayKey, SealingKey};
pub use self::text::SecretError;

const IDENTITY: &str = "recado-identity-1:";
const RELAY: &str = "recado-relay-key-1:";

type OpeningKey = <X25519HkdfSha256 as Kem>::PrivateKey;

/// An engine's secret keys.
pub struct Identity {
    signing: SigningKey,
    opening: OpeningKey,
    sealing: SealingKey,
}

impl Identity {
    /// New keys from the system's random bytes.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn new() -> Result<Self, getrandom::Error> {
        let (signing, opening) = (random_seed()?, random_seed()?);
        Ok(Self::from_seeds(*signing, *opening))
    }

    /// The keys that [`to_text`](Self::to_text) wrote.
    ///
    /// # Errors
    /// When the text is something else, or damaged.
    pub fn from_text(text: &str) -> Result<Self, SecretError> {
        let bytes = text::read::<64>(IDENTITY, text)?;
        let (mut signing, mut opening) = (Zeroizing::new([0; 32]), Zeroizing::new([0; 32]));
        signing.copy_from_slice(&bytes[..32]);
        opening.copy_from_slice(&bytes[32..]);
        Ok(Self::from_seeds(*signing, *opening))
    }

    /// Both secret keys in one line, for the keyring or a file that only its owner can read.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([0; 64]);
        bytes[..32].copy_from_slice(self.signing.as_bytes());
        self.opening.write_exact(&mut bytes[32..]);
        text::write(IDENTITY, &*bytes)
    }

    /// The public half of the identity.
    #[must_use]
    pub fn key(&self) -> IdentityKey {
        IdentityKey::of(&self.signing)
    }

    /// The public address.
    #[must_use]
    pub fn address(&self) -> Address {
        Address::of(&self.key())
    }

    /// The key to which a relay seals for this engine.
    #[must_use]
    pub fn sealing_key(&self) -> &SealingKey {
        &self.sealing
    }

    pub(crate) fn from_seeds(signing: [u8; 32], opening: [u8; 32]) -> Self {
        let (signing_seed, opening_seed) = (Zeroizing::new(signing), Zeroizing::new(opening));
        let opening = opening_key(&opening_seed);
        Self {
            signing: SigningKey::from_bytes(&signing_seed),
            sealing: SealingKey(X25519HkdfSha256::sk_to_pk(&opening)),
            opening,
        }
    }

    pub(crate) fn opening_key(&self) -> &OpeningKey {
        &self.opening
    }

    pub(crate) fn sign(&self, digest: &[u8; 32]) -> [u8; SIGNATURE] {
        self.signing.sign(digest).to_bytes()
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Identity({}, [secret])", self.address())
    }
}

/// A relay's secret signing key.
pub struct RelayIdentity(SigningKey);

impl RelayIdentity {
    /// A new key from the system's random bytes.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn new() -> Result<Self, getrandom::Error> {
        Ok(Self::from_seed(*random_seed()?))
    }

    /// The key that [`to_text`](Self::to_text) wrote.
    ///
    /// # Errors
    /// When the text is something else, or damaged.
    pub fn from_text(text: &str) -> Result<Self, SecretError> {
        Ok(Self::from_seed(*text::read::<32>(RELAY, text)?))
    }

    /// The secret key in one line, for a file that only the relay can read.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        text::write(RELAY, self.0.as_bytes())
    }

    /// The public half, which engines pin.
    #[must_use]
    pub fn key(&self) -> RelayKey {
        RelayKey::of(&self.0)
    }

    pub(crate) fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&Zeroizing::new(seed)))
    }

    pub(crate) fn sign(&self, digest: &[u8; 32]) -> [u8; SIGNATURE] {
        self.0.sign(digest).to_bytes()
    }
}

impl fmt::Debug for RelayIdentity {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "RelayIdentity({}, [secret])", self.key())
    }
}

fn random_seed() -> Result<Zeroizing<[u8; 32]>, getrandom::Error> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *seed)?;
    Ok(seed)
}

/// Any 32 bytes are an X25519 secret: the curve's function clamps them.
fn opening_key(seed: &[u8; 32]) -> OpeningKey {
    OpeningKey::from_bytes(seed).unwrap_or_else(|_| X25519HkdfSha256::derive_keypair(seed).0)
}

#[cfg(test)]
mod tests;
