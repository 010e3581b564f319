//! A JSON Web Token (RFC 7519) of the kind HS256 (RFC 7518, section 3.2) as bearer token.
//!
//! Nothing of it covers the body. Only what is needed is here: a library for tokens of all kinds brings elliptic curves
//! and reads the clock itself.

use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::evidence::Kept;
use super::lookup;
use super::mac;
use super::refused::Refused;
use super::scheme::{BearerJwt, Hash, Place};
use super::secret::Secret;
use super::token::{AUTHORIZATION, after};
use super::{Presented, Proof};
use crate::request::Unverified;

const BEARER: &str = "Bearer ";

/// How long a token that we make is good, as long as Evolution API's.
const GOOD_FOR_SECONDS: i64 = 600;

/// The parts of a token before its signature, joined by their point; and the signature.
struct Parts<'a> {
    signed: &'a str,
    signature: Signature<'a>,
}

enum Signature<'a> {
    Plain(Vec<u8>),
    /// Only the keyed hash of it was kept.
    Kept {
        hash: [u8; 32],
        kept: Kept<'a>,
    },
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    /// Whoever does not understand what is listed here must refuse the token (RFC 7515, section 4.1.11).
    crit: Option<serde_json::Value>,
}

/// In seconds since 1970, perhaps with a fraction.
#[derive(Deserialize)]
struct Claims {
    exp: Option<f64>,
    nbf: Option<f64>,
}

pub(super) fn check(
    jwt: &BearerJwt,
    request: &Unverified,
    by: &Presented<'_>,
    kept: Option<Kept<'_>>,
) -> Result<Proof, Refused> {
    let parts = match kept.and_then(|kept| kept.jwt().map(|(signed, hash)| (signed, hash, kept))) {
        Some((signed, hash, kept)) => Parts {
            signed,
            signature: Signature::Kept { hash, kept },
        },
        None => {
            let value = lookup::header(request, AUTHORIZATION)?;
            let (signed, signature) = split(value).ok_or_else(form)?;
            Parts {
                signed,
                signature: Signature::Plain(signature),
            }
        }
    };
    let (header, claims) = parts.signed.split_once('.').ok_or_else(form)?;
    let header: Header = read(header).ok_or_else(form)?;
    if header.alg != "HS256" || header.crit.is_some() {
        return Err(Refused::Algorithm);
    }
    if !by.secrets.good().any(|secret| parts.signed_with(secret)) {
        return Err(Refused::Signature {
            name: AUTHORIZATION.into(),
        });
    }
    let claims: Claims = read(claims).ok_or_else(form)?;
    judge(&claims, jwt.tolerance_seconds, by.received_at)?;
    Ok(Proof::None)
}

/// What a token in this header's value signs, and its signature.
pub(super) fn split(value: &str) -> Option<(&str, Vec<u8>)> {
    let (signed, signature) = after(value, BEARER)?.rsplit_once('.')?;
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).ok()?;
    (signed.matches('.').count() == 1 && signature.len() == mac::length(Hash::Sha256))
        .then_some((signed, signature))
}

/// A header's value with a token that the sender could have made.
pub(super) fn bearer(secret: &Secret, at: Timestamp) -> String {
    let now = at.as_second();
    let part = |value: serde_json::Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let header = part(json!({ "alg": "HS256", "typ": "JWT" }));
    let claims = part(json!({ "iat": now, "exp": now.saturating_add(GOOD_FOR_SECONDS) }));
    let signed = format!("{header}.{claims}");
    let signature = mac::sign(
        Hash::Sha256,
        secret.expose().as_bytes(),
        &[signed.as_bytes().into()],
    );
    format!("{BEARER}{signed}.{}", BASE64URL_NOPAD.encode(&signature))
}

impl Parts<'_> {
    fn signed_with(&self, secret: &Secret) -> bool {
        let key = secret.expose().as_bytes();
        let content = [self.signed.as_bytes().into()];
        match &self.signature {
            Signature::Plain(signature) => {
                mac::any_matches(Hash::Sha256, key, &content, std::slice::from_ref(signature))
            }
            Signature::Kept { hash, kept } => kept.is(hash, &mac::sign(Hash::Sha256, key, &content)),
        }
    }
}

fn judge(claims: &Claims, tolerance_seconds: u32, received_at: Timestamp) -> Result<(), Refused> {
    let now = received_at.as_millisecond() as f64 / 1000.0;
    let tolerance = f64::from(tolerance_seconds);
    if let Some(since) = claims.exp.map(|exp| now - exp)
        && since > tolerance
    {
        return Err(Refused::Expired {
            seconds: since as i64,
        });
    }
    if let Some(until) = claims.nbf.map(|nbf| nbf - now)
        && until > tolerance
    {
        return Err(Refused::TooFarAhead {
            seconds: until as i64,
        });
    }
    Ok(())
}

fn read<T: DeserializeOwned>(part: &str) -> Option<T> {
    let bytes = BASE64URL_NOPAD.decode(part.as_bytes()).ok()?;
    serde_json::from_slice(&bytes).ok()
}

fn form() -> Refused {
    Refused::Form {
        place: Place::Header,
        name: AUTHORIZATION.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7515, appendix A.1, which is RFC 7519, section 3.1. Its key is no text, so that no secret of ours can be it.
    #[test]
    fn the_standards_own_token_is_read() {
        let value = "Bearer eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9\
            .eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ\
            .dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let key = b"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
        let key = BASE64URL_NOPAD.decode(key).expect("the key is base64url");
        let (signed, signature) = split(value).expect("three parts");
        let content = [signed.as_bytes().into()];
        assert!(mac::any_matches(Hash::Sha256, &key, &content, &[signature]));

        let (header, claims) = signed.split_once('.').expect("two parts");
        assert_eq!(
            read::<Header>(header).map(|header| header.alg).as_deref(),
            Some("HS256")
        );
        let claims: Claims = read(claims).expect("claims");
        let at = |second| Timestamp::from_second(second).expect("a time");
        assert_eq!(judge(&claims, 60, at(1_300_819_440)), Ok(()));
        assert_eq!(
            judge(&claims, 60, at(1_300_819_441)),
            Err(Refused::Expired { seconds: 61 })
        );
    }
}
