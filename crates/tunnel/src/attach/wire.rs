//! The three messages of an attach, as bytes.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::identity::{IdentityKey, RelayKey, SIGNATURE, SealingKey};
use crate::transcript;

/// What every challenge begins with, in every version.
pub(super) const MAGIC: &[u8; 6] = b"RECADO";

/// Bytes of a nonce.
pub(super) const NONCE: usize = 32;

/// A message that is not what it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

/// `RECADO`, the lowest and the highest protocol spoken (a byte each), nonce, relay's key, length of the origin (a
/// byte), origin. Later protocols may put more after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Challenge {
    pub(super) spoken: RangeInclusive<u8>,
    pub(super) nonce: [u8; NONCE],
    pub(super) relay: [u8; 32],
    pub(super) origin: String,
}

impl Challenge {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&[*self.spoken.start(), *self.spoken.end()]);
        bytes.extend_from_slice(&self.nonce);
        bytes.extend_from_slice(&self.relay);
        put_short(&mut bytes, self.origin.as_bytes());
        bytes
    }

    /// The protocols that the relay speaks: the part that no version changes.
    pub(super) fn spoken(bytes: &[u8]) -> Result<RangeInclusive<u8>, Malformed> {
        let after = bytes.strip_prefix(MAGIC).ok_or(Malformed)?;
        match after {
            [lowest, highest, ..] if lowest <= highest => Ok(*lowest..=*highest),
            _ => Err(Malformed),
        }
    }

    pub(super) fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let spoken = Self::spoken(bytes)?;
        let mut rest = bytes.get(MAGIC.len() + 2..).ok_or(Malformed)?;
        Ok(Self {
            spoken,
            nonce: *take(&mut rest)?,
            relay: *take(&mut rest)?,
            origin: take_short(&mut rest)?,
        })
    }
}

/// Protocol (a byte), identity key, sealing key, length of the invitation (a byte), invitation, signature.
#[derive(Debug, Clone)]
pub(super) struct Proof {
    pub(super) key: IdentityKey,
    pub(super) sealing_key: SealingKey,
    pub(super) invitation: Option<String>,
}

impl Proof {
    /// Everything but the signature.
    pub(super) fn unsigned(&self, protocol: u8) -> Vec<u8> {
        let mut bytes = vec![protocol];
        bytes.extend_from_slice(&self.key.to_bytes());
        bytes.extend_from_slice(&self.sealing_key.to_bytes());
        put_short(&mut bytes, self.invitation.as_deref().unwrap_or("").as_bytes());
        bytes
    }

    /// Reads a proof, and whether its holder signed it for this challenge.
    pub(super) fn read(bytes: &[u8], challenge: &[u8]) -> Result<(Self, bool), Malformed> {
        let (unsigned, signature) = bytes.split_last_chunk::<SIGNATURE>().ok_or(Malformed)?;
        let mut rest = unsigned.get(1..).ok_or(Malformed)?;
        let key = IdentityKey::from_bytes(take(&mut rest)?).map_err(|_| Malformed)?;
        let sealing_key = SealingKey::from_bytes(take(&mut rest)?).map_err(|_| Malformed)?;
        let invitation = Some(take_short(&mut rest)?).filter(|invitation| !invitation.is_empty());
        if !rest.is_empty() {
            return Err(Malformed);
        }
        let signed = key.signed(&proof_digest(challenge, unsigned), signature);
        let proof = Self {
            key,
            sealing_key,
            invitation,
        };
        Ok((proof, signed))
    }
}

/// What an engine signs: the whole challenge (so nonce, origin, relay's key and the protocols that were offered), and
/// all that it says itself.
pub(super) fn proof_digest(challenge: &[u8], unsigned: &[u8]) -> [u8; 32] {
    transcript::digest("recado attach 1", &[challenge, unsigned])
}

/// What a relay signs: all that was said, and its answer.
pub(super) fn answer_digest(challenge: &[u8], proof: &[u8], unsigned: &[u8]) -> [u8; 32] {
    transcript::digest("recado answer 1", &[challenge, proof, unsigned])
}

/// What a relay tells an engine that it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    /// The relay's program and version, for logs.
    pub software: String,
    /// The number of the key table that the relay holds for this engine.
    pub table: Option<u64>,
    /// What waits for this engine.
    pub waiting: Waiting,
    /// The longest body that the relay takes from a sender, in bytes.
    pub longest_body: u64,
    /// What the relay keeps for this engine at the most.
    pub quota: Waiting,
    /// How long the relay keeps an entry, in seconds.
    pub keeps_for_s: u64,
}

/// A number of entries and their size.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// How many entries.
    pub entries: u64,
    /// How many bytes they have together.
    pub bytes: u64,
}

/// Why a relay does not take an engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Which reason.
    pub reason: Reason,
    /// A sentence in English for logs.
    pub detail: String,
    /// After how many seconds it may be tried again, if that can help.
    pub retry_after_s: Option<u32>,
}

/// The reasons that a relay may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The message could not be read, or its signature is not this key's for this challenge.
    Proof,
    /// The relay takes only engines that bring an invitation.
    InvitationNeeded,
    /// The invitation is unknown, expired or used.
    InvitationInvalid,
    /// The relay takes no more engines.
    Full,
    /// There were too many attempts.
    TooMany,
    /// The operator removed this address.
    Removed,
    /// The relay is about to stop, or is not ready.
    NotNow,
    /// A reason that this version does not know.
    Other(u8),
}

impl Reason {
    fn code(self) -> u8 {
        match self {
            Self::Proof => 1,
            Self::InvitationNeeded => 2,
            Self::InvitationInvalid => 3,
            Self::Full => 4,
            Self::TooMany => 5,
            Self::Removed => 6,
            Self::NotNow => 7,
            Self::Other(code) => code,
        }
    }

    fn of(code: u8) -> Self {
        match code {
            1 => Self::Proof,
            2 => Self::InvitationNeeded,
            3 => Self::InvitationInvalid,
            4 => Self::Full,
            5 => Self::TooMany,
            6 => Self::Removed,
            7 => Self::NotNow,
            code => Self::Other(code),
        }
    }
}

/// A byte for the kind, its content, signature. Kind 2 is the same in every version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    Welcome(Welcome),
    Refused(Refusal),
    OtherProtocol(RangeInclusive<u8>),
}

#[derive(Serialize, Deserialize)]
struct RefusalOnWire {
    reason: u8,
    retry_after_s: Option<u32>,
    detail: String,
}

impl Answer {
    /// Everything but the signature.
    pub(super) fn unsigned(&self) -> Result<Vec<u8>, Malformed> {
        let (kind, content) = match self {
            Self::Welcome(welcome) => (0, postcard::to_allocvec(welcome)),
            Self::Refused(refusal) => {
                let on_wire = RefusalOnWire {
                    reason: refusal.reason.code(),
                    retry_after_s: refusal.retry_after_s,
                    detail: refusal.detail.clone(),
                };
                (1, postcard::to_allocvec(&on_wire))
            }
            Self::OtherProtocol(spoken) => (2, Ok(vec![*spoken.start(), *spoken.end()])),
        };
        let mut bytes = vec![kind];
        bytes.extend_from_slice(&content.map_err(|_| Malformed)?);
        Ok(bytes)
    }

    /// Reads an answer if `relay` signed it for what was said before.
    pub(super) fn read(
        bytes: &[u8],
        relay: &RelayKey,
        challenge: &[u8],
        proof: &[u8],
    ) -> Result<Self, Malformed> {
        let (unsigned, signature) = bytes.split_last_chunk::<SIGNATURE>().ok_or(Malformed)?;
        if !relay.signed(&answer_digest(challenge, proof, unsigned), signature) {
            return Err(Malformed);
        }
        // Later versions may add to a welcome and to a refusal.
        match unsigned {
            [0, content @ ..] => {
                let (welcome, _) = postcard::take_from_bytes(content).map_err(|_| Malformed)?;
                Ok(Self::Welcome(welcome))
            }
            [1, content @ ..] => {
                let (refusal, _) =
                    postcard::take_from_bytes::<RefusalOnWire>(content).map_err(|_| Malformed)?;
                Ok(Self::Refused(Refusal {
                    reason: Reason::of(refusal.reason),
                    detail: refusal.detail,
                    retry_after_s: refusal.retry_after_s,
                }))
            }
            [2, lowest, highest] => Ok(Self::OtherProtocol(*lowest..=*highest)),
            _ => Err(Malformed),
        }
    }
}

fn put_short(bytes: &mut Vec<u8>, text: &[u8]) {
    // Both texts that are written so are bounded where they are made.
    bytes.push(text.len() as u8);
    bytes.extend_from_slice(text);
}

fn take<'a, const N: usize>(rest: &mut &'a [u8]) -> Result<&'a [u8; N], Malformed> {
    let (taken, after) = rest.split_first_chunk::<N>().ok_or(Malformed)?;
    *rest = after;
    Ok(taken)
}

fn take_short(rest: &mut &[u8]) -> Result<String, Malformed> {
    let [length] = *take::<1>(rest)?;
    let (text, after) = rest.split_at_checked(usize::from(length)).ok_or(Malformed)?;
    *rest = after;
    String::from_utf8(text.to_vec()).map_err(|_| Malformed)
}
