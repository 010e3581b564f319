//! Standard Webhooks, under its own names or Svix's: `id.timestamp.body`, signed with a key that is written in base64.
//!
//! The rules are those of its own library (npm `standardwebhooks` 1.1) and of <https://www.standardwebhooks.com>.

use std::borrow::Cow;

use super::encoding::base64;
use super::lookup;
use super::mac::{self, Pieces};
use super::refused::{Refused, SecretFault};
use super::scheme::{Encoding, Hash, Place, StandardWebhooks};
use super::secret::Secret;
use super::signed::several;
use super::time::SignedAt;
use super::{Presented, Proof};
use crate::request::Unverified;

/// What stands before a secret, so that people and scanners know what it is.
const SECRET_PREFIX: &str = "whsec_";

/// The version of signatures that are an HMAC; others (`v1a`, …) need no shared secret.
const VERSION: &str = "v1";

pub(super) const FAMILIES: [&str; 2] = ["webhook", "svix"];

pub(super) fn check(
    scheme: &StandardWebhooks,
    request: &Unverified,
    by: &Presented<'_>,
) -> Result<Proof, Refused> {
    let [webhook, svix] = FAMILIES;
    let named = |family: &str| request.header(&signature_header(family)).is_some();
    let family = if !named(webhook) && named(svix) {
        svix
    } else {
        webhook
    };

    let header = signature_header(family);
    let value = lookup::header(request, &header)?;
    let id = lookup::header(request, &format!("{family}-id"))?;
    let timestamp_header = format!("{family}-timestamp");
    let timestamp = lookup::header(request, &timestamp_header)?;
    let signed_at = SignedAt::read(timestamp, &timestamp_header)?;
    let signatures = signatures(&header, value)?;

    let content = content(id, timestamp, &request.body);
    let mut fault = None;
    let matches = by.secrets.good().any(|secret| {
        keys(secret)
            .map_err(|found| fault = Some(found))
            .is_ok_and(|keys| {
                keys.iter()
                    .any(|key| mac::any_matches(Hash::Sha256, key, &content, &signatures))
            })
    });
    match fault {
        _ if matches => {}
        Some(fault) => return Err(Refused::SecretForm(fault)),
        None => {
            return Err(Refused::Signature { name: header.into() });
        }
    }
    signed_at.judge(scheme.tolerance_seconds, by.received_at)?;
    Ok(Proof::Signed {
        content: mac::digest(&content),
        timestamped: true,
        covers_body: true,
        signed_id: Some(id.to_owned()),
    })
}

pub(super) fn signature_header(family: &str) -> String {
    format!("{family}-signature")
}

pub(super) fn content<'a>(id: &'a str, timestamp: &'a str, body: &'a [u8]) -> Pieces<'a> {
    let piece = Cow::Borrowed;
    vec![
        piece(id.as_bytes()),
        piece(b"."),
        piece(timestamp.as_bytes()),
        piece(b"."),
        piece(body),
    ]
}

/// The keys that a secret may stand for: what it is in base64, and, without `whsec_`, the text itself.
pub(super) fn keys(secret: &Secret) -> Result<Vec<zeroize::Zeroizing<Vec<u8>>>, SecretFault> {
    let text = secret.expose();
    let decoded = |text| base64(text).filter(|key| !key.is_empty());
    let keys = match text.strip_prefix(SECRET_PREFIX) {
        Some(after) => vec![decoded(after).ok_or(SecretFault::Base64)?],
        None => decoded(text)
            .into_iter()
            .chain([text.as_bytes().to_vec()])
            .collect(),
    };
    Ok(keys.into_iter().map(zeroize::Zeroizing::new).collect())
}

/// The signatures of our version, of which there is at least one.
pub(super) fn signatures(header: &str, value: &str) -> Result<Vec<Vec<u8>>, Refused> {
    let mut any = false;
    let ours = value.split_ascii_whitespace().filter_map(|entry| {
        let (version, signature) = entry.split_once(',')?;
        any = true;
        (version == VERSION).then_some(signature)
    });
    let ours: Vec<_> = ours.collect();
    if any && ours.is_empty() {
        return Err(Refused::Version {
            name: header.into(),
            version: format!("{VERSION},").into(),
        });
    }
    let signatures = several(Encoding::Base64, Hash::Sha256, ours.into_iter());
    if signatures.is_empty() {
        return Err(Refused::Form {
            place: Place::Header,
            name: header.into(),
        });
    }
    Ok(signatures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_with_its_prefix_is_base64_and_one_without_may_be() {
        let of = |text: &str| {
            keys(&Secret::new(text.to_owned()))
                .map(|keys| keys.iter().map(|key| key.to_vec()).collect::<Vec<_>>())
        };
        assert_eq!(of("whsec_AAEC"), Ok(vec![vec![0, 1, 2]]));
        assert_eq!(of("AAEC"), Ok(vec![vec![0, 1, 2], b"AAEC".to_vec()]));
        assert_eq!(of("not base64!"), Ok(vec![b"not base64!".to_vec()]));
        for broken in ["whsec_", "whsec_not base64!", "whsec_A"] {
            assert_eq!(of(broken), Err(SecretFault::Base64), "{broken}");
        }
    }
}
