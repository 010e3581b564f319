//! The relay's side of an attach.

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncWrite};

use super::wire::{self, Answer, Challenge, NONCE, Proof};
use super::{AttachError, Reason, Refusal, SPOKEN, Welcome, hear, say};
use crate::identity::{Address, IdentityKey, RelayIdentity, SealingKey};
use crate::origin::Origin;

/// An engine that has proven who it is, and waits for the relay's answer.
#[derive(Debug)]
pub struct Newcomer {
    proof: Proof,
    challenge: Vec<u8>,
    proof_bytes: Bytes,
}

/// Asks the engine at the other end of the stream who it is.
///
/// The nonce belongs to this call: there is no other place where its proof would be taken. A wrong proof and an
/// unknown protocol are answered here, before the error is returned.
///
/// # Errors
/// [`AttachError::Proof`] for an engine that could not prove who it is, [`AttachError::ProtocolAsked`] for one that
/// speaks another protocol; the others as their names say.
pub async fn challenge(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin + Send),
    relay: &RelayIdentity,
    origin: &Origin,
) -> Result<Newcomer, AttachError> {
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce).map_err(|_| AttachError::Random)?;
    let challenge = challenge_of(nonce, relay, origin);
    say(stream, &challenge).await?;
    let proof_bytes = hear(stream).await?;
    match check(&challenge, &proof_bytes) {
        Ok(proof) => Ok(Newcomer {
            proof,
            challenge,
            proof_bytes,
        }),
        Err(why) => {
            let answer = if matches!(why, AttachError::ProtocolAsked { .. }) {
                Answer::OtherProtocol(SPOKEN)
            } else {
                wrong_proof()
            };
            say(stream, &answer_bytes(&answer, relay, &challenge, &proof_bytes)?).await?;
            Err(why)
        }
    }
}

impl Newcomer {
    /// The engine's address.
    #[must_use]
    pub fn address(&self) -> Address {
        Address::of(&self.proof.key)
    }

    /// The engine's identity key.
    #[must_use]
    pub fn key(&self) -> IdentityKey {
        self.proof.key
    }

    /// The key to which the relay seals for this engine from now on.
    #[must_use]
    pub fn sealing_key(&self) -> &SealingKey {
        &self.proof.sealing_key
    }

    /// The invitation that it brought.
    #[must_use]
    pub fn invitation(&self) -> Option<&str> {
        self.proof.invitation.as_deref()
    }

    /// Takes the engine.
    ///
    /// # Errors
    /// When the connection breaks.
    pub async fn welcome(
        self,
        stream: &mut (impl AsyncWrite + Unpin + Send),
        relay: &RelayIdentity,
        welcome: Welcome,
    ) -> Result<(), AttachError> {
        self.answer(stream, relay, &Answer::Welcome(welcome)).await
    }

    /// Sends the engine away.
    ///
    /// # Errors
    /// When the connection breaks.
    pub async fn refuse(
        self,
        stream: &mut (impl AsyncWrite + Unpin + Send),
        relay: &RelayIdentity,
        refusal: Refusal,
    ) -> Result<(), AttachError> {
        self.answer(stream, relay, &Answer::Refused(refusal)).await
    }

    async fn answer(
        self,
        stream: &mut (impl AsyncWrite + Unpin + Send),
        relay: &RelayIdentity,
        answer: &Answer,
    ) -> Result<(), AttachError> {
        let bytes = answer_bytes(answer, relay, &self.challenge, &self.proof_bytes)?;
        say(stream, &bytes).await
    }
}

pub(super) fn challenge_of(nonce: [u8; NONCE], relay: &RelayIdentity, origin: &Origin) -> Vec<u8> {
    Challenge {
        spoken: SPOKEN,
        nonce,
        relay: relay.key().to_bytes(),
        origin: origin.to_string(),
    }
    .to_bytes()
}

pub(super) fn check(challenge: &[u8], proof: &[u8]) -> Result<Proof, AttachError> {
    if let Some(&asked) = proof.first()
        && !SPOKEN.contains(&asked)
    {
        return Err(AttachError::ProtocolAsked { asked });
    }
    match Proof::read(proof, challenge) {
        Ok((proof, true)) => Ok(proof),
        Ok((_, false)) => Err(AttachError::Proof),
        Err(wire::Malformed) => Err(AttachError::Malformed),
    }
}

pub(super) fn answer_bytes(
    answer: &Answer,
    relay: &RelayIdentity,
    challenge: &[u8],
    proof: &[u8],
) -> Result<Vec<u8>, AttachError> {
    let mut bytes = answer.unsigned().map_err(|_| AttachError::Malformed)?;
    let signature = relay.sign(&wire::answer_digest(challenge, proof, &bytes));
    bytes.extend_from_slice(&signature);
    Ok(bytes)
}

fn wrong_proof() -> Answer {
    Answer::Refused(Refusal {
        reason: Reason::Proof,
        detail: "the proof is not this key's signature for this challenge".to_owned(),
        retry_after_s: None,
    })
}
