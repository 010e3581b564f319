//! Everything that may be wrong with a request, and what is said of it.

use jiff::{SignedDuration, Timestamp};
use recado_webhook::authenticity::Presented;
use recado_webhook::request::Unverified;

use super::support::{self, Vector, secrets, verify};

/// What may happen to a genuine request.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Mishap {
    Nothing,
    WrongSecret,
    OtherBody,
    /// A header that the signature does not cover, or does.
    OtherHeader(&'static str),
    AnHourOld,
    AnHourAhead,
    Missing,
    Empty,
    /// The first half of the right one.
    Prefix,
    OtherVersion(&'static str, &'static str),
    Malformed(&'static str),
    /// 1 MB of it.
    Huge,
    Twice,
}

use Mishap::*;

/// `None`: it is genuine, and the same as before: a replay. Otherwise the id of the message that says why it is not.
pub(crate) type Line = (Mishap, Option<&'static str>);

pub(crate) const GENUINE: Option<&str> = None;
pub(crate) const SIGNATURE: Option<&str> = Some("refused-signature");
pub(crate) const MISSING: Option<&str> = Some("refused-missing");
pub(crate) const EMPTY: Option<&str> = Some("refused-empty");
pub(crate) const FORM: Option<&str> = Some("refused-form");
pub(crate) const VERSION: Option<&str> = Some("refused-version");
pub(crate) const TOKEN: Option<&str> = Some("refused-token");
pub(crate) const TWICE: Option<&str> = Some("refused-repeated");

/// A vector of this library and of this name.
pub(crate) fn of(by: &str, name: &str) -> Vector {
    support::of_libraries()
        .into_iter()
        .find(|vector| vector.by.starts_with(by) && vector.name == name)
        .unwrap_or_else(|| panic!("no vector {by} {name}"))
}

pub(crate) fn sample(sender: &str, name: &str) -> Vector {
    support::of_senders()
        .into_iter()
        .find(|vector| vector.by == sender && vector.name == name)
        .unwrap_or_else(|| panic!("no sample {sender} {name}"))
}

pub(crate) fn message(vector: &Vector) -> Option<&'static str> {
    vector.verify().err().map(|refused| refused.message().0)
}

pub(crate) fn check(vector: &Vector, header: &str, lines: &[Line]) {
    let genuine = vector.verify();
    assert!(genuine.is_ok(), "{}: {genuine:?}", vector.label());
    for (mishap, expected) in lines {
        let mut request = vector.request();
        let mut received_at = vector.received_at();
        let mut secret = vector.secret.clone();
        befall(*mishap, header, &mut request, &mut received_at, &mut secret);
        let secrets = secrets(&secret);
        let by = Presented {
            received_at,
            ..vector.presented(&secrets)
        };
        let verdict = verify(request, &by);
        let line = format!("{}, {header}, {mishap:?}: {verdict:?}", vector.label());
        match expected {
            None => assert_eq!(verdict, genuine, "{line}"),
            Some(id) => assert_eq!(
                verdict.err().map(|refused| refused.message().0),
                Some(*id),
                "{line}"
            ),
        }
    }
}

fn befall(
    mishap: Mishap,
    header: &str,
    request: &mut Unverified,
    received_at: &mut Timestamp,
    secret: &mut String,
) {
    let hour = SignedDuration::from_hours(1);
    let value = request.header(header).unwrap_or_default().to_owned();
    let mut set = |value: String| {
        request.headers.retain(|(name, _)| name != header);
        request.headers.push((header.to_owned(), value));
    };
    match mishap {
        Nothing => {}
        WrongSecret => *secret = different(secret),
        OtherBody => request.body = [&request.body[..], b"&a=b"].concat().into(),
        OtherHeader(name) => {
            request.headers.retain(|(known, _)| known != name);
            request
                .headers
                .push((name.to_owned(), "something else".to_owned()));
        }
        AnHourOld => *received_at += hour,
        AnHourAhead => *received_at -= hour,
        Missing => request.headers.retain(|(name, _)| name != header),
        Empty => set(String::new()),
        Prefix => set(value[..value.len() / 2 + 2].to_owned()),
        OtherVersion(from, to) => {
            assert!(value.contains(from), "{value} has no {from}");
            set(value.replacen(from, to, 1));
        }
        Malformed(text) => set(text.to_owned()),
        Huge => set(format!("{value}{}", "0".repeat(1 << 20))),
        Twice => request.headers.push((header.to_owned(), value)),
    }
}

/// Another secret of the same kind.
fn different(secret: &str) -> String {
    let mut letters: Vec<_> = secret.chars().collect();
    let middle = letters.len() / 2;
    letters[middle] = if letters[middle] == 'A' { 'B' } else { 'A' };
    letters.into_iter().collect()
}
