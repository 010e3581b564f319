//! Moving, reading, noting and archiving.

use std::sync::Arc;

use recado_api::request::{AddNote, ArchiveContact, MarkRead, MoveContact, RestoreContact};
use recado_api::view::{Acted, What};
use recado_api::{Code, Failure};

use super::Handle;
use super::acts::{Hand, Stopped, act, nothing};
use crate::core::Core;
use crate::store::acts::{Before, Move, Standing};
use crate::store::contacts::{self, Card};
use crate::store::{board, toasts};

impl Handle<MoveContact> for Core {
    async fn handle(self: &Arc<Self>, request: MoveContact) -> Result<Acted, Failure> {
        act(self, move |hand| shift(hand, &request)).await
    }
}

impl Handle<MarkRead> for Core {
    async fn handle(self: &Arc<Self>, request: MarkRead) -> Result<Acted, Failure> {
        act(self, move |hand| {
            let mut card = hand.card(request.contact)?;
            if request.read {
                toasts::remove_of_contact(hand.db, card.seq)?;
            }
            let unread = card.shown.unread;
            if request.read == (unread == 0) {
                return Ok(nothing(card));
            }
            let now = u32::from(!request.read);
            card.shown.unread = now;
            contacts::update(hand.db, &card)?;
            let id = hand.wrote(&card, None, &Before::Read { unread, now })?;
            Ok(hand.acted(card, id)?)
        })
        .await
    }
}

impl Handle<AddNote> for Core {
    async fn handle(self: &Arc<Self>, request: AddNote) -> Result<Acted, Failure> {
        act(self, move |hand| {
            let card = hand.card(request.contact)?;
            let text = request.text.trim();
            if text.is_empty() {
                return Err(hand.refuse(Code::BadRequest, "failure-no-note", &[]));
            }
            let told = What::Note {
                text: text.to_owned(),
            };
            let id = hand.wrote(&card, Some(told), &Before::Note)?;
            Ok(hand.acted(card, id)?)
        })
        .await
    }
}

impl Handle<ArchiveContact> for Core {
    async fn handle(self: &Arc<Self>, request: ArchiveContact) -> Result<Acted, Failure> {
        act(self, move |hand| {
            let card = hand.card(request.contact)?;
            if card.shown.archived {
                return Ok(nothing(card));
            }
            contacts::archive(hand.db, card.seq, hand.now)?;
            let id = hand.wrote(&card, Some(What::Archived), &Before::Archived)?;
            Ok(hand.acted(card, id)?)
        })
        .await
    }
}

impl Handle<RestoreContact> for Core {
    async fn handle(self: &Arc<Self>, request: RestoreContact) -> Result<Acted, Failure> {
        act(self, move |hand| {
            let mut card = hand.card(request.contact)?;
            let Some(archived_at) = contacts::archived_at(hand.db, card.seq)? else {
                return Ok(nothing(card));
            };
            let now = board::top_of(hand.db, card.shown.stage_id)?;
            let before = Before::Restored {
                archived_at,
                position: std::mem::replace(&mut card.shown.position, now.clone()),
                now,
            };
            card.shown.archived = false;
            contacts::update(hand.db, &card)?;
            let id = hand.wrote(&card, Some(What::Restored), &before)?;
            Ok(hand.acted(card, id)?)
        })
        .await
    }
}

fn shift(hand: &mut Hand<'_>, request: &MoveContact) -> Result<Acted, Stopped> {
    let mut card = hand.card(request.contact)?;
    if card.shown.archived {
        return Err(hand.refuse(Code::Changed, "failure-archived", &[]));
    }
    let Some(stage) = board::stage(hand.db, request.stage)? else {
        return Err(hand.refuse(Code::NotFound, "failure-no-stage", &[]));
    };
    let above = above(hand, request)?;
    let stays = card.shown.stage_id == stage.id;
    let directly_above = board::above(hand.db, stage.id, &card.shown.position)?;
    if stays && directly_above == above.as_ref().map(|above| above.seq) {
        return Ok(nothing(card));
    }
    let from = standing(&card);
    let title = std::mem::replace(&mut card.shown.stage, stage.title.clone());
    if !stays {
        card.shown.stage_since = hand.now;
    }
    match above {
        Some(above) => hand.stand_under(&mut card, stage.id, &above.shown.position)?,
        None => {
            card.shown.position = board::top_of(hand.db, stage.id)?;
            card.shown.stage_id = stage.id;
            contacts::update(hand.db, &card)?;
        }
    }
    let change = Move {
        from,
        to: standing(&card),
    };
    let id = if stays {
        hand.wrote(&card, None, &Before::Placed(change))?
    } else {
        let told = What::Moved {
            from: title,
            to: stage.title,
        };
        hand.wrote(&card, Some(told), &Before::Moved(change))?
    };
    Ok(hand.acted(card, id)?)
}

/// The card under which another is put. It may have gone elsewhere since the owner looked.
fn above(hand: &Hand<'_>, request: &MoveContact) -> Result<Option<Card>, Stopped> {
    let Some(under) = request.under else {
        return Ok(None);
    };
    let above = contacts::find(hand.db, under)?.filter(|above| {
        above.shown.stage_id == request.stage && !above.shown.archived && under != request.contact
    });
    match above {
        Some(above) => Ok(Some(above)),
        None => Err(hand.refuse(Code::Changed, "failure-board-changed", &[])),
    }
}

fn standing(card: &Card) -> Standing {
    Standing {
        stage: card.shown.stage_id,
        position: card.shown.position.clone(),
        since: card.shown.stage_since,
    }
}
