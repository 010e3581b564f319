//! What only a desktop can do: forwarded to whoever has one.

use std::sync::Arc;

use recado_api::request::{CopyText, ShowDesktop, StartWithComputer};
use recado_api::view::{Attach, Desktop, WindowOrder};
use recado_api::{Code, Failure};
use tokio::sync::{mpsc, oneshot};

use super::Handle;
use crate::core::Core;
use crate::desktop::{AttachedWindow, DesktopAsk};

/// Orders that a window may leave unread. A desk gives one at a click.
const ORDERS: usize = 8;

impl Handle<ShowDesktop> for Core {
    async fn handle(self: &Arc<Self>, _: ShowDesktop) -> Result<Option<Desktop>, Failure> {
        if self.desktop.get().is_none() {
            return Ok(None);
        }
        let desktop = ask(self, |answer| DesktopAsk::Show { answer }).await?;
        Ok(Some(desktop))
    }
}

impl Handle<CopyText> for Core {
    async fn handle(self: &Arc<Self>, request: CopyText) -> Result<(), Failure> {
        let text = request.text;
        ask(self, |answer| DesktopAsk::Copy { text, answer })
            .await?
            .map_err(|reason| refused(self, "failure-copy", reason))
    }
}

impl Handle<StartWithComputer> for Core {
    async fn handle(self: &Arc<Self>, request: StartWithComputer) -> Result<Desktop, Failure> {
        let on = request.on;
        ask(self, |answer| DesktopAsk::StartWithComputer { on, answer })
            .await?
            .map_err(|reason| refused(self, "failure-start-with-computer", reason))
    }
}

/// Presents a window to the desk, whose orders come through what is returned; `None` where there is no desk. The
/// window is attached until that is dropped.
pub(super) async fn attach(core: &Core, attach: Attach) -> Option<mpsc::Receiver<WindowOrder>> {
    let desktop = core.desktop.get()?;
    let (orders, ordered) = mpsc::channel(ORDERS);
    let window = AttachedWindow { attach, orders };
    desktop.send(DesktopAsk::Attach(window)).await.ok()?;
    Some(ordered)
}

/// A desk that is ending answers no more, and is as good as none.
async fn ask<T>(core: &Core, ask: impl FnOnce(oneshot::Sender<T>) -> DesktopAsk) -> Result<T, Failure> {
    let desktop = core.desktop.get().ok_or_else(|| no_desktop(core))?;
    let (answer, answered) = oneshot::channel();
    desktop
        .send(ask(answer))
        .await
        .map_err(|_closed| no_desktop(core))?;
    answered.await.map_err(|_closed| no_desktop(core))
}

fn no_desktop(core: &Core) -> Failure {
    Failure {
        code: Code::NoDesktop,
        message: core.lang().text("failure-no-desktop", &[]),
    }
}

fn refused(core: &Core, id: &str, reason: String) -> Failure {
    tracing::warn!(reason, "the desktop refused");
    Failure {
        code: Code::Unavailable,
        message: core.lang().text(id, &[("reason", reason.into())]),
    }
}
