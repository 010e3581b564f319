//! What an event does to a contact's card and timeline.

use jiff::{SignedDuration, Timestamp};
use recado_api::view::{Arrival, Contact, EventLine, Outcome};
use recado_api::{EventId, Lang};
use recado_sqlite::Tx;
use recado_webhook::event::{Direction, Event, Media, MediaKind};

use super::Filing;
use super::person::{self, Found};
use crate::core::Core;
use crate::store::contacts::Card;
use crate::store::events::{self, NewEvent};
use crate::store::{StoreResult, board};

/// How far a sender's clock may run ahead before ours is believed instead.
const CLOCK_AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// What a card shows of a text, in characters. The timeline has the whole.
const SHOWN_OF_TEXT: usize = 2_000;

/// What filing an event came to.
pub(super) struct Applied {
    pub(super) line: EventLine,
    pub(super) contact: Contact,
    /// What rings, if it does.
    pub(super) arrival: Option<Arrival>,
}

/// Files `event` on its contact. `None` where it is about nobody the business knows.
pub(super) fn apply_event(
    tx: &Tx<'_>,
    core: &Core,
    filing: &Filing,
    delivery_seq: i64,
    id: EventId,
    event: &Event,
) -> StoreResult<Option<Applied>> {
    let Some(mut found) = person::find_or_prepare(tx, core, filing, event)? else {
        return Ok(None);
    };
    let happened_at = happened_at(event, filing.received_at);
    let text = shown_text(event, core.lang());
    learn_name(&mut found.card, event);
    match event.direction {
        Direction::In => ring(tx, &mut found, happened_at)?,
        Direction::Out => answered(&mut found.card.shown, happened_at),
    }
    show_text(&mut found.card.shown, text.as_deref(), happened_at);
    person::keep(tx, filing, &mut found)?;
    events::insert(
        tx,
        &NewEvent {
            id,
            contact_seq: found.card.seq,
            delivery_seq,
            happened_at,
            text: text.as_deref(),
            said: event,
        },
    )?;

    let contact = found.card.shown;
    let line = EventLine {
        id,
        kind: event.kind.as_str().to_owned(),
        contact: contact.id,
        text: text.clone(),
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
        new_contact: found.is_new,
    });
    Ok(Some(Applied {
        line,
        contact,
        arrival,
    }))
}

/// When it happened, as far as the sender's clock can be believed.
fn happened_at(event: &Event, received_at: Timestamp) -> Timestamp {
    let latest = received_at.checked_add(CLOCK_AHEAD).unwrap_or(received_at);
    event.at.filter(|at| *at <= latest).unwrap_or(received_at)
}

/// A delivery gives a name to whom has none; it never changes one. Another name stays in the timeline.
fn learn_name(card: &mut Card, event: &Event) {
    if card.shown.name.is_empty()
        && !card.name_is_owners
        && let Some(name) = &event.contact.name
    {
        card.shown.name.clone_from(name);
    }
}

/// Somebody wrote: the card goes to the top, unread, and they wait for an answer. Who was archived, won or lost comes
/// back to the first stage.
fn ring(tx: &Tx<'_>, found: &mut Found, happened_at: Timestamp) -> StoreResult<()> {
    let outcome = found.card.outcome;
    let shown = &mut found.card.shown;
    shown.unread = shown.unread.saturating_add(1);
    shown.waiting_since = shown.waiting_since.or(Some(happened_at));
    if found.is_new {
        return Ok(());
    }
    if (shown.archived || outcome != Outcome::Open)
        && let Some(first) = board::first_stage(tx)?
    {
        shown.archived = false;
        shown.stage_id = first.id;
        shown.stage = first.title;
    }
    shown.position = board::top_of(tx, shown.stage_id)?;
    Ok(())
}

/// The business answered from elsewhere: nobody waits any more who wrote before that.
fn answered(shown: &mut Contact, happened_at: Timestamp) {
    if shown.waiting_since.is_some_and(|since| since <= happened_at) {
        shown.waiting_since = None;
    }
}

/// The latest message is the one that happened last, not the one that arrived last.
fn show_text(shown: &mut Contact, text: Option<&str>, happened_at: Timestamp) {
    let Some(text) = text else { return };
    if shown.last_message_at.is_none_or(|last| last <= happened_at) {
        shown.last_message = Some(text.to_owned());
        shown.last_message_at = Some(happened_at);
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
fn who(contact: &Contact) -> String {
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
