//! `recado metrics`: all numbers, as Prometheus reads them.

use std::io::{self, Write as _};

use recado_api::request::ShowMetrics;
use recado_engine::Folder;

use crate::door::Door;
use crate::problem::Problem;

pub(crate) async fn run(folder: &Folder) -> Result<(), Problem> {
    let text = Door::through(folder, async |door| Ok(door.ask(ShowMetrics {}).await?)).await?;
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(())
}
