//! The engine's side of an attach.

use tokio::io::{AsyncRead, AsyncWrite};

use super::wire::{self, Answer, Challenge, Proof};
use super::{AttachError, SPOKEN, Welcome, common, hear, say};
use crate::identity::{Identity, RelayKey};
use crate::limits::LONGEST_INVITATION;
use crate::origin::Origin;

/// What an engine knows of the relay that it dialled.
#[derive(Debug, Clone)]
pub struct Dial<'a> {
    /// The origin that was dialled.
    pub origin: &'a Origin,
    /// The relay's key, if this engine has attached there before or the invitation named it.
    pub pinned: Option<RelayKey>,
    /// The invitation that the relay may ask for. Only the first attach needs one.
    pub invitation: Option<&'a str>,
}

/// An attach that succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// The relay's key, whose holder signed the welcome. The caller pins it.
    pub relay: RelayKey,
    /// What the relay says.
    pub welcome: Welcome,
}

/// Attaches to the relay at the other end of the stream.
///
/// The invitation is sent only to a relay that calls itself by the dialled origin and has the pinned key, if one is.
///
/// # Errors
/// [`AttachError`] says who refused what. Nothing is left on the stream that could be used afterwards.
pub async fn attach(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin + Send),
    identity: &Identity,
    dial: &Dial<'_>,
) -> Result<Attached, AttachError> {
    let challenge = hear(stream).await?;
    let (relay, proof) = prove(&challenge, identity, dial)?;
    say(stream, &proof).await?;
    let answer = hear(stream).await?;
    let welcome = judge(&answer, &relay, &challenge, &proof)?;
    Ok(Attached { relay, welcome })
}

pub(super) fn prove(
    challenge: &[u8],
    identity: &Identity,
    dial: &Dial<'_>,
) -> Result<(RelayKey, Vec<u8>), AttachError> {
    let theirs = Challenge::spoken(challenge).map_err(|_| AttachError::Malformed)?;
    let protocol = common(&SPOKEN, &theirs).ok_or(AttachError::Protocol { theirs })?;
    let read = Challenge::read(challenge).map_err(|_| AttachError::Malformed)?;
    if read.origin != dial.origin.to_string() {
        return Err(AttachError::OtherOrigin { says: read.origin });
    }
    let relay = RelayKey::from_bytes(&read.relay).map_err(|_| AttachError::Malformed)?;
    if dial.pinned.is_some_and(|pinned| pinned != relay) {
        return Err(AttachError::OtherRelay {
            shown: Box::new(relay),
        });
    }
    let invitation = dial.invitation.map(str::to_owned);
    if invitation
        .as_ref()
        .is_some_and(|invitation| invitation.len() > LONGEST_INVITATION)
    {
        return Err(AttachError::Invitation);
    }
    let proof = Proof {
        key: identity.key(),
        sealing_key: identity.sealing_key().clone(),
        invitation,
    };
    let mut bytes = proof.unsigned(protocol);
    let signature = identity.sign(&wire::proof_digest(challenge, &bytes));
    bytes.extend_from_slice(&signature);
    Ok((relay, bytes))
}

pub(super) fn judge(
    answer: &[u8],
    relay: &RelayKey,
    challenge: &[u8],
    proof: &[u8],
) -> Result<Welcome, AttachError> {
    match Answer::read(answer, relay, challenge, proof).map_err(|_| AttachError::Malformed)? {
        Answer::Welcome(welcome) => Ok(welcome),
        Answer::Refused(refusal) => Err(AttachError::Refused(refusal)),
        Answer::OtherProtocol(theirs) => Err(AttachError::Protocol { theirs }),
    }
}
