//! Why a request is not genuine, for the person who has to put it right: which check failed, never what would have
//! passed it.

use thiserror::Error;

use super::scheme::Place;

/// Which check a request failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refused {
    #[error("this source has no secret yet, so nothing can be checked")]
    NoSecret,
    #[error("the secret of this source is not one that its sender gives: {0}")]
    SecretForm(SecretFault),
    #[error("the {place} {name} is missing")]
    Missing { place: Place, name: Box<str> },
    #[error("the {place} {name} is empty")]
    Empty { place: Place, name: Box<str> },
    #[error("the {place} {name} came more than once")]
    Repeated { place: Place, name: Box<str> },
    #[error("the {place} {name} is not of the form that its sender uses")]
    Form { place: Place, name: Box<str> },
    #[error("the header {name} holds no signature of the version {version}")]
    Version { name: Box<str>, version: Box<str> },
    #[error("the sender was given no secret, so it did not sign")]
    SenderWithoutSecret,
    #[error("the signature in the header {name} does not match")]
    Signature { name: Box<str> },
    #[error("the signature in the header {name} does not match, for this secret and these addresses")]
    SignatureOfUrl { name: Box<str> },
    #[error("the {place} {name} does not hold the right token")]
    Token { place: Place, name: Box<str> },
    #[error("user name and password are not the right ones")]
    Credentials,
    #[error("it was signed {seconds} seconds before it arrived, which is longer than allowed")]
    TooOld { seconds: i64 },
    #[error("its time is {seconds} seconds ahead")]
    TooFarAhead { seconds: i64 },
    #[error("the token ran out {seconds} seconds before it arrived")]
    Expired { seconds: i64 },
    #[error("the token is signed by another method than HS256")]
    Algorithm,
    #[error("the public address under which the sender knows this source is not set")]
    NoUrl,
    #[error("the body is not covered by the signature")]
    BodyNotCovered,
    #[error("the body is not the one that was signed")]
    Body,
    #[error("the body cannot be read, so the field {name} was not found")]
    Unreadable { name: Box<str> },
    #[error("not enough was kept to verify it again")]
    NotKept,
}

/// What is wrong with a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SecretFault {
    #[error("it is not base64 after whsec_")]
    Base64,
    #[error("it has no colon between user name and password")]
    Colon,
}

impl Refused {
    /// The id and the arguments of the message that tells a person what is wrong.
    pub fn message(&self) -> (&'static str, Vec<(&'static str, String)>) {
        let at = |place: Place, name: &str| vec![("place", place.id().to_owned()), ("name", name.to_owned())];
        let named = |name: &str| vec![("name", name.to_owned())];
        let off = |seconds: i64| {
            let (unit, count) = span(seconds);
            vec![("unit", unit.to_owned()), ("count", count.to_string())]
        };
        match self {
            Self::NoSecret => ("refused-no-secret", vec![]),
            Self::SecretForm(SecretFault::Base64) => ("refused-secret-base64", vec![]),
            Self::SecretForm(SecretFault::Colon) => ("refused-secret-colon", vec![]),
            Self::Missing { place, name } => ("refused-missing", at(*place, name)),
            Self::Empty { place, name } => ("refused-empty", at(*place, name)),
            Self::Repeated { place, name } => ("refused-repeated", at(*place, name)),
            Self::Form { place, name } => ("refused-form", at(*place, name)),
            Self::Version { name, version } => (
                "refused-version",
                vec![("name", name.to_string()), ("version", version.to_string())],
            ),
            Self::SenderWithoutSecret => ("refused-sender-without-secret", vec![]),
            Self::Signature { name } => ("refused-signature", named(name)),
            Self::SignatureOfUrl { name } => ("refused-signature-of-url", named(name)),
            Self::Token { place, name } => ("refused-token", at(*place, name)),
            Self::Credentials => ("refused-credentials", vec![]),
            Self::TooOld { seconds } => ("refused-too-old", off(*seconds)),
            Self::TooFarAhead { seconds } => ("refused-too-far-ahead", off(*seconds)),
            Self::Expired { seconds } => ("refused-expired", off(*seconds)),
            Self::Algorithm => ("refused-algorithm", vec![]),
            Self::NoUrl => ("refused-no-url", vec![]),
            Self::BodyNotCovered => ("refused-body-not-covered", vec![]),
            Self::Body => ("refused-body", vec![]),
            Self::Unreadable { name } => ("refused-unreadable", named(name)),
            Self::NotKept => ("refused-not-kept", vec![]),
        }
    }
}

impl Place {
    fn id(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Query => "query",
            Self::Field => "field",
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Header => "header",
            Self::Query => "parameter",
            Self::Field => "field",
        })
    }
}

/// A span in the largest unit of which there are at least two: "3 hours" says more than "10834 seconds".
fn span(seconds: i64) -> (&'static str, i64) {
    let seconds = seconds.max(0);
    [("day", 86_400), ("hour", 3_600), ("minute", 60)]
        .into_iter()
        .find(|(_, length)| seconds >= 2 * length)
        .map_or(("second", seconds), |(unit, length)| (unit, seconds / length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_the_largest_unit_that_fits_twice() {
        for (seconds, expected) in [
            (-1, ("second", 0)),
            (119, ("second", 119)),
            (120, ("minute", 2)),
            (7_199, ("minute", 119)),
            (7_200, ("hour", 2)),
            (172_799, ("hour", 47)),
            (172_800, ("day", 2)),
            (i64::MAX, ("day", i64::MAX / 86_400)),
        ] {
            assert_eq!(span(seconds), expected);
        }
    }
}
