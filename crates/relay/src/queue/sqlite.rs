//! The queue in the relay's own file.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use recado_sqlite::{Database, JobError, Progress, ReadError, WriteError};
use recado_tunnel::attach::Waiting;
use recado_tunnel::delivery::DeliveryId;
use recado_tunnel::identity::Address;
use rusqlite::{Connection, OptionalExtension, ToSql, params};

use super::{NewEntry, Place, Queue, QueueError, Queued};
use crate::store::{signed, unsigned};

/// Entries that are deleted in one turn.
const DELETED_AT_ONCE: i64 = 64;

/// What waits, in the tables `queue…`.
#[derive(Debug)]
pub(crate) struct SqliteQueue {
    database: Database,
    quota: Waiting,
    whole: u64,
}

impl SqliteQueue {
    /// `quota` bounds what waits for one address, `whole` the bytes of all.
    pub(crate) fn new(database: Database, quota: Waiting, whole: u64) -> Self {
        Self {
            database,
            quota,
            whole,
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum PutError {
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    #[error("over the quota")]
    OverQuota,
    #[error("removed")]
    Removed,
    #[error("full")]
    Full,
}

impl JobError for PutError {
    fn sqlite(&self) -> Option<&rusqlite::Error> {
        match self {
            Self::Sqlite(error) => Some(error),
            Self::OverQuota | Self::Removed | Self::Full => None,
        }
    }
}

impl Queue for SqliteQueue {
    fn put(&self, entry: NewEntry) -> BoxFuture<'_, Result<(), QueueError>> {
        let (quota, whole) = (self.quota, self.whole);
        Box::pin(async move {
            let put = self.database.write(move |tx| put(tx, &entry, quota, whole)).await;
            put.map_err(|error| match error {
                WriteError::Job(PutError::OverQuota) => QueueError::OverQuota,
                WriteError::Job(PutError::Full) => QueueError::Full,
                WriteError::Job(PutError::Removed) => QueueError::Removed,
                other @ (WriteError::Job(PutError::Sqlite(_))
                | WriteError::Unavailable(_)
                | WriteError::Panicked
                | WriteError::Closed) => QueueError::Unavailable(other.to_string()),
            })
        })
    }

    fn oldest(
        &self,
        address: Address,
        behind: Place,
        most: usize,
        bytes: usize,
    ) -> BoxFuture<'_, Result<Vec<Queued>, QueueError>> {
        Box::pin(async move {
            let read = self
                .database
                .read(move |connection| oldest(connection, &address, behind, most, bytes));
            read.await.map_err(unreadable)
        })
    }

    fn forget(&self, places: Vec<Place>) -> BoxFuture<'_, Result<(), QueueError>> {
        Box::pin(async move {
            let forgotten = self.database.write(move |tx| {
                let mut delete = tx.prepare_cached("DELETE FROM queue WHERE sequence = ?1")?;
                for Place(sequence) in &places {
                    delete.execute([sequence])?;
                }
                Ok::<_, rusqlite::Error>(())
            });
            forgotten.await.map_err(unwritable)
        })
    }

    fn waiting(&self, address: Address) -> BoxFuture<'_, Result<Waiting, QueueError>> {
        Box::pin(async move {
            let read = self
                .database
                .read(move |connection| waiting(connection, &address));
            read.await.map_err(unreadable)
        })
    }

    fn whole(&self) -> BoxFuture<'_, Result<Waiting, QueueError>> {
        Box::pin(async move { self.database.read(whole).await.map_err(unreadable) })
    }

    fn forget_all(&self, address: Address) -> BoxFuture<'_, Result<u64, QueueError>> {
        Box::pin(self.delete_in_slices(
            "DELETE FROM queue WHERE sequence IN (SELECT sequence FROM queue WHERE address = ?1 LIMIT ?2)",
            address.as_bytes().to_vec(),
        ))
    }

    fn give_up(&self, before_ms: u64) -> BoxFuture<'_, Result<u64, QueueError>> {
        Box::pin(self.delete_in_slices(
            "DELETE FROM queue WHERE sequence IN (SELECT sequence FROM queue WHERE received_at_ms < ?1 LIMIT ?2)",
            signed(before_ms),
        ))
    }
}

impl SqliteQueue {
    /// Runs a statement that deletes at most `?2` entries, found by `?1`, until it deletes none. Gives how many it were.
    async fn delete_in_slices(
        &self,
        delete: &'static str,
        by: impl ToSql + Send + 'static,
    ) -> Result<u64, QueueError> {
        let deleted = Arc::new(AtomicU64::new(0));
        let counting = Arc::clone(&deleted);
        let deleting = self.database.bulk(move |tx, slice| {
            loop {
                let gone = tx.prepare_cached(delete)?.execute(params![by, DELETED_AT_ONCE])?;
                counting.fetch_add(gone as u64, Ordering::Relaxed);
                if gone == 0 {
                    return Ok::<_, rusqlite::Error>(Progress::Done);
                }
                if slice.is_over() {
                    return Ok(Progress::More);
                }
            }
        });
        deleting.await.map_err(unwritable)?;
        Ok(deleted.load(Ordering::Relaxed))
    }
}

fn put(tx: &Connection, entry: &NewEntry, quota: Waiting, most_bytes: u64) -> Result<(), PutError> {
    let removed = tx
        .prepare_cached("SELECT 1 FROM addresses WHERE address = ?1 AND removed_at_ms IS NOT NULL")?
        .exists([entry.address.as_bytes().as_slice()])?;
    if removed {
        return Err(PutError::Removed);
    }
    let added = entry.sealed.len() as u64;
    let now = waiting(tx, &entry.address)?;
    if now.entries >= quota.entries || now.bytes + added > quota.bytes {
        return Err(PutError::OverQuota);
    }
    if whole(tx)?.bytes + added > most_bytes {
        return Err(PutError::Full);
    }
    tx.prepare_cached("INSERT INTO queue (address, id, received_at_ms, sealed) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            entry.address.as_bytes().as_slice(),
            entry.id.as_bytes().as_slice(),
            signed(entry.received_at_ms),
            &entry.sealed[..]
        ])?;
    Ok(())
}

fn oldest(
    connection: &Connection,
    address: &Address,
    behind: Place,
    most: usize,
    bytes: usize,
) -> rusqlite::Result<Vec<Queued>> {
    let mut statement = connection.prepare_cached(
        "SELECT sequence, id, length(sealed), sealed FROM queue
         WHERE address = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3",
    )?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let mut rows = statement.query(params![address.as_bytes().as_slice(), behind.0, most])?;
    let mut entries = Vec::new();
    let mut total = 0;
    while let Some(row) = rows.next()? {
        total += unsigned(row.get(2)?);
        // The length comes from the row's head: the bytes of one that does not fit are not read.
        if !entries.is_empty() && total > bytes as u64 {
            break;
        }
        entries.push(Queued {
            place: Place(row.get(0)?),
            id: DeliveryId::from_bytes(row.get(1)?),
            sealed: Bytes::from(row.get::<_, Vec<u8>>(3)?),
        });
    }
    Ok(entries)
}

fn waiting(connection: &Connection, address: &Address) -> rusqlite::Result<Waiting> {
    let row = connection
        .prepare_cached("SELECT entries, bytes FROM queue_totals WHERE address = ?1")?
        .query_row([address.as_bytes().as_slice()], totals)
        .optional()?;
    Ok(row.unwrap_or_default())
}

fn whole(connection: &Connection) -> rusqlite::Result<Waiting> {
    connection
        .prepare_cached("SELECT entries, bytes FROM queue_whole")?
        .query_row([], totals)
}

fn totals(row: &rusqlite::Row<'_>) -> rusqlite::Result<Waiting> {
    Ok(Waiting {
        entries: unsigned(row.get(0)?),
        bytes: unsigned(row.get(1)?),
    })
}

fn unreadable(error: ReadError<rusqlite::Error>) -> QueueError {
    QueueError::Unavailable(error.to_string())
}

fn unwritable(error: WriteError<rusqlite::Error>) -> QueueError {
    QueueError::Unavailable(error.to_string())
}

#[cfg(test)]
mod tests;
