//! The resident part of Recado on a desktop: receiver, tray, bell, and whoever opens the window.
//!
//! [`run()`] holds the data folder until somebody quits. Inside, a `controller` owns all state and runs one loop over
//! one closed enum, `Input`: what changed in the engine, what a window or a command asks of the desktop, clicks in the
//! tray and on notifications, windows that come and go, the time. What it does to the world goes through one trait,
//! `World`, so that tests drive the whole desk with no window, no tray and no notification service. When to ring
//! (`burst`), what a notification says (`notice`) and what the tray shows (`tray::menu`) are pure.
//!
//! There is no WebKit, no GTK and no appindicator here: the window is a program of its own, and on Linux tray and
//! bell are spoken to over D-Bus.

mod again;
mod autostart;
mod bell;
mod burst;
mod clipboard;
mod controller;
#[cfg_attr(target_os = "linux", path = "desktop/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "desktop/elsewhere.rs")]
mod desktop;
mod input;
mod notice;
mod place;
mod real;
mod run;
mod session;
mod tray;
mod window;
mod world;

pub use again::Again;
pub use run::{DeskError, Ended, Ready, Start, run};
pub use session::Session;
