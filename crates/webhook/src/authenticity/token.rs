//! The secret itself, as a token or as user name and password.

use std::borrow::Cow;

use data_encoding::BASE64;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::encoding::base64;
use super::evidence::Kept;
use super::lookup;
use super::refused::{Refused, SecretFault};
use super::scheme::{Place, Token};
use super::secret::Secret;
use super::{Presented, Proof};
use crate::redact::REDACTED;
use crate::request::Unverified;

pub(super) const AUTHORIZATION: &str = "authorization";
const BASIC: &str = "Basic ";

/// What a request showed as its token: itself, or what was kept of it.
enum Shown<'a> {
    Plain(Cow<'a, str>),
    Kept { hash: [u8; 32], kept: Kept<'a> },
}

pub(super) fn check(
    token: &Token,
    request: &Unverified,
    by: &Presented<'_>,
    kept: Option<Kept<'_>>,
) -> Result<Proof, Refused> {
    let name = token.named(by.name);
    let shown = shown(token.place, &name, request, kept)?;
    let prefix = token.prefix.as_deref();
    if by.secrets.good().any(|secret| shown.is(secret, prefix)) {
        Ok(Proof::None)
    } else {
        let place = token.place;
        let name = name.into();
        Err(Refused::Token { place, name })
    }
}

pub(super) fn check_basic(
    request: &Unverified,
    by: &Presented<'_>,
    kept: Option<Kept<'_>>,
) -> Result<Proof, Refused> {
    let pairs = || by.secrets.good().filter(|secret| secret.expose().contains(':'));
    if pairs().next().is_none() {
        return Err(Refused::SecretForm(SecretFault::Colon));
    }
    let right = match shown(Place::Header, AUTHORIZATION, request, kept)? {
        Shown::Plain(value) => {
            let credentials = after(&value, BASIC)
                .and_then(base64)
                .map(Zeroizing::new)
                .ok_or_else(|| Refused::Form {
                    place: Place::Header,
                    name: AUTHORIZATION.into(),
                })?;
            pairs().any(|secret| bool::from(secret.expose().as_bytes().ct_eq(&credentials)))
        }
        shown @ Shown::Kept { .. } => pairs().any(|secret| {
            let encoded = Secret::new(BASE64.encode(secret.expose().as_bytes()));
            shown.is(&encoded, Some(BASIC))
        }),
    };
    if right {
        Ok(Proof::None)
    } else {
        Err(Refused::Credentials)
    }
}

/// What a client with these credentials sends.
pub(super) fn basic(secret: &Secret) -> String {
    format!("{BASIC}{}", BASE64.encode(secret.expose().as_bytes()))
}

impl Token {
    /// The name under which it is looked for; of headers, in lower case.
    pub(super) fn named(&self, name: Option<&str>) -> String {
        let name = name.unwrap_or(&self.name);
        match self.place {
            Place::Header => name.to_ascii_lowercase(),
            Place::Query | Place::Field => name.to_owned(),
        }
    }
}

impl Shown<'_> {
    /// Whether it is this secret, alone or after the prefix.
    fn is(&self, secret: &Secret, prefix: Option<&str>) -> bool {
        match self {
            Self::Plain(value) => {
                secret.is(value)
                    || prefix
                        .and_then(|prefix| after(value, prefix))
                        .is_some_and(|value| secret.is(value))
            }
            Self::Kept { hash, kept } => {
                let of = |prefix: &str| {
                    let whole = Zeroizing::new(format!("{prefix}{}", secret.expose()));
                    kept.is(hash, whole.as_bytes())
                };
                of("") || prefix.is_some_and(|prefix| of(prefix) || of(&prefix.to_ascii_lowercase()))
            }
        }
    }
}

fn shown<'a>(
    place: Place,
    name: &str,
    request: &'a Unverified,
    kept: Option<Kept<'a>>,
) -> Result<Shown<'a>, Refused> {
    if let Some(kept) = kept
        && let Some(hash) = kept.token(place, name)
    {
        return Ok(Shown::Kept { hash, kept });
    }
    let value = match place {
        Place::Header => Cow::Borrowed(lookup::header(request, name)?),
        Place::Query => Cow::Owned(lookup::query(request, name)?),
        Place::Field => Cow::Owned(lookup::field(request, name)?),
    };
    if kept.is_some() && value == REDACTED {
        return Err(Refused::NotKept);
    }
    Ok(Shown::Plain(value))
}

/// What follows a prefix, whose case is the sender's business (RFC 9110, section 11.1).
pub(super) fn after<'v>(value: &'v str, prefix: &str) -> Option<&'v str> {
    let (start, rest) = value.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then(|| rest.trim())
}
