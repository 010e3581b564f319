//! What happens to a sender's request at the relay, as pure functions: which address, which source, and what is
//! answered while the engine is away.
//!
//! | | |
//! | --- | --- |
//! | no address, or a mistyped one | 404 |
//! | an address that never attached here | 404 |
//! | an address whose table the relay does not have | 503 |
//! | a key that the table does not have | 404 |
//! | a key of the table, the engine attached | the engine's own answer, within the live limit |
//! | a key of the table, the engine away or late, a method to keep | kept; the answer of the table |
//! | the same, any other method | 503 |

use http::{Method, StatusCode};

use super::{KeptAnswer, KeyHash, KeyTable, SourceKey};
use crate::identity::{Address, AddressError};

/// Splits a path of the relay into the address and what the engine's router gets: `/{address}/in/…` → `/in/…`.
///
/// # Errors
/// [`NotTaken::NoAddress`] for any other path, [`NotTaken::Mistyped`] for an address with a mistake in it.
pub fn split(path: &str) -> Result<(Address, &str), NotTaken> {
    let rest = path.strip_prefix('/').ok_or(NotTaken::NoAddress)?;
    let slash = rest.find('/').unwrap_or(rest.len());
    let (segment, behind) = rest.split_at(slash);
    let address = segment.parse().map_err(|why| match why {
        AddressError::Shape => NotTaken::NoAddress,
        AddressError::Mistyped => NotTaken::Mistyped,
    })?;
    if behind.starts_with("/in/") {
        Ok((address, behind))
    } else {
        Err(NotTaken::NoAddress)
    }
}

/// The key in a path `/in/{key}`, without the readable suffix and whatever stands below it.
#[must_use]
pub fn key_in(path: &str) -> Option<&str> {
    let segment = path.strip_prefix("/in/")?.split('/').next()?;
    segment.split('-').next().filter(|key| !key.is_empty())
}

/// What a relay knows of an address.
#[derive(Debug, Clone, Copy)]
pub enum Known<'a> {
    /// No engine with this address has ever attached here.
    No,
    /// One has, but its table is not here.
    WithoutTable,
    /// One has, and this is its table.
    WithTable(&'a KeyTable),
}

/// The source that a request is for.
///
/// # Errors
/// [`NotTaken`] says what the sender gets instead.
pub fn source<'a>(address: &Address, path: &str, known: Known<'a>) -> Result<&'a SourceKey, NotTaken> {
    let table = match known {
        Known::No => return Err(NotTaken::UnknownAddress),
        Known::WithoutTable => return Err(NotTaken::NoTable),
        Known::WithTable(table) => table,
    };
    let key = key_in(path).ok_or(NotTaken::UnknownKey)?;
    table.find(&KeyHash::of(address, key)).ok_or(NotTaken::UnknownKey)
}

impl SourceKey {
    /// The answer to a request of this method that is kept, because the engine is away or late. It may only be given
    /// once the request is durably kept.
    ///
    /// # Errors
    /// [`NotTaken::NeedsTheEngine`] for a method that is not kept.
    pub fn answer_while_away(&self, method: &Method) -> Result<&KeptAnswer, NotTaken> {
        if self.keep.contains(method) {
            Ok(&self.answer)
        } else {
            Err(NotTaken::NeedsTheEngine)
        }
    }
}

/// Why a request is neither forwarded nor kept. The text is for the sender's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// The path has no address in it.
    #[error("There is nothing here. A Recado address looks like /{{address}}/in/{{key}}.")]
    NoAddress,
    /// The address has a mistake in it.
    #[error("There is a mistake in this address: copy it again from Recado.")]
    Mistyped,
    /// Nobody with this address is known here.
    #[error("Nobody has this address here.")]
    UnknownAddress,
    /// The address is known, but it has no such key.
    #[error("There is no such key at this address, or it was removed.")]
    UnknownKey,
    /// The address is known, but not yet which keys it has.
    #[error("This address is not ready yet. Try again later.")]
    NoTable,
    /// The computer is away, and such a request is not kept.
    #[error("The computer behind this address is away, and this request needs it. Try again later.")]
    NeedsTheEngine,
}

impl NotTaken {
    /// The status for the sender. With 503 goes a `Retry-After`.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::NoAddress | Self::Mistyped | Self::UnknownAddress | Self::UnknownKey => {
                StatusCode::NOT_FOUND
            }
            Self::NoTable | Self::NeedsTheEngine => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}
