//! Who is this? The contact an event is about.
//!
//! Intake never merges: the first handle that finds a contact wins, a handle that somebody else owns is not moved, and
//! both cards then suggest that they may be the same person.

use recado_api::ContactId;
use recado_sqlite::Tx;
use recado_webhook::event::{Direction, Event, Kind, Person};

use super::Filing;
use crate::core::Core;
use crate::store::contacts::{self, Card, NewContact};
use crate::store::handles::{self, ContactHandle};
use crate::store::{StoreResult, board};

/// A contact, and whether the event made it.
pub(super) struct Found {
    pub(super) card: Card,
    pub(super) is_new: bool,
}

/// The contact of `event`; a new one if nobody has any of its handles. `None` where the event may not make one.
pub(super) fn find_or_make(
    tx: &Tx<'_>,
    core: &Core,
    filing: &Filing,
    event: &Event,
) -> StoreResult<Option<Found>> {
    let handles = handles::of_person(&event.contact);
    let mut owners = Vec::new();
    for handle in &handles {
        owners.push(handles::owner(tx, handle)?);
    }
    let known = owners.iter().flatten().next().copied();
    let (seq, is_new) = match known {
        Some(seq) => (seq, false),
        None if handles.is_empty() || !makes_contacts(event) => return Ok(None),
        None => match make(tx, core, filing, &event.contact)? {
            Some(seq) => (seq, true),
            None => return Ok(None),
        },
    };
    give_handles(tx, seq, &handles, &owners)?;
    Ok(contacts::card(tx, seq)?.map(|card| Found { card, is_new }))
}

/// What the business itself sent, and receipts of it, are about people it already knows.
fn makes_contacts(event: &Event) -> bool {
    event.direction == Direction::In && event.kind != Kind::Receipt
}

fn make(tx: &Tx<'_>, core: &Core, filing: &Filing, person: &Person) -> StoreResult<Option<i64>> {
    let Some(stage_id) = board::first_stage(tx)? else {
        return Ok(None);
    };
    let seq = contacts::insert(
        tx,
        &NewContact {
            id: ContactId::new(core.ids.next(filing.received_at)),
            name: person.name.as_deref().unwrap_or_default(),
            stage_id,
            position: &board::top_of(tx, stage_id)?,
            source_id: filing.source,
            created_at: filing.received_at,
        },
    )?;
    Ok(Some(seq))
}

fn give_handles(tx: &Tx<'_>, seq: i64, handles: &[ContactHandle], owners: &[Option<i64>]) -> StoreResult<()> {
    for (handle, owner) in handles.iter().zip(owners) {
        match owner {
            Some(owner) if *owner == seq => {}
            Some(other) => handles::suggest_same_person(tx, seq, *other)?,
            // One payload may write the same number in two ways.
            None if handles::owner(tx, handle)?.is_some() => {}
            None => handles::give(tx, seq, handle)?,
        }
    }
    Ok(())
}
