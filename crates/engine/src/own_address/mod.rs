//! The owner's own public address: a Cloudflare Tunnel, ngrok, a Tailscale Funnel, a proxy or a router's port that
//! leads to the receiver.
//!
//! [`base`] is how it is written, [`ask`] asks at it whether it leads here, [`found`] says in plain words what came of
//! that.

mod ask;
mod base;
mod found;

pub(crate) use base::{Base, NoBase};
pub(crate) use found::check;
