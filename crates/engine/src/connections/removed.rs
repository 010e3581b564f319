//! What a removed source leaves behind, and until when.
//!
//! Deliveries for it may wait at the relay, whose senders were told that they are taken: they are filed when they come,
//! so its secrets are kept until the relay knows that it is gone and nothing waits there any more.

use std::sync::Arc;

use recado_api::view::SourceState;
use recado_sqlite::WriteError;

use crate::core::Core;
use crate::store::sources::{self, SourceRow};
use crate::store::{StoreError, StoreResult};

/// Takes from a removed source what only its deliveries needed.
pub(crate) fn strip(source: &mut SourceRow) {
    source.former_key = None;
    source.former_secret_until = None;
    source.has_secret = false;
    source.has_access_token = false;
}

impl Core {
    /// Forgets the secrets of removed sources for which nothing can come any more.
    pub(crate) async fn forget_removed(self: &Arc<Self>) -> Result<(), WriteError<StoreError>> {
        let removed = self.connections.all().into_iter().filter(|source| {
            source.state == SourceState::Removed && source.has_any_secret() && !self.may_wait_for(source)
        });
        for source in removed {
            let id = source.id;
            let stripped = self
                .db
                .write(move |tx| -> StoreResult<Option<SourceRow>> {
                    // Details of what came last are still fetched.
                    if sources::waiting(tx, id)?.pending > 0 {
                        return Ok(None);
                    }
                    let Some(mut row) = sources::find(tx, id)? else {
                        return Ok(None);
                    };
                    strip(&mut row);
                    sources::update(tx, &row)?;
                    Ok(Some(row))
                })
                .await?;
            if let Some(row) = stripped {
                self.set_source(row);
                self.secrets.forget(&source).await;
            }
        }
        Ok(())
    }
}
