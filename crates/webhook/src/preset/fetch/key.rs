//! The owner's key: of what parts it is, how it goes along, and the tokens that some senders grant for it.

use std::collections::BTreeMap;

use percent_encoding::utf8_percent_encode;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{Address, FetchError, IN_ADDRESS, host_of, is_label, word};
use crate::preset::{Text, template};

/// How the key is sent along. In the values, `{token}` stands for it, or for the token that was granted for it, and
/// `{key.1}`, `{key.2}`, … for its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FetchAuth {
    /// By their lower-case names.
    pub headers: BTreeMap<String, String>,
    pub query: BTreeMap<String, String>,
}

/// The key with which details are fetched.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessToken {
    pub label: Text,
    /// Where it is found.
    pub hint: Text,
    /// Of how many parts it consists, with a colon between them.
    #[serde(default = "one")]
    pub parts: usize,
    /// Where the key itself opens nothing, but is exchanged for a token that does for a while.
    #[serde(default)]
    pub grant: Option<Grant>,
}

fn one() -> usize {
    1
}

/// How a token is had for the key (OAuth 2.0, RFC 6749): with a POST of a form, answered in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// `https://…`
    pub url: String,
    /// By their lower-case names.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// User name and password (RFC 7617), with a colon between.
    #[serde(default)]
    pub basic: Option<String>,
    pub form: BTreeMap<String, String>,
    /// JSON Pointer of the token in the answer.
    pub token: String,
    /// JSON Pointer of the seconds that it is good for.
    pub seconds: String,
    #[serde(default)]
    pub renewal: Option<Renewal>,
}

/// Where the last part of the key is good once, and the answer holds what takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Renewal {
    /// JSON Pointer of that in the answer.
    pub token: String,
    /// What is posted from then on, instead of the first form.
    pub form: BTreeMap<String, String>,
}

/// Before the last part of a key that was renewed. The codes of senders have no space in them.
const RENEWED: &str = "renewed ";

/// What stands for `{token}` and `{key.N}`.
#[derive(Clone, Copy)]
pub struct Opener<'a> {
    pub token: &'a str,
    pub key: &'a [&'a str],
}

impl FetchAuth {
    /// The header or the parameter of this name alone.
    fn short(written: &str) -> Option<Self> {
        let token = "{token}".to_owned();
        let one = |name: String, value| BTreeMap::from([(name, value)]);
        match written.split_once(':') {
            None if written == "bearer" => Some(Self {
                headers: one("authorization".to_owned(), format!("Bearer {token}")),
                ..Self::default()
            }),
            Some(("query", name)) if !name.is_empty() => Some(Self {
                query: one(name.to_owned(), token),
                ..Self::default()
            }),
            Some(("header", name)) if !name.is_empty() => Some(Self {
                headers: one(name.to_ascii_lowercase(), token),
                ..Self::default()
            }),
            None | Some(_) => None,
        }
    }
}

impl<'de> Deserialize<'de> for FetchAuth {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Whole {
            #[serde(default)]
            headers: BTreeMap<String, String>,
            #[serde(default)]
            query: BTreeMap<String, String>,
        }
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Short(String),
            Whole(Whole),
        }
        match Written::deserialize(from)? {
            Written::Short(short) => Self::short(&short).ok_or_else(|| {
                serde::de::Error::unknown_variant(&short, &["bearer", "query:NAME", "header:NAME"])
            }),
            Written::Whole(Whole { headers, query }) => Ok(Self { headers, query }),
        }
    }
}

impl Opener<'_> {
    /// A value with what it stands for.
    pub fn fill(&self, value: &str) -> Option<String> {
        template::filled(value, |name| match name.strip_prefix("key.") {
            None => (name == "token").then(|| self.token.to_owned()),
            Some(number) => {
                let part = self.key.get(number.parse::<usize>().ok()?.checked_sub(1)?)?;
                Some((*part).to_owned())
            }
        })
    }

    /// An address with the parameters that open it.
    pub fn with_query(&self, address: &Address, auth: &FetchAuth) -> Option<Address> {
        let mut path = address.path.clone();
        if !auth.query.is_empty() {
            path.push(if path.contains('?') { '&' } else { '?' });
            path.push_str(&self.form(&auth.query)?);
        }
        Some(Address {
            host: address.host.clone(),
            path,
        })
    }

    /// A form as it is posted (`application/x-www-form-urlencoded`).
    pub fn form(&self, form: &BTreeMap<String, String>) -> Option<String> {
        let pairs = form.iter().map(|(name, value)| {
            let encoded = |text: &str| utf8_percent_encode(text, IN_ADDRESS).to_string();
            Some(format!("{}={}", encoded(name), encoded(&self.fill(value)?)))
        });
        Some(pairs.collect::<Option<Vec<_>>>()?.join("&"))
    }
}

impl AccessToken {
    /// The parts of a key; `None` where it has not that many. What marks the last one as renewed is left out.
    pub fn parts_of<'k>(&self, key: &'k str) -> Option<Vec<&'k str>> {
        let mut parts: Vec<_> = key.splitn(self.parts, ':').map(str::trim).collect();
        if let Some(last) = parts.last_mut() {
            *last = last.strip_prefix(RENEWED).unwrap_or(last);
        }
        (parts.len() == self.parts && parts.iter().all(|part| !part.is_empty())).then_some(parts)
    }

    pub(super) fn check(&self) -> Result<(), FetchError> {
        if self.parts == 0 {
            return Err(FetchError::NoParts);
        }
        let Some(grant) = &self.grant else { return Ok(()) };
        let host = host_of(&grant.url).ok_or(FetchError::Base)?;
        if !host.contains('.') || !host.split('.').all(is_label) {
            return Err(FetchError::Base);
        }
        let renewal = grant.renewal.iter().flat_map(|renewal| renewal.form.values());
        let values = grant
            .headers
            .values()
            .chain(&grant.basic)
            .chain(grant.form.values());
        check_values(values.chain(renewal), self.parts, false)
    }
}

impl Grant {
    /// Where a token is had.
    pub fn address(&self) -> Option<Address> {
        let rest = self.url.strip_prefix("https://")?;
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Some(Address {
            host: host.to_owned(),
            path: path.to_owned(),
        })
    }

    /// What is posted for this key.
    pub fn form(&self, key: &str) -> &BTreeMap<String, String> {
        match &self.renewal {
            Some(renewal) if is_renewed(key) => &renewal.form,
            Some(_) | None => &self.form,
        }
    }

    /// The token in an answer, and the seconds that it is good for.
    pub fn token_in(&self, answer: &Value) -> Option<(String, u32)> {
        let token = word(answer.pointer(&self.token)?)?;
        let seconds = answer.pointer(&self.seconds).and_then(word);
        let seconds = seconds.and_then(|seconds| seconds.parse().ok());
        Some((token, seconds.unwrap_or_default()))
    }

    /// What has to be kept instead of the key, after such an answer.
    pub fn renewed(&self, key: &str, answer: &Value) -> Option<String> {
        let renewed = word(answer.pointer(&self.renewal.as_ref()?.token)?)?;
        let (before, _) = key.rsplit_once(':')?;
        Some(format!("{before}:{RENEWED}{renewed}"))
    }
}

/// Whether the last part of a key has taken the place of one that was good once.
fn is_renewed(key: &str) -> bool {
    key.rsplit_once(':')
        .is_some_and(|(_, last)| last.starts_with(RENEWED))
}

pub(super) fn check_values<'v>(
    mut values: impl Iterator<Item = &'v String>,
    key_parts: usize,
    has_token: bool,
) -> Result<(), FetchError> {
    values.try_for_each(|value| {
        let is_known = |name: &str| match name.strip_prefix("key.") {
            None => has_token && name == "token",
            Some(number) => number
                .parse()
                .is_ok_and(|number| (1..=key_parts).contains(&number)),
        };
        match template::names(value)?.into_iter().find(|name| !is_known(name)) {
            Some(unknown) => Err(FetchError::Unknown(unknown.to_owned())),
            None => Ok(()),
        }
    })
}
