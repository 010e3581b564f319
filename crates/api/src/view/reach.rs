use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How senders elsewhere reach this computer. With neither, only programs on it do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Reach {
    /// The tunnel to the relay that was chosen.
    pub tunnel: Option<Tunnel>,
    /// Where the owner's own tunnel, proxy or router passes on to the receiver: `https://webhooks.example`, perhaps
    /// with a path, without a slash at its end. Where there is one, it is what sources are shown with.
    pub own_address: Option<String>,
}

/// The tunnel to a relay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Tunnel {
    /// Its origin, as `https://hooks.example.com`.
    pub relay: String,
    /// This computer's address there, `https://hooks.example.com/{address}`; absent while the identity cannot be read.
    pub public_base: Option<String>,
    pub link: Link,
    /// How many deliveries wait at the relay, as it last said.
    pub waiting: u64,
    /// For how many days it keeps what waits, as it last said.
    pub kept_days: Option<u32>,
}

/// How the link to the relay stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// Nobody asked it to be made: a command has the folder open.
    Off,
    /// There is none now; it is being made, by itself, again and again.
    Connecting {
        /// Since when there is none.
        #[ts(type = "string")]
        since: Timestamp,
        /// Why the last attempt failed, and what can be done, in the app's language. Absent at the first attempt.
        error: Option<String>,
        /// When the next attempt begins; absent while one is under way.
        #[ts(type = "string | null")]
        again_at: Option<Timestamp>,
    },
    Connected {
        #[ts(type = "string")]
        since: Timestamp,
    },
    /// There is none, and trying again by itself would not help.
    Stopped {
        #[ts(type = "string")]
        since: Timestamp,
        why: LinkStop,
        /// The same in the app's language, with what can be done.
        error: String,
    },
}

/// Why no link is made any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkStop {
    /// Another computer has attached with the same identity. Connecting again takes it back.
    Replaced,
    /// The relay wants an invitation, or does not take the one it got: another is needed.
    Invitation,
    /// The relay has removed this address.
    Removed,
    /// What answers there is not the relay that was known: its key or its name is another.
    OtherRelay,
    /// Relay and program are too far apart in age to understand each other.
    Protocol,
    /// The identity cannot be read: its keyring is locked, or it is gone.
    Identity,
}

/// What came of trying the owner's own public address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AddressCheck {
    /// The address as it would be kept.
    pub address: String,
    /// Whether what was asked there came in at this very receiver.
    pub reached: bool,
    /// What was found, and what can be done, in the app's language.
    pub found: String,
    /// The proxy in between names the sender in this header. Absent where there was none, or several that do not agree.
    pub header: Option<ForwardedHeader>,
}

/// A header in which a proxy says for whom it asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ForwardedHeader {
    /// Most proxies and tunnels: ngrok, Tailscale Funnel, Caddy, nginx. Each proxy adds the one that it heard from.
    XForwardedFor,
    /// RFC 7239.
    Forwarded,
    XRealIp,
    /// Cloudflare.
    CfConnectingIp,
}

/// Whose word about the sender's network address is believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TrustedProxy {
    pub header: ForwardedHeader,
    /// The network addresses from which the proxy connects; this computer's own where none is named.
    pub from: Vec<String>,
}

/// The address of this computer at its relay, to be kept or taken to another computer: a text file, encrypted with a
/// passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IdentityFile {
    /// A name for the file.
    pub name: String,
    pub text: String,
}
