//! The people on the board.

use std::sync::Arc;

use recado_api::Failure;
use recado_api::request::ListContacts;
use recado_api::view::ContactPage;

use super::{Handle, failure};
use crate::core::Core;
use crate::store::contacts;

/// The most that one answer holds.
const LARGEST_PAGE: u32 = 1_000;

impl Handle<ListContacts> for Core {
    async fn handle(self: &Arc<Self>, request: ListContacts) -> Result<ContactPage, Failure> {
        let limit = request.limit.clamp(1, LARGEST_PAGE);
        let contacts = self
            .db
            .read(move |db| contacts::page(db, request.after, limit))
            .await
            .map_err(|error| failure::read(self, &error))?;
        let more = contacts.len() == limit as usize;
        Ok(ContactPage { contacts, more })
    }
}
