//! `recado export`: the contacts as a file for a spreadsheet.

use std::io::{self, Write};
use std::path::Path;

use recado_engine::Folder;

use crate::args::{Export, ExportFormat, ExportStyle};
use crate::door::Door;
use crate::file::NewFile;
use crate::output;
use crate::problem::Problem;

pub(crate) async fn run(folder: &Folder, args: Export) -> Result<(), Problem> {
    let ExportFormat::Csv = args.format;
    Door::through(folder, async |door| write(door, args.style, &args.out).await).await
}

async fn write(door: &Door, style: ExportStyle, out: &Path) -> Result<(), Problem> {
    let mut pieces = door.export(style).await?;
    if out == Path::new("-") {
        while let Some(piece) = pieces.next().await? {
            io::stdout().lock().write_all(&piece)?;
        }
        return Ok(());
    }
    let mut file = NewFile::beside(out)?;
    while let Some(piece) = pieces.next().await? {
        file.write(&piece)?;
    }
    file.finish()?;
    let shown = out.display().to_string();
    output::line(&door.lang().await?.text("export-done", &[("file", shown.into())]))?;
    Ok(())
}
