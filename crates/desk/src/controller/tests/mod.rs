#![allow(clippy::unwrap_used, reason = "tests")]

mod bell;
mod office;
mod reach;
mod refusing;
mod tray;
mod windows;
