//! What is still to be told on the desktop.

use std::sync::Arc;

use recado_api::Failure;
use recado_api::request::{ListToasts, MarkToasts};
use recado_api::view::ToastPage;

use super::{Handle, failure};
use crate::core::Core;
use crate::store::toasts;

/// The most that one answer holds.
const LARGEST_PAGE: u32 = 100;

/// Rows removed in one transaction, so that a receipt does not wait for all that a long absence left.
const AT_A_TIME: u32 = 1_000;

impl Handle<ListToasts> for Core {
    async fn handle(self: &Arc<Self>, request: ListToasts) -> Result<ToastPage, Failure> {
        let limit = request.limit.clamp(1, LARGEST_PAGE);
        let page = self
            .db
            .read(move |db| toasts::page(db, limit))
            .await
            .map_err(|error| failure::read(self, &error))?;
        Ok(page)
    }
}

impl Handle<MarkToasts> for Core {
    async fn handle(self: &Arc<Self>, request: MarkToasts) -> Result<(), Failure> {
        let MarkToasts { through } = request;
        loop {
            let removed = self
                .db
                .write(move |tx| toasts::remove(tx, through, AT_A_TIME))
                .await
                .map_err(|error| failure::write(self, &error))?;
            if removed < AT_A_TIME as usize {
                return Ok(());
            }
        }
    }
}
