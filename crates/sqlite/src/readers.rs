//! The connections that read: few, opened when first needed, unable to write.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use crate::database::lock;
use crate::error::{Cause, JobError, ReadError, Unavailable};
use crate::open;

pub(crate) struct Readers {
    path: PathBuf,
    room: Arc<Semaphore>,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(crate) fn new(path: &Path, most: usize) -> Self {
        Self {
            path: path.to_owned(),
            room: Arc::new(Semaphore::new(most.max(1))),
            idle: Mutex::new(Vec::new()),
        }
    }

    pub(crate) async fn read<T, E, F>(self: &Arc<Self>, job: F) -> Result<T, ReadError<E>>
    where
        F: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: JobError,
    {
        let permit = Arc::clone(&self.room)
            .acquire_owned()
            .await
            .map_err(|_closed| ReadError::Closed)?;
        let readers = Arc::clone(self);
        let reading = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            readers.read_now(job)
        });
        match reading.await {
            Ok(read) => read,
            Err(gone) if gone.is_panic() => Err(ReadError::Panicked),
            Err(_cancelled) => Err(ReadError::Closed),
        }
    }

    /// Lets go of the connections that are idle, with the pages they keep.
    pub(crate) fn rest(&self) {
        let idle = std::mem::take(&mut *lock(&self.idle));
        drop(idle);
    }

    /// Lets go of the connections that are idle; those in use follow when their read ends.
    pub(crate) fn close(&self) {
        self.room.close();
        lock(&self.idle).clear();
    }

    /// A connection goes back to the pool only when its transaction has ended well; otherwise it is dropped, which
    /// also covers a panic.
    fn read_now<T, E: JobError>(
        &self,
        job: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, ReadError<E>> {
        let connection = self.take().map_err(unavailable)?;
        connection.execute_batch("BEGIN").map_err(unavailable)?;
        let read = job(&connection);
        if connection.execute_batch("ROLLBACK").is_ok() {
            self.give_back(connection);
        }
        read.map_err(|error| match error.sqlite().and_then(Unavailable::from_sqlite) {
            Some(why) => ReadError::Unavailable(why),
            None => ReadError::Job(error),
        })
    }

    fn take(&self) -> rusqlite::Result<Connection> {
        let idle = lock(&self.idle).pop();
        match idle {
            Some(connection) => Ok(connection),
            None => open::reader(&self.path),
        }
    }

    fn give_back(&self, connection: Connection) {
        let mut idle = lock(&self.idle);
        // Asked under the lock, so that a connection cannot slip in after `close` has emptied the pool.
        if !self.room.is_closed() {
            idle.push(connection);
        }
    }
}

fn unavailable<E>(error: rusqlite::Error) -> ReadError<E> {
    ReadError::Unavailable(
        Unavailable::from_sqlite(&error).unwrap_or_else(|| Unavailable::new(Cause::Io, error.to_string())),
    )
}
