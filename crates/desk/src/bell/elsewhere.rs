//! Notifications on Windows and macOS: a click is told to the thread that waits for it, so each has one of its own.
//!
//! A summary cannot be updated in place there; the new one comes beside the old. On Windows a click reaches only the
//! process that showed the notification, and only while that runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use notify_rust::{Notification, NotificationHandle, NotificationResponse};
use tokio::sync::mpsc;

use super::{APP, AWAITED, QUEUE};
use crate::input::Input;
use crate::world::{Ring, RingId};

/// Hands notifications to a thread that shows them.
#[derive(Debug)]
pub(crate) struct Bell {
    rings: mpsc::Sender<Ring>,
}

impl Bell {
    pub(crate) fn start(inputs: mpsc::Sender<Input>) -> Self {
        let (rings, ringing) = mpsc::channel(QUEUE);
        let started = thread::Builder::new()
            .name("bell".to_owned())
            .spawn(move || serve(ringing, &inputs));
        if let Err(error) = started {
            tracing::error!(error = %error, "no thread for notifications");
        }
        Self { rings }
    }

    /// # Errors
    /// The notification itself, where too many wait for the system.
    pub(crate) fn ring(&self, ring: Ring) -> Result<(), RingId> {
        self.rings
            .try_send(ring)
            .map_err(|refused| refused.into_inner().id)
    }
}

fn serve(mut ringing: mpsc::Receiver<Ring>, inputs: &mpsc::Sender<Input>) {
    let awaited = Arc::new(AtomicUsize::new(0));
    while let Some(ring) = ringing.blocking_recv() {
        let answer = match notification(&ring).show() {
            Ok(handle) => {
                wait_for(handle, ring.notice.leads_to, inputs, &awaited);
                Ok(())
            }
            Err(error) => Err(error.to_string()),
        };
        let rung = Input::Rung {
            ring: ring.id,
            answer,
        };
        if inputs.blocking_send(rung).is_err() {
            return;
        }
    }
}

fn notification(ring: &Ring) -> Notification {
    let mut notification = Notification::new();
    notification
        .appname(APP)
        .summary(&ring.notice.title)
        .body(&ring.notice.body);
    if ring.notice.sound {
        notification.sound_name("Default");
    }
    notification.finalize()
}

/// More than [`AWAITED`] at once are shown and lead nowhere.
fn wait_for(
    handle: NotificationHandle,
    leads_to: Option<recado_api::view::Destination>,
    inputs: &mpsc::Sender<Input>,
    awaited: &Arc<AtomicUsize>,
) {
    if awaited.fetch_add(1, Ordering::Relaxed) >= AWAITED {
        awaited.fetch_sub(1, Ordering::Relaxed);
        return;
    }
    let inputs = inputs.clone();
    let counted = Arc::clone(awaited);
    let waiting = thread::Builder::new().name("toast".to_owned()).spawn(move || {
        let mut clicked = false;
        let waited = handle.wait_for_response(|response: &NotificationResponse| {
            clicked = match response {
                NotificationResponse::Default | NotificationResponse::Action(_) => true,
                NotificationResponse::Closed(_) | NotificationResponse::Reply(_) => false,
            };
        });
        counted.fetch_sub(1, Ordering::Relaxed);
        if let Err(error) = waited {
            tracing::debug!(error = %error, "a notification tells no more of itself");
        } else if clicked {
            let _ = inputs.blocking_send(Input::ToastClicked(leads_to));
        }
    });
    if waiting.is_err() {
        awaited.fetch_sub(1, Ordering::Relaxed);
    }
}
