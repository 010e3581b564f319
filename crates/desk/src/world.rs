//! What a desk does to the world, as one trait.

use recado_api::Lang;
use recado_api::view::{Desktop, Destination};
use tokio::sync::oneshot;

use crate::input::{Orders, WindowId};
use crate::notice::Notice;
use crate::tray::Face;

/// The world as the controller sees it. No call waits for anybody: what comes of it arrives as an
/// [`Input`](crate::input::Input).
pub(crate) trait World {
    /// Has a notification shown. Answered by [`Input::Rung`](crate::input::Input::Rung), late if the service is slow
    /// and never if it is stuck.
    fn ring(&mut self, ring: Ring);

    /// Shows this in the tray, where there is one.
    fn set_tray(&mut self, face: Face);

    /// Starts the window's program. Its end is told by
    /// [`Input::WindowEnded`](crate::input::Input::WindowEnded).
    fn open_window(&mut self, at: Option<Destination>);

    /// Tells by [`Input::WindowGone`](crate::input::Input::WindowGone) when this window is gone.
    fn watch_window(&mut self, window: WindowId, orders: Orders);

    /// Puts a text on the clipboard; an error is a sentence in `lang`. Without somebody to answer, a failure arrives as
    /// [`Input::CopyFailed`](crate::input::Input::CopyFailed).
    fn copy(&mut self, text: String, lang: Lang, answer: Option<oneshot::Sender<Result<(), String>>>);

    /// Makes or removes the entry that starts Recado with the computer.
    /// [`Input::StartsWithComputer`](crate::input::Input::StartsWithComputer) brings the answer back.
    fn start_with_computer(&mut self, on: bool, answer: oneshot::Sender<Result<Desktop, String>>);
}

/// A notification to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ring {
    pub(crate) id: RingId,
    /// An earlier one that it replaces where it stands.
    pub(crate) replaces: Option<RingId>,
    pub(crate) notice: Notice,
}

/// Tells notifications apart for as long as this desk runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct RingId(pub(crate) u64);
