//! The icon that stays: what it shows is a pure function of a state, and one thread speaks to the system.

mod icon;
mod menu;
mod reach;
mod shown;
#[cfg_attr(target_os = "linux", path = "thread.rs")]
#[cfg_attr(not(target_os = "linux"), path = "event_loop.rs")]
mod system;

pub(crate) use icon::{Icon, Panel};
pub(crate) use menu::{Click, Face, TrayState};
#[cfg(not(target_os = "linux"))]
pub(crate) use system::EventLoop;
pub(crate) use system::Tray;
