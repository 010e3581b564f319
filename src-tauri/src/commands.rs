//! What the page may call. Each command is an adapter; `build.rs` and `capabilities/main.json` name the same ones.

use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use recado_api::bridge::{About, ExportProgress, ExportStyle, Heard};
use recado_api::request::Stop;
use recado_api::{Code, Failure, Request};
use tauri::ipc::{Channel, Invoke, Response};
use tauri::{AppHandle, State, WebviewWindow};
use tauri_plugin_dialog::DialogExt as _;
use tokio::sync::oneshot;

use crate::export::{self, ExportError, Exported};
use crate::link::{Link, Wish};
use crate::page::Page;
use crate::whole_file::WholeFile;
use crate::window::DataFolder;
use crate::{links, version};

pub(crate) fn handler() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        about,
        ask,
        close_window,
        follow,
        open_data_folder,
        open_link,
        quit,
        reveal,
        save_export,
        save_text,
        stay_open,
        take_over,
        try_again,
    ]
}

/// Forwards to the engine, whose answer `{"ok": …, "n": …}` goes back as it came. Only what is a [`Request`] passes.
#[tauri::command]
async fn ask(page: State<'_, Arc<Page>>, request: serde_json::Value) -> Result<Response, Failure> {
    let refused = |reason: String| {
        let message = page.lang().text("failure-request", &[("reason", reason.into())]);
        bad_request(message)
    };
    let request: Request = serde_json::from_value(request).map_err(|error| refused(error.to_string()))?;
    let answer = page.engine()?.forward(&request).await?;
    let answer = String::from_utf8(answer.into()).map_err(|error| internal(&error))?;
    Ok(Response::new(answer))
}

/// Tells the page everything it may hear, from now on: how things stand at once, then what changes.
#[tauri::command]
fn follow(page: State<'_, Arc<Page>>, on_heard: Channel<Vec<Heard>>) {
    page.follow(on_heard);
}

/// Opens a conversation, a mail or a call in the program that the computer has for it.
#[tauri::command]
async fn open_link(page: State<'_, Arc<Page>>, url: String) -> Result<(), Failure> {
    let url =
        links::allowed(&url).ok_or_else(|| bad_request(page.lang().text("window-link-refused", &[])))?;
    let opened = blocking(move || tauri_plugin_opener::open_url(url, None::<&str>)).await?;
    opened.map_err(|error| cannot_open(&page, &error))
}

/// Writes the contacts where the person wants them, or to `path`; gives the file, or nothing where they thought
/// better.
#[tauri::command]
async fn save_export(
    window: WebviewWindow,
    page: State<'_, Arc<Page>>,
    exported: State<'_, Exported>,
    style: ExportStyle,
    name: String,
    path: Option<PathBuf>,
    on_progress: Channel<ExportProgress>,
) -> Result<Option<PathBuf>, Failure> {
    let engine = page.engine()?;
    let chosen = match path {
        Some(path) => Some(path),
        None => ask_where(&window, &page, name, Kind::Sheet).await,
    };
    let Some(file) = chosen else {
        return Ok(None);
    };
    let told = |progress| {
        let _ = on_progress.send(progress);
    };
    match export::write(&engine, style, &file, told).await {
        Ok(()) => {
            exported.add(file.clone());
            Ok(Some(file))
        }
        Err(ExportError::Engine(failure)) => Err(failure),
        Err(ExportError::File(error)) => Err(cannot_write(&page, &file, &error)),
    }
}

/// Writes a text that the page was given, the address under its passphrase, where the person wants it, or to `path`;
/// gives the file, or nothing where they thought better.
#[tauri::command]
async fn save_text(
    window: WebviewWindow,
    page: State<'_, Arc<Page>>,
    exported: State<'_, Exported>,
    name: String,
    text: String,
    path: Option<PathBuf>,
) -> Result<Option<PathBuf>, Failure> {
    let chosen = match path {
        Some(path) => Some(path),
        None => ask_where(&window, &page, name, Kind::Address).await,
    };
    let Some(file) = chosen else {
        return Ok(None);
    };
    let written = async {
        let mut whole = WholeFile::begin(&file).await?;
        whole.write(text.as_bytes()).await?;
        whole.finish().await
    };
    written
        .await
        .map_err(|error| cannot_write(&page, &file, &error))?;
    exported.add(file.clone());
    Ok(Some(file))
}

/// What kind of file a person is asked a place for.
enum Kind {
    Sheet,
    Address,
}

async fn ask_where(window: &WebviewWindow, page: &Page, name: String, kind: Kind) -> Option<PathBuf> {
    let lang = page.lang();
    let (chosen, choice) = oneshot::channel();
    let dialog = window.dialog().file().set_parent(window).set_file_name(name);
    let dialog = match kind {
        Kind::Sheet => dialog
            .set_title(lang.text("window-export-title", &[]))
            .add_filter(lang.text("window-export-kind", &[]), &["csv"]),
        Kind::Address => dialog
            .set_title(lang.text("window-address-title", &[]))
            .add_filter(lang.text("window-address-kind", &[]), &["age"]),
    };
    dialog.save_file(move |file| {
        let _ = chosen.send(file);
    });
    choice.await.ok()??.into_path().ok()
}

/// Shows a file that was exported where it lies.
#[tauri::command]
async fn reveal(
    page: State<'_, Arc<Page>>,
    exported: State<'_, Exported>,
    path: PathBuf,
) -> Result<(), Failure> {
    if !exported.has(&path) {
        return Err(bad_request(page.lang().text("window-link-refused", &[])));
    }
    let shown = blocking(move || tauri_plugin_opener::reveal_item_in_dir(path)).await?;
    shown.map_err(|error| cannot_open(&page, &error))
}

#[tauri::command]
async fn open_data_folder(page: State<'_, Arc<Page>>, folder: State<'_, DataFolder>) -> Result<(), Failure> {
    let folder = folder.0.clone();
    let opened = blocking(move || tauri_plugin_opener::open_path(folder, None::<&str>)).await?;
    opened.map_err(|error| cannot_open(&page, &error))
}

#[tauri::command]
fn about(folder: State<'_, DataFolder>) -> About {
    About {
        version: version::OURS.to_owned(),
        data_folder: folder.0.display().to_string(),
        licences: include_str!("../licences.txt").to_owned(),
    }
}

/// Ends the `serve` that holds the folder and starts the desk in its place; done when the desk answers.
#[tauri::command]
async fn take_over(link: State<'_, Link>) -> Result<(), Failure> {
    let (waiting, done) = oneshot::channel();
    link.wish(Wish::TakeOver(waiting)).await;
    done.await.map_err(|error| internal(&error))?
}

/// Starts the desk again after that was given up.
#[tauri::command]
async fn try_again(link: State<'_, Link>) -> Result<(), Failure> {
    link.wish(Wish::TryAgain).await;
    Ok(())
}

/// Ends the engine, and with it this window: nothing is received any more.
#[tauri::command]
async fn quit(app: AppHandle, page: State<'_, Arc<Page>>) -> Result<(), Failure> {
    match page.engine() {
        // The stream then says that it ends, and the window ends with it.
        Ok(engine) => engine.ask(Stop {}).await,
        Err(_) => {
            app.exit(0);
            Ok(())
        }
    }
}

/// Closes the window without asking; receiving goes on.
#[tauri::command]
fn close_window(window: WebviewWindow) -> Result<(), Failure> {
    window.destroy().map_err(|error| internal(&error))
}

/// The answer to [`Heard::CloseAsked`] of a person who thought better of it.
#[tauri::command]
fn stay_open(page: State<'_, Arc<Page>>) {
    page.stays_open();
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| internal(&error))
}

fn cannot_write(page: &Page, file: &Path, error: &io::Error) -> Failure {
    let arguments = [
        ("file", file.display().to_string().into()),
        ("reason", error.to_string().into()),
    ];
    unavailable(page.lang().text("window-cannot-write", &arguments))
}

fn cannot_open(page: &Page, error: &dyn Display) -> Failure {
    let reason = error.to_string();
    unavailable(
        page.lang()
            .text("window-cannot-open", &[("reason", reason.into())]),
    )
}

fn bad_request(message: String) -> Failure {
    Failure {
        code: Code::BadRequest,
        message,
    }
}

fn unavailable(message: String) -> Failure {
    Failure {
        code: Code::Unavailable,
        message,
    }
}

fn internal(error: &dyn Display) -> Failure {
    tracing::error!(error = %error, "a command failed");
    Failure {
        code: Code::Internal,
        message: recado_api::Lang::of_system().text("failure-internal", &[]),
    }
}
