//! What a source sends now, beside what it sent before.

use std::sync::Arc;

use recado_api::Failure;
use recado_api::request::ShowShapeChange;
use recado_api::view::ShapeComparison;

use super::{Handle, failure, sources};
use crate::core::Core;
use crate::shape::comparison;

impl Handle<ShowShapeChange> for Core {
    async fn handle(self: &Arc<Self>, request: ShowShapeChange) -> Result<Option<ShapeComparison>, Failure> {
        let source = sources::find(self, request.source)?;
        let business = self.reader();
        self.db
            .read(move |db| comparison::compare(db, &source, &business))
            .await
            .map_err(|error| failure::read(self, &error))
    }
}
