//! `recado-window`: the board on screen.
//!
//! The window is a guest. What stays is the resident `recado desk`, which receives, files and rings; this program
//! finds it or starts it, attaches to its stream, shows the page and ends when the window is closed. It opens no
//! database and knows no sender: all that the page asks is forwarded through the local socket.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod args;
mod commands;
mod enter;
mod export;
mod holder;
mod link;
mod links;
mod page;
mod place;
mod program;
mod session;
mod starts;
mod version;
mod web_process;
mod whole_file;
mod window;

use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser as _;
use recado_api::Lang;
use tracing_subscriber::EnvFilter;

use args::Args;
use enter::{Door, Entry};

/// How long the desk may take to answer before the window opens without it and says so.
const UNTIL_HELLO: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let args = Args::parse();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_env("RECADO_LOG").unwrap_or_else(|_| EnvFilter::new("warn")))
        .with_writer(std::io::stderr)
        .with_target(false)
        .init();
    let lang = Lang::of_system();
    // Tauri panics where there is no display, so that is settled before it starts.
    if !args.hidden && !session::has_display() {
        return fail(&lang.text("window-no-display", &[]));
    }
    let Some(folder) = args.folder() else {
        return fail(&lang.text("window-no-home", &[]));
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.to_string()),
    };
    let mut door = Door::new(folder, &args);
    if args.hidden {
        let reached = runtime.block_on(async { tokio::time::timeout(UNTIL_HELLO, door.reach()).await });
        return match reached {
            Ok(Ok(_)) => ExitCode::SUCCESS,
            Ok(Err(trouble)) => fail(&trouble.text(lang)),
            Err(_) => fail(&lang.text("window-desk-silent", &[])),
        };
    }
    let entered = runtime.block_on(async { tokio::time::timeout(UNTIL_HELLO, door.enter()).await });
    match entered {
        Ok(Ok(Entry::AlreadyOpen)) => ExitCode::SUCCESS,
        Ok(Ok(Entry::Outdated)) => match program::start_anew() {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&error.to_string()),
        },
        Ok(Ok(Entry::Attached(attached))) => window::run(runtime, door, Some(*attached)),
        // The window opens all the same: whoever clicked on Recado has to see why there is no board.
        Ok(Err(trouble)) => {
            tracing::warn!(reason = %trouble.text(Lang::En), "no engine yet");
            window::run(runtime, door, None)
        }
        Err(_) => window::run(runtime, door, None),
    }
}

fn fail(reason: &str) -> ExitCode {
    // Without a terminal nobody reads it, and nothing more can be done.
    let _ = writeln!(std::io::stderr(), "recado-window: {reason}");
    ExitCode::FAILURE
}
