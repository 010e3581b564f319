//! Whether deliveries are taken.

use std::sync::Arc;

use recado_api::Failure;
use recado_api::request::ShowReceiving;
use recado_api::view::Receiving;

use super::Handle;
use crate::core::Core;

impl Handle<ShowReceiving> for Core {
    async fn handle(self: &Arc<Self>, _: ShowReceiving) -> Result<Receiving, Failure> {
        Ok(self.receiving())
    }
}
