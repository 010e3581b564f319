//! Who is this? The contact an event is about.
//!
//! Intake never merges: the first handle that finds a contact wins, a handle that somebody else owns is not moved, and
//! both cards then suggest that they may be the same person.

use recado_api::ContactId;
use recado_api::view::{Contact, Outcome};
use recado_sqlite::Tx;
use recado_webhook::event::{Direction, Event, Kind, Person};

use super::events::Place;
use crate::core::Core;
use crate::store::contacts::{self, Card};
use crate::store::handles::{self, ContactHandle};
use crate::store::{StoreResult, board};

/// The contact of an event, and the handles by which it was looked for.
pub(super) struct Found {
    pub(super) card: Card,
    pub(super) is_new: bool,
    handles: Vec<ContactHandle>,
    /// Who has each of the handles.
    owners: Vec<Option<i64>>,
}

/// The contact of `event`, or one that is ready to be kept if nobody has any of its handles. `None` where the event
/// may not make one.
pub(super) fn find_or_prepare(
    tx: &Tx<'_>,
    core: &Core,
    place: Place<'_>,
    event: &Event,
) -> StoreResult<Option<Found>> {
    let handles = handles::of_person(&event.contact);
    let owners = handles
        .iter()
        .map(|handle| handles::owner(tx, handle))
        .collect::<StoreResult<Vec<_>>>()?;
    let known = owners.iter().flatten().next().copied();
    let card = match known {
        Some(seq) => contacts::card(tx, seq)?,
        None if handles.is_empty() || !makes_contacts(event) => None,
        None => prepare(tx, core, place, &event.contact)?,
    };
    Ok(card.map(|card| Found {
        card,
        is_new: known.is_none(),
        handles,
        owners,
    }))
}

/// The contact on whom an event was filed before, with those of the handles that it names now that are wanted.
pub(super) fn filed_on(
    tx: &Tx<'_>,
    card: Card,
    event: &Event,
    is_wanted: impl Fn(&ContactHandle) -> bool,
) -> StoreResult<Found> {
    let handles: Vec<_> = handles::of_person(&event.contact)
        .into_iter()
        .filter(is_wanted)
        .collect();
    let owners = handles
        .iter()
        .map(|handle| handles::owner(tx, handle))
        .collect::<StoreResult<Vec<_>>>()?;
    Ok(Found {
        card,
        is_new: false,
        handles,
        owners,
    })
}

/// Whether the event is about somebody who is on the board.
pub(super) fn is_known(tx: &Tx<'_>, event: &Event) -> StoreResult<bool> {
    for handle in handles::of_person(&event.contact) {
        if handles::owner(tx, &handle)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What the business itself sent, and receipts of it, are about people it already knows.
fn makes_contacts(event: &Event) -> bool {
    event.direction == Direction::In && event.kind != Kind::Receipt
}

/// A card at the top of the first stage.
fn prepare(tx: &Tx<'_>, core: &Core, place: Place<'_>, person: &Person) -> StoreResult<Option<Card>> {
    let Some(stage) = board::first_stage(tx)? else {
        return Ok(None);
    };
    let shown = Contact {
        id: ContactId::new(core.ids.next(core.now())),
        name: person.name.clone().unwrap_or_default(),
        phones: Vec::new(),
        emails: Vec::new(),
        position: board::top_of(tx, stage.id)?,
        stage: stage.title,
        stage_id: stage.id,
        stage_since: place.received_at,
        unread: 0,
        last_message: None,
        last_message_at: None,
        waiting_since: None,
        appointment: None,
        amount: None,
        source: Some(place.source_title.to_owned()),
        source_id: Some(place.source),
        test: place.test,
        created_at: place.received_at,
        archived: false,
    };
    Ok(Some(Card {
        seq: 0,
        shown,
        name_is_owners: false,
        outcome: Outcome::Open,
        appointment_told_at: None,
        amount_told_at: None,
    }))
}

/// Writes the card, and gives it those of its handles that nobody has. `named` is whether it has got a name.
pub(super) fn keep(tx: &Tx<'_>, found: &mut Found, named: bool) -> StoreResult<()> {
    let Found {
        card,
        is_new,
        handles,
        owners,
    } = found;
    let new_emails = handles
        .iter()
        .zip(owners.iter())
        .filter(|(handle, owner)| owner.is_none() && handle.is_email());
    let emails_known = card.shown.emails.len();
    card.shown
        .emails
        .extend(new_emails.map(|(handle, _)| handle.shown.clone()));
    if *is_new {
        card.seq = contacts::insert(tx, card)?;
    } else {
        contacts::update(tx, card)?;
        if named || card.shown.emails.len() > emails_known {
            contacts::update_known_as(tx, card)?;
        }
    }
    let mut learnt = false;
    for (handle, owner) in handles.iter().zip(owners) {
        match owner {
            Some(owner) if *owner == card.seq => {}
            Some(other) => handles::suggest_same_person(tx, card.seq, *other)?,
            None => {
                handles::give(tx, card.seq, handle)?;
                learnt = true;
            }
        }
    }
    if learnt {
        (card.shown.phones, card.shown.emails) = handles::shown(tx, card.seq)?;
    }
    Ok(())
}
