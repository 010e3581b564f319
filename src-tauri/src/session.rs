//! The desktop session this program was started in.

use std::collections::BTreeMap;
use std::env;

/// What leads to a screen, a tray and a notification service. The desk may have been started in another session, or
/// before there was one.
const VARIABLES: [&str; 6] = [
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "DBUS_SESSION_BUS_ADDRESS",
    "XDG_CURRENT_DESKTOP",
    "XDG_RUNTIME_DIR",
];

/// The variables that are set here.
pub(crate) fn variables() -> BTreeMap<String, String> {
    let set = VARIABLES.into_iter().filter_map(|name| {
        let value = env::var(name).ok().filter(|value| !value.is_empty())?;
        Some((name.to_owned(), value))
    });
    set.collect()
}

/// Whether a window can be opened at all: a display is named, and it answers. Called on the main thread, where GTK
/// then stays.
#[cfg(target_os = "linux")]
pub(crate) fn has_display() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    (is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")) && gtk::init().is_ok()
}

/// Whether a window can be opened at all: these systems have one desktop, and always.
#[cfg(not(target_os = "linux"))]
pub(crate) fn has_display() -> bool {
    true
}
