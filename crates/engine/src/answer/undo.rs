//! Taking back what the owner did, unless something newer would be overwritten.

use std::sync::Arc;

use recado_api::request::Undo;
use recado_api::view::Undone;
use recado_api::{Change, Code, Failure};

use super::Handle;
use super::acts::{Hand, Stopped, act};
use super::people::{exchange, keep, refuse_if_owned};
use crate::core::Core;
use crate::store::acts::{self, Act, ActKind, Before, Move, NameChange, Standing};
use crate::store::contacts::{self, Card};
use crate::store::handles::{self, ContactHandle};
use crate::store::{board, events};

impl Handle<Undo> for Core {
    async fn handle(self: &Arc<Self>, request: Undo) -> Result<Undone, Failure> {
        act(self, move |hand| {
            let done = acts::find(hand.db, request.act)?;
            let card = match &done {
                Some(done) => contacts::card(hand.db, done.contact_seq)?,
                None => None,
            };
            let Some((done, card)) = done.zip(card) else {
                return Err(hand.refuse(Code::NotFound, "failure-no-act", &[]));
            };
            let contact = card.shown.id;
            if undo(hand, &done, card)? == Left::Nobody {
                hand.publish(Change::ContactGone(contact));
                return Ok(Undone { contact: None });
            }
            acts::remove(hand.db, done.seq)?;
            let shown = hand.changed(done.contact_seq)?;
            if done.is_told {
                hand.publish(Change::TimelineGone {
                    contact,
                    id: request.act.to_string(),
                });
            }
            Ok(Undone { contact: shown })
        })
        .await
    }
}

/// Who is there after it was undone.
#[derive(PartialEq, Eq)]
enum Left {
    Contact,
    Nobody,
}

fn undo(hand: &mut Hand<'_>, done: &Act, mut card: Card) -> Result<Left, Stopped> {
    match &done.before {
        Before::Added { note } => {
            let others = acts::any_other_than(hand.db, done, note.as_ref())?;
            if others || events::any(hand.db, card.seq)? {
                return Err(hand.refuse(Code::Changed, "failure-undo-added", &[]));
            }
            contacts::remove(hand.db, card.seq)?;
            return Ok(Left::Nobody);
        }
        Before::Edited { name, given, taken } => edited(hand, &mut card, name.as_ref(), given, taken)?,
        Before::Moved(change) => {
            moved(hand, done, &mut card, change, |card, to| {
                card.shown.stage_since == to.since
            })?;
        }
        Before::Placed(change) => {
            moved(hand, done, &mut card, change, |card, to| {
                card.shown.position == to.position
            })?;
        }
        Before::Read { unread, now } => {
            if acts::any_later(hand.db, done, &[ActKind::Read, ActKind::Replied])? {
                return Err(hand.refuse(Code::Changed, "failure-undo-read", &[]));
            }
            let came_since = card.shown.unread.saturating_sub(*now);
            card.shown.unread = came_since.saturating_add(*unread);
            contacts::update(hand.db, &card)?;
        }
        // It goes with its row.
        Before::Note => {}
        Before::Replied {
            waiting_since,
            unread,
        } => {
            if acts::any_later(hand.db, done, &[ActKind::Replied])? {
                return Err(hand.refuse(Code::Changed, "failure-undo-replied", &[]));
            }
            if !acts::any_later(hand.db, done, &[ActKind::Read])? {
                card.shown.unread = card.shown.unread.saturating_add(*unread);
            }
            if let Some(since) = waiting_since
                && !events::any_answer_since(hand.db, card.seq, *since)?
            {
                card.shown.waiting_since = Some(*since);
            }
            contacts::update(hand.db, &card)?;
        }
        Before::Archived => {
            if !card.shown.archived {
                return Err(hand.refuse(Code::Changed, "failure-undo-archived", &[]));
            }
            card.shown.archived = false;
            contacts::update(hand.db, &card)?;
        }
        Before::Restored {
            archived_at,
            position,
            now,
        } => {
            if card.shown.archived || card.shown.position != *now {
                return Err(hand.refuse(Code::Changed, "failure-undo-moved", &[]));
            }
            let before = Standing {
                stage: card.shown.stage_id,
                position: position.clone(),
                since: card.shown.stage_since,
            };
            stand(hand, &mut card, &before)?;
            contacts::archive(hand.db, card.seq, *archived_at)?;
        }
    }
    Ok(Left::Contact)
}

/// Puts a card back where it was, if it still stands where the move put it.
fn moved(
    hand: &mut Hand<'_>,
    done: &Act,
    card: &mut Card,
    change: &Move,
    is_there: impl Fn(&Card, &Standing) -> bool,
) -> Result<(), Stopped> {
    let moved_since = acts::any_later(
        hand.db,
        done,
        &[ActKind::Moved, ActKind::Placed, ActKind::Restored],
    )?;
    let stands = card.shown.stage_id == change.to.stage && is_there(card, &change.to);
    if moved_since || card.shown.archived || !stands {
        return Err(hand.refuse(Code::Changed, "failure-undo-moved", &[]));
    }
    stand(hand, card, &change.from)?;
    Ok(())
}

/// Stands a card at a place, or right under whoever has taken it.
fn stand(hand: &mut Hand<'_>, card: &mut Card, place: &Standing) -> Result<(), Stopped> {
    card.shown.stage_since = place.since;
    if board::is_taken(hand.db, place.stage, &place.position, card.seq)? {
        hand.stand_under(card, place.stage, &place.position)?;
    } else {
        card.shown.stage_id = place.stage;
        card.shown.position.clone_from(&place.position);
        contacts::update(hand.db, card)?;
    }
    Ok(())
}

/// Takes back exactly what was edited: handles that a sender told since stay.
fn edited(
    hand: &mut Hand<'_>,
    card: &mut Card,
    name: Option<&NameChange>,
    given: &[ContactHandle],
    taken: &[ContactHandle],
) -> Result<(), Stopped> {
    let known = handles::of_contact(hand.db, card.seq)?;
    let renamed_since = name.is_some_and(|name| name.to != card.shown.name);
    if renamed_since || given.iter().any(|handle| !known.contains(handle)) {
        return Err(hand.refuse(Code::Changed, "failure-undo-edited", &[]));
    }
    for handle in taken.iter().filter(|handle| !known.contains(handle)) {
        refuse_if_owned(hand, handle, Code::Changed)?;
    }
    exchange(hand, card.seq, given, taken)?;
    if let Some(name) = name {
        card.shown.name.clone_from(&name.from);
        card.name_is_owners = name.was_owners;
    }
    keep(hand, card)?;
    Ok(())
}
