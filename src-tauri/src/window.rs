//! The one window: made, placed, brought to the front.

use std::process::ExitCode;
use std::sync::Arc;

use recado_api::request::ShowSettings;
use recado_api::view::Theme;
use tauri::webview::{Color, NewWindowResponse};
use tauri::{AppHandle, Manager, RunEvent, Url, WebviewWindow, WebviewWindowBuilder, WindowEvent};
use tokio::runtime::Runtime;

use crate::commands;
use crate::enter::{Attached, Door};
use crate::export::Exported;
use crate::link::Link;
use crate::page::Page;
use crate::place::Place;
use crate::web_process;

const LABEL: &str = "main";

/// The design's `--canvas`, light and dark: what stands there until the page has painted.
const CANVAS_LIGHT: Color = Color(0xf8, 0xf6, 0xf2, 0xff);
const CANVAS_DARK: Color = Color(0x12, 0x15, 0x1a, 0xff);

/// Where the data is, for the commands.
pub(crate) struct DataFolder(pub(crate) std::path::PathBuf);

/// Opens the window and keeps it until it is closed.
pub(crate) fn run(runtime: Runtime, door: Door, attached: Option<Attached>) -> ExitCode {
    tauri::async_runtime::set(runtime.handle().clone());
    let theme = attached.as_ref().map_or(Theme::System, |attached| {
        let settings = runtime.block_on(attached.client.ask(ShowSettings {}));
        settings.map_or(Theme::System, |settings| settings.theme)
    });
    let tasks = runtime.handle().clone();
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(commands::handler())
        .setup(move |app| {
            let page = Arc::new(Page::new());
            let folder = door.folder().to_owned();
            app.manage(page.clone());
            app.manage(Exported::default());
            app.manage(DataFolder(folder));
            open(app.handle(), theme)?;
            app.manage(Link::start(&tasks, app.handle().clone(), page, door, attached));
            Ok(())
        })
        .build(tauri::generate_context!());
    let code = match built {
        Ok(app) => app.run_return(|app, event| {
            if let RunEvent::ExitRequested { .. } = event {
                keep_place(app);
            }
        }),
        Err(error) => {
            tracing::error!(error = %error, "the window cannot be opened");
            1
        }
    };
    // What still runs there, such as an open save dialog, has nobody to answer to any more.
    runtime.shutdown_background();
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}

fn open(app: &AppHandle, theme: Theme) -> Result<(), Box<dyn std::error::Error>> {
    let config = app.config().app.windows.first();
    let mut config = config.ok_or("tauri.conf.json has no window")?.clone();
    config.url = web_process::first_url();
    let folder = app.state::<DataFolder>().0.clone();
    let window = WebviewWindowBuilder::from_config(app, &config)?
        .theme(as_tauri(theme))
        .data_directory(folder.join("webview"))
        // What strangers send must not lead the window anywhere, whatever got into the page.
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    web_process::prepare(&window)?;
    let canvas = match window.theme() {
        Ok(tauri::Theme::Dark) => CANVAS_DARK,
        _ => CANVAS_LIGHT,
    };
    window.set_background_color(Some(canvas))?;
    let place = Place::read(&folder);
    place.restore(&window);
    app.manage(place);
    window.on_window_event({
        let window = window.clone();
        move |event| on_event(&window, event)
    });
    window.show()?;
    window.set_focus()?;
    Ok(())
}

fn on_event(window: &WebviewWindow, event: &WindowEvent) {
    let place = window.state::<Place>();
    if let WindowEvent::Resized(_) | WindowEvent::Moved(_) = event {
        place.remember(window);
    } else if let WindowEvent::CloseRequested { api, .. } = event {
        place.write(window);
        if !window.state::<Arc<Page>>().may_close() {
            api.prevent_close();
        }
    }
}

/// Where the app ends with its window still open, as when the engine is ended.
fn keep_place(app: &AppHandle) {
    if let (Some(window), Some(place)) = (app.get_webview_window(LABEL), app.try_state::<Place>()) {
        place.write(&window);
    }
}

/// Brings the window before the person's eyes.
pub(crate) fn raise(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    let raised = window
        .unminimize()
        .and_then(|()| window.show())
        .and_then(|()| window.set_focus());
    if let Err(error) = raised {
        tracing::warn!(error = %error, "the window does not come to the front");
    }
}

/// The frame and the page's `prefers-color-scheme` follow the owner's choice.
pub(crate) fn set_theme(app: &AppHandle, theme: Theme) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    if let Err(error) = window.set_theme(as_tauri(theme)) {
        tracing::warn!(error = %error, "the window's theme cannot be changed");
    }
}

fn as_tauri(theme: Theme) -> Option<tauri::Theme> {
    match theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark => Some(tauri::Theme::Dark),
    }
}

/// The embedded page: `tauri://localhost`, on Windows `http://tauri.localhost`. Where it begins with an empty one
/// (`web_process`), that too.
fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost") && url.port().is_none(),
        "about" => url.path() == "blank",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_goes_nowhere_but_to_its_own_page() {
        let goes = |url: &str| is_own_page(&Url::parse(url).unwrap());
        assert!(goes("tauri://localhost/"));
        assert!(goes("http://tauri.localhost/index.html"));
        for elsewhere in [
            "https://example.org/",
            "http://tauri.localhost.example.org/",
            "http://localhost:7322/in/x",
            "http://tauri.localhost:7322/",
            "tauri://example.org/",
            "file:///etc/passwd",
            "data:text/html,x",
            "javascript:alert(1)",
            "about:srcdoc",
        ] {
            assert!(!goes(elsewhere), "{elsewhere}");
        }
    }
}
