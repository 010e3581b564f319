//! How quick and how light Recado is on a desktop: `cargo xtask bench desk`.
//!
//! One run measures the real programs on a desktop of its own (a screen without a monitor, a session bus, stand-ins
//! for the notification service and the tray, as the end-to-end tests have them): from a sender's request to the
//! notification and to the card (`arrivals`), from a click in the tray to a drawn board (`openings`), how a board
//! moves and how soon a search answers (`motion`, `answers`), and what all of it takes while nothing happens
//! (`rest`). The boards are filled through the receiver (`filled`).
//!
//! What is seen is measured where it is seen: the bell notes when it was told, and the screen's pixels tell when the
//! window has painted. Nothing is asserted. The figures say as much about the machine as about Recado, so that what
//! can be compared with something is measured beside it in the same run.

#[cfg(target_os = "linux")]
mod answers;
#[cfg(target_os = "linux")]
mod arrivals;
#[cfg(target_os = "linux")]
mod figures;
#[cfg(target_os = "linux")]
mod filled;
#[cfg(target_os = "linux")]
mod motion;
#[cfg(target_os = "linux")]
mod openings;
#[cfg(target_os = "linux")]
mod page;
#[cfg(target_os = "linux")]
mod people;
#[cfg(target_os = "linux")]
mod report;
#[cfg(target_os = "linux")]
mod rest;
#[cfg(target_os = "linux")]
mod run;

#[cfg(target_os = "linux")]
fn main() {
    run::main();
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("The benchmark reads /proc, an X server's screen and a session bus, and runs on Linux alone.");
}
