//! When two deliveries say the same thing: the keyed hash by which an event is known again.
//!
//! An event is known by the sender's own id for it and its version, else by the delivery's id in a header, else by the
//! raw request. Hashes are keyed, and stay when the log and the contact are gone; without the key nobody can try out
//! who was in them.

use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use recado_webhook::event::Event;
use sha2::Sha256;

use super::Filing;
use crate::store::applied::Hash;

/// How long two equal requests without any id are one. Senders that give no id repeat at once or not at all; a person
/// may well write the same twice on one day.
const SAME_REQUEST: SignedDuration = SignedDuration::from_mins(10);

/// How long an id is trusted that was only guessed by its name ("another system"). Long enough for the most patient
/// sender's retries (7 days, WhatsApp); an `id` that turns out to be the form's does not swallow messages for ever.
const GUESSED_ID: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What an event is known by, and how long that holds.
pub(super) struct Sign {
    pub(super) hash: Hash,
    pub(super) expires_at: Option<Timestamp>,
}

#[derive(Clone)]
pub(crate) struct Hasher {
    key: [u8; 32],
}

impl Hasher {
    pub(crate) fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// The hash of a whole request, for senders that give no id.
    pub(crate) fn request(
        &self,
        source: &[u8],
        method: &str,
        sub_path: &str,
        query: &str,
        body: &[u8],
    ) -> Hash {
        self.hash(&[
            b"request",
            source,
            method.as_bytes(),
            sub_path.as_bytes(),
            query.as_bytes(),
            body,
        ])
    }

    pub(super) fn sign(&self, filing: &Filing, event: &Event, position: usize) -> Sign {
        let source = filing.source.as_bytes();
        let place = position.to_be_bytes();
        if let Some(id) = &event.external_id {
            let version = event.version.as_deref().unwrap_or_default();
            let kind = event.kind.as_str().as_bytes();
            let parts: [&[u8]; 5] = [b"event", source, kind, id.as_bytes(), version.as_bytes()];
            return Sign {
                hash: self.hash(&parts),
                expires_at: later(filing.received_at, GUESSED_ID),
            };
        }
        if let Some(id) = &filing.header_id {
            return Sign {
                hash: self.hash(&[b"header", source, id.as_bytes(), &place]),
                expires_at: None,
            };
        }
        Sign {
            hash: self.hash(&[b"position", &filing.request_hash, &place]),
            expires_at: later(filing.received_at, SAME_REQUEST),
        }
    }

    /// Each part goes in with its length before it, so that no two lists of parts read alike.
    fn hash(&self, parts: &[&[u8]]) -> Hash {
        // HMAC takes keys of any length (RFC 2104).
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.key) else {
            return [0; 32];
        };
        for part in parts {
            mac.update(&part.len().to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

fn later(time: Timestamp, by: SignedDuration) -> Option<Timestamp> {
    time.checked_add(by).ok()
}
