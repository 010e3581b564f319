//! `recado export`: the contacts as a file for a spreadsheet.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;
use recado_engine::Folder;

use crate::args::{Export, ExportFormat};
use crate::door::{Door, Pieces};
use crate::output;
use crate::problem::Problem;

pub(crate) async fn run(folder: &Folder, args: Export) -> Result<(), Problem> {
    let ExportFormat::Csv = args.format;
    Door::through(folder, async |door| write(door, &args.out).await).await
}

async fn write(door: &Door, out: &Path) -> Result<(), Problem> {
    let mut pieces = door.export().await?;
    if out == Path::new("-") {
        while let Some(piece) = pieces.next().await? {
            io::stdout().lock().write_all(&piece)?;
        }
        return Ok(());
    }
    write_file(&mut pieces, out).await?;
    let shown = out.display().to_string();
    output::line(&door.lang().await?.text("export-done", &[("file", shown.into())]))?;
    Ok(())
}

/// The file appears under its name only when it is whole and on disk.
async fn write_file(pieces: &mut Pieces, out: &Path) -> Result<(), Problem> {
    let folder = match out.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let failed = || format!("{} cannot be written", out.display());
    let mut file = tempfile::Builder::new()
        .prefix(".recado-export-")
        .tempfile_in(folder)
        .with_context(failed)?;
    while let Some(piece) = pieces.next().await? {
        file.write_all(&piece).with_context(failed)?;
    }
    sync(file.as_file()).with_context(failed)?;
    file.persist(out)
        .map_err(|error| error.error)
        .with_context(failed)?;
    Ok(())
}

fn sync(file: &File) -> io::Result<()> {
    file.sync_all()
}
