//! How senders elsewhere reach this computer: by which relay.

use std::sync::Arc;

use recado_api::Failure;
use recado_api::request::{ConnectTunnel, LeaveRelay, ShowReach, UseRelay};
use recado_api::view::Reach;
use recado_tunnel::invitation::{Invitation, InvitationError};
use recado_tunnel::origin::Origin;

use super::{Handle, failure};
use crate::core::Core;
use crate::tunnel::{self, RelayChoice};

impl Handle<ShowReach> for Core {
    async fn handle(self: &Arc<Self>, _: ShowReach) -> Result<Reach, Failure> {
        Ok(self.reach())
    }
}

impl Handle<ConnectTunnel> for Core {
    async fn handle(self: &Arc<Self>, _: ConnectTunnel) -> Result<Reach, Failure> {
        self.connect_tunnel();
        Ok(self.reach())
    }
}

impl Handle<UseRelay> for Core {
    async fn handle(self: &Arc<Self>, request: UseRelay) -> Result<Reach, Failure> {
        let invitation = read(self, &request.invitation)?;
        check_relay(self, &invitation.origin)?;
        // At a relay that is left already nobody can tell that the address is another.
        if self.relay().is_none() {
            self.give_up_missing_identity()
                .await
                .map_err(|error| failure::write(self, &error))?;
        }
        tunnel::choose(self, |before| Some(RelayChoice::by(invitation, before)))
            .await
            .map_err(|error| failure::write(self, &error))?;
        Ok(self.reach())
    }
}

/// What passes a relay without encryption can be read on the way there.
pub(super) fn check_relay(core: &Core, origin: &Origin) -> Result<(), Failure> {
    if origin.is_secure() || tunnel::may_be_plain(origin) {
        return Ok(());
    }
    let args = [("relay", origin.to_string().into())];
    Err(failure::bad_request(
        core.lang().text("failure-relay-plain", &args),
    ))
}

impl Handle<LeaveRelay> for Core {
    async fn handle(self: &Arc<Self>, _: LeaveRelay) -> Result<Reach, Failure> {
        tunnel::choose(self, |_| None)
            .await
            .map_err(|error| failure::write(self, &error))?;
        self.give_up_missing_identity()
            .await
            .map_err(|error| failure::write(self, &error))?;
        Ok(self.reach())
    }
}

fn read(core: &Core, written: &str) -> Result<Invitation, Failure> {
    written.parse().map_err(|error| {
        let id = match error {
            InvitationError::Shape => "failure-invitation-shape",
            InvitationError::Cut => "failure-invitation-cut",
            InvitationError::Damaged => "failure-invitation-damaged",
        };
        failure::bad_request(core.lang().text(id, &[]))
    })
}
