//! How this computer's public address goes along with its owner, and whether the owner's own address leads here.
#![allow(
    clippy::unwrap_used,
    reason = "a panic is how a test fails, in its helpers too"
)]

#[path = "../common/mod.rs"]
mod common;
#[path = "../connections/keyring.rs"]
#[allow(dead_code, reason = "here not all of it is needed")]
mod keyring;

mod identity;
mod own_address;
mod proxy;
