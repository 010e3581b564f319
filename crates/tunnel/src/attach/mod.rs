//! How an engine attaches to a relay: three messages, before the roles turn.
//!
//! The relay begins with a challenge: the protocols it speaks, a nonce made for this connection alone, its signing key
//! and its origin. The engine answers with its proof: its keys and its invitation, if it has one, signed together with
//! the whole challenge. The relay's answer, a welcome or a refusal, is signed over all that was said. No clock is
//! involved, and nothing that was recorded is of use on another connection or at another relay.
//!
//! [`attach`] is the engine's side and [`challenge`] the relay's. Afterwards HTTP/2 runs on the same stream
//! ([`crate::ends`]).

mod engine;
mod relay;
mod wire;

use std::io;
use std::ops::RangeInclusive;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};

pub use self::engine::{Attached, Dial, attach};
pub use self::relay::{Newcomer, challenge};
pub use self::wire::{Reason, Refusal, Waiting, Welcome};
use crate::frame;
use crate::identity::RelayKey;
use crate::limits::{ATTACH_STEP, LONGEST_ATTACH_FRAME};

/// The protocols that are spoken here.
pub const SPOKEN: RangeInclusive<u8> = 1..=1;

/// Where on a relay's origin an engine attaches, by an upgrade to WebSocket. No address is written so.
pub const PATH: &str = "/.recado/tunnel";

/// The highest protocol that both speak.
fn common(ours: &RangeInclusive<u8>, theirs: &RangeInclusive<u8>) -> Option<u8> {
    let highest = *ours.end().min(theirs.end());
    (highest >= *ours.start().max(theirs.start())).then_some(highest)
}

async fn say(to: &mut (impl AsyncWrite + Unpin + Send), message: &[u8]) -> Result<(), AttachError> {
    in_time(ATTACH_STEP, async {
        to.write_all(&frame::framed(message)).await?;
        to.flush().await
    })
    .await
}

async fn hear(from: &mut (impl AsyncRead + Unpin + Send)) -> Result<bytes::Bytes, AttachError> {
    let heard = in_time(ATTACH_STEP, frame::read(from, LONGEST_ATTACH_FRAME)).await?;
    heard.ok_or_else(|| AttachError::Io(io::ErrorKind::UnexpectedEof.into()))
}

async fn in_time<T>(
    limit: Duration,
    work: impl Future<Output = io::Result<T>> + Send,
) -> Result<T, AttachError> {
    match tokio::time::timeout(limit, work).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(AttachError::Silent),
    }
}

/// Why an attach failed.
#[derive(Debug, thiserror::Error)]
pub enum AttachError {
    /// The connection broke.
    #[error("the connection broke while attaching: {0}")]
    Io(#[from] io::Error),
    /// The other end said nothing for [`ATTACH_STEP`].
    #[error("the other end said nothing")]
    Silent,
    /// What came is not this protocol: the other end is something else, or somebody in between changed it.
    #[error("the other end does not speak Recado's tunnel protocol, or what it said was changed on the way")]
    Malformed,
    /// There is no protocol that both speak.
    #[error(
        "the relay speaks the tunnel protocol in versions {} to {}, this program {} to {}",
        theirs.start(), theirs.end(), SPOKEN.start(), SPOKEN.end()
    )]
    Protocol {
        /// What the relay speaks.
        theirs: RangeInclusive<u8>,
    },
    /// The engine asked for a protocol that the relay does not speak; it was told which ones there are.
    #[error("the engine asked for version {asked} of the tunnel protocol")]
    ProtocolAsked {
        /// What the engine asked for.
        asked: u8,
    },
    /// The relay calls itself something else than what was dialled.
    #[error("the relay that answered calls itself {says}")]
    OtherOrigin {
        /// What it calls itself.
        says: String,
    },
    /// The relay has another key than the one that was pinned: it was set up anew, or it is somebody else's.
    #[error("the relay has another key than before")]
    OtherRelay {
        /// The key that it has now.
        shown: Box<RelayKey>,
    },
    /// The invitation is longer than any.
    #[error("the invitation is too long to be one")]
    Invitation,
    /// The relay refused, and says why.
    #[error("the relay refused: {}", .0.detail)]
    Refused(Refusal),
    /// The engine's proof was wrong: it was replayed or forged, or the engine dialled another origin.
    #[error("the engine's proof does not fit this challenge")]
    Proof,
    /// The system gives no random bytes.
    #[error("the system gives no random bytes")]
    Random,
}

#[cfg(test)]
mod tests;
