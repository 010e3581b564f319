//! What both ends tell each other on the control stream beside the senders' requests.

use bytes::Bytes;

use crate::attach::Waiting;
use crate::keys::{KeyTable, TableError};

/// What an engine tells its relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FromEngine {
    /// This is the table of keys from now on.
    Table(KeyTable),
}

/// What a relay tells an engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FromRelay {
    /// The table with this number is durably held: its addresses are ready.
    TableHeld(u64),
    /// The table with this number was not taken.
    TableRefused(u64),
    /// This much waits.
    Waiting(Waiting),
    /// The relay is about to close the link.
    Leaving(Why),
}

/// Why a relay closes a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// Another computer attached with the same identity; the newer one wins.
    Replaced,
    /// The relay stops or starts anew: attach again after a moment.
    Stopping,
    /// The operator removed the address.
    Removed,
    /// A reason that this version does not know.
    Other(u8),
}

impl FromEngine {
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, TableError> {
        match self {
            Self::Table(table) => Ok([vec![1], table.to_bytes()?].concat()),
        }
    }

    /// `None` for a kind that only a later version knows.
    pub(crate) fn read(message: &Bytes) -> Result<Option<Self>, ControlError> {
        match &message[..] {
            [1, table @ ..] => Ok(Some(Self::Table(KeyTable::from_bytes(table)?))),
            [] => Err(ControlError::Malformed),
            [_, ..] => Ok(None),
        }
    }
}

impl FromRelay {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let numbered = |kind: u8, numbers: &[u64]| {
            let mut bytes = vec![kind];
            for number in numbers {
                bytes.extend_from_slice(&number.to_be_bytes());
            }
            bytes
        };
        match self {
            Self::TableHeld(number) => numbered(1, &[*number]),
            Self::TableRefused(number) => numbered(2, &[*number]),
            Self::Waiting(waiting) => numbered(3, &[waiting.entries, waiting.bytes]),
            Self::Leaving(why) => vec![4, why.code()],
        }
    }

    /// `None` for a kind that only a later version knows.
    pub(crate) fn read(message: &Bytes) -> Result<Option<Self>, ControlError> {
        Ok(Some(match &message[..] {
            [1, number @ ..] => Self::TableHeld(one(number)?),
            [2, number @ ..] => Self::TableRefused(one(number)?),
            [3, numbers @ ..] => {
                let (entries, bytes) = numbers.split_at_checked(8).ok_or(ControlError::Malformed)?;
                Self::Waiting(Waiting {
                    entries: one(entries)?,
                    bytes: one(bytes)?,
                })
            }
            [4, why, ..] => Self::Leaving(Why::of(*why)),
            [] | [4] => return Err(ControlError::Malformed),
            [_, ..] => return Ok(None),
        }))
    }
}

/// The number at the beginning of some bytes; later versions may put more after it.
fn one(bytes: &[u8]) -> Result<u64, ControlError> {
    let number = bytes.first_chunk().ok_or(ControlError::Malformed)?;
    Ok(u64::from_be_bytes(*number))
}

impl Why {
    fn code(self) -> u8 {
        match self {
            Self::Replaced => 1,
            Self::Stopping => 2,
            Self::Removed => 3,
            Self::Other(code) => code,
        }
    }

    fn of(code: u8) -> Self {
        match code {
            1 => Self::Replaced,
            2 => Self::Stopping,
            3 => Self::Removed,
            code => Self::Other(code),
        }
    }
}

/// A control message that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ControlError {
    /// The table in it is wrong.
    #[error(transparent)]
    Table(#[from] TableError),
    /// It is cut short.
    #[error("a control message is cut short")]
    Malformed,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::vectors;

    #[test]
    fn the_messages_have_the_committed_bytes_and_read_back() {
        let table = FromEngine::Table(KeyTable::new(7, Vec::new()).unwrap());
        let bytes = table.to_bytes().unwrap();
        assert_eq!(FromEngine::read(&Bytes::from(bytes.clone())), Ok(Some(table)));
        vectors::check("control-from-engine", &crate::frame::framed(&bytes));
        let mut all = Vec::new();
        let waiting = Waiting {
            entries: 12,
            bytes: 34_567,
        };
        for message in [
            FromRelay::TableHeld(7),
            FromRelay::TableRefused(8),
            FromRelay::Waiting(waiting),
            FromRelay::Leaving(Why::Replaced),
            FromRelay::Leaving(Why::Stopping),
            FromRelay::Leaving(Why::Removed),
            FromRelay::Leaving(Why::Other(9)),
        ] {
            let bytes = message.to_bytes();
            assert_eq!(FromRelay::read(&Bytes::from(bytes.clone())), Ok(Some(message)));
            all.extend_from_slice(&crate::frame::framed(&bytes));
        }
        vectors::check("control-from-relay", &all);
    }

    #[test]
    fn a_message_of_a_later_version_is_passed_over() {
        assert_eq!(FromEngine::read(&Bytes::from_static(&[77, 1])), Ok(None));
        assert_eq!(FromRelay::read(&Bytes::from_static(&[77, 1])), Ok(None));
    }

    #[test]
    fn a_message_cut_short_is_an_error() {
        for cut in [&[][..], &[1, 0, 0], &[2], &[3, 0, 0, 0, 0, 0, 0, 0, 1, 0], &[4]] {
            let read = FromRelay::read(&Bytes::copy_from_slice(cut));
            assert_eq!(read, Err(ControlError::Malformed), "{cut:?}");
        }
        assert!(FromEngine::read(&Bytes::from_static(&[1])).is_err());
        assert!(FromEngine::read(&Bytes::new()).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = FromEngine::read(&Bytes::from(bytes.clone()));
            let _ = FromRelay::read(&Bytes::from(bytes));
        }
    }
}
