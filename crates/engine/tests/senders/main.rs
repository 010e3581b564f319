//! What becomes of deliveries of senders that prove who they are, over real HTTP and in a real database.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is how a test fails, in its helpers too"
)]

#[path = "../common/mod.rs"]
mod common;
#[allow(dead_code, reason = "not every file of tests needs all of it")]
#[path = "../connections/sender.rs"]
mod sender;

mod api;
mod door;
mod echoes;
mod exactly_once;
mod fetched;
mod log;
mod mapping;
mod paused;
mod shape;
mod table;
mod thin;
