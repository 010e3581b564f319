//! What an event does to a contact's card and timeline.

use jiff::{SignedDuration, Timestamp};
use recado_api::view::{
    Appointment, AppointmentState, Arrival, Contact, EventLine, Outcome, TimelineEntry, What,
};
use recado_api::{EventId, Lang};
use recado_sqlite::Tx;
use recado_webhook::event::{self, Direction, Event, Kind, Media, MediaKind};

use super::events::Place;
use super::person::{self, Found};
use crate::core::Core;
use crate::store::contacts::Card;
use crate::store::events::{self, NewEvent};
use crate::store::{StoreResult, board, matters, said, toasts};

/// How far a sender's clock may run ahead before ours is believed instead.
const CLOCK_AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// What a card shows of a text, in characters. The timeline has the whole.
const SHOWN_OF_TEXT: usize = 2_000;

/// What filing an event came to.
pub(super) struct Applied {
    pub(super) line: EventLine,
    /// What the contact is called.
    pub(super) who: String,
    pub(super) contact: Contact,
    /// The line that tells of it, as it is now.
    pub(super) entry: TimelineEntry,
    /// The line that it is told by no longer.
    pub(super) gone: Option<EventId>,
    /// What rings, if it does.
    pub(super) arrival: Option<Arrival>,
}

/// Files `event` on its contact. `None` where it is about nobody the business knows.
pub(super) fn apply_event(
    tx: &Tx<'_>,
    core: &Core,
    place: Place<'_>,
    delivery_seq: i64,
    id: EventId,
    event: &Event,
) -> StoreResult<Option<Applied>> {
    let Some(mut found) = person::find_or_prepare(tx, core, place, event)? else {
        return Ok(None);
    };
    // Where the relay's clock is ahead of ours, nobody has waited since a time that is still to come.
    let happened_at = happened_at(event, place.received_at.min(core.now()));
    let text = shown_text(event, core.lang());
    let named = learn_name(&mut found.card, event);
    // Somebody real writes with the address of the tests.
    found.card.shown.test &= place.test;
    match event.direction {
        Direction::In if rings(event) => ring(tx, &mut found, event.kind, happened_at, place.received_at)?,
        Direction::In => {}
        Direction::Out => answered(&mut found.card.shown, happened_at),
    }
    show_text(&mut found.card.shown, text.as_deref(), happened_at);
    show_facts(&mut found.card, event, happened_at);
    person::keep(tx, &mut found, named)?;
    let standing = matters::join(tx, found.card.seq, place.source, event, happened_at)?;
    events::insert(
        tx,
        &NewEvent {
            id,
            contact_seq: found.card.seq,
            delivery_seq,
            happened_at,
            text: text.as_deref(),
            said: event,
            standing: &standing,
        },
    )?;

    let contact = found.card.shown;
    let line = EventLine {
        id,
        kind: event.kind.as_str().to_owned(),
        contact: contact.id,
        // As the log reads it, whatever the clock is finer than.
        new_contact: contact.created_at.as_millisecond() == place.received_at.as_millisecond(),
        text: text.clone(),
    };
    let (entry, gone) = match standing.led {
        Some(leads) if standing.folded => (events::line_of(tx, leads)?, None),
        gone @ Some(_) => (events::line_of(tx, id)?, gone),
        None => (None, None),
    };
    let entry = entry.unwrap_or_else(|| TimelineEntry {
        id: id.to_string(),
        contact: contact.id,
        at: happened_at,
        what: What::Event(said::entry(
            event,
            said::Beside {
                text: text.as_deref(),
                name: &contact.name,
                source: place.source_title,
                receipt: None,
                earlier: Vec::new(),
                test: place.test,
            },
        )),
    });
    let who = who(&contact);
    let arrival = rings(event).then(|| Arrival {
        contact: contact.id,
        who: who.clone(),
        kind: event.kind.as_str().to_owned(),
        text,
        starts_at: event
            .appointment
            .as_ref()
            .map(|appointment| appointment.starts_at),
        source_id: place.source,
        source: place.source_title.to_owned(),
        received_at: place.received_at,
        new_contact: found.is_new,
        test: place.test,
        waited: place.waited,
    });
    if let Some(arrival) = &arrival {
        toasts::insert(tx, found.card.seq, arrival)?;
    }
    Ok(Some(Applied {
        line,
        who,
        contact,
        entry,
        gone,
        arrival,
    }))
}

/// Whether a person is told of it at once: what others did, not what the business sent nor a receipt of that.
fn rings(event: &Event) -> bool {
    event.direction == Direction::In && event.kind != Kind::Receipt
}

/// When it happened, as far as the sender's clock can be believed.
fn happened_at(event: &Event, received_at: Timestamp) -> Timestamp {
    let latest = received_at.checked_add(CLOCK_AHEAD).unwrap_or(received_at);
    event.at.filter(|at| *at <= latest).unwrap_or(received_at)
}

/// A delivery gives a name to whom has none, and this tells whether it did; it never changes one. Another name stays in
/// the timeline.
pub(super) fn learn_name(card: &mut Card, event: &Event) -> bool {
    if !card.shown.name.is_empty() || card.name_is_owners {
        return false;
    }
    let Some(name) = &event.contact.name else {
        return false;
    };
    card.shown.name.clone_from(name);
    true
}

/// Something came: the card goes to the top, unread. Who wrote waits for an answer. Who was archived, won or lost comes
/// back to the first stage, unless all they did was pay.
fn ring(
    tx: &Tx<'_>,
    found: &mut Found,
    kind: Kind,
    happened_at: Timestamp,
    received_at: Timestamp,
) -> StoreResult<()> {
    let outcome = found.card.outcome;
    let shown = &mut found.card.shown;
    shown.unread = shown.unread.saturating_add(1);
    if matches!(kind, Kind::Message | Kind::Lead) {
        shown.waiting_since = shown.waiting_since.or(Some(happened_at));
    }
    if found.is_new {
        return Ok(());
    }
    if (shown.archived || outcome != Outcome::Open)
        && kind != Kind::Payment
        && let Some(first) = board::first_stage(tx)?
    {
        shown.archived = false;
        shown.stage_since = received_at;
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
pub(super) fn show_text(shown: &mut Contact, text: Option<&str>, happened_at: Timestamp) {
    let Some(text) = text else { return };
    if shown.last_message_at.is_none_or(|last| last <= happened_at) {
        shown.last_message = Some(text.to_owned());
        shown.last_message_at = Some(happened_at);
    }
}

/// The appointment and the amount are those that were told last.
pub(super) fn show_facts(card: &mut Card, event: &Event, happened_at: Timestamp) {
    let is_newer = |told_at: Option<Timestamp>| told_at.is_none_or(|told_at| told_at <= happened_at);
    if let Some(appointment) = &event.appointment
        && is_newer(card.appointment_told_at)
        && !is_cancelled_other(appointment, card.shown.appointment.as_ref())
    {
        card.shown.appointment = Some(said::appointment(appointment));
        card.appointment_told_at = Some(happened_at);
    }
    if let Some(amount) = &event.amount
        && is_newer(card.amount_told_at)
    {
        card.shown.amount = Some(said::money(amount));
        card.amount_told_at = Some(happened_at);
    }
}

/// Whether it cancels another appointment than the one that stands on the card.
fn is_cancelled_other(told: &event::Appointment, shown: Option<&Appointment>) -> bool {
    told.state == event::AppointmentState::Cancelled
        && shown.is_some_and(|shown| {
            shown.state != AppointmentState::Cancelled && shown.starts_at != told.starts_at
        })
}

/// What a card shows: the text, else a word for what was sent instead of one.
pub(super) fn shown_text(event: &Event, lang: Lang) -> Option<String> {
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
