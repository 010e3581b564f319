//! Who is locked out, and letting them in again.

use std::sync::Arc;

use recado_api::Failure;
use recado_api::request::{LiftLockout, ListLockouts};
use recado_api::view::Lockout;

use super::{Handle, failure};
use crate::core::Core;
use crate::gate::Remote;

impl Handle<ListLockouts> for Core {
    async fn handle(self: &Arc<Self>, _: ListLockouts) -> Result<Vec<Lockout>, Failure> {
        Ok(self.lockouts())
    }
}

impl Handle<LiftLockout> for Core {
    /// Lifting one that is over, or was lifted before, is no failure.
    async fn handle(self: &Arc<Self>, request: LiftLockout) -> Result<Vec<Lockout>, Failure> {
        let remote: Remote = request.remote.parse().map_err(|_| {
            let args = [("remote", request.remote.as_str().into())];
            failure::bad_request(self.lang().text("failure-remote", &args))
        })?;
        self.lift_lockout(request.source, remote);
        Ok(self.lockouts())
    }
}
