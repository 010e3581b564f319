//! What the owner does to a contact: one transaction each, with a row from which it can be undone, and with the changes
//! that other windows follow.

use std::sync::Arc;

use jiff::Timestamp;
use recado_api::view::{Acted, Contact, TimelineEntry, What};
use recado_api::{ActId, Change, Code, ContactId, Failure, StageId};
use recado_locales::Arg;
use recado_sqlite::{JobError, WriteError};
use rusqlite::Connection;

use super::failure;
use crate::core::Core;
use crate::store::acts::{self, Before};
use crate::store::contacts::{self, Card};
use crate::store::{StoreError, StoreResult, board};

/// Why an act was not done.
#[derive(Debug, thiserror::Error)]
pub(super) enum Stopped {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What the owner is told.
    #[error(transparent)]
    Refused(Failure),
}

impl JobError for Stopped {
    fn sqlite(&self) -> Option<&rusqlite::Error> {
        match self {
            Self::Store(error) => error.sqlite(),
            Self::Refused(_) => None,
        }
    }
}

/// Runs `job` in a transaction and publishes what it changed; what was refused changes nothing.
pub(super) async fn act<T: Send + 'static>(
    core: &Arc<Core>,
    job: impl FnOnce(&mut Hand<'_>) -> Result<T, Stopped> + Send + 'static,
) -> Result<T, Failure> {
    let inside = core.clone();
    let done = core
        .db
        .write(move |tx| {
            let mut hand = Hand::new(tx, &inside);
            let done = job(&mut hand)?;
            let changes = hand.changes;
            let publisher = inside.clone();
            if !changes.is_empty() {
                tx.after_commit(move || publisher.changes.publish(changes));
            }
            Ok(done)
        })
        .await;
    done.map_err(|error| match error {
        WriteError::Job(Stopped::Refused(failure)) => failure,
        WriteError::Job(Stopped::Store(error)) => failure::write(core, &WriteError::Job(error)),
        WriteError::Unavailable(reason) => failure::write(core, &WriteError::Unavailable(reason)),
        WriteError::Panicked => failure::write(core, &WriteError::Panicked),
        WriteError::Closed => failure::write(core, &WriteError::Closed),
    })
}

/// The owner's hand, in one transaction.
pub(super) struct Hand<'a> {
    pub(super) db: &'a Connection,
    pub(super) core: &'a Core,
    pub(super) now: Timestamp,
    changes: Vec<Change>,
}

impl<'a> Hand<'a> {
    fn new(db: &'a Connection, core: &'a Core) -> Self {
        // As the database keeps it, so that it can be compared with what is read back.
        let now = Timestamp::from_millisecond(core.now().as_millisecond()).unwrap_or_default();
        Self {
            db,
            core,
            now,
            changes: Vec::new(),
        }
    }

    pub(super) fn refuse(&self, code: Code, id: &str, args: &[(&str, Arg<'_>)]) -> Stopped {
        Stopped::Refused(failure::of(code, self.core.lang().text(id, args)))
    }

    pub(super) fn card(&self, id: ContactId) -> Result<Card, Stopped> {
        contacts::find(self.db, id)?.ok_or_else(|| self.refuse(Code::NotFound, "failure-no-contact", &[]))
    }

    /// Writes what was done; `told` is its line of the timeline.
    pub(super) fn wrote(&mut self, card: &Card, told: Option<What>, before: &Before) -> StoreResult<ActId> {
        let id = ActId::new(self.core.ids.next(self.now));
        acts::insert(self.db, id, card.seq, self.now, told.as_ref(), before)?;
        if let Some(what) = told {
            self.changes.push(Change::Timeline(TimelineEntry {
                id: id.to_string(),
                contact: card.shown.id,
                at: self.now,
                what,
            }));
        }
        Ok(id)
    }

    /// Gives a card as it is now, and lets others know.
    pub(super) fn changed(&mut self, seq: i64) -> StoreResult<Option<Contact>> {
        let contact = contacts::card(self.db, seq)?.map(|card| card.shown);
        self.changes.extend(contact.clone().map(Change::Contact));
        Ok(contact)
    }

    pub(super) fn publish(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// The answer to an act.
    pub(super) fn acted(&mut self, card: Card, act: ActId) -> StoreResult<Acted> {
        Ok(Acted {
            contact: self.changed(card.seq)?.unwrap_or(card.shown),
            act: Some(act),
        })
    }

    /// Stands a card right under a position of a stage.
    pub(super) fn stand_under(&mut self, card: &mut Card, stage: StageId, above: &str) -> StoreResult<()> {
        let place = board::under(self.db, stage, above)?;
        card.shown.stage_id = stage;
        card.shown.position = place.position;
        contacts::update(self.db, card)?;
        if place.is_long {
            for seq in board::spread(self.db, stage, &card.shown.position)? {
                if seq != card.seq {
                    self.changed(seq)?;
                } else if let Some(now) = contacts::card(self.db, seq)? {
                    card.shown.position = now.shown.position;
                }
            }
        }
        Ok(())
    }
}

/// The answer where nothing had to be changed.
pub(super) fn nothing(card: Card) -> Acted {
    Acted {
        contact: card.shown,
        act: None,
    }
}
