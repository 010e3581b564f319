//! What is kept of a refused request, so that it can be verified again once the owner has corrected the secret.
//!
//! Signatures and what they cover besides the body are kept as they came: they prove this one request, which is kept
//! beside them, and open nothing else. What would open something is kept as a keyed hash: tokens, user names with
//! passwords, and of a JSON Web Token its signature, without which the rest is no token. Whether a corrected secret is
//! the one that was meant can still be told, by hashing what it would have made.
//!
//! One thing is lost on purpose: where Twilio's address carries a secret parameter, the address that was signed cannot
//! be written again, and such a request is [`Refused::NotKept`].

use std::collections::BTreeMap;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

use super::refused::Refused;
use super::scheme::{Content, Place, Scheme, Variable};
use super::token::AUTHORIZATION;
use super::{Presented, jwt, lookup, signed, standard};
use crate::redact::{REDACTED, is_secret};
use crate::request::Unverified;

/// Nobody sends more secrets than these.
const MOST_TOKENS: usize = 40;

/// Kept beside a refused delivery in the log, as JSON. Nothing in it opens a door.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Signatures, and headers that they cover, as they came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    headers: Vec<(String, String)>,
    /// Under which the sender may have known the source when this came, where addresses are signed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    urls: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tokens: Vec<Token>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    jwt: Option<Jwt>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Token {
    place: Place,
    name: String,
    hash: Hashed,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Jwt {
    /// Header and claims.
    signed: String,
    signature: Hashed,
}

/// A keyed hash, in hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
struct Hashed([u8; 32]);

/// What is kept of a request that was refused `by` this. `key` is this installation's own and must be the same when it
/// is verified again; names of headers must be in lower case.
pub fn evidence(request: &Unverified, by: &Presented<'_>, key: &[u8; 32]) -> Evidence {
    let mut evidence = Evidence::default();
    evidence.keep_signatures(request, by);
    evidence.keep_tokens(request, by, key);
    evidence
}

impl Evidence {
    fn keep_signatures(&mut self, request: &Unverified, by: &Presented<'_>) {
        match by.scheme {
            Scheme::Hmac(hmac) => {
                let header = hmac.header_named(by.name);
                // A token that somebody put where a signature belongs is not kept as it came.
                let is_signature = |value: &str| {
                    hmac.without_secret.as_deref() == Some(value)
                        || signed::read(hmac, &header, value).is_ok()
                };
                self.keep(request, &header, is_signature);
                for name in hmac.other_headers() {
                    self.keep(request, name, |_| true);
                }
                if hmac.content == Content::UrlAndForm {
                    self.urls = by.urls.to_vec();
                }
            }
            Scheme::StandardWebhooks(_) => {
                for family in standard::FAMILIES {
                    let header = standard::signature_header(family);
                    self.keep(request, &header, |value| {
                        standard::signatures(&header, value).is_ok()
                    });
                    for name in ["id", "timestamp"] {
                        self.keep(request, &format!("{family}-{name}"), |_| true);
                    }
                }
            }
            Scheme::AddressOnly | Scheme::Token(_) | Scheme::Basic | Scheme::BearerJwt(_) => {}
        }
    }

    fn keep(&mut self, request: &Unverified, name: &str, may_be_kept: impl Fn(&str) -> bool) {
        if let Ok(value) = lookup::header(request, name)
            && may_be_kept(value)
            && !self.has(name)
        {
            self.headers.push((name.to_owned(), value.to_owned()));
        }
    }

    fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|(kept, _)| kept == name)
    }

    /// Everything that may be a token, since the owner may have named the wrong one.
    fn keep_tokens(&mut self, request: &Unverified, by: &Presented<'_>, key: &[u8; 32]) {
        let token = match by.scheme {
            Scheme::Token(token) => Some((token.place, token.named(by.name))),
            Scheme::AddressOnly
            | Scheme::Basic
            | Scheme::BearerJwt(_)
            | Scheme::Hmac(_)
            | Scheme::StandardWebhooks(_) => None,
        };
        let meant = |place: Place, name: &str| {
            is_secret(name)
                || token
                    .as_ref()
                    .is_some_and(|(at, meant)| *at == place && meant == name)
        };
        // What came twice is of no use, as it was when it came.
        let mut found = BTreeMap::new();
        let mut add = |place: Place, name: &str, value: Option<String>| {
            found
                .entry((place, name.to_owned()))
                .and_modify(|first| *first = None)
                .or_insert(value);
        };
        for (name, value) in &request.headers {
            let of_a_browser = matches!(name.as_str(), "cookie" | "proxy-authorization");
            if meant(Place::Header, name) && !of_a_browser && !self.has(name) {
                add(Place::Header, name, Some(value.trim().to_owned()));
            }
        }
        for (name, value) in lookup::pairs(request.query.as_bytes()) {
            if let Ok(name) = String::from_utf8(name)
                && meant(Place::Query, &name)
            {
                add(Place::Query, &name, String::from_utf8(value).ok());
            }
        }
        if let Some((Place::Field, name)) = &token
            && let Ok(value) = lookup::field(request, name)
        {
            add(Place::Field, name, Some(value));
        }
        self.tokens = found
            .into_iter()
            .filter_map(|((place, name), value)| Some((place, name, value?)))
            .filter(|(_, _, value)| !value.is_empty() && value.len() <= lookup::LONGEST)
            .take(MOST_TOKENS)
            .map(|(place, name, value)| Token {
                place,
                name,
                hash: Hashed(keyed_hash(key, value.as_bytes())),
            })
            .collect();
        if let Ok(value) = lookup::header(request, AUTHORIZATION)
            && let Some((signed, signature)) = jwt::split(value)
        {
            self.jwt = Some(Jwt {
                signed: signed.to_owned(),
                signature: Hashed(keyed_hash(key, &signature)),
            });
        }
    }

    /// Puts the kept headers in the place of what the log holds of them.
    ///
    /// # Errors
    /// Where something that was signed is not there any more.
    pub(super) fn restore(&self, request: &mut Unverified, scheme: &Scheme) -> Result<(), Refused> {
        request.headers.retain(|(name, _)| !self.has(name));
        request.headers.extend(self.headers.iter().cloned());
        let Scheme::Hmac(hmac) = scheme else {
            return Ok(());
        };
        let lost = match &hmac.content {
            Content::UrlAndForm => request.query.contains(REDACTED),
            Content::Parts(_) => hmac.content.variables().any(|variable| match variable {
                Variable::Query(name) => lookup::query(request, name).is_ok_and(|value| value == REDACTED),
                Variable::Header(_) | Variable::Body | Variable::Timestamp => false,
            }),
        };
        if lost { Err(Refused::NotKept) } else { Ok(()) }
    }

    pub(super) fn urls(&self) -> &[String] {
        &self.urls
    }
}

/// An evidence with the key that it was made with.
#[derive(Clone, Copy)]
pub(super) struct Kept<'a> {
    pub(super) evidence: &'a Evidence,
    pub(super) key: &'a [u8; 32],
}

impl<'a> Kept<'a> {
    /// Of the token of this name.
    pub(super) fn token(&self, place: Place, name: &str) -> Option<[u8; 32]> {
        let mut tokens = self.evidence.tokens.iter();
        let token = tokens.find(|token| token.place == place && token.name == name)?;
        Some(token.hash.0)
    }

    /// What a JSON Web Token signs, and the keyed hash of its signature.
    pub(super) fn jwt(&self) -> Option<(&'a str, [u8; 32])> {
        let jwt = self.evidence.jwt.as_ref()?;
        Some((jwt.signed.as_str(), jwt.signature.0))
    }

    /// Whether these bytes are what was hashed.
    pub(super) fn is(&self, hash: &[u8; 32], bytes: &[u8]) -> bool {
        bool::from(keyed_hash(self.key, bytes).ct_eq(hash))
    }
}

fn keyed_hash(key: &[u8; 32], value: &[u8]) -> [u8; 32] {
    // The key is used for other things too.
    const PURPOSE: &[u8] = b"recado evidence\0";
    match Hmac::<Sha256>::new_from_slice(key) {
        Ok(mac) => mac
            .chain_update(PURPOSE)
            .chain_update(value)
            .finalize()
            .into_bytes()
            .into(),
        // HMAC takes keys of any length.
        Err(_) => [0; 32],
    }
}

impl From<Hashed> for String {
    fn from(hash: Hashed) -> Self {
        data_encoding::HEXLOWER.encode(&hash.0)
    }
}

impl TryFrom<String> for Hashed {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).ok();
        let bytes = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        bytes
            .map(Self)
            .ok_or_else(|| "a hash of 32 bytes in hexadecimal".to_owned())
    }
}
