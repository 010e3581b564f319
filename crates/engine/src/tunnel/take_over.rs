//! Taking over the identity of another computer.

use std::sync::Arc;

use super::identity_file::Moved;
use crate::core::Core;
use crate::secrets::ChangeError;
use crate::store::settings;

/// Keeps the identity, and uses the relay that came with it; an address of the owner's own is forgotten for it then, as
/// for any relay. The link is made in the background: the newest link is the one that counts, so that the other computer
/// stops.
///
/// # Errors
/// When it cannot be kept; all stays as it was then.
pub(crate) async fn take_over(core: &Arc<Core>, moved: Moved) -> Result<(), ChangeError> {
    let Moved { identity, relay } = moved;
    let address = identity.address();
    let inside = core.clone();
    core.keep_identity(Arc::new(identity), move |tx| {
        // Of which sources the relay takes deliveries was told of the other identity.
        settings::forget(tx, settings::TUNNEL_READY)?;
        if let Some(relay) = &relay {
            settings::save_json(tx, settings::TUNNEL_RELAY, relay)?;
            settings::forget(tx, settings::OWN_ADDRESS)?;
        }
        tx.after_commit(move || {
            if relay.is_some() {
                inside.relay_chosen(relay);
            }
            inside.identity_changed();
            inside.knows_address(address);
        });
        Ok(())
    })
    .await
}
