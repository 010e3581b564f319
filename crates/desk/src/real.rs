//! The world as it is.

use recado_api::Lang;
use recado_api::view::{Desktop, Destination};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

use crate::autostart::Autostart;
use crate::bell::Bell;
use crate::clipboard::Clipboard;
use crate::input::{Input, Orders, WindowId};
use crate::tray::{Face, Tray};
use crate::window::WindowProgram;
use crate::world::{Ring, World};

/// Does what the controller says. What it started ends with it, windows excepted.
pub(crate) struct Real {
    pub(crate) inputs: mpsc::Sender<Input>,
    pub(crate) tasks: JoinSet<()>,
    pub(crate) bell: Bell,
    pub(crate) tray: Tray,
    pub(crate) clipboard: Clipboard,
    pub(crate) window: WindowProgram,
    pub(crate) autostart: Autostart,
}

impl Real {
    /// Brings an input about, and has its end noticed.
    fn then(&mut self, input: impl Future<Output = Input> + Send + 'static) {
        while self.tasks.try_join_next().is_some() {}
        let inputs = self.inputs.clone();
        self.tasks.spawn(async move {
            let input = input.await;
            // A controller that has ended wants to know nothing more.
            let _ = inputs.send(input).await;
        });
    }
}

impl World for Real {
    fn ring(&mut self, ring: Ring) {
        if let Err(ring) = self.bell.ring(ring) {
            let answer = Err("too many wait for the notification service".to_owned());
            self.then(async move { Input::Rung { ring, answer } });
        }
    }

    fn set_tray(&mut self, face: Face) {
        self.tray.show(face);
    }

    fn open_window(&mut self, at: Option<Destination>) {
        let window = self.window.clone();
        self.then(async move { Input::WindowEnded(window.run(at).await) });
    }

    fn watch_window(&mut self, window: WindowId, orders: Orders) {
        self.then(async move {
            orders.closed().await;
            Input::WindowGone(window)
        });
    }

    fn copy(&mut self, text: String, lang: Lang, answer: Option<oneshot::Sender<Result<(), String>>>) {
        let inputs = self.inputs.clone();
        let copied = move |copied: Result<(), String>| match (answer, copied) {
            (Some(answer), copied) => {
                let _ = answer.send(copied);
            }
            (None, Ok(())) => {}
            (None, Err(reason)) => {
                // Called by whichever thread, so it may not wait.
                if let Err(lost) = inputs.try_send(Input::CopyFailed(reason)) {
                    tracing::warn!(error = %lost, "nobody is told that nothing was copied");
                }
            }
        };
        self.clipboard.copy(text, lang, Box::new(copied));
    }

    fn start_with_computer(&mut self, on: bool, answer: oneshot::Sender<Result<Desktop, String>>) {
        let autostart = self.autostart.clone();
        self.then(async move {
            let changed = tokio::task::spawn_blocking(move || {
                autostart.set(on).map_err(|error| error.to_string())?;
                Ok(autostart.is_on())
            });
            Input::StartsWithComputer {
                result: changed.await.unwrap_or_else(|error| Err(error.to_string())),
                answer,
            }
        });
    }
}
