//! `recado stop`: ends whoever holds the folder, and returns when it has let go.

use std::time::Duration;

use recado_api::request::Stop;
use recado_engine::Folder;

use crate::door::{lang_of, running};
use crate::output;
use crate::problem::Problem;

/// A graceful end answers the requests that have begun and folds the WAL into the database.
const PATIENCE: Duration = Duration::from_secs(30);

const LOOK_AGAIN: Duration = Duration::from_millis(20);

pub(crate) async fn run(folder: &Folder) -> Result<(), Problem> {
    let lang = lang_of(folder).await;
    let Some(client) = running(folder).await else {
        if folder.is_held().map_err(anyhow::Error::from)? {
            return Err(Problem::Said(lang.text("stop-no-answer", &[])));
        }
        output::line(&lang.text("stop-nothing-runs", &[]))?;
        return Ok(());
    };
    client.ask(Stop {}).await?;
    let started = tokio::time::Instant::now();
    while folder.is_held().map_err(anyhow::Error::from)? {
        if started.elapsed() > PATIENCE {
            return Err(Problem::Said(lang.text("stop-no-end", &[])));
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    output::line(&lang.text("stop-done", &[]))?;
    Ok(())
}
