//! What was told of a contact and what the owner did.

use std::sync::Arc;

use recado_api::request::{ListTimeline, ShowContact};
use recado_api::view::{Contact, ContactDetails, TimelineEntry, TimelinePage, What};
use recado_api::{EventId, Failure};
use rusqlite::Connection;

use super::{Handle, failure};
use crate::core::Core;
use crate::store::contacts::{self, Card};
use crate::store::timeline::{self, Mark};
use crate::store::{StoreError, StoreResult};

/// The most that one answer holds.
const LARGEST_PAGE: u32 = 200;

impl Handle<ShowContact> for Core {
    async fn handle(self: &Arc<Self>, request: ShowContact) -> Result<ContactDetails, Failure> {
        let entries = request.entries.clamp(1, LARGEST_PAGE);
        let details = self
            .db
            .read(move |db| {
                let Some(card) = contacts::find(db, request.contact)? else {
                    return Ok(None);
                };
                let timeline = page(db, &card, Mark::END, entries)?;
                Ok::<_, StoreError>(Some(ContactDetails {
                    contact: card.shown,
                    timeline,
                }))
            })
            .await
            .map_err(|error| failure::read(self, &error))?;
        details.ok_or_else(|| failure::not_found(self.lang().text("failure-no-contact", &[])))
    }
}

impl Handle<ListTimeline> for Core {
    async fn handle(self: &Arc<Self>, request: ListTimeline) -> Result<TimelinePage, Failure> {
        let limit = request.limit.clamp(1, LARGEST_PAGE);
        let ListTimeline { contact, before, .. } = request;
        let page = self
            .db
            .read(move |db| {
                let Some(card) = contacts::find(db, contact)? else {
                    return Ok(Err("failure-no-contact"));
                };
                if before == contact.to_string() {
                    return Ok(Ok(TimelinePage {
                        entries: Vec::new(),
                        more: false,
                    }));
                }
                // Acts and events have ids of one kind.
                let mark = match before.parse::<EventId>() {
                    Ok(id) => timeline::mark(db, card.seq, id.as_bytes())?,
                    Err(_) => None,
                };
                match mark {
                    Some(mark) => Ok::<_, StoreError>(Ok(page(db, &card, mark, limit)?)),
                    None => Ok(Err("failure-no-entry")),
                }
            })
            .await
            .map_err(|error| failure::read(self, &error))?;
        page.map_err(|id| failure::not_found(self.lang().text(id, &[])))
    }
}

/// Below everything else stands that the contact came to be, whatever its senders' clocks said.
fn page(db: &Connection, card: &Card, before: Mark, limit: u32) -> StoreResult<TimelinePage> {
    let contact = &card.shown;
    let limit = limit as usize;
    let mut entries = timeline::before(db, (card.seq, contact.id, &contact.name), before, limit)?;
    let more = entries.len() == limit;
    if !more {
        entries.insert(0, added(contact));
    }
    Ok(TimelinePage { entries, more })
}

/// The line that begins a timeline. Its id is the contact's.
pub(super) fn added(contact: &Contact) -> TimelineEntry {
    TimelineEntry {
        id: contact.id.to_string(),
        contact: contact.id,
        at: contact.created_at,
        what: What::Added {
            source: contact.source.clone(),
        },
    }
}
