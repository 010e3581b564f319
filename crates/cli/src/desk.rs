//! `recado desk`: receives, rings, and stays in the tray.

use std::sync::Arc;

use recado_api::Lang;
use recado_api::socket::Record;
use recado_desk::{Again, DeskError, Ended, Ready, Start};
use recado_engine::Folder;
use tokio::runtime::Runtime;

use crate::args::{Desk, LogFormat};
use crate::problem::Problem;
use crate::{door, log, output, serve};

/// One answers a sender while the other writes to a window.
pub(crate) const WORKERS: usize = 2;

pub(crate) fn run(runtime: &Runtime, folder: &Folder, args: Desk) -> Result<(), Problem> {
    log::start(args.log);
    let again = Again::this().map_err(anyhow::Error::from)?;
    let system_lang = Lang::of_system();
    let plain = args.log == LogFormat::Plain;
    let stop = {
        let _inside = runtime.enter();
        Box::pin(serve::ended_by_the_system())
    };
    let start = Start {
        folder: folder.clone(),
        usual_folder: recado_api::usual_data_folder().is_some_and(|usual| usual == folder.path()),
        listen: args.listen,
        on_wait: Arc::new(move |_: &Record| {
            output::complain(&system_lang.text("waiting-for-command", &[]));
        }),
        on_ready: Box::new(move |ready| say_hello(*ready, plain)),
        stop,
    };
    let ended = match recado_desk::run(runtime, start) {
        Ok(ended) => ended,
        Err(error) => return Err(problem(error, || runtime.block_on(door::lang_of(folder)))),
    };
    match ended {
        Ended::Quit => Ok(()),
        Ended::Moved(session) => Err(anyhow::Error::from(again.in_session(&session)).into()),
    }
}

/// A desk that was started by a window or with the computer has no terminal to say it to, which is no reason to end.
fn say_hello(ready: Ready, plain: bool) {
    let address = ready.address.to_string();
    let _ = if plain {
        output::line(&ready.lang.text("serve-receiving", &[("address", address.into())]))
    } else {
        output::json(&serde_json::json!({ "receiving": address }))
    };
}

fn problem(error: DeskError, lang: impl FnOnce() -> Lang) -> Problem {
    match error {
        DeskError::Open(error) => Problem::open(&error, lang()),
        DeskError::Start { error, lang } => Problem::start(&error, lang),
        DeskError::Look(failure) => failure.into(),
        DeskError::Place(error) => anyhow::Error::from(error).into(),
    }
}
