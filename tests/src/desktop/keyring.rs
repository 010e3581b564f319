//! A real keyring: GNOME's, on the test's own bus and in a home of its own.

use std::{
    io::Write as _,
    path::Path,
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

use super::Bus;
use crate::wait;

/// The name of the Secret Service on a bus.
const SERVICE: &str = "org.freedesktop.secrets";

/// Its secrets outlive it, in a folder that outlives both.
#[derive(Debug)]
pub struct Keyring {
    daemon: Child,
    _control: TempDir,
}

impl Keyring {
    /// As after a sign-in with a password.
    pub fn unlocked(bus: &Bus, home: &Path) -> Self {
        Self::start(bus, home, Some("the password of somebody"))
    }

    /// As after a sign-in without one. Nobody is there to ask for it.
    pub fn locked(bus: &Bus, home: &Path) -> Self {
        Self::start(bus, home, None)
    }

    fn start(bus: &Bus, home: &Path, password: Option<&str>) -> Self {
        let control = tempfile::Builder::new()
            .prefix("recado-keyring-")
            .tempdir()
            .expect("there is room for a folder");
        let mut command = Command::new("gnome-keyring-daemon");
        command
            .args(["--foreground", "--components=secrets"])
            .arg("--control-directory")
            .arg(control.path())
            .env("DBUS_SESSION_BUS_ADDRESS", bus.address())
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_RUNTIME_DIR", control.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if password.is_some() {
            command.arg("--unlock");
        }
        let mut daemon = super::start(&mut command);
        let mut stdin = daemon.stdin.take().expect("piped");
        if let Some(password) = password {
            stdin.write_all(password.as_bytes()).expect("the keyring reads");
        }
        drop(stdin);
        let connection = bus.connect();
        wait::until("the keyring to be there", || {
            let has_owner: bool = connection
                .call_method(
                    Some("org.freedesktop.DBus"),
                    "/org/freedesktop/DBus",
                    Some("org.freedesktop.DBus"),
                    "NameHasOwner",
                    &SERVICE,
                )
                .and_then(|answer| answer.body().deserialize())
                .expect("the bus answers");
            has_owner.then_some(())
        });
        Self {
            daemon,
            _control: control,
        }
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}
