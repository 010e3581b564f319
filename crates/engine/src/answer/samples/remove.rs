//! What samples left is taken away again.

use std::sync::Arc;

use recado_api::request::RemoveTests;
use recado_api::view::TestsRemoved;
use recado_api::{Change, Failure};

use super::{Handle, failure};
use crate::core::Core;
use crate::store::test_contacts;

impl Handle<RemoveTests> for Core {
    async fn handle(self: &Arc<Self>, _: RemoveTests) -> Result<TestsRemoved, Failure> {
        let core = self.clone();
        let removed = self
            .db
            .write(move |tx| {
                let gone = test_contacts::remove(tx)?;
                let contacts = u32::try_from(gone.len()).unwrap_or(u32::MAX);
                tx.after_commit(move || {
                    core.changes
                        .publish(gone.into_iter().map(Change::ContactGone).collect());
                });
                Ok(TestsRemoved { contacts })
            })
            .await
            .map_err(|error| failure::write(self, &error))?;
        Ok(removed)
    }
}
