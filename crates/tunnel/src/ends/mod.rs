//! Both ends of a link: HTTP/2 with its roles turned.
//!
//! After the attach the relay speaks HTTP/2 as the client and the engine as the server, on the connection that the
//! engine opened: each sender's request is a stream of its own, with flow control and cancellation. [`relay()`] and
//! [`engine()`] take any stream of bytes. Beside the senders' requests runs one control stream, and a drain while
//! something waits; both are requests to an authority that no sender's request can have.
//!
//! A link is a [`RelayEnd`] or an [`EngineEnd`] whose `run` its owner awaits: when that returns or is dropped,
//! everything the link started has ended. An end that hears nothing for [`SILENCE`] gives the link up, however the
//! other end died.

mod body;
mod carry;
mod control_stream;
mod engine;
mod relay;
mod streams;
mod tasks;
mod turns;
mod watched;

use std::io;
use std::time::Duration;

pub use self::body::{BoxError, LinkBody, LiveBody};
pub use self::carry::{clean, to_request};
pub use self::control_stream::Control;
pub use self::engine::{EngineEnd, Settle, engine};
pub use self::relay::{Drain, Link, LiveRequest, RelayEnd, relay};
use crate::limits::{PING_AFTER, PING_PATIENCE};

/// After this long without a byte from the other end, which would have answered a ping, the link is dead.
pub const SILENCE: Duration = PING_AFTER.saturating_add(PING_PATIENCE);

/// The authority of the tunnel's own requests. `.invalid` is nobody's (RFC 6761), and a sender's request always
/// carries the relay's.
pub(crate) const OWN_AUTHORITY: &str = "tunnel.invalid";
pub(crate) const CONTROL_PATH: &str = "/control";
pub(crate) const DRAIN_PATH: &str = "/drain";

/// Why a link ended, or does not take a request.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// Nothing came from the other end for [`SILENCE`].
    #[error("the other end has been silent for {} seconds", SILENCE.as_secs())]
    Silent,
    /// The connection broke, or the other end does not speak HTTP/2 as it should.
    #[error("the link broke: {0}")]
    Broken(#[source] BoxError),
    /// The other end did not open the control stream, or refused it or a drain.
    #[error("the other end does not take part in the tunnel's own streams")]
    NoControl,
    /// The link is closing or closed.
    #[error("the link is closed")]
    Closed,
    /// The request cannot be sent: its URL is none of this relay's.
    #[error("the request is none that belongs on this link")]
    NotForHere,
}

impl LinkError {
    /// What an error of hyper means for a link, which has no time-out but that of the pings.
    fn of(error: hyper::Error) -> Self {
        if error.is_timeout() {
            Self::Silent
        } else {
            Self::Broken(error.into())
        }
    }

    /// What an error of HTTP/2 itself means. The only time-out of its stream of bytes is that of silence.
    fn of_stream(error: h2::Error) -> Self {
        let is_silence = |error: &io::Error| error.kind() == io::ErrorKind::TimedOut;
        if error.get_io().is_some_and(is_silence) {
            Self::Silent
        } else {
            Self::Broken(error.into())
        }
    }
}
