//! On Linux the tray is spoken to over D-Bus, which needs a thread that may wait and no event loop.

use std::sync::mpsc as orders;
use std::thread;

use tokio::sync::mpsc;

use super::Face;
use super::shown::{Shown, listen};
use crate::input::Input;

/// The way to the tray's thread, which ends with the last of these.
#[derive(Debug, Clone)]
pub(crate) struct Tray {
    orders: orders::Sender<Order>,
}

#[derive(Debug)]
enum Order {
    Show(Face),
    RegisterAnew,
}

impl Tray {
    /// Once in a process.
    pub(crate) fn start(inputs: &mpsc::Sender<Input>) -> Self {
        listen(inputs);
        let (orders, ordered) = orders::channel();
        let started = thread::Builder::new().name("tray".to_owned()).spawn(move || {
            let mut shown = Shown::default();
            for order in ordered {
                match order {
                    Order::Show(face) => shown.show(face),
                    Order::RegisterAnew => shown.register_anew(),
                }
            }
        });
        if let Err(error) = started {
            tracing::error!(error = %error, "no thread for the tray");
        }
        Self { orders }
    }

    pub(crate) fn show(&self, face: Face) {
        self.order(Order::Show(face));
    }

    /// There is a session bus (again).
    pub(crate) fn register_anew(&self) {
        self.order(Order::RegisterAnew);
    }

    /// The thread is gone only where it could not be started, which was said.
    fn order(&self, order: Order) {
        let _ = self.orders.send(order);
    }
}
