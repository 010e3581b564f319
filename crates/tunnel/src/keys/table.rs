//! The table, its bounds and its bytes.

use std::collections::HashSet;
use std::time::Duration;

use http::{HeaderValue, Method, StatusCode};
use serde::{Deserialize, Serialize};

use crate::identity::Address;
use crate::limits::{LIVE_LIMIT_MS, LONGEST_ANSWER, LONGEST_CONTROL_FRAME, MOST_KEYS};
use crate::transcript;

const VERSION: u8 = 1;

/// The most methods of a key.
const MOST_METHODS: usize = 8;

/// What the relay holds of a source's key. The key has 128 random bits, so the hash tells nothing of it; the address
/// goes in too, so that the same key at two addresses cannot be recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KeyHash([u8; 32]);

impl KeyHash {
    /// The hash of this key at this address. Some senders change the case of a URL, so case makes no difference.
    #[must_use]
    pub fn of(address: &Address, key: &str) -> Self {
        let key = key.to_ascii_lowercase();
        let hash = transcript::digest("recado key 1", &[address.as_bytes(), key.as_bytes()]);
        Self(hash)
    }

    /// Its 32 bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// What a relay answers in the engine's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// Some 2xx: the sender must take it for a success.
    pub status: StatusCode,
    /// The type of the body, one that [`is_plain_type`] takes; none where there is no body.
    pub content_type: Option<HeaderValue>,
    /// The body.
    pub body: Vec<u8>,
}

/// One live source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceKey {
    /// The hash of its key.
    pub hash: KeyHash,
    /// The methods whose requests are kept while the engine is away. Others need the engine itself: a handshake.
    pub keep: Vec<Method>,
    /// The answer for what is kept.
    pub answer: KeptAnswer,
    /// How long the engine may take, in milliseconds, before the relay keeps the request and answers by itself.
    pub live_limit_ms: u32,
}

impl SourceKey {
    /// How long the engine may take.
    #[must_use]
    pub fn live_limit(&self) -> Duration {
        Duration::from_millis(u64::from(self.live_limit_ms))
    }
}

/// All live sources of an engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyTable {
    number: u64,
    keys: Vec<SourceKey>,
}

#[derive(Serialize, Deserialize)]
struct OnWire {
    number: u64,
    keys: Vec<KeyOnWire>,
}

#[derive(Serialize, Deserialize)]
struct KeyOnWire {
    hash: KeyHash,
    keep: Vec<String>,
    status: u16,
    content_type: String,
    body: String,
    live_limit_ms: u32,
}

impl KeyTable {
    /// A table. `number` is the engine's own count of its tables: on one link, a later table has a higher one.
    ///
    /// # Errors
    /// [`TableError`] says which bound a key exceeds.
    pub fn new(number: u64, mut keys: Vec<SourceKey>) -> Result<Self, TableError> {
        if keys.len() > MOST_KEYS {
            return Err(TableError::TooManyKeys);
        }
        let mut seen = HashSet::new();
        for key in &keys {
            check(key)?;
            if !seen.insert(key.hash) {
                return Err(TableError::Twice);
            }
        }
        keys.sort_by_key(|key| key.hash);
        Ok(Self { number, keys })
    }

    /// The table's number.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Its keys, in the order of their hashes.
    #[must_use]
    pub fn keys(&self) -> &[SourceKey] {
        &self.keys
    }

    /// The source with this hash.
    #[must_use]
    pub fn find(&self, hash: &KeyHash) -> Option<&SourceKey> {
        let at = self.keys.binary_search_by_key(hash, |key| key.hash).ok()?;
        self.keys.get(at)
    }

    /// A byte for the version, then the table in postcard 1, its keys in the order of their hashes.
    ///
    /// # Errors
    /// When a body is no UTF-8, or the whole is longer than the control stream takes.
    pub fn to_bytes(&self) -> Result<Vec<u8>, TableError> {
        let mut keys = Vec::with_capacity(self.keys.len());
        for key in &self.keys {
            let content_type = key.answer.content_type.as_ref();
            keys.push(KeyOnWire {
                hash: key.hash,
                keep: key.keep.iter().map(|method| method.as_str().to_owned()).collect(),
                status: key.answer.status.as_u16(),
                content_type: content_type
                    .and_then(|value| value.to_str().ok())
                    .unwrap_or_default()
                    .to_owned(),
                body: String::from_utf8(key.answer.body.clone()).map_err(|_| TableError::Answer)?,
                live_limit_ms: key.live_limit_ms,
            });
        }
        let on_wire = OnWire {
            number: self.number,
            keys,
        };
        let bytes = postcard::to_extend(&on_wire, vec![VERSION]).map_err(|_| TableError::Malformed)?;
        if bytes.len() >= LONGEST_CONTROL_FRAME {
            return Err(TableError::TooLong);
        }
        Ok(bytes)
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote, with every bound checked.
    ///
    /// # Errors
    /// [`TableError`] says what is wrong.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TableError> {
        if bytes.len() >= LONGEST_CONTROL_FRAME {
            return Err(TableError::TooLong);
        }
        let content = match bytes {
            [VERSION, content @ ..] => content,
            [version, ..] => return Err(TableError::Version(*version)),
            [] => return Err(TableError::Malformed),
        };
        let (on_wire, after) =
            postcard::take_from_bytes::<OnWire>(content).map_err(|_| TableError::Malformed)?;
        if !after.is_empty() {
            return Err(TableError::Malformed);
        }
        let mut keys = Vec::new();
        for key in on_wire.keys {
            let mut keep = Vec::new();
            for method in &key.keep {
                keep.push(Method::from_bytes(method.as_bytes()).map_err(|_| TableError::Malformed)?);
            }
            let content_type = Some(key.content_type).filter(|written| !written.is_empty());
            keys.push(SourceKey {
                hash: key.hash,
                keep,
                answer: KeptAnswer {
                    status: StatusCode::from_u16(key.status).map_err(|_| TableError::Answer)?,
                    content_type: content_type
                        .map(HeaderValue::try_from)
                        .transpose()
                        .map_err(|_| TableError::Answer)?,
                    body: key.body.into_bytes(),
                },
                live_limit_ms: key.live_limit_ms,
            });
        }
        Self::new(on_wire.number, keys)
    }
}

fn check(key: &SourceKey) -> Result<(), TableError> {
    let answer = &key.answer;
    let plain = match &answer.content_type {
        Some(content_type) => content_type.to_str().is_ok_and(is_plain_type),
        None => answer.body.is_empty(),
    };
    let small = answer.body.len() <= LONGEST_ANSWER && std::str::from_utf8(&answer.body).is_ok();
    if !answer.status.is_success() || !plain || !small {
        return Err(TableError::Answer);
    }
    if key.keep.len() > MOST_METHODS {
        return Err(TableError::TooManyMethods);
    }
    if !LIVE_LIMIT_MS.contains(&key.live_limit_ms) {
        return Err(TableError::LiveLimit);
    }
    Ok(())
}

/// Whether a body of this type is nothing that a browser would show as a page: plain text, JSON or XML, written in at
/// most 100 letters. A relay passes no others on, so that it is nobody's web hosting.
#[must_use]
pub fn is_plain_type(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let plain = ["text/plain", "application/json", "application/xml", "text/xml"];
    content_type.len() <= 100
        && (plain.iter().any(|one| essence.eq_ignore_ascii_case(one))
            || essence
                .to_ascii_lowercase()
                .strip_prefix("application/")
                .is_some_and(|kind| kind.ends_with("+json")))
}

/// What is wrong with a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// More than [`MOST_KEYS`] keys.
    #[error("a table has {MOST_KEYS} keys at the most")]
    TooManyKeys,
    /// More methods for one key than there are in use.
    #[error("a key has {MOST_METHODS} methods at the most")]
    TooManyMethods,
    /// The same key twice.
    #[error("a key stands in the table twice")]
    Twice,
    /// An answer that is no success, is too long, no text, or of a type that is not passed on.
    #[error("an answer must be a 2xx with at most {LONGEST_ANSWER} bytes of plain text, JSON or XML")]
    Answer,
    /// A live limit out of bounds.
    #[error("a live limit is between {} and {} ms", LIVE_LIMIT_MS.start(), LIVE_LIMIT_MS.end())]
    LiveLimit,
    /// The whole is too long.
    #[error("the table is too long")]
    TooLong,
    /// It is of a version that is not spoken here.
    #[error("the table has version {0}, and only version {VERSION} is understood")]
    Version(u8),
    /// The bytes are no table.
    #[error("these bytes are no table of keys")]
    Malformed,
}
