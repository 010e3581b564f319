//! Adding and editing people by hand.

use std::sync::Arc;

use recado_api::request::{AddContact, EditContact};
use recado_api::view::{Acted, Added, Contact, Stage, What};
use recado_api::{Change, Code, ContactId, Failure};
use recado_webhook::another::email_address;
use recado_webhook::phone::Phone;

use super::acts::{Hand, Stopped, act, nothing};
use super::{Handle, timeline};
use crate::core::Core;
use crate::store::acts::{Before, NameChange};
use crate::store::contacts::{self, Card};
use crate::store::handles::{self, ContactHandle};
use crate::store::{StoreResult, board};

impl Handle<AddContact> for Core {
    async fn handle(self: &Arc<Self>, request: AddContact) -> Result<Added, Failure> {
        act(self, move |hand| add(hand, &request)).await
    }
}

impl Handle<EditContact> for Core {
    async fn handle(self: &Arc<Self>, request: EditContact) -> Result<Acted, Failure> {
        act(self, move |hand| edit(hand, request)).await
    }
}

fn add(hand: &mut Hand<'_>, request: &AddContact) -> Result<Added, Stopped> {
    let name = request.name.trim();
    let mut handles = Vec::new();
    if let Some(phone) = given(request.phone.as_deref()) {
        handles.push(read_phone(hand, phone)?);
    }
    if let Some(email) = given(request.email.as_deref()) {
        handles.push(read_email(hand, email)?);
    }
    if name.is_empty() && handles.is_empty() {
        return Err(hand.refuse(Code::BadRequest, "failure-nobody", &[]));
    }
    for handle in &handles {
        if let Some(owner) = owner(hand, handle)? {
            return Ok(Added::Exists(owner.shown));
        }
    }
    let stage = match request.stage {
        Some(id) => board::stage(hand.db, id)?,
        None => board::first_stage(hand.db)?,
    };
    let Some(stage) = stage else {
        return Err(hand.refuse(Code::NotFound, "failure-no-stage", &[]));
    };
    let mut card = new_card(hand, name, stage, &handles)?;
    card.seq = contacts::insert(hand.db, &card)?;
    for handle in &handles {
        handles::give(hand.db, card.seq, handle)?;
    }
    let contact = hand.changed(card.seq)?.unwrap_or_else(|| card.shown.clone());
    hand.publish(Change::Timeline(timeline::added(&contact)));
    let note = match given(request.note.as_deref()) {
        Some(text) => {
            let told = What::Note {
                text: text.to_owned(),
            };
            Some(hand.wrote(&card, Some(told), &Before::Note)?)
        }
        None => None,
    };
    let added = hand.wrote(&card, None, &Before::Added { note })?;
    Ok(Added::Added(Acted {
        contact,
        act: Some(added),
    }))
}

/// On top of its stage.
fn new_card(hand: &Hand<'_>, name: &str, stage: Stage, handles: &[ContactHandle]) -> StoreResult<Card> {
    let emails = handles.iter().filter(|handle| handle.is_email());
    Ok(Card {
        seq: 0,
        shown: Contact {
            id: ContactId::new(hand.core.ids.next(hand.now)),
            name: name.to_owned(),
            phones: Vec::new(),
            emails: emails.map(|handle| handle.shown.clone()).collect(),
            position: board::top_of(hand.db, stage.id)?,
            stage: stage.title,
            stage_id: stage.id,
            stage_since: hand.now,
            unread: 0,
            last_message: None,
            last_message_at: None,
            waiting_since: None,
            appointment: None,
            amount: None,
            source: None,
            source_id: None,
            test: false,
            created_at: hand.now,
            archived: false,
        },
        name_is_owners: !name.is_empty(),
        outcome: stage.outcome,
        appointment_told_at: None,
        amount_told_at: None,
    })
}

fn edit(hand: &mut Hand<'_>, request: EditContact) -> Result<Acted, Stopped> {
    let mut card = hand.card(request.contact)?;
    let known = handles::of_contact(hand.db, card.seq)?;
    let mut wanted = Vec::new();
    for handle in &known {
        let is_replaced =
            handle.is_phone() && request.phones.is_some() || handle.is_email() && request.emails.is_some();
        if !is_replaced {
            wanted.push(handle.clone());
        }
    }
    let as_it_was = |shown: &str, is_kind: fn(&ContactHandle) -> bool| {
        known
            .iter()
            .find(|handle| is_kind(handle) && handle.shown == shown)
            .cloned()
    };
    for phone in request
        .phones
        .iter()
        .flatten()
        .filter_map(|phone| given(Some(phone)))
    {
        wanted.push(match as_it_was(phone, ContactHandle::is_phone) {
            Some(handle) => handle,
            None => read_phone(hand, phone)?,
        });
    }
    for email in request
        .emails
        .iter()
        .flatten()
        .filter_map(|email| given(Some(email)))
    {
        wanted.push(match as_it_was(email, ContactHandle::is_email) {
            Some(handle) => handle,
            None => read_email(hand, email)?,
        });
    }
    let name = request.name.map(|name| name.trim().to_owned());
    let name = name.filter(|name| *name != card.shown.name);
    if name.as_ref().unwrap_or(&card.shown.name).is_empty() && wanted.is_empty() {
        return Err(hand.refuse(Code::BadRequest, "failure-nobody", &[]));
    }
    let taken = without(&known, &wanted);
    let given = without(&wanted, &known);
    if name.is_none() && taken.is_empty() && given.is_empty() {
        return Ok(nothing(card));
    }
    for handle in &given {
        refuse_if_owned(hand, handle, Code::BadRequest)?;
    }
    exchange(hand, card.seq, &taken, &given)?;
    let name = name.map(|to| NameChange {
        from: std::mem::replace(&mut card.shown.name, to.clone()),
        to,
        was_owners: std::mem::replace(&mut card.name_is_owners, true),
    });
    let told = match &name {
        Some(name) => What::Renamed {
            from: name.from.clone(),
            to: name.to.clone(),
        },
        None => What::Edited,
    };
    keep(hand, &mut card)?;
    let id = hand.wrote(&card, Some(told), &Before::Edited { name, given, taken })?;
    Ok(hand.acted(card, id)?)
}

/// Those of `all` whose like is not among `others`, each once.
fn without(all: &[ContactHandle], others: &[ContactHandle]) -> Vec<ContactHandle> {
    let same = |one: &ContactHandle, other: &ContactHandle| {
        one.kind == other.kind && one.match_key == other.match_key
    };
    let mut left: Vec<ContactHandle> = Vec::new();
    for handle in all {
        if !others.iter().chain(&left).any(|other| same(handle, other)) {
            left.push(handle.clone());
        }
    }
    left
}

/// Takes handles from a contact and gives it others.
pub(super) fn exchange(
    hand: &Hand<'_>,
    seq: i64,
    taken: &[ContactHandle],
    given: &[ContactHandle],
) -> StoreResult<()> {
    for handle in taken {
        handles::take(hand.db, seq, handle)?;
    }
    for handle in given {
        handles::give(hand.db, seq, handle)?;
    }
    Ok(())
}

/// Writes a card whose name or handles were changed.
pub(super) fn keep(hand: &Hand<'_>, card: &mut Card) -> StoreResult<()> {
    (card.shown.phones, card.shown.emails) = handles::shown(hand.db, card.seq)?;
    contacts::update(hand.db, card)?;
    contacts::update_known_as(hand.db, card)?;
    Ok(())
}

/// Says who has a handle, if somebody has.
pub(super) fn refuse_if_owned(hand: &Hand<'_>, handle: &ContactHandle, code: Code) -> Result<(), Stopped> {
    let Some(owner) = owner(hand, handle)? else {
        return Ok(());
    };
    let shown = owner.shown;
    let names = [&shown.name]
        .into_iter()
        .chain(&shown.phones)
        .chain(&shown.emails);
    let who = names
        .filter(|name| !name.is_empty())
        .find(|name| **name != handle.shown);
    let args = |who: &str| {
        [
            ("handle", handle.shown.clone().into()),
            ("who", who.to_owned().into()),
        ]
    };
    Err(match who {
        Some(who) => hand.refuse(code, "failure-handle-taken", &args(who)),
        None => hand.refuse(
            code,
            "failure-handle-taken-nameless",
            &[("handle", handle.shown.clone().into())],
        ),
    })
}

fn owner(hand: &Hand<'_>, handle: &ContactHandle) -> StoreResult<Option<Card>> {
    match handles::owner(hand.db, handle)? {
        Some(seq) => contacts::card(hand.db, seq),
        None => Ok(None),
    }
}

/// What was typed, if anything was.
fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

fn read_phone(hand: &Hand<'_>, written: &str) -> Result<ContactHandle, Stopped> {
    match Phone::read(written, &hand.core.business().country) {
        Some(phone) => Ok(ContactHandle::phone(&phone)),
        None => Err(hand.refuse(
            Code::BadRequest,
            "failure-phone",
            &[("phone", written.to_owned().into())],
        )),
    }
}

fn read_email(hand: &Hand<'_>, written: &str) -> Result<ContactHandle, Stopped> {
    match email_address(written) {
        Some(address) => Ok(ContactHandle::email(&address)),
        None => Err(hand.refuse(
            Code::BadRequest,
            "failure-email",
            &[("email", written.to_owned().into())],
        )),
    }
}
