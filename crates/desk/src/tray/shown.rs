//! A face in the system's tray, by `tray-icon`. Belongs to one thread.

use tokio::sync::mpsc;
use tray_icon::menu::{IsMenuItem, Menu, MenuEvent, MenuItem, PredefinedMenuItem, Submenu};
use tray_icon::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};

use super::menu::Entry;
use super::{Click, Face};
use crate::input::Input;

/// Sends clicks to the controller from now on. Once in a process: the handlers are the process's own.
pub(super) fn listen(inputs: &mpsc::Sender<Input>) {
    let clicks = inputs.clone();
    MenuEvent::set_event_handler(Some(move |event: MenuEvent| match event.id().as_ref().parse() {
        Ok(click) => send(&clicks, click),
        Err(error) => tracing::warn!(error = %error, id = event.id().as_ref(), "an unknown click"),
    }));
    let clicks = inputs.clone();
    TrayIconEvent::set_event_handler(Some(move |event| {
        if let TrayIconEvent::Click {
            button: MouseButton::Left,
            button_state: MouseButtonState::Up,
            ..
        } = event
        {
            send(&clicks, Click::Open);
        }
    }));
}

/// A click more than the controller can take while it is busy is lost, as a click on a busy program is.
fn send(clicks: &mpsc::Sender<Input>, click: Click) {
    if clicks.try_send(Input::Clicked(click)).is_err() {
        tracing::warn!("a click in the tray is lost");
    }
}

/// What the tray shows now.
#[derive(Default)]
pub(super) struct Shown {
    icon: Option<TrayIcon>,
    face: Option<Face>,
}

impl Shown {
    pub(super) fn show(&mut self, face: Face) {
        match &self.icon {
            Some(icon) => {
                if let Err(error) = redraw(icon, self.face.as_ref(), &face) {
                    tracing::warn!(error = %error, "the tray cannot be redrawn");
                }
            }
            None => self.icon = build(&face),
        }
        self.face = Some(face);
    }

    /// With a new connection, where the old one is lost.
    #[cfg(target_os = "linux")]
    pub(super) fn register_anew(&mut self) {
        self.icon = None;
        self.icon = self.face.as_ref().and_then(build);
    }
}

fn build(face: &Face) -> Option<TrayIcon> {
    match try_build(face) {
        Ok(icon) => Some(icon),
        Err(error) => {
            tracing::info!(error = %error, "no tray icon");
            None
        }
    }
}

fn try_build(face: &Face) -> Result<TrayIcon, TrayError> {
    let mut builder = TrayIconBuilder::new()
        .with_id("recado")
        .with_tooltip(&face.tooltip)
        .with_menu(Box::new(menu(&face.menu)?))
        .with_menu_on_left_click(false);
    builder = with_picture(builder, picture(face)?);
    // On macOS it would stand beside the icon.
    if cfg!(target_os = "linux") {
        builder = builder.with_title("Recado");
    }
    Ok(builder.build()?)
}

fn redraw(icon: &TrayIcon, before: Option<&Face>, face: &Face) -> Result<(), TrayError> {
    if before.is_none_or(|before| before.icon != face.icon) {
        set_picture(icon, picture(face)?)?;
    }
    if before.is_none_or(|before| before.tooltip != face.tooltip) {
        icon.set_tooltip(Some(&face.tooltip))?;
    }
    if before.is_none_or(|before| before.menu != face.menu) {
        icon.set_menu(Some(Box::new(menu(&face.menu)?)));
    }
    Ok(())
}

fn picture(face: &Face) -> Result<tray_icon::Icon, TrayError> {
    let pixels = face.icon.pixels()?;
    Ok(tray_icon::Icon::from_rgba(
        pixels.rgba,
        pixels.width,
        pixels.height,
    )?)
}

/// macOS paints icons itself, in what suits the menu bar.
#[cfg(target_os = "macos")]
fn with_picture(builder: TrayIconBuilder, picture: tray_icon::Icon) -> TrayIconBuilder {
    builder.with_icon_templated(picture)
}

#[cfg(not(target_os = "macos"))]
fn with_picture(builder: TrayIconBuilder, picture: tray_icon::Icon) -> TrayIconBuilder {
    builder.with_icon(picture)
}

#[cfg(target_os = "macos")]
fn set_picture(icon: &TrayIcon, picture: tray_icon::Icon) -> tray_icon::Result<()> {
    icon.set_icon_templated(Some(picture))
}

#[cfg(not(target_os = "macos"))]
fn set_picture(icon: &TrayIcon, picture: tray_icon::Icon) -> tray_icon::Result<()> {
    icon.set_icon(Some(picture))
}

fn menu(entries: &[Entry]) -> Result<Menu, TrayError> {
    let menu = Menu::new();
    for entry in entries {
        menu.append(&*item(entry)?)?;
    }
    Ok(menu)
}

fn item(entry: &Entry) -> Result<Box<dyn IsMenuItem>, TrayError> {
    Ok(match entry {
        Entry::Does { label, click } => {
            Box::new(MenuItem::with_id(click.to_string(), literal(label), true, None))
        }
        Entry::Says(label) => Box::new(MenuItem::new(literal(label), false, None)),
        Entry::Group { label, entries } => {
            let group = Submenu::new(literal(label), true);
            for entry in entries {
                group.append(&*item(entry)?)?;
            }
            Box::new(group)
        }
        Entry::Line => Box::new(PredefinedMenuItem::separator()),
    })
}

/// An ampersand marks an access key unless it is doubled.
fn literal(label: &str) -> String {
    label.replace('&', "&&")
}

#[derive(Debug, thiserror::Error)]
enum TrayError {
    #[error("the tray: {0}")]
    Tray(#[from] tray_icon::Error),
    #[error("its menu: {0}")]
    Menu(#[from] tray_icon::menu::Error),
    #[error("its icon: {0}")]
    Icon(#[from] tray_icon::BadIcon),
    #[error("its picture: {0}")]
    Picture(#[from] png::DecodingError),
}
