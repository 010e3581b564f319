//! A desktop of the test's own: a screen, a session bus, and on it whoever the test wants to be there.
//!
//! Nothing of it is shared with another test or with the person who runs them: [`Screen`] is an X server without a
//! monitor, [`Bus`] a message bus without a session, and the notification service and the tray live on that bus:
//! [`Bell`] and [`Tray`] are stand-ins that remember exactly what they were told, [`Dunst`] is a real one, and so is the
//! [`Keyring`].

mod bell;
mod bus;
mod dunst;
mod keyring;
mod tray;
mod x;

pub use bell::{Bell, Toast};
pub use bus::Bus;
pub use dunst::Dunst;
pub use keyring::Keyring;
pub use tray::{Item, MenuEntry, Tray};
pub use x::{Place, Screen, XWindow};

use std::process::Command;

/// Starts a program that the test needs, or says in a sentence that it is not there.
fn start(command: &mut Command) -> std::process::Child {
    let program = command.get_program().to_string_lossy().into_owned();
    command.spawn().unwrap_or_else(|error| {
        panic!("this test needs `{program}`, which `cargo xtask test` installs: {error}")
    })
}

/// A value from the bus as a person would say it: a text without its quotes.
fn words(value: &zbus::zvariant::OwnedValue) -> String {
    <&str>::try_from(value).map_or_else(|_| value.to_string(), str::to_owned)
}
