//! What the owner should know of the sources.

use std::sync::Arc;

use recado_api::request::{DismissAlert, ListAlerts, RestoreAlert};
use recado_api::view::{Alert, AlertKind};
use recado_api::{Failure, SourceId};

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
        set_dismissed(self, request.source, request.kind, true).await
    }
}

impl Handle<RestoreAlert> for Core {
    async fn handle(self: &Arc<Self>, request: RestoreAlert) -> Result<Vec<Alert>, Failure> {
        set_dismissed(self, request.source, request.kind, false).await
    }
}

async fn set_dismissed(
    core: &Arc<Core>,
    source: SourceId,
    kind: AlertKind,
    dismissed: bool,
) -> Result<Vec<Alert>, Failure> {
    let inside = core.clone();
    core.db
        .write(move |tx| alerts::set_dismissed(tx, &inside, source, kind, dismissed))
        .await
        .map_err(|error| failure::write(core, &error))
}
