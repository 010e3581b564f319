//! What waits for engines that are away, behind one small trait.
//!
//! A single relay keeps it in its SQLite file ([`SqliteQueue`]); several relays of one name would share another kind.

mod sqlite;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use recado_tunnel::attach::Waiting;
use recado_tunnel::delivery::DeliveryId;
use recado_tunnel::identity::Address;

pub(crate) use self::sqlite::SqliteQueue;

/// An entry's place in the queue: the later it came, the higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place(pub(crate) i64);

impl Place {
    /// Before all entries.
    pub(crate) const START: Self = Self(0);
}

/// An entry that is to wait.
#[derive(Debug, Clone)]
pub(crate) struct NewEntry {
    pub(crate) address: Address,
    pub(crate) id: DeliveryId,
    pub(crate) received_at_ms: u64,
    pub(crate) sealed: Bytes,
}

/// An entry that waits.
#[derive(Debug, Clone)]
pub(crate) struct Queued {
    pub(crate) place: Place,
    pub(crate) id: DeliveryId,
    pub(crate) sealed: Bytes,
}

/// Entries that wait, for each address in the order in which they came.
pub(crate) trait Queue: Send + Sync {
    /// Puts an entry at the end. It is durable once this returns; it happens even if the future is dropped.
    fn put(&self, entry: NewEntry) -> BoxFuture<'_, Result<(), QueueError>>;

    /// The oldest entries of an address behind a place: at most `most`, and no more once they have `bytes` bytes.
    fn oldest(
        &self,
        address: Address,
        behind: Place,
        most: usize,
        bytes: usize,
    ) -> BoxFuture<'_, Result<Vec<Queued>, QueueError>>;

    /// Forgets entries that were settled.
    fn forget(&self, places: Vec<Place>) -> BoxFuture<'_, Result<(), QueueError>>;

    /// How much waits for an address.
    fn waiting(&self, address: Address) -> BoxFuture<'_, Result<Waiting, QueueError>>;

    /// How much waits for all.
    fn whole(&self) -> BoxFuture<'_, Result<Waiting, QueueError>>;

    /// Forgets everything that waits for an address, and says how much that was. Nothing is put for it meanwhile if it
    /// was removed before.
    fn forget_all(&self, address: Address) -> BoxFuture<'_, Result<u64, QueueError>>;

    /// Gives up entries that were received before this time, and says how many there were.
    fn give_up(&self, before_ms: u64) -> BoxFuture<'_, Result<u64, QueueError>>;
}

/// Why the queue did not do it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum QueueError {
    /// As much waits for this address as may.
    #[error("as much waits for this address as may")]
    OverQuota,
    /// The operator has removed this address.
    #[error("this address was removed")]
    Removed,
    /// As much waits for all addresses together as may.
    #[error("as much waits at this relay as may")]
    Full,
    /// It cannot be used now.
    #[error("the queue cannot be used now: {0}")]
    Unavailable(String),
}
