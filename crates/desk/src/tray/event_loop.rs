//! On Windows and macOS the tray belongs to the main thread, which has to run an event loop for it.

use tao::event::Event;
use tao::event_loop::{ControlFlow, EventLoopBuilder, EventLoopProxy};
use tao::platform::run_return::EventLoopExtRunReturn;
use tokio::sync::mpsc;

use super::Face;
use super::shown::{Shown, listen};
use crate::input::Input;

#[derive(Debug)]
enum Order {
    Show(Face),
    End,
}

/// The main thread's loop.
pub(crate) struct EventLoop {
    inner: tao::event_loop::EventLoop<Order>,
}

/// The way to it.
#[derive(Debug, Clone)]
pub(crate) struct Tray {
    orders: EventLoopProxy<Order>,
}

impl EventLoop {
    /// On the main thread, once in a process.
    pub(crate) fn new() -> Self {
        let mut inner = EventLoopBuilder::with_user_event().build();
        as_accessory(&mut inner);
        Self { inner }
    }

    pub(crate) fn tray(&self, inputs: &mpsc::Sender<Input>) -> Tray {
        listen(inputs);
        Tray {
            orders: self.inner.create_proxy(),
        }
    }

    /// Runs until [`Tray::end`].
    pub(crate) fn run(mut self) {
        let mut shown = Shown::default();
        self.inner.run_return(|event, _, control_flow| {
            *control_flow = ControlFlow::Wait;
            match event {
                Event::UserEvent(Order::Show(face)) => shown.show(face),
                Event::UserEvent(Order::End) => *control_flow = ControlFlow::Exit,
                _ => {}
            }
        });
    }
}

impl Tray {
    pub(crate) fn show(&self, face: Face) {
        // The loop is gone only after the end.
        let _ = self.orders.send_event(Order::Show(face));
    }

    /// Ends the event loop.
    pub(crate) fn end(&self) {
        let _ = self.orders.send_event(Order::End);
    }
}

/// Neither in the dock nor with a menu bar: what is in the tray has no window.
#[cfg(target_os = "macos")]
fn as_accessory(inner: &mut tao::event_loop::EventLoop<Order>) {
    use tao::platform::macos::{ActivationPolicy, EventLoopExtMacOS};

    inner.set_activation_policy(ActivationPolicy::Accessory);
}

#[cfg(not(target_os = "macos"))]
fn as_accessory(_: &mut tao::event_loop::EventLoop<Order>) {}
