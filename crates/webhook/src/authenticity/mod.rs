//! Whether a request is from whom it says.
//!
//! A source's preset names a [`Scheme`]; the owner's [`Secrets`], the public addresses and the time of receipt come
//! beside it as [`Presented`]. [`Unverified::verify`](crate::request::Unverified::verify) is the only way through, over
//! the raw bytes. What is refused can be verified again from what was kept of it, its [`Evidence`], once the owner has
//! corrected the secret; and [`sign()`] makes what the real sender would, for test deliveries.

mod content;
mod encoding;
mod evidence;
mod jwt;
mod lookup;
mod mac;
mod refused;
mod scheme;
mod secret;
mod sign;
mod signed;
mod standard;
mod time;
mod token;
mod url_and_form;

use jiff::Timestamp;

pub use self::evidence::{Evidence, evidence};
pub use self::refused::{Refused, SecretFault};
pub use self::scheme::{
    BearerJwt, Content, Encoding, Form, Hash, Hmac, Keyed, Part, Place, Scheme, StandardWebhooks, Time,
    TimePlace, Token,
};
pub use self::secret::{Secret, Secrets};
pub use self::sign::{CannotSign, sign};

use self::evidence::Kept;
use crate::request::Unverified;

/// What a request is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Presented<'a> {
    pub scheme: &'a Scheme,
    /// Whether a request is refused while there is no secret. If not, the address alone is enough until then.
    pub required: bool,
    /// The owner's name for the header, the parameter or the field; `None`: the scheme's own.
    pub name: Option<&'a str>,
    pub secrets: &'a Secrets,
    /// Under which the sender may know this source: without what it appends, and without the query.
    pub urls: &'a [String],
    /// For what waited elsewhere, when it arrived there.
    pub received_at: Timestamp,
}

/// How well a request is proven, for whoever recognises replays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Proof {
    /// Nothing was signed: an address, a token or a password was right.
    #[default]
    None,
    Signed {
        /// The SHA-256 of what was signed.
        content: [u8; 32],
        /// Whether the time of signing was in it, and judged.
        timestamped: bool,
        covers_body: bool,
        /// The sender's id of the event, where the signature covers it.
        signed_id: Option<String>,
    },
}

/// The check of what has just come in.
pub(crate) fn check(request: &Unverified, by: &Presented<'_>) -> Result<Proof, Refused> {
    judge(request, by, None)
}

/// The check of what was refused and kept. The request gets its headers back, as far as they were kept.
pub(crate) fn check_again(
    request: &mut Unverified,
    evidence: &Evidence,
    by: &Presented<'_>,
    key: &[u8; 32],
) -> Result<Proof, Refused> {
    evidence.restore(request, by.scheme)?;
    let urls: Vec<_> = by.urls.iter().chain(evidence.urls()).cloned().collect();
    let by = Presented { urls: &urls, ..*by };
    judge(request, &by, Some(Kept { evidence, key }))
}

fn judge(request: &Unverified, by: &Presented<'_>, kept: Option<Kept<'_>>) -> Result<Proof, Refused> {
    if *by.scheme == Scheme::AddressOnly {
        return Ok(Proof::None);
    }
    if by.secrets.good().next().is_none() {
        return if by.required {
            Err(Refused::NoSecret)
        } else {
            Ok(Proof::None)
        };
    }
    match by.scheme {
        Scheme::AddressOnly => Ok(Proof::None),
        Scheme::Token(token) => token::check(token, request, by, kept),
        Scheme::Basic => token::check_basic(request, by, kept),
        Scheme::BearerJwt(jwt) => jwt::check(jwt, request, by, kept),
        Scheme::Hmac(hmac) => signed::check(hmac, request, by),
        Scheme::StandardWebhooks(scheme) => standard::check(scheme, request, by),
    }
}
