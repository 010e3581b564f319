//! When two deliveries say the same thing: the keyed hashes by which an event is known again.
//!
//! An event is known by the first of these that there is:
//!
//! 1. the sender's own id for it and its version, where a preset says which that is: for good;
//! 2. the delivery's id that the sender signed: for good;
//! 3. an id that was only guessed by its key's name, together with a fingerprint of the content: for [`PATIENCE`];
//! 4. what the sender signed: for good where the time of signing is in it, else for [`PATIENCE`]; signed anew, the same
//!    request is still one for [`SAME_REQUEST`];
//! 5. where nothing is signed, the delivery's id in a header: for good;
//! 6. the raw request: for [`SAME_REQUEST`].
//!
//! A header that nobody signed says nothing on a source whose sender signs: with it, anybody who saw a delivery once
//! could bring it again. Where the signature does not cover the body, what was signed is always looked at too.
//!
//! Hashes are keyed, and stay when the log and the contact are gone; without the key nobody can try out who was in
//! them.

use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use recado_api::{DeliveryId, SourceId};
use recado_webhook::authenticity::Proof;
use recado_webhook::event::{Event, Kind};
use sha2::Sha256;

use crate::store::applied::Hash;
use crate::store::deliveries::Signed;

/// How long two equal requests without any id are one. Senders that give no id repeat at once or not at all; a person
/// may well write the same twice on one day.
const SAME_REQUEST: SignedDuration = SignedDuration::from_mins(10);

/// Long enough for the most patient sender's retries (7 days, WhatsApp); an `id` that turns out to be the form's does
/// not swallow messages for ever.
const PATIENCE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What one delivery is known by, beside what its events say.
#[derive(Debug, Clone)]
pub(crate) struct KnownBy {
    pub(crate) source: SourceId,
    pub(crate) received_at: Timestamp,
    /// Of the raw request; `None` where it is no longer kept.
    pub(crate) request: Option<Hash>,
    /// The sender's own id for the delivery, from its headers.
    pub(crate) header_id: Option<String>,
    pub(crate) signed: Option<Signed>,
    /// Whether a preset says which id is the event's; else it was guessed.
    pub(crate) ids_are_known: bool,
}

/// What an event is known by, and how long that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
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
        source: SourceId,
        method: &str,
        sub_path: &str,
        query: &str,
        body: &[u8],
    ) -> Hash {
        self.hash(&[
            b"request",
            source.as_bytes(),
            method.as_bytes(),
            sub_path.as_bytes(),
            query.as_bytes(),
            body,
        ])
    }

    /// What a request proved, as it is remembered.
    pub(crate) fn signed(&self, source: SourceId, proof: &Proof) -> Option<Signed> {
        match proof {
            Proof::None => None,
            Proof::Signed {
                content,
                timestamped,
                covers_body,
                signed_id,
            } => Some(Signed {
                hash: self.hash(&[b"signed", source.as_bytes(), content]),
                timestamped: *timestamped,
                covers_body: *covers_body,
                id: signed_id.clone(),
            }),
        }
    }

    /// With which tokens are hashed that are kept in quarantine.
    pub(crate) fn evidence_key(&self) -> [u8; 32] {
        self.hash(&[b"evidence"])
    }

    /// All by which an event is known: it was applied before if any of them was.
    pub(super) fn signs(
        &self,
        known_by: &KnownBy,
        delivery: DeliveryId,
        event: &Event,
        place: usize,
    ) -> Vec<Sign> {
        let source = known_by.source.as_bytes();
        let by_id = |id: &str, expires_at| {
            let version = event.version.as_deref().unwrap_or_default();
            let kind = event.kind.as_str().as_bytes();
            let parts: [&[u8]; 5] = [b"event", source, kind, id.as_bytes(), version.as_bytes()];
            Sign {
                hash: self.hash(&parts),
                expires_at,
            }
        };
        let signed_id = known_by.signed.as_ref().and_then(|signed| signed.id.as_deref());
        let mut signs = match (&event.external_id, signed_id) {
            // A receipt that comes again later does no harm, and there are three for each message.
            (Some(id), _) if known_by.ids_are_known => {
                let expires_at = (event.kind == Kind::Receipt).then(|| known_by.later(PATIENCE));
                vec![by_id(id, expires_at)]
            }
            (_, Some(id)) => vec![self.header(known_by, id, place)],
            (Some(id), None) => vec![by_id(id, Some(known_by.later(PATIENCE)))],
            (None, None) => return self.whole(known_by, delivery, place),
        };
        if let Some(signed) = &known_by.signed
            && !signed.covers_body
        {
            signs.push(self.content(known_by, signed, place));
        }
        signs
    }

    /// All by which a request is known that only names what is to be fetched. Without an id or a signature the same
    /// request may tell of another state of the same thing, so then it is asked for again.
    pub(super) fn of_orders(&self, known_by: &KnownBy) -> Vec<Sign> {
        match &known_by.signed {
            Some(Signed { id: Some(id), .. }) => vec![self.header(known_by, id, 0)],
            Some(signed) => vec![self.content(known_by, signed, 0)],
            None => known_by
                .header_id
                .iter()
                .map(|id| self.header(known_by, id, 0))
                .collect(),
        }
    }

    /// All by which an event is known that has no id of its own.
    fn whole(&self, known_by: &KnownBy, delivery: DeliveryId, place: usize) -> Vec<Sign> {
        let Some(signed) = &known_by.signed else {
            return vec![match &known_by.header_id {
                Some(id) => self.header(known_by, id, place),
                None => self.same_request(known_by, delivery, place),
            }];
        };
        let mut signs = Vec::new();
        if let Some(id) = &signed.id {
            signs.push(self.header(known_by, id, place));
        }
        if signed.id.is_none() || !signed.covers_body {
            signs.push(self.content(known_by, signed, place));
        }
        if signed.id.is_none() && signed.timestamped {
            signs.push(self.same_request(known_by, delivery, place));
        }
        signs
    }

    fn header(&self, known_by: &KnownBy, id: &str, place: usize) -> Sign {
        let source = known_by.source.as_bytes();
        Sign {
            hash: self.hash(&[b"header", source, id.as_bytes(), &place.to_be_bytes()]),
            expires_at: None,
        }
    }

    fn content(&self, known_by: &KnownBy, signed: &Signed, place: usize) -> Sign {
        Sign {
            hash: self.hash(&[b"content", &signed.hash, &place.to_be_bytes()]),
            expires_at: (!signed.timestamped).then(|| known_by.later(PATIENCE)),
        }
    }

    fn same_request(&self, known_by: &KnownBy, delivery: DeliveryId, place: usize) -> Sign {
        let request: &[u8] = match &known_by.request {
            Some(hash) => hash,
            None => delivery.as_bytes(),
        };
        Sign {
            hash: self.hash(&[b"position", request, &place.to_be_bytes()]),
            expires_at: Some(known_by.later(SAME_REQUEST)),
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

impl KnownBy {
    fn later(&self, by: SignedDuration) -> Timestamp {
        self.received_at.saturating_add(by).unwrap_or(self.received_at)
    }
}
