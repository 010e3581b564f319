//! Why there is no link, in words for the owner, and whether to try again.

use std::time::Duration;

use recado_api::view::LinkStop;
use recado_tunnel::attach::{AttachError, Reason, Refusal, SPOKEN};
use recado_tunnel::control::Why;
use recado_tunnel::ends::LinkError;
use recado_tunnel::origin::Origin;
use reqwest::StatusCode;

use super::dial::DialError;
use crate::secrets::Unavailable;
use crate::store::deliveries::Detail;

/// What is in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It may be over the next time.
    Passing {
        why: Detail,
        /// How long the relay wants to be left alone.
        after: Option<Duration>,
    },
    /// Trying again by itself would not help, or would harm.
    Final { stop: LinkStop, why: Detail },
}

/// What those who send to the relay may meet there, where this is what is in the way here; a message of the
/// catalogues. `None` where the relay is assumed to answer them as ever: where it is this computer that is cut off, or
/// the relay that does not want to be asked so often. A name that is not found is as a rule that of a computer without
/// internet.
pub(super) fn felt_by_senders(why: &Detail) -> Option<&'static str> {
    Some(match why.id.as_str() {
        "tunnel-refused" | "tunnel-no-answer" | "tunnel-broken" | "tunnel-malformed" => {
            "patience-relay-silent"
        }
        "tunnel-not-safe" => "patience-relay-unsafe",
        "tunnel-no-relay" | "tunnel-not-now" | "tunnel-full" | "tunnel-says-no" => "patience-relay-refuses",
        "tunnel-removed" => "patience-relay-removed",
        "tunnel-invitation-needed" | "tunnel-invitation-invalid" => "patience-relay-forgot",
        "tunnel-other-name" | "tunnel-other-key" => "patience-relay-other",
        _ => return None,
    })
}

impl Trouble {
    pub(super) fn passing(why: Detail) -> Self {
        Self::Passing { why, after: None }
    }

    fn lasting(stop: LinkStop, id: &str) -> Self {
        Self::Final {
            stop,
            why: Detail::new(id),
        }
    }

    pub(super) fn of_identity(unavailable: Unavailable) -> Self {
        if unavailable.passing {
            return Self::passing(unavailable.why);
        }
        Self::Final {
            stop: LinkStop::Identity,
            why: unavailable.why,
        }
    }

    pub(super) fn of_dial(error: &DialError, relay: &Origin) -> Self {
        let host = ("relay", relay.authority().to_string());
        let because =
            |id, reason: &String| Self::passing(Detail::with_args(id, vec![("reason", reason.clone())]));
        match error {
            DialError::NoSuchName(_) => Self::passing(Detail::with_args("tunnel-no-name", vec![host])),
            DialError::Refused(_) => Self::passing(Detail::with_args("tunnel-refused", vec![host])),
            DialError::NoWay(_) => Self::passing(Detail::new("tunnel-no-network")),
            DialError::Silent => Self::passing(Detail::with_args("tunnel-no-answer", vec![host])),
            DialError::NotSafe(reason) => because("tunnel-not-safe", reason),
            DialError::Proxy(reason) => because("tunnel-proxy", reason),
            DialError::NoWebSocket => Self::passing(Detail::new("tunnel-no-websocket")),
            DialError::Broken(reason) => because("tunnel-broken", reason),
            DialError::Unsuitable(reason) => because("tunnel-unsuitable", reason),
            DialError::Answered { status, after } => Self::Passing {
                why: match *status {
                    StatusCode::TOO_MANY_REQUESTS => Detail::new("tunnel-too-many"),
                    StatusCode::SERVICE_UNAVAILABLE => Detail::new("tunnel-not-now"),
                    status => {
                        let status = ("status", status.as_u16().to_string());
                        Detail::with_args("tunnel-no-relay", vec![host, status])
                    }
                },
                after: *after,
            },
        }
    }

    pub(super) fn of_attach(error: &AttachError, relay: &Origin) -> Self {
        let host = || ("relay", relay.authority().to_string());
        match error {
            AttachError::Io(error) => {
                let reason = ("reason", error.to_string());
                Self::passing(Detail::with_args("tunnel-broken", vec![reason]))
            }
            AttachError::Silent => Self::passing(Detail::with_args("tunnel-no-answer", vec![host()])),
            AttachError::Malformed => Self::passing(Detail::with_args("tunnel-malformed", vec![host()])),
            AttachError::Protocol { theirs } => {
                let id = if theirs.start() > SPOKEN.end() {
                    "tunnel-program-old"
                } else {
                    "tunnel-relay-old"
                };
                Self::lasting(LinkStop::Protocol, id)
            }
            AttachError::OtherOrigin { says } => Self::Final {
                stop: LinkStop::OtherRelay,
                why: Detail::with_args("tunnel-other-name", vec![host(), ("says", says.clone())]),
            },
            AttachError::OtherRelay { .. } => Self::lasting(LinkStop::OtherRelay, "tunnel-other-key"),
            AttachError::Invitation => Self::lasting(LinkStop::Invitation, "tunnel-invitation-invalid"),
            AttachError::Refused(refusal) => Self::of_refusal(refusal),
            // Said to relays, by engines and by systems that are broken.
            AttachError::ProtocolAsked { .. } | AttachError::Proof | AttachError::Random => {
                let reason = ("reason", error.to_string());
                Self::passing(Detail::with_args("tunnel-broken", vec![reason]))
            }
        }
    }

    fn of_refusal(refusal: &Refusal) -> Self {
        let after = refusal
            .retry_after_s
            .map(|seconds| Duration::from_secs(seconds.into()));
        let passing = |why| Self::Passing { why, after };
        match refusal.reason {
            Reason::InvitationNeeded => Self::lasting(LinkStop::Invitation, "tunnel-invitation-needed"),
            Reason::InvitationInvalid => Self::lasting(LinkStop::Invitation, "tunnel-invitation-invalid"),
            Reason::Removed => Self::lasting(LinkStop::Removed, "tunnel-removed"),
            Reason::Full => passing(Detail::new("tunnel-full")),
            Reason::TooMany => passing(Detail::new("tunnel-too-many")),
            Reason::NotNow => passing(Detail::new("tunnel-not-now")),
            Reason::Proof | Reason::Other(_) => {
                let reason = ("reason", refusal.detail.clone());
                passing(Detail::with_args("tunnel-says-no", vec![reason]))
            }
        }
    }

    /// The relay sent this computer away.
    pub(super) fn of_leaving(why: Why) -> Self {
        match why {
            Why::Replaced => Self::lasting(LinkStop::Replaced, "tunnel-replaced"),
            Why::Removed => Self::lasting(LinkStop::Removed, "tunnel-removed"),
            Why::Stopping | Why::Other(_) => Self::passing(Detail::new("tunnel-not-now")),
        }
    }

    /// A link ended by itself.
    pub(super) fn of_link(error: Option<&LinkError>) -> Self {
        let id = match error {
            Some(LinkError::Silent) => "tunnel-silent",
            Some(LinkError::Broken(_) | LinkError::NoControl | LinkError::Closed | LinkError::NotForHere)
            | None => "tunnel-cut",
        };
        Self::passing(Detail::new(id))
    }
}
