//! What is known of a request that came through the relay beside the request itself.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use uuid::Uuid;

/// The id that the relay gives to every request it takes in. The live and the sealed copy of one carry the same.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeliveryId(Uuid);

impl DeliveryId {
    /// A new id, later in order than those made before it on this machine.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "every id is another one")]
    pub fn new() -> Self {
        Self(Uuid::now_v7())
    }

    /// The id that these bytes are.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }

    /// Its 16 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }
}

impl fmt::Display for DeliveryId {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.hyphenated(), to)
    }
}

impl fmt::Debug for DeliveryId {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, to)
    }
}

impl FromStr for DeliveryId {
    type Err = uuid::Error;

    fn from_str(written: &str) -> Result<Self, uuid::Error> {
        Uuid::parse_str(written).map(Self)
    }
}

/// What the relay says of a delivery. The engine's router finds it among a request's extensions, where no sender can
/// put anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// The delivery's id.
    pub id: DeliveryId,
    /// When the relay had received the request, by the relay's clock: milliseconds since 1970, UTC.
    pub received_at_ms: u64,
    /// The public URL that the sender called, whole. Some senders sign it.
    pub url: http::Uri,
    /// From where the sender called, if the relay knows.
    pub remote: Option<IpAddr>,
}
