//! The log, in pages.

use std::sync::Arc;

use recado_api::Failure;
use recado_api::request::ListDeliveries;
use recado_api::view::DeliveryPage;

use super::search::Query;
use super::{Handle, failure};
use crate::core::Core;
use crate::store::deliveries::log::{self, Wanted};
use crate::store::deliveries::searched::Text;
use crate::store::search;

/// The most that one answer holds.
const LARGEST_PAGE: u32 = 1_000;

/// The contacts whose deliveries are looked for by a name or a phone. A word that more have says little.
const MOST_CONTACTS: usize = 2_000;

impl Handle<ListDeliveries> for Core {
    async fn handle(self: &Arc<Self>, request: ListDeliveries) -> Result<DeliveryPage, Failure> {
        let limit = request.limit.clamp(1, LARGEST_PAGE) as usize;
        let (lang, country) = (self.lang(), self.business().country);
        let mut deliveries = self
            .db
            .read(move |db| {
                let query = request
                    .filter
                    .text
                    .as_deref()
                    .map(|text| Query::read(text, &country));
                let text = query
                    .as_ref()
                    .filter(|query| !query.is_empty())
                    .map(|query| {
                        let phones = search::by_phone(db, &query.digits, MOST_CONTACTS)?;
                        let mut contacts: Vec<_> =
                            phones.into_iter().map(|phone| phone.contact_seq).collect();
                        if !query.begun().is_empty() {
                            contacts.extend(search::by_name(db, &query.begun(), MOST_CONTACTS)?);
                        }
                        Ok::<_, crate::store::StoreError>(Text {
                            said: query.said(),
                            contacts,
                            in_reason: Box::new(move |why| query.is_in(&why.text(lang))),
                        })
                    })
                    .transpose()?;
                let wanted = Wanted {
                    filter: &request.filter,
                    text,
                    after: request.after,
                    newest_first: request.newest_first,
                    // One more tells whether there are more.
                    limit: limit + 1,
                };
                log::page(db, &wanted, lang)
            })
            .await
            .map_err(|error| failure::read(self, &error))?;
        let more = deliveries.len() > limit;
        deliveries.truncate(limit);
        Ok(DeliveryPage { deliveries, more })
    }
}
