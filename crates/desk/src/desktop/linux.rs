//! The desktop around, as the session bus tells it: whether there is a tray, whether there is a notification service
//! and how it wants its texts, and whether panels are light or dark. Followed for as long as the bus lives, without
//! asking again and again.

use std::path::{Path, PathBuf};
use std::time::Duration;

use recado_api::view::Desktop;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use zbus::Connection;
use zbus::export::ordered_stream::OrderedStreamExt;
use zbus::fdo::{DBusProxy, NameOwnerChangedStream};
use zbus::names::BusName;
use zbus::zvariant::{OwnedValue, Value};

use crate::bell::Bell;
use crate::controller::Surroundings;
use crate::input::{Found, Input};
use crate::tray::{Panel, Tray};

/// Where there is no session bus, one may still come.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// What answers on the bus may be stuck.
const PATIENCE: Duration = Duration::from_secs(5);

/// The first look may hold up the first window, but not for long.
const FIRST_LOOK: Duration = Duration::from_secs(1);

const TRAY: &str = "org.kde.StatusNotifierWatcher";
const BELL: &str = "org.freedesktop.Notifications";
const PORTAL: &str = "org.freedesktop.portal.Desktop";
const PORTAL_PATH: &str = "/org/freedesktop/portal/desktop";
const PORTAL_SETTINGS: &str = "org.freedesktop.portal.Settings";
const APPEARANCE: &str = "org.freedesktop.appearance";
const COLOR_SCHEME: &str = "color-scheme";

/// Looks once, so that the first window is not told of a desktop that has nothing.
pub(crate) async fn look(starts_with_computer: Option<bool>) -> Surroundings {
    let there = tokio::time::timeout(
        FIRST_LOOK,
        on_bus(async |connection| {
            let bus = bus_of(connection).await?;
            Ok((is_there(&bus, TRAY).await?, has_bell(&bus).await?))
        }),
    );
    let (tray, bell) = match there.await {
        Ok(Ok(there)) => there,
        // Whoever follows the bus says why.
        Ok(Err(_)) | Err(_) => (false, false),
    };
    Surroundings {
        desktop: Desktop {
            tray,
            bell,
            starts_with_computer,
        },
        panel: panel_at_first(),
    }
}

/// Follows the desktop, and gives it a bell. `picture` is what [`picture`] gave.
pub(crate) fn watch(
    tasks: &mut JoinSet<()>,
    inputs: &mpsc::Sender<Input>,
    tray: &Tray,
    picture: Option<PathBuf>,
) -> Bell {
    let (markup, reads_markup) = watch::channel(true);
    tasks.spawn(keep_following(inputs.clone(), markup, tray.clone()));
    Bell::start(tasks, inputs.clone(), reads_markup, picture)
}

/// The app's picture as a file in `folder`, where the desk may write: a notification service may not find the icon of
/// an app that was not installed.
pub(crate) fn picture(folder: &Path) -> Option<PathBuf> {
    let file = folder.join("recado.png");
    match std::fs::write(&file, include_bytes!("../../../../icons/app-128.png")) {
        Ok(()) => Some(file),
        Err(error) => {
            tracing::warn!(error = %error, "no picture for notifications");
            None
        }
    }
}

/// The panel, as far as the desktop's name tells: GNOME's is black whatever the windows are.
fn panel_at_first() -> Panel {
    let desktop = std::env::var("XDG_CURRENT_DESKTOP").unwrap_or_default();
    panel(&desktop, None)
}

fn panel(desktop: &str, prefers_dark: Option<bool>) -> Panel {
    if desktop.split(':').any(|name| name == "GNOME") {
        return Panel::Dark;
    }
    match prefers_dark {
        Some(true) => Panel::Dark,
        Some(false) => Panel::Light,
        None => Panel::Unknown,
    }
}

/// Tells what there is, and what comes and goes. `markup` gets whether the notification service reads markup; `tray`
/// registers anew where the bus was lost.
async fn keep_following(inputs: mpsc::Sender<Input>, markup: watch::Sender<bool>, tray: Tray) {
    let mut was_lost = false;
    loop {
        let followed = on_bus(async |connection| {
            let watcher = Watcher {
                bus: bus_of(connection).await?,
                connection: connection.clone(),
                inputs: &inputs,
                markup: &markup,
            };
            watcher.follow(was_lost.then_some(&tray)).await
        });
        match followed.await {
            Ok(()) => tracing::info!("the session bus is gone"),
            Err(error) => tracing::info!(error = %error, "no session bus: neither tray nor notifications"),
        }
        was_lost = true;
        for gone in [Found::Tray(false), Found::Bell(false)] {
            if inputs.send(Input::Found(gone)).await.is_err() {
                return;
            }
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Does something on a connection to the session bus, whose work is done right here instead of in one more thread.
async fn on_bus<T>(act: impl AsyncFnOnce(&Connection) -> zbus::Result<T>) -> zbus::Result<T> {
    let connection = zbus::connection::Builder::session()?
        .internal_executor(false)
        .method_timeout(PATIENCE)
        .build()
        .await?;
    let worker = connection.executor().clone();
    let work = async {
        loop {
            worker.tick().await;
        }
    };
    tokio::select! {
        done = act(&connection) => done,
        () = work => Err(zbus::Error::Unsupported),
    }
}

async fn bus_of(connection: &Connection) -> zbus::Result<DBusProxy<'static>> {
    let bus = DBusProxy::builder(connection)
        .cache_properties(zbus::proxy::CacheProperties::No)
        .build()
        .await?;
    Ok(bus)
}

async fn is_there(bus: &DBusProxy<'_>, name: &str) -> zbus::Result<bool> {
    let there = bus.name_has_owner(BusName::try_from(name)?).await?;
    Ok(there)
}

/// A service that is not running counts if the bus starts it for the first notification.
async fn has_bell(bus: &DBusProxy<'_>) -> zbus::Result<bool> {
    let there = is_there(bus, BELL).await?
        || bus
            .list_activatable_names()
            .await?
            .iter()
            .any(|name| name.as_str() == BELL);
    Ok(there)
}

struct Watcher<'a> {
    connection: Connection,
    bus: DBusProxy<'a>,
    inputs: &'a mpsc::Sender<Input>,
    markup: &'a watch::Sender<bool>,
}

impl Watcher<'_> {
    async fn follow(&self, tray: Option<&Tray>) -> zbus::Result<()> {
        // Before looking, so that nothing comes in between.
        let mut trays = self.owners_of(TRAY).await?;
        let mut bells = self.owners_of(BELL).await?;
        let mut schemes = self.color_schemes().await?;
        if let Some(tray) = tray {
            tray.register_anew();
        }
        self.tell(Found::Tray(is_there(&self.bus, TRAY).await?)).await;
        self.look_at_bell().await?;
        self.look_at_panel().await;
        loop {
            tokio::select! {
                owner = trays.next() => {
                    let Some(owner) = owner else { return Ok(()) };
                    let there = owner.args()?.new_owner.is_some();
                    self.tell(Found::Tray(there)).await;
                }
                owner = bells.next() => {
                    if owner.is_none() { return Ok(()) };
                    self.look_at_bell().await?;
                }
                scheme = schemes.next() => {
                    let Some(scheme) = scheme else { return Ok(()) };
                    if let Some(value) = changed_scheme(&scheme?) {
                        self.tell_panel(Some(value)).await;
                    }
                }
            }
        }
    }

    async fn owners_of(&self, name: &str) -> zbus::Result<NameOwnerChangedStream> {
        let owners = self
            .bus
            .receive_name_owner_changed_with_args(&[(0, name)])
            .await?;
        Ok(owners)
    }

    async fn color_schemes(&self) -> zbus::Result<zbus::MessageStream> {
        let rule = zbus::MatchRule::builder()
            .msg_type(zbus::message::Type::Signal)
            .interface(PORTAL_SETTINGS)?
            .member("SettingChanged")?
            .path(PORTAL_PATH)?
            .build();
        let schemes = zbus::MessageStream::for_match_rule(rule, &self.connection, None).await?;
        Ok(schemes)
    }

    async fn look_at_bell(&self) -> zbus::Result<()> {
        if is_there(&self.bus, BELL).await? {
            // Most read markup, so what does not say is taken to.
            let reads_markup = self
                .capabilities()
                .await
                .is_none_or(|capabilities| capabilities.iter().any(|capability| capability == "body-markup"));
            self.markup.send_replace(reads_markup);
        }
        self.tell(Found::Bell(has_bell(&self.bus).await?)).await;
        Ok(())
    }

    async fn capabilities(&self) -> Option<Vec<String>> {
        let answer = self
            .connection
            .call_method(
                Some(BELL),
                "/org/freedesktop/Notifications",
                Some(BELL),
                "GetCapabilities",
                &(),
            )
            .await;
        answer.ok()?.body().deserialize().ok()
    }

    /// Only where the portal runs: it is not started for the colour of an icon.
    async fn look_at_panel(&self) {
        if !is_there(&self.bus, PORTAL).await.unwrap_or(false) {
            return;
        }
        let answer = self
            .connection
            .call_method(
                Some(PORTAL),
                PORTAL_PATH,
                Some(PORTAL_SETTINGS),
                "Read",
                &(APPEARANCE, COLOR_SCHEME),
            )
            .await;
        let scheme = answer
            .ok()
            .and_then(|answer| answer.body().deserialize::<OwnedValue>().ok())
            .and_then(|value| number(&value));
        self.tell_panel(scheme).await;
    }

    async fn tell_panel(&self, scheme: Option<u32>) {
        // <https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html>
        let prefers_dark = match scheme {
            Some(1) => Some(true),
            Some(2) => Some(false),
            Some(_) | None => None,
        };
        let desktop = std::env::var("XDG_CURRENT_DESKTOP").unwrap_or_default();
        self.tell(Found::Panel(panel(&desktop, prefers_dark))).await;
    }

    /// A controller that has ended needs to know no more.
    async fn tell(&self, found: Found) {
        let _ = self.inputs.send(Input::Found(found)).await;
    }
}

/// The new value, where it is the color scheme that changed.
fn changed_scheme(message: &zbus::Message) -> Option<u32> {
    let body = message.body();
    let (namespace, key, value): (String, String, OwnedValue) = body.deserialize().ok()?;
    if namespace != APPEARANCE || key != COLOR_SCHEME {
        return None;
    }
    number(&value)
}

/// `Read` wraps its value twice.
fn number(value: &Value<'_>) -> Option<u32> {
    if let Value::Value(inner) = value {
        return number(inner);
    }
    u32::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_panel_follows_the_desktops_theme_except_where_it_is_always_black() {
        assert_eq!(panel("KDE", Some(true)), Panel::Dark);
        assert_eq!(panel("KDE", Some(false)), Panel::Light);
        assert_eq!(panel("XFCE", None), Panel::Unknown);
        assert_eq!(panel("ubuntu:GNOME", Some(false)), Panel::Dark);
    }

    #[test]
    fn a_value_is_found_however_often_it_is_wrapped() {
        let twice = Value::Value(Box::new(Value::Value(Box::new(Value::U32(1)))));
        assert_eq!(number(&twice), Some(1));
        assert_eq!(number(&Value::from("1")), None);
    }
}
