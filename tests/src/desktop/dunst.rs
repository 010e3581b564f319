//! A real notification service.

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use serde_json::Value;

use super::{Bus, Screen};
use crate::wait;

/// dunst on the test's screen.
#[derive(Debug)]
pub struct Dunst {
    daemon: Child,
    bus: String,
    _configuration: tempfile::TempDir,
}

impl Dunst {
    /// # Panics
    /// Where there is no `dunst`.
    pub fn on(bus: &Bus, screen: &Screen) -> Self {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let file: PathBuf = folder.path().join("dunstrc");
        std::fs::write(&file, CONFIGURATION).expect("a new folder can be filled");
        let daemon = super::start(
            Command::new("dunst")
                .arg("-config")
                .arg(&file)
                .env("DISPLAY", screen.display())
                .env("DBUS_SESSION_BUS_ADDRESS", bus.address())
                .env_remove("WAYLAND_DISPLAY")
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        );
        let dunst = Self {
            daemon,
            bus: bus.address().to_owned(),
            _configuration: folder,
        };
        let bus = bus.connect();
        wait::until("dunst to take its name on the bus", || {
            let taken = bus.call_method(
                Some("org.freedesktop.DBus"),
                "/",
                Some("org.freedesktop.DBus"),
                "NameHasOwner",
                &"org.freedesktop.Notifications",
            );
            let taken: bool = taken.ok()?.body().deserialize().ok()?;
            taken.then_some(())
        });
        dunst
    }

    /// How many notifications stand on the screen.
    pub fn displayed(&self) -> u32 {
        self.ctl(&["count", "displayed"])
            .trim()
            .parse()
            .expect("a number")
    }

    /// Clicks on the notification that stands on top.
    pub fn click(&self) {
        self.ctl(&["action"]);
    }

    /// Closes every notification, so that [`Self::history`] tells them.
    pub fn close_all(&self) {
        self.ctl(&["close-all"]);
    }

    /// The notifications that were closed, as (title, text), the newest first.
    pub fn history(&self) -> Vec<(String, String)> {
        let printed = self.ctl(&["history"]);
        let history: Value = serde_json::from_str(&printed).expect("dunst prints JSON");
        let of = |entry: &Value, field: &str| entry[field]["data"].as_str().unwrap_or("").to_owned();
        history["data"][0]
            .as_array()
            .expect("a list")
            .iter()
            .map(|entry| (of(entry, "summary"), of(entry, "body")))
            .collect()
    }

    fn ctl(&self, words: &[&str]) -> String {
        let output = Command::new("dunstctl")
            .args(words)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .output()
            .expect("dunstctl came with dunst");
        assert!(output.status.success(), "dunstctl {words:?}: {output:?}");
        String::from_utf8(output.stdout).expect("dunstctl prints text")
    }
}

impl Drop for Dunst {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// Its looks, for the picture; and that nothing goes away by itself while a test looks.
const CONFIGURATION: &str = r##"[global]
    width = 360
    origin = top-right
    offset = 24x24
    font = DejaVu Sans 10
    corner_radius = 10
    frame_width = 1
    frame_color = "#dcdad2"
    separator_height = 0
    padding = 14
    horizontal_padding = 16
    max_icon_size = 40
    markup = full
    show_indicators = no
    format = "<b>%s</b>\n%b"
[urgency_low]
    background = "#ffffff"
    foreground = "#1b1f24"
    timeout = 0
[urgency_normal]
    background = "#ffffff"
    foreground = "#1b1f24"
    timeout = 0
[urgency_critical]
    background = "#ffffff"
    foreground = "#1b1f24"
    timeout = 0
"##;
