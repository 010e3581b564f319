//! What the owner should know of the sources.

use std::sync::Arc;

use recado_api::Failure;
use recado_api::request::{DismissAlert, ListAlerts};
use recado_api::view::Alert;

use super::{Handle, failure};
use crate::alerts;
use crate::core::Core;

impl Handle<ListAlerts> for Core {
    async fn handle(self: &Arc<Self>, _: ListAlerts) -> Result<Vec<Alert>, Failure> {
        let core = self.clone();
        self.db
            .read(move |db| alerts::shown(db, &core))
            .await
            .map_err(|error| failure::read(self, &error))
    }
}

impl Handle<DismissAlert> for Core {
    /// Dismissing one that is over is no failure.
    async fn handle(self: &Arc<Self>, request: DismissAlert) -> Result<Vec<Alert>, Failure> {
        let core = self.clone();
        self.db
            .write(move |tx| alerts::dismiss(tx, &core, request.source, request.kind))
            .await
            .map_err(|error| failure::write(self, &error))
    }
}
