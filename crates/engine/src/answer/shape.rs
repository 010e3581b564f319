//! What a source sends now, beside what it sent before.

use std::sync::Arc;

use recado_api::Failure;
use recado_api::request::ShowShapeChange;
use recado_api::view::ShapeComparison;

use super::{Handle, sources};
use crate::core::Core;

impl Handle<ShowShapeChange> for Core {
    async fn handle(self: &Arc<Self>, request: ShowShapeChange) -> Result<Option<ShapeComparison>, Failure> {
        sources::find(self, request.source)?;
        Ok(None)
    }
}
