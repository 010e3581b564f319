//! Who answers, and how it ends.

use std::sync::Arc;

use recado_api::request::{SayHello, Stop};
use recado_api::{Failure, Hello, PROTOCOL};

use super::Handle;
use crate::core::Core;

pub(super) fn hello(core: &Core) -> Hello {
    Hello {
        protocol: PROTOCOL,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        epoch: core.changes.epoch().to_owned(),
        holder: core.holder,
    }
}

impl Handle<SayHello> for Core {
    async fn handle(self: &Arc<Self>, _: SayHello) -> Result<Hello, Failure> {
        Ok(hello(self))
    }
}

impl Handle<Stop> for Core {
    async fn handle(self: &Arc<Self>, _: Stop) -> Result<(), Failure> {
        tracing::info!("asked to stop");
        self.stop.cancel();
        Ok(())
    }
}
