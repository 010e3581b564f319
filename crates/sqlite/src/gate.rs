//! Only the writer commits.
//!
//! Jobs run arbitrary SQL in a transaction that they share. Were one of them to say `COMMIT`, its neighbours' halves
//! would become durable; were SQLite to roll everything back under a job that does not notice, its next statements
//! would commit one by one. SQLite's commit hook can turn a commit into a rollback: it does so here unless the commit
//! is the writer's own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;

pub(crate) struct CommitGate {
    open: Arc<AtomicBool>,
}

impl CommitGate {
    /// From now on, `connection` commits through this gate only.
    pub(crate) fn install(connection: &mut Connection) -> rusqlite::Result<Self> {
        let open = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&open);
        connection.commit_hook(Some(move || !seen.load(Ordering::Relaxed)))?;
        Ok(Self { open })
    }

    pub(crate) fn commit(&self, connection: &Connection) -> rusqlite::Result<()> {
        self.open.store(true, Ordering::Relaxed);
        let committed = connection.execute_batch("COMMIT");
        self.open.store(false, Ordering::Relaxed);
        committed
    }
}
