//! A session bus.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;
use zbus::blocking::{Connection, connection};

/// A session bus that only this test knows. It ends with this value.
#[derive(Debug)]
pub struct Bus {
    daemon: Child,
    address: String,
    _folder: TempDir,
}

impl Bus {
    /// # Panics
    /// Where there is no `dbus-daemon`.
    pub fn start() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("recado-bus-")
            .tempdir()
            .expect("there is room for a folder");
        // Without folders of services: what is not started by the test is not there, as the test means it.
        let configuration = format!(
            r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={}/bus</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
            folder.path().display()
        );
        let file = folder.path().join("bus.conf");
        std::fs::write(&file, configuration).expect("a new folder can be filled");
        let mut daemon = super::start(
            Command::new("dbus-daemon")
                .arg(format!("--config-file={}", file.display()))
                .args(["--nofork", "--print-address=1"])
                .stdin(Stdio::null())
                .stdout(Stdio::piped()),
        );
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().expect("piped"))
            .read_line(&mut address)
            .expect("the bus says its address");
        let address = address.trim().to_owned();
        assert!(!address.is_empty(), "the bus ended without saying its address");
        Self {
            daemon,
            address,
            _folder: folder,
        }
    }

    /// For `DBUS_SESSION_BUS_ADDRESS`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Somebody on the bus.
    pub fn connect(&self) -> Connection {
        self.builder().build().expect("the bus takes us")
    }

    pub(super) fn builder(&self) -> connection::Builder<'_> {
        connection::Builder::address(self.address.as_str()).expect("the bus said a good address")
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        // It may have ended already, which is as good.
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}
