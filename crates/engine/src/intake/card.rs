//! What an event does to a contact's card and timeline.

use jiff::{SignedDuration, Timestamp};
use recado_api::view::{Arrival, Outcome};
use recado_api::{Change, EventId, Lang};
use recado_sqlite::Tx;
use recado_webhook::event::{Direction, Event, Media, MediaKind};

use super::Filing;
use super::person::{self, Found};
use crate::core::Core;
use crate::store::contacts::{self, Card};
use crate::store::events::{self, NewEvent};
use crate::store::{StoreResult, board};

/// How far a sender's clock may run ahead before ours is believed instead.
const CLOCK_AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// What a card shows of a text, in characters. The timeline has the whole.
const SHOWN_OF_TEXT: usize = 2_000;

/// Files `event` on its contact and tells what changed. Nothing, where it is about nobody the business knows.
pub(super) fn apply_event(
    tx: &Tx<'_>,
    core: &Core,
    filing: &Filing,
    delivery_seq: i64,
    id: EventId,
    event: &Event,
) -> StoreResult<Vec<Change>> {
    let Some(Found { mut card, is_new }) = person::find_or_make(tx, core, filing, event)? else {
        return Ok(Vec::new());
    };
    let happened_at = happened_at(event, filing.received_at);
    let text = shown_text(event, core.lang());
    events::insert(
        tx,
        &NewEvent {
            id,
            contact_seq: card.seq,
            delivery_seq,
            happened_at,
            text: text.as_deref(),
            said: event,
        },
    )?;
    learn_name(&mut card, event);
    match event.direction {
        Direction::In => ring(tx, &mut card, is_new, happened_at)?,
        Direction::Out => answered(&mut card, happened_at),
    }
    show_text(&mut card, text.as_deref(), happened_at);
    contacts::update(tx, &card)?;

    let Some(contact) = contacts::shown(tx, card.seq)? else {
        return Ok(Vec::new());
    };
    let arrival = (event.direction == Direction::In).then(|| Arrival {
        contact: contact.id,
        who: who(&contact),
        kind: event.kind.as_str().to_owned(),
        text,
        starts_at: event
            .appointment
            .as_ref()
            .map(|appointment| appointment.starts_at),
        source_id: filing.source,
        source: filing.source_title.clone(),
        received_at: filing.received_at,
        new_contact: is_new,
    });
    Ok([Change::Contact(contact)]
        .into_iter()
        .chain(arrival.map(Change::Arrival))
        .collect())
}

/// When it happened, as far as the sender's clock can be believed.
fn happened_at(event: &Event, received_at: Timestamp) -> Timestamp {
    let latest = received_at.checked_add(CLOCK_AHEAD).unwrap_or(received_at);
    event.at.filter(|at| *at <= latest).unwrap_or(received_at)
}

/// A delivery gives a name to whom has none; it never changes one. Another name stays in the timeline.
fn learn_name(card: &mut Card, event: &Event) {
    if card.name.is_empty()
        && !card.name_is_owners
        && let Some(name) = &event.contact.name
    {
        card.name.clone_from(name);
    }
}

/// Somebody wrote: the card goes to the top, unread, and they wait for an answer. Who was archived, won or lost comes
/// back to the first stage.
fn ring(tx: &Tx<'_>, card: &mut Card, is_new: bool, happened_at: Timestamp) -> StoreResult<()> {
    card.unread = card.unread.saturating_add(1);
    card.waiting_since = card.waiting_since.or(Some(happened_at));
    if is_new {
        return Ok(());
    }
    if (card.archived_at.is_some() || card.outcome != Outcome::Open)
        && let Some(first) = board::first_stage(tx)?
    {
        card.archived_at = None;
        card.stage_id = first;
    }
    card.position = board::top_of(tx, card.stage_id)?;
    Ok(())
}

/// The business answered from elsewhere: nobody waits any more who wrote before that.
fn answered(card: &mut Card, happened_at: Timestamp) {
    if card.waiting_since.is_some_and(|since| since <= happened_at) {
        card.waiting_since = None;
    }
}

/// The latest message is the one that happened last, not the one that arrived last.
fn show_text(card: &mut Card, text: Option<&str>, happened_at: Timestamp) {
    let Some(text) = text else { return };
    if card.last_message_at.is_none_or(|last| last <= happened_at) {
        card.last_message = Some(text.to_owned());
        card.last_message_at = Some(happened_at);
    }
}

/// What a card shows: the text, else a word for what was sent instead of one.
fn shown_text(event: &Event, lang: Lang) -> Option<String> {
    match &event.text {
        Some(text) => Some(text.chars().take(SHOWN_OF_TEXT).collect()),
        None => event.media.first().map(|media| placeholder(media, lang)),
    }
}

fn placeholder(media: &Media, lang: Lang) -> String {
    let word = match media.kind {
        MediaKind::Image => lang.text("media-image", &[]),
        MediaKind::Audio => lang.text("media-audio", &[]),
        MediaKind::Video => lang.text("media-video", &[]),
        MediaKind::Document => lang.text("media-document", &[]),
        MediaKind::Sticker => lang.text("media-sticker", &[]),
        MediaKind::Location => lang.text("media-location", &[]),
        MediaKind::Contact => lang.text("media-contact", &[]),
        MediaKind::File => lang.text("media-file", &[]),
    };
    match &media.name {
        Some(name) => format!("[{word}] {name}"),
        None => format!("[{word}]"),
    }
}

/// What a person is called who may not have said a name.
fn who(contact: &recado_api::view::Contact) -> String {
    let handle = || {
        contact
            .phones
            .first()
            .or(contact.emails.first())
            .cloned()
            .unwrap_or_default()
    };
    if contact.name.is_empty() {
        handle()
    } else {
        contact.name.clone()
    }
}
