//! What a person does at the board, asked of a running engine, with senders that post over HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is how a test fails, in its helpers too"
)]
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one change or line among many"
)]

#[path = "../common/mod.rs"]
mod common;

mod acts;
mod board;
mod people;
mod search;
mod shop;
mod timeline;
mod undo;
