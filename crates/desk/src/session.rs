//! The session that a desk, or a window, stands in: the variables that lead to a screen and to a message bus.
//!
//! A desk outlives the session it was started in. When a window presents itself from another one, the desk moves
//! there: see [`Again`](crate::Again) for how.

use std::collections::BTreeMap;

/// They lead to a screen, and belong together: half of one session's and half of another's lead nowhere.
const SCREEN: [&str; 5] = [
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "XDG_CURRENT_DESKTOP",
    "XDG_RUNTIME_DIR",
];

/// Another value of these is another place.
const PLACE: [&str; 4] = ["DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", BUS];

/// It leads to tray and notification service.
const BUS: &str = "DBUS_SESSION_BUS_ADDRESS";

/// Those of the variables above that are set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Session(BTreeMap<String, String>);

impl Session {
    /// Of this process.
    pub(crate) fn own() -> Self {
        Self::among(|name| std::env::var(name).ok())
    }

    /// What a window says of itself, which may say more than is asked for.
    pub(crate) fn told(variables: &BTreeMap<String, String>) -> Self {
        Self::among(|name| variables.get(name).cloned())
    }

    fn among(value: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| Some((name.to_owned(), value(name).filter(|value| !value.is_empty())?));
        Self(SCREEN.into_iter().chain([BUS]).filter_map(set).collect())
    }

    /// Where a desk in this session has to go to be where that window is; `None` where it is there already.
    ///
    /// A window has a screen, or it would not be one: what names none is no reason to move, nor is a variable that
    /// only the desk has. A session without a message bus leaves the desk the one it has.
    pub(crate) fn to_be_with(&self, window: &Self) -> Option<Self> {
        let differs = |name: &str| {
            let there = window.0.get(name);
            there.is_some() && there != self.0.get(name)
        };
        if !window.has_screen() || !PLACE.into_iter().any(differs) {
            return None;
        }
        let mut there = window.clone();
        if !there.0.contains_key(BUS)
            && let Some(bus) = self.0.get(BUS)
        {
            there.0.insert(BUS.to_owned(), bus.clone());
        }
        // Without a runtime folder of its own, the one known stays right: it belongs to the user, not to a screen.
        for kept in ["XDG_RUNTIME_DIR", "XDG_CURRENT_DESKTOP"] {
            if !there.0.contains_key(kept)
                && let Some(value) = self.0.get(kept)
            {
                there.0.insert(kept.to_owned(), value.clone());
            }
        }
        Some(there)
    }

    fn has_screen(&self) -> bool {
        self.0.contains_key("DISPLAY") || self.0.contains_key("WAYLAND_DISPLAY")
    }

    /// Every variable that leads to a session, with its value here or `None` where it is not to be set.
    #[cfg_attr(not(unix), allow(dead_code, reason = "nobody moves there"))]
    pub(crate) fn variables(&self) -> impl Iterator<Item = (&'static str, Option<&str>)> {
        SCREEN
            .into_iter()
            .chain([BUS])
            .map(|name| (name, self.0.get(name).map(String::as_str)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_of_the_same_session_moves_nobody() {
        let desk = session(&[("DISPLAY", ":0"), ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/a")]);
        assert_eq!(desk.to_be_with(&desk), None);
        // Not told is not another, and what a desktop is called is no place.
        assert_eq!(desk.to_be_with(&session(&[("DISPLAY", ":0")])), None);
        let named = session(&[("DISPLAY", ":0"), ("XDG_CURRENT_DESKTOP", "XFCE")]);
        assert_eq!(desk.to_be_with(&named), None);
    }

    #[test]
    fn another_screen_or_another_bus_moves_the_desk_for_good() {
        let desk = session(&[
            ("WAYLAND_DISPLAY", "wayland-0"),
            ("DISPLAY", ":0"),
            ("XDG_RUNTIME_DIR", "/run/user/1000"),
            ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/a"),
        ]);
        let screen = session(&[("DISPLAY", ":1"), ("XAUTHORITY", "/home/ana/.Xauthority")]);
        let there = desk.to_be_with(&screen).expect("it moves");
        assert_eq!(
            there,
            session(&[
                ("DISPLAY", ":1"),
                ("XAUTHORITY", "/home/ana/.Xauthority"),
                ("XDG_RUNTIME_DIR", "/run/user/1000"),
                ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/a"),
            ])
        );
        assert_eq!(there.to_be_with(&screen), None, "it has arrived");

        let bus = session(&[("DISPLAY", ":0"), ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/b")]);
        let there = desk.to_be_with(&bus).expect("it moves");
        assert_eq!(there.to_be_with(&bus), None, "it has arrived");
    }

    #[test]
    fn a_desk_without_any_session_goes_to_the_first_window() {
        let window = session(&[("DISPLAY", ":0"), ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/a")]);
        assert_eq!(Session::default().to_be_with(&window), Some(window));
    }

    #[test]
    fn what_has_no_screen_moves_nobody() {
        let desk = session(&[("DISPLAY", ":0")]);
        let other = session(&[("DBUS_SESSION_BUS_ADDRESS", "unix:path=/b")]);
        assert_eq!(desk.to_be_with(&other), None);
    }

    #[test]
    fn variables_that_are_not_set_there_are_told_to_be_removed() {
        let there = session(&[("DISPLAY", ":1")]);
        let removed: Vec<_> = there
            .variables()
            .filter(|(_, value)| value.is_none())
            .map(|(name, _)| name)
            .collect();
        assert!(removed.contains(&"WAYLAND_DISPLAY") && removed.contains(&"XAUTHORITY"));
    }

    fn session(variables: &[(&str, &str)]) -> Session {
        let told = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Session::told(&told.collect())
    }
}
