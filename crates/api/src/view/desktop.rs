use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{ContactId, SourceId};

/// What the desk could get of the desktop that it runs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Desktop {
    /// Whether there is a tray that shows the icon.
    pub tray: bool,
    /// Whether somebody shows notifications.
    pub bell: bool,
    /// Whether Recado starts with the computer; absent where that cannot be set here.
    pub starts_with_computer: Option<bool>,
}

/// A window presents itself, as `GET /changes?window=…` in base64url of this as JSON: it is attached as long as that
/// stream is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attach {
    pub pid: u32,
    pub version: String,
    /// To be shown by whichever window there will be.
    pub at: Option<Destination>,
    /// The variables that lead to the session it stands in: `DISPLAY`, `WAYLAND_DISPLAY`, `XAUTHORITY`,
    /// `DBUS_SESSION_BUS_ADDRESS`, `XDG_CURRENT_DESKTOP`, `XDG_RUNTIME_DIR`.
    pub session: BTreeMap<String, String>,
}

/// What somebody wants to see in the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Destination {
    Contact(ContactId),
    /// What a source received.
    Activity(SourceId),
    /// A source, with what the owner should know of it.
    Connection(SourceId),
    /// The question whether to use this relay: the link that invites to it.
    Relay(String),
}

/// What the desk tells an attached window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WindowOrder {
    /// Come to the front, there if something is named. The first order of the one window there is; again when
    /// somebody clicks on the tray or on a notification.
    Show { at: Option<Destination> },
    /// Another window is open and comes to the front instead: end.
    AlreadyOpen,
}

/// How receiving stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Receiving {
    /// `address` as `127.0.0.1:7322`.
    On { address: String },
    /// Why not, and what to do, in the app's language. It is tried again every few seconds.
    Blocked { reason: String },
    /// Nobody asked it to receive: a command has the folder open.
    Off,
}
