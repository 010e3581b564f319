//! What the owner sets up on a source, asked of a running engine, with senders that post over HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is how a test fails, in its helpers too"
)]

#[path = "../common/mod.rs"]
mod common;

mod gate;
mod keyring;
mod secrets;
mod sender;
mod setup;
mod tests_sent;
mod trusted_proxy;
