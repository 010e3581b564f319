//! Reading deliveries again.

use std::sync::Arc;

use recado_api::Failure;
use recado_api::request::ApplyDeliveries;
use recado_api::view::Applied;

use super::{Handle, failure};
use crate::core::Core;
use crate::intake::{self, Which};
use crate::store::deliveries::log;

impl Handle<ApplyDeliveries> for Core {
    async fn handle(self: &Arc<Self>, request: ApplyDeliveries) -> Result<Applied, Failure> {
        let which = match request {
            ApplyDeliveries::Unmatched(source) => Which::Unmatched(source),
            ApplyDeliveries::One(delivery) => {
                let known = self
                    .db
                    .read(move |db| log::seq_of(db, delivery))
                    .await
                    .map_err(|error| failure::read(self, &error))?;
                if known.is_none() {
                    return Err(failure::not_found(self.lang().text("failure-no-delivery", &[])));
                }
                Which::One(delivery)
            }
        };
        read_again(self, which).await
    }
}

pub(super) async fn read_again(core: &Arc<Core>, which: Which) -> Result<Applied, Failure> {
    intake::apply(core, which)
        .await
        .map_err(|error| failure::again(core, &error))
}
