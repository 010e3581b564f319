//! The desktop's notification service, over D-Bus.
//! <https://specifications.freedesktop.org/notification-spec/latest/>

use std::collections::VecDeque;
use std::path::PathBuf;

use notify_rust::{Hint, Notification, NotificationHandle, NotificationResponse};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::{AbortHandle, JoinSet};

use super::{APP, AWAITED, QUEUE};
use crate::input::Input;
use crate::notice::Notice;
use crate::world::{Ring, RingId};

/// The name of the package's desktop entry, and of its icon: what Tauri's bundle calls them.
const DESKTOP_ENTRY: &str = "Recado";
const ICON: &str = "recado-window";

/// Hands notifications to a task that waits for the service.
#[derive(Debug)]
pub(crate) struct Bell {
    rings: mpsc::Sender<Ring>,
}

impl Bell {
    /// `markup` tells whether the service that there is reads markup in a text; `picture` is a file with the app's.
    pub(crate) fn start(
        tasks: &mut JoinSet<()>,
        inputs: mpsc::Sender<Input>,
        markup: watch::Receiver<bool>,
        picture: Option<PathBuf>,
    ) -> Self {
        let (rings, ringing) = mpsc::channel(QUEUE);
        let service = Service {
            inputs,
            markup,
            picture,
            awaited: Awaited::default(),
            ids: VecDeque::new(),
        };
        tasks.spawn(service.serve(ringing));
        Self { rings }
    }

    /// # Errors
    /// The notification itself, where too many wait for a service that does not answer.
    pub(crate) fn ring(&self, ring: Ring) -> Result<(), RingId> {
        self.rings
            .try_send(ring)
            .map_err(|refused| refused.into_inner().id)
    }
}

struct Service {
    inputs: mpsc::Sender<Input>,
    markup: watch::Receiver<bool>,
    picture: Option<PathBuf>,
    awaited: Awaited,
    /// What the service calls the latest ones.
    ids: VecDeque<(RingId, u32)>,
}

impl Service {
    /// One at a time, in order: a service that is stuck holds up notifications and nothing else.
    async fn serve(mut self, mut ringing: mpsc::Receiver<Ring>) {
        while let Some(ring) = ringing.recv().await {
            let notification = self.notification(&ring);
            let answer = match notification.show_async().await {
                Ok(handle) => {
                    self.remember(ring.id, handle.id());
                    self.awaited.wait_for(handle, ring.notice, self.inputs.clone());
                    Ok(())
                }
                Err(error) => Err(error.to_string()),
            };
            let rung = Input::Rung {
                ring: ring.id,
                answer,
            };
            if self.inputs.send(rung).await.is_err() {
                return;
            }
        }
    }

    fn notification(&self, ring: &Ring) -> Notification {
        let Notice {
            title,
            body,
            action,
            sound,
            ..
        } = &ring.notice;
        let mut notification = Notification::new();
        notification
            .appname(APP)
            .summary(title)
            .body(&self.text(body))
            .action("default", action)
            .hint(Hint::Category("im.received".to_owned()))
            .hint(Hint::DesktopEntry(DESKTOP_ENTRY.to_owned()));
        match &self.picture {
            Some(picture) => notification.icon(&picture.to_string_lossy()),
            None => notification.icon(ICON),
        };
        if *sound {
            // Of the freedesktop sound naming specification.
            notification.hint(Hint::SoundName("message-new-instant".to_owned()));
        } else {
            notification.hint(Hint::SuppressSound(true));
        }
        let replaced = ring
            .replaces
            .and_then(|replaced| self.ids.iter().find(|(ring, _)| *ring == replaced));
        if let Some((_, id)) = replaced {
            notification.id(*id);
        }
        notification.finalize()
    }

    /// A stranger's text must not become markup where the service reads it, nor show its entities where it does not.
    fn text(&self, body: &str) -> String {
        if *self.markup.borrow() {
            escaped(body)
        } else {
            body.to_owned()
        }
    }

    fn remember(&mut self, ring: RingId, id: u32) {
        if self.ids.len() == AWAITED {
            self.ids.pop_front();
        }
        self.ids.push_back((ring, id));
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The notifications that stand and may be clicked.
#[derive(Default)]
struct Awaited {
    waiting: JoinSet<()>,
    handles: VecDeque<AbortHandle>,
    /// Some desktops take all of an app's notifications away as soon as the connection that showed the first is gone.
    first: Option<oneshot::Receiver<NotificationHandle>>,
}

impl Awaited {
    fn wait_for(&mut self, handle: NotificationHandle, notice: Notice, inputs: mpsc::Sender<Input>) {
        while self.waiting.try_join_next().is_some() {}
        self.handles.retain(|handle| !handle.is_finished());
        while self.handles.len() >= AWAITED {
            if let Some(oldest) = self.handles.pop_front() {
                oldest.abort();
            }
        }
        let (done, kept) = oneshot::channel();
        let waiting = self.waiting.spawn(async move {
            let mut clicked = false;
            handle
                .wait_for_action_async(|response: &NotificationResponse| {
                    clicked = match response {
                        NotificationResponse::Default | NotificationResponse::Action(_) => true,
                        NotificationResponse::Closed(_) | NotificationResponse::Reply(_) => false,
                    };
                })
                .await;
            // Lives on only where somebody keeps the other end.
            let _ = done.send(handle);
            if clicked {
                let _ = inputs.send(Input::ToastClicked(notice.leads_to)).await;
            }
        });
        if self.first.is_none() {
            self.first = Some(kept);
        } else {
            self.handles.push_back(waiting);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strangers_text_is_no_markup() {
        assert_eq!(escaped("<b>1 & 2</b>"), "&lt;b&gt;1 &amp; 2&lt;/b&gt;");
    }
}
