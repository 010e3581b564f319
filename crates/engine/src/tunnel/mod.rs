//! The tunnel to a relay: how senders elsewhere reach a computer that has no public address.
//!
//! [`choice`] is the relay that the owner chose, [`state`] how all of it stands and what is shown of it. [`run`] keeps
//! the link up, in the background: [`dial`] asks the relay for a stream of bytes, on which `recado-tunnel` attaches and
//! speaks; [`link`] is a link from its welcome to its end. Senders' requests go to the same router as those of this
//! computer's own port. The relay is told of the sources by a [`table`], at the beginning and at every change. A link
//! that ends is made again after a pause ([`backoff`]), at once when the [`network`] has changed, or not at all where
//! that would not help ([`trouble`]). An [`identity_file`] takes the address to another computer, where it is taken over
//! ([`take_over`](mod@take_over)).

mod backoff;
mod choice;
mod client;
mod dial;
pub(crate) mod identity_file;
mod link;
mod network;
mod settle;
mod state;
mod table;
mod take_over;
mod trouble;

use std::sync::Arc;

use recado_sqlite::WriteError;
use recado_tunnel::origin::Origin;

pub(crate) use choice::RelayChoice;
pub(crate) use client::run;
pub(crate) use state::{Known, Reaching, Ready, RelaySeen};
pub(crate) use take_over::take_over;

use crate::core::Core;
use crate::store::{StoreError, settings};
use crate::web;

/// Whether a relay may be reached without TLS: only where nobody in between can read and alter what is sent, on this
/// computer and in the network at hand.
pub(crate) fn may_be_plain(relay: &Origin) -> bool {
    let host = relay.authority().host();
    web::is_this_computer(host) || web::is_near(host)
}

/// Receives by this relay from now on, or by none. An address of the owner's own is forgotten for a relay: the latest
/// word counts.
///
/// # Errors
/// When the database does not take it; all stays as it was then.
pub(crate) async fn choose(
    core: &Arc<Core>,
    choice: impl FnOnce(Option<RelayChoice>) -> Option<RelayChoice> + Send + 'static,
) -> Result<(), WriteError<StoreError>> {
    let inside = core.clone();
    core.db
        .write(move |tx| {
            let before: Option<RelayChoice> = settings::load_json(tx, settings::TUNNEL_RELAY)?;
            let elsewhere = before.as_ref().map(|choice| choice.origin.clone());
            let choice = choice(before);
            match &choice {
                Some(choice) => {
                    settings::save_json(tx, settings::TUNNEL_RELAY, choice)?;
                    settings::forget(tx, settings::OWN_ADDRESS)?;
                }
                None => settings::forget(tx, settings::TUNNEL_RELAY)?,
            }
            if choice.as_ref().map(|choice| &choice.origin) != elsewhere.as_ref() {
                settings::forget(tx, settings::TUNNEL_READY)?;
            }
            tx.after_commit(move || inside.relay_chosen(choice));
            Ok::<_, StoreError>(())
        })
        .await
}

/// What was learnt of the relay when it let this computer in, if it is still the one that is wanted.
async fn adopt(core: &Arc<Core>, before: &RelayChoice, after: RelayChoice) {
    let (inside, before) = (core.clone(), before.clone());
    let kept = core
        .db
        .write(move |tx| {
            if settings::load_json(tx, settings::TUNNEL_RELAY)?.as_ref() == Some(&before) {
                settings::save_json(tx, settings::TUNNEL_RELAY, &after)?;
                tx.after_commit(move || {
                    inside.change_reach(|state| {
                        if state.relay.as_ref() == Some(&before) {
                            state.relay = Some(after);
                        }
                    });
                });
            }
            Ok::<_, StoreError>(())
        })
        .await;
    if let Err(error) = kept {
        tracing::warn!(error = %error, "what is known of the relay could not be kept");
    }
}

/// The relay takes deliveries for these sources.
async fn remember(core: &Arc<Core>, choice: u64, ready: Ready) {
    if core.reach.is_ready(&ready) {
        return;
    }
    let inside = core.clone();
    let kept = core
        .db
        .write(move |tx| {
            let relay: Option<RelayChoice> = settings::load_json(tx, settings::TUNNEL_RELAY)?;
            if relay.is_some_and(|relay| relay.origin.to_string() == ready.relay) {
                settings::save_json(tx, settings::TUNNEL_READY, &ready)?;
                tx.after_commit(move || {
                    inside.change_reach(|state| {
                        if state.choice == choice {
                            state.ready = Some(ready);
                        }
                    });
                });
            }
            Ok::<_, StoreError>(())
        })
        .await;
    if let Err(error) = kept {
        tracing::warn!(error = %error, "what the relay takes could not be kept");
    }
}
