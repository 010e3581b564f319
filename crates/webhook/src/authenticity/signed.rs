//! A header with an HMAC of what was sent.

use super::content::{Contents, contents};
use super::lookup;
use super::mac;
use super::refused::Refused;
use super::scheme::{Content, Encoding, Form, Hash, Hmac, Place, TimePlace, Variable};
use super::time::SignedAt;
use super::{Presented, Proof};
use crate::request::Unverified;

/// Senders put two in a header while a secret is being replaced; more than these are not looked at.
const MOST_SIGNATURES: usize = 16;

pub(super) fn check(hmac: &Hmac, request: &Unverified, by: &Presented<'_>) -> Result<Proof, Refused> {
    let header = hmac.header_named(by.name);
    let value = lookup::header(request, &header)?;
    if hmac.without_secret.as_deref() == Some(value) {
        return Err(Refused::SenderWithoutSecret);
    }
    let (signatures, pair) = read(hmac, &header, value)?;
    let timestamp = match hmac.time.as_ref().map(|time| &time.place) {
        Some(TimePlace::Header(name)) => Some((name.as_str(), lookup::header(request, name)?)),
        Some(TimePlace::Pair(_)) => Some((header.as_str(), pair.ok_or_else(|| form(&header))?)),
        None => None,
    };
    let signed_at = timestamp
        .map(|(name, text)| SignedAt::read(text, name))
        .transpose()?;

    let Contents {
        candidates,
        covers_body,
    } = contents(&hmac.content, request, timestamp.map(|(_, text)| text), by.urls)?;
    let matching = candidates.iter().find(|content| {
        by.secrets.good().any(|secret| {
            mac::any_of(
                (hmac.hash, hmac.keyed),
                secret.expose().as_bytes(),
                content,
                &signatures,
            )
        })
    });
    let Some(content) = matching else {
        return Err(match hmac.content {
            Content::Parts(_) => Refused::Signature { name: header.into() },
            Content::UrlAndForm => Refused::SignatureOfUrl { name: header.into() },
        });
    };

    // Only now: the time is worth nothing before it is known who wrote it.
    let tolerance = hmac.time.as_ref().and_then(|time| time.tolerance_seconds);
    let judged = signed_at.zip(tolerance);
    if let Some((signed_at, tolerance)) = &judged {
        signed_at.judge(*tolerance, by.received_at)?;
    }
    Ok(Proof::Signed {
        content: mac::digest(content),
        timestamped: judged.is_some(),
        covers_body,
        signed_id: None,
    })
}

impl Hmac {
    /// In lower case.
    pub(super) fn header_named(&self, name: Option<&str>) -> String {
        name.map_or_else(|| self.header.clone(), str::to_ascii_lowercase)
    }

    /// The headers that are read beside the signature's own.
    pub(super) fn other_headers(&self) -> impl Iterator<Item = &str> {
        let time = self.time.as_ref().and_then(|time| match &time.place {
            TimePlace::Header(name) => Some(name.as_str()),
            TimePlace::Pair(_) => None,
        });
        let signed = self.content.variables().filter_map(|variable| match variable {
            Variable::Header(name) => Some(name.as_str()),
            Variable::Body | Variable::Timestamp | Variable::Query(_) => None,
        });
        time.into_iter().chain(signed)
    }
}

/// The signatures in a header, at least one, each of the right length; and the time beside them.
pub(super) fn read<'v>(
    hmac: &Hmac,
    header: &str,
    value: &'v str,
) -> Result<(Vec<Vec<u8>>, Option<&'v str>), Refused> {
    match &hmac.form {
        Form::Plain { prefix } => {
            let signature = value
                .strip_prefix(prefix.as_str())
                .ok_or_else(|| Refused::Version {
                    name: header.into(),
                    version: prefix.as_str().into(),
                })?;
            let signature = decode(hmac.encoding, hmac.hash, signature).ok_or_else(|| form(header))?;
            Ok((vec![signature], None))
        }
        Form::Pairs { signature } => {
            let time = match hmac.time.as_ref().map(|time| &time.place) {
                Some(TimePlace::Pair(name)) => Some(name.as_str()),
                Some(TimePlace::Header(_)) | None => None,
            };
            let mut timestamp = None;
            let mut written = Vec::new();
            for (name, value) in value.split(',').filter_map(|pair| pair.split_once('=')) {
                let (name, value) = (name.trim(), value.trim());
                if time.is_some_and(|time| name.eq_ignore_ascii_case(time)) {
                    if timestamp.replace(value).is_some() {
                        return Err(form(header));
                    }
                } else if name.eq_ignore_ascii_case(signature) {
                    written.push(value);
                }
            }
            if written.is_empty() {
                return Err(if timestamp.is_some() {
                    Refused::Version {
                        name: header.into(),
                        version: format!("{signature}=").into(),
                    }
                } else {
                    form(header)
                });
            }
            let signatures = several(hmac.encoding, hmac.hash, written.into_iter());
            if signatures.is_empty() {
                return Err(form(header));
            }
            Ok((signatures, timestamp))
        }
    }
}

/// Those that are written as they should be: others may be of a version to come.
pub(super) fn several<'v>(
    encoding: Encoding,
    hash: Hash,
    written: impl Iterator<Item = &'v str>,
) -> Vec<Vec<u8>> {
    written
        .take(MOST_SIGNATURES)
        .filter_map(|signature| decode(encoding, hash, signature))
        .collect()
}

fn decode(encoding: Encoding, hash: Hash, signature: &str) -> Option<Vec<u8>> {
    encoding
        .decode(signature)
        .filter(|bytes| bytes.len() == mac::length(hash))
}

fn form(header: &str) -> Refused {
    Refused::Form {
        place: Place::Header,
        name: header.into(),
    }
}
