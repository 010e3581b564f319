//! Everything that can happen to a desk.

use recado_api::StreamLine;
use recado_api::view::{Destination, WindowOrder};
use recado_engine::DesktopAsk;
use tokio::sync::{mpsc, oneshot};

use crate::tray::Click;
use crate::tray::Panel;
use crate::world::RingId;

/// One thing that happened. The controller's loop is a match over these.
#[derive(Debug)]
pub(crate) enum Input {
    /// The engine's stream of changes.
    Changed(StreamLine),
    /// Somebody at the socket wants something of the desktop.
    Asked(DesktopAsk),
    /// In the tray.
    Clicked(Click),
    /// The notification service answered, or could not be asked; the error is for the log.
    Rung {
        ring: RingId,
        answer: Result<(), String>,
    },
    /// On a notification that leads there.
    ToastClicked(Option<Destination>),
    /// An attached window is gone.
    WindowGone(WindowId),
    /// The window's program that this desk started has ended.
    WindowEnded(WindowEnd),
    /// Something about the desktop around became known.
    #[cfg_attr(
        not(target_os = "linux"),
        allow(dead_code, reason = "only a session bus tells")
    )]
    Found(Found),
    /// Starting with the computer was changed, or why it could not be.
    StartsWithComputer {
        result: Result<Option<bool>, String>,
        answer: oneshot::Sender<Result<recado_api::view::Desktop, String>>,
    },
    /// A text could not be put on the clipboard for somebody who clicked in the tray.
    CopyFailed(String),
    /// The time has come that the controller wanted to be woken at.
    Woken,
    /// A command, an installer or the system asks for the end.
    StopAsked,
}

/// Tells attached windows apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WindowId(pub(crate) u64);

/// How the window's program ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WindowEnd {
    /// It could not even be started; for the log.
    NotStarted(String),
    /// Whether it said that all was well.
    Exited { well: bool },
}

/// What the desktop around turned out to have.
#[cfg_attr(
    not(target_os = "linux"),
    allow(dead_code, reason = "only a session bus tells")
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    Tray(bool),
    Bell(bool),
    Panel(Panel),
}

/// How a window is told what to do.
pub(crate) type Orders = mpsc::Sender<WindowOrder>;
