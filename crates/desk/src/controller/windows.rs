//! The one window: attached, starting, or not there.

use std::time::Duration;

use jiff::Timestamp;
use recado_api::view::{Destination, WindowOrder};
use recado_engine::AttachedWindow;

use super::Controller;
use crate::input::{Orders, WindowEnd, WindowId};
use crate::notice;
use crate::run::Ended;
use crate::session::Session;
use crate::world::World;

/// A window that has not attached by then will not: the next click may start another.
const UNTIL_IT_ATTACHES: Duration = Duration::from_secs(30);

/// That a folder's owner was told what closing the window means.
const TOLD_IT_GOES_ON: &str = "told_that_the_desk_goes_on";

/// What is to be done after somebody wanted to see the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The window that there is, or that is starting, will show it.
    Shown,
    Start,
}

#[derive(Debug, Default)]
pub(super) struct Windows {
    attached: Option<Attached>,
    starting: Option<Timestamp>,
    /// To be shown by the window that is starting.
    waiting: Option<Destination>,
    /// How many have attached, for their ids.
    count: u64,
}

#[derive(Debug)]
struct Attached {
    id: WindowId,
    orders: Orders,
}

impl Windows {
    /// Somebody wants to see the window, and in it what `at` names.
    pub(super) fn want(&mut self, at: Option<Destination>, now: Timestamp) -> Wanted {
        if self.show(at.clone()) {
            return Wanted::Shown;
        }
        if at.is_some() {
            self.waiting = at;
        }
        let starting = self.starting.is_some_and(|since| {
            Duration::try_from(now.duration_since(since)).unwrap_or_default() < UNTIL_IT_ATTACHES
        });
        if starting {
            return Wanted::Shown;
        }
        self.starting = Some(now);
        Wanted::Start
    }

    /// A window presented itself: it is the one, or the one that there is comes to the front instead. `Some` where it
    /// is to be watched.
    pub(super) fn attach(&mut self, orders: Orders, at: Option<Destination>) -> Option<WindowId> {
        if self.show(at.clone()) {
            send(&orders, WindowOrder::AlreadyOpen);
            return None;
        }
        self.starting = None;
        let at = at.or(self.waiting.take());
        self.waiting = None;
        send(&orders, WindowOrder::Show { at });
        self.count += 1;
        let id = WindowId(self.count);
        self.attached = Some(Attached { id, orders });
        Some(id)
    }

    /// Whether it was the attached one that is gone.
    pub(super) fn gone(&mut self, id: WindowId) -> bool {
        let attached = self.attached.as_ref().is_some_and(|window| window.id == id);
        if attached {
            self.attached = None;
        }
        attached
    }

    /// The program that was started has ended; whether it had not come to attach.
    pub(super) fn ended(&mut self) -> bool {
        self.starting.take().is_some()
    }

    /// Whether an attached window took the order.
    fn show(&self, at: Option<Destination>) -> bool {
        self.attached
            .as_ref()
            .is_some_and(|window| send(&window.orders, WindowOrder::Show { at }))
    }
}

/// Whether the window is there. One that leaves orders unread gets no more of them, which harms nobody: they say the
/// same.
fn send(orders: &Orders, order: WindowOrder) -> bool {
    if orders.try_send(order).is_err() {
        return !orders.is_closed();
    }
    true
}

impl<W: World> Controller<'_, W> {
    /// A window from another session takes the desk there. It finds it again by itself and attaches anew.
    pub(super) fn attach(&mut self, window: AttachedWindow) -> Option<Ended> {
        let AttachedWindow { attach, orders } = window;
        if let Some(there) = self.session.to_be_with(&Session::told(&attach.session)) {
            tracing::info!(
                window.pid = attach.pid,
                "a window came from another session: the desk moves there"
            );
            return Some(Ended::Moved(there));
        }
        if let Some(id) = self.windows.attach(orders.clone(), attach.at) {
            self.world.watch_window(id, orders);
        }
        None
    }

    pub(super) fn show_window(&mut self, at: Option<Destination>) {
        match self.windows.want(at.clone(), self.now()) {
            Wanted::Shown => {}
            Wanted::Start => self.world.open_window(at),
        }
    }

    pub(super) async fn window_gone(&mut self, window: WindowId) -> Option<Ended> {
        if !self.windows.gone(window) {
            return None;
        }
        if !self.set_up {
            // Whoever closed the welcome has not begun to use this.
            return Some(Ended::Quit);
        }
        match self.engine.first_time(TOLD_IT_GOES_ON).await {
            Ok(true) => {
                let notice = notice::goes_on(&self.place, self.desktop.tray);
                self.tell(notice);
            }
            Ok(false) => {}
            Err(failure) => tracing::warn!(error = %failure, "cannot tell that the desk goes on"),
        }
        None
    }

    pub(super) fn window_ended(&mut self, end: &WindowEnd) {
        let never_attached = self.windows.ended();
        match end {
            WindowEnd::NotStarted(error) => {
                tracing::error!(error, "the window cannot be started");
                self.say_that_there_is_no_window();
            }
            WindowEnd::Exited { well: false } if never_attached => {
                tracing::error!("the window ended before it was attached");
                self.say_that_there_is_no_window();
            }
            WindowEnd::Exited { .. } => {}
        }
    }

    fn say_that_there_is_no_window(&mut self) {
        let notice = notice::no_window(&self.place);
        self.tell(notice);
    }
}
