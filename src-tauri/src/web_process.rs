//! The web view's own process, which may crash: on Linux with the graphics driver, on a strange font, out of memory.
//!
//! The page is loaded anew once, since most crashes do not come twice. At the second this program ends, so that the
//! person sees a window that closed and not one that is dead; the desk goes on receiving, and opens another on a click.

use tauri::{WebviewUrl, WebviewWindow};

/// What is loaded first: nothing, until [`prepare`] has spared the web process the graphics driver. Taken away from a
/// page that is being drawn already, that ends the process (seen with WebKitGTK 2.50).
#[cfg(target_os = "linux")]
pub(crate) fn first_url() -> WebviewUrl {
    tauri::Url::parse("about:blank").map_or_else(|_| WebviewUrl::default(), WebviewUrl::External)
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn first_url() -> WebviewUrl {
    WebviewUrl::default()
}

/// Looks after the web process of this window and loads the page. A board needs no graphics driver; without it the
/// window opens as fast, takes 60 MiB less and knows no driver's faults.
///
/// # Errors
/// When the window has no web view.
#[cfg(target_os = "linux")]
pub(crate) fn prepare(window: &WebviewWindow) -> tauri::Result<()> {
    use std::cell::Cell;

    use tauri::Manager as _;
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt};

    let app = window.app_handle().clone();
    window.with_webview(move |view| {
        let view = view.inner();
        if let Some(settings) = WebViewExt::settings(&view) {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
        let has_crashed = Cell::new(false);
        view.connect_web_process_terminated(move |view, reason| {
            if has_crashed.replace(true) {
                tracing::error!(reason = ?reason, "the web process ended again");
                app.exit(1);
            } else {
                tracing::warn!(reason = ?reason, "the web process ended; loading the page anew");
                view.reload();
            }
        });
        view.load_uri("tauri://localhost/");
    })
}

/// WebView2 and WKWebView load a page whose process ended anew by themselves.
///
/// # Errors
/// Never.
#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare(_window: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
