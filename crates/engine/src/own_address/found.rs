//! What came of asking at an address, in plain words.

use recado_api::Lang;
use recado_api::view::{AddressCheck, ForwardedHeader};
use reqwest::StatusCode;
use serde::Deserialize;

use super::Base;
use super::ask::{Answer, Asked, ask};
use super::base::Reaches;
use crate::core::Core;
use crate::gate::named_in;
use crate::receiver::Arrived;
use crate::store::deliveries::Detail;
use crate::web::Unreached;

/// Asks at an address whether it leads to this receiver.
///
/// # Errors
/// When the system gives no random bytes.
pub(crate) async fn check(core: &Core, base: &Base) -> Result<AddressCheck, getrandom::Error> {
    let mut question = core.checks.question()?;
    let asked = ask(base, &mut question).await;
    let found = Found::of(&asked, &question.path(), &question.answer);
    let mut said = vec![found.detail(core, base)];
    said.extend(found.reached().then(|| besides(base)).into_iter().flatten());
    let texts: Vec<_> = said.iter().map(|detail| detail.text(core.lang())).collect();
    Ok(AddressCheck {
        address: base.to_string(),
        reached: found.reached(),
        found: texts.join(" "),
        header: asked.arrived.as_ref().and_then(header),
    })
}

/// What is to be known of an address that leads here.
fn besides(base: &Base) -> Option<Detail> {
    match base.reaches() {
        Reaches::Here => Some(Detail::new("address-here")),
        Reaches::Near => Some(Detail::new("address-near")),
        Reaches::Everywhere => base.is_plain().then(|| Detail::new("address-plain")),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Found {
    Reached,
    /// It came in by another path than it was asked at.
    OtherPath(String),
    /// It came in, but the answer is not what was answered.
    OtherAnswer(StatusCode),
    /// The same address, elsewhere.
    Moved(String),
    /// Something else, as a page to sign in at.
    SentElsewhere(String),
    OtherRecado,
    /// What stands in between does not get through to here.
    NotThrough(StatusCode),
    Locked(StatusCode),
    SomethingElse(StatusCode),
    Unreached(Unreached),
}

impl Found {
    fn of(asked: &Asked, path: &str, expected: &str) -> Self {
        if let Some(arrived) = asked.arrived.as_ref().filter(|arrived| arrived.path != path) {
            return Self::OtherPath(sources(&arrived.path));
        }
        let answer = match &asked.answer {
            Ok(answer) => answer,
            Err(unreached) => return Self::Unreached(unreached.clone()),
        };
        if asked.arrived.is_some() {
            return if answer.status == StatusCode::OK && answer.body == expected.as_bytes() {
                Self::Reached
            } else {
                Self::OtherAnswer(answer.status)
            };
        }
        match (answer.status, &answer.location) {
            (status, Some(to)) if status.is_redirection() => match to.strip_suffix(path) {
                Some(moved) if without_query(moved) == moved => Self::Moved(moved.to_owned()),
                // A page to sign in at often takes the path along, to go on there.
                Some(_) | None => Self::SentElsewhere(without_query(to)),
            },
            (StatusCode::NOT_FOUND, _) if is_of_recado(answer) => Self::OtherRecado,
            (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN, _) => Self::Locked(answer.status),
            // 520 to 530 are Cloudflare's own, for what it finds behind it.
            (status, _) if matches!(status.as_u16(), 502..=504 | 520..=530) => Self::NotThrough(status),
            (status, _) => Self::SomethingElse(status),
        }
    }

    fn reached(&self) -> bool {
        *self == Self::Reached
    }

    fn detail(&self, core: &Core, base: &Base) -> Detail {
        let host = || ("host", base.host());
        let coded = |status: &StatusCode| ("status", status.as_u16().to_string());
        match self {
            Self::Reached => Detail::new("address-reached"),
            Self::OtherPath(came) => Detail::with_args("address-other-path", vec![("came", came.clone())]),
            Self::OtherAnswer(status) => Detail::with_args("address-other-answer", vec![coded(status)]),
            Self::Moved(to) => Detail::with_args("address-moved", vec![("to", to.clone())]),
            Self::SentElsewhere(to) => Detail::with_args("address-sent-elsewhere", vec![("to", to.clone())]),
            Self::OtherRecado => Detail::new("address-other-recado"),
            Self::NotThrough(status) => {
                let args = vec![coded(status), ("receiver", format!("http://{}", core.receiver()))];
                Detail::with_args("address-not-through", args)
            }
            Self::Locked(status) => Detail::with_args("address-locked", vec![coded(status)]),
            Self::SomethingElse(status) => Detail::with_args("address-something-else", vec![coded(status)]),
            Self::Unreached(unreached) => match unreached {
                Unreached::NoSuchName(_) => Detail::with_args("address-no-name", vec![host()]),
                Unreached::Refused(_) => Detail::with_args("address-refused", vec![host()]),
                Unreached::Silent => Detail::with_args("address-silent", vec![host()]),
                Unreached::NoWay(_) => Detail::new("address-no-way"),
                Unreached::NotSafe(reason) => {
                    Detail::with_args("address-not-safe", vec![host(), ("reason", reason.clone())])
                }
                Unreached::Proxy(reason) => {
                    Detail::with_args("address-proxy", vec![("reason", reason.clone())])
                }
                Unreached::Broken(reason) => {
                    Detail::with_args("address-broken", vec![host(), ("reason", reason.clone())])
                }
            },
        }
    }
}

/// A path as people see it: without the number that it was asked with.
fn sources(path: &str) -> String {
    let before = path.rsplit_once('/').map_or(path, |(before, _)| before);
    let before = before.strip_suffix("/check").unwrap_or(before);
    format!("{before}/…")
}

fn without_query(url: &str) -> String {
    url.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// Whether the answer is a Recado's to an address that no source of it has.
fn is_of_recado(answer: &Answer) -> bool {
    #[derive(Deserialize)]
    struct Problem {
        detail: String,
        #[serde(rename = "detail_local")]
        _local: String,
    }
    let said: Option<Problem> = serde_json::from_slice(&answer.body).ok();
    said.is_some_and(|said| said.detail == Detail::new("refuse-unknown").text(Lang::En))
}

/// The header in which what stands in between names the sender. Where there are several that do not agree, nobody can
/// tell which is its own.
fn header(arrived: &Arrived) -> Option<ForwardedHeader> {
    let headers = &arrived.headers;
    let mut named = BY_PRECISION
        .into_iter()
        .filter_map(|header| Some((header, named_in(header, headers)?)));
    let (header, remote) = named.next()?;
    named.all(|(_, other)| other == remote).then_some(header)
}

/// What a service sets for itself says more than what each proxy adds to.
const BY_PRECISION: [ForwardedHeader; 4] = [
    ForwardedHeader::CfConnectingIp,
    ForwardedHeader::XForwardedFor,
    ForwardedHeader::XRealIp,
    ForwardedHeader::Forwarded,
];
