//! The log.

use std::sync::Arc;

use recado_api::Failure;
use recado_api::request::ListDeliveries;
use recado_api::view::DeliveryPage;

use super::{Handle, failure};
use crate::core::Core;
use crate::store::deliveries;

/// The most that one answer holds.
const LARGEST_PAGE: u32 = 1_000;

impl Handle<ListDeliveries> for Core {
    async fn handle(self: &Arc<Self>, request: ListDeliveries) -> Result<DeliveryPage, Failure> {
        let limit = request.limit.clamp(1, LARGEST_PAGE);
        let lang = self.lang();
        let deliveries = self
            .db
            .read(move |db| deliveries::page(db, request.after, limit, lang))
            .await
            .map_err(|error| failure::read(self, &error))?;
        let more = deliveries.len() == limit as usize;
        Ok(DeliveryPage { deliveries, more })
    }
}
