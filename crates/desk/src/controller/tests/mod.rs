#![allow(clippy::unwrap_used, reason = "tests")]

mod alerts;
mod bell;
mod office;
mod reach;
mod refusing;
mod tray;
mod windows;
