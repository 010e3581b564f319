//! What is kept in memory of each source: its row and how it is set up, because every delivery needs them, and how it
//! fares, because the owner is told when that changes.

mod fares;
pub(crate) mod removed;
mod setup;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use recado_api::SourceId;

pub(crate) use setup::{SourceSetup, mapping, shown_mapping, shown_role, shown_rule, without_query};

use crate::store::sources::{Fares, RefusedSince, SourceRow};

/// All sources, removed ones too.
#[derive(Debug, Default)]
pub(crate) struct Connections {
    known: RwLock<Known>,
}

#[derive(Debug, Default)]
struct Known {
    by_id: HashMap<SourceId, Connection>,
    /// Of the addresses in use and of those that were replaced.
    by_key: HashMap<String, SourceId>,
}

#[derive(Debug)]
struct Connection {
    row: Arc<SourceRow>,
    /// Once it was asked for.
    setup: Option<Arc<SourceSetup>>,
    first_taken_at: Option<Timestamp>,
    fares: Fares,
    /// When the owner was last told that its sender is refused.
    rang_at: Option<Timestamp>,
}

impl Connection {
    fn new(row: SourceRow, fares: Fares) -> Self {
        Self {
            first_taken_at: row.first_delivery_at,
            row: Arc::new(row),
            setup: None,
            fares,
            rang_at: None,
        }
    }
}

impl Connections {
    pub(crate) fn new(sources: Vec<(SourceRow, Fares)>) -> Self {
        let mut known = Known::default();
        for (row, fares) in sources {
            known.index(&row);
            known.by_id.insert(row.id, Connection::new(row, fares));
        }
        Self {
            known: RwLock::new(known),
        }
    }

    /// The source whose address has that key, or had it and is still good for it at `now`.
    pub(crate) fn by_key(&self, key: &str, now: Timestamp) -> Option<Arc<SourceRow>> {
        let known = self.read();
        let row = &known.by_id.get(known.by_key.get(key)?)?.row;
        let former_is_good = || {
            let former = row.former_key.as_ref();
            former.is_some_and(|(former, until)| former == key && *until > now)
        };
        (row.key == key || former_is_good()).then(|| row.clone())
    }

    pub(crate) fn by_id(&self, id: SourceId) -> Option<Arc<SourceRow>> {
        self.read()
            .by_id
            .get(&id)
            .map(|connection| connection.row.clone())
    }

    /// All of them, in no order.
    pub(crate) fn all(&self) -> Vec<Arc<SourceRow>> {
        self.read()
            .by_id
            .values()
            .map(|connection| connection.row.clone())
            .collect()
    }

    /// Takes a source as it was just written.
    pub(crate) fn set(&self, row: SourceRow) {
        let mut known = self.write();
        known.index(&row);
        match known.by_id.get_mut(&row.id) {
            Some(connection) => {
                connection.row = Arc::new(row);
                connection.setup = None;
            }
            None => {
                known.by_id.insert(row.id, Connection::new(row, Fares::default()));
            }
        }
    }

    /// A source's secrets are others than those that it was set up with.
    pub(crate) fn secrets_changed(&self, id: SourceId) {
        let mut known = self.write();
        if let Some(connection) = known.by_id.get_mut(&id) {
            // What somebody sets up with the former ones at this moment is of the former row.
            connection.row = Arc::new(SourceRow::clone(&connection.row));
            connection.setup = None;
        }
    }

    pub(crate) fn first_taken_at(&self, id: SourceId) -> Option<Timestamp> {
        self.read().by_id.get(&id)?.first_taken_at
    }

    pub(crate) fn last_taken_at(&self, id: SourceId) -> Option<Timestamp> {
        self.read().by_id.get(&id)?.fares.last_taken_at
    }

    /// What was refused since something genuine came.
    pub(crate) fn trouble(&self, id: SourceId) -> Option<RefusedSince> {
        self.read().by_id.get(&id)?.fares.refused.clone()
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, Known> {
        self.known.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn index(&mut self, row: &SourceRow) {
        self.by_key.insert(row.key.clone(), row.id);
        if let Some((former, _)) = &row.former_key {
            self.by_key.insert(former.clone(), row.id);
        }
    }
}
