//! What askers at the socket want from the desktop, handed to whoever has one.
//!
//! The engine knows no desktop. A desk gives it a channel when it starts ([`crate::StartOptions::desktop`]); requests
//! that need a clipboard, an autostart entry or a window arrive there, each with a way to answer.

use recado_api::view::{Attach, Desktop, WindowOrder};
use tokio::sync::{mpsc, oneshot};

/// One thing asked of the desktop.
#[derive(Debug)]
pub enum DesktopAsk {
    Show {
        answer: oneshot::Sender<Desktop>,
    },
    /// The answer is why it could not be copied.
    Copy {
        text: String,
        answer: oneshot::Sender<Result<(), String>>,
    },
    /// The answer is why it could not be changed.
    StartWithComputer {
        on: bool,
        answer: oneshot::Sender<Result<Desktop, String>>,
    },
    /// A window presented itself.
    Attach(AttachedWindow),
}

/// A window that follows the changes. It is gone as soon as `orders` is closed.
#[derive(Debug)]
pub struct AttachedWindow {
    pub attach: Attach,
    pub orders: mpsc::Sender<WindowOrder>,
}
