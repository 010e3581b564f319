//! Windows and macOS always have a tray and notifications.

use std::path::{Path, PathBuf};

use recado_api::view::Desktop;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::bell::Bell;
use crate::controller::Surroundings;
use crate::input::Input;
use crate::tray::{Panel, Tray};

/// It stays so: a notification that cannot be shown says so itself.
#[expect(
    clippy::unused_async,
    reason = "the session bus of Linux has to be waited for"
)]
pub(crate) async fn look(starts_with_computer: Option<bool>) -> Surroundings {
    Surroundings {
        desktop: Desktop {
            tray: true,
            bell: true,
            starts_with_computer,
        },
        panel: panel_at_first(),
    }
}

/// There is nothing to follow.
pub(crate) fn watch(_: &mut JoinSet<()>, inputs: &mpsc::Sender<Input>, _: &Tray, _: Option<PathBuf>) -> Bell {
    Bell::start(inputs.clone())
}

/// The system knows the program's own.
pub(crate) fn picture(_: &Path) -> Option<PathBuf> {
    None
}

/// Windows says in the registry what its task bar looks like; macOS recolours the icon itself.
fn panel_at_first() -> Panel {
    if task_bar_is_light() {
        Panel::Light
    } else {
        Panel::Dark
    }
}

#[cfg(windows)]
fn task_bar_is_light() -> bool {
    let key =
        windows_registry::CURRENT_USER.open(r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize");
    key.and_then(|key| key.get_u32("SystemUsesLightTheme"))
        .is_ok_and(|light| light == 1)
}

#[cfg(not(windows))]
fn task_bar_is_light() -> bool {
    true
}
