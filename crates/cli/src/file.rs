//! A file that appears under its name only when it is whole and on disk, and that only its owner can read.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use tempfile::NamedTempFile;

use crate::problem::Problem;

/// On its way; dropped before its end, it is gone.
pub(crate) struct NewFile {
    name: PathBuf,
    file: NamedTempFile,
}

impl NewFile {
    /// Begins one that will be called `name`.
    pub(crate) fn beside(name: &Path) -> Result<Self, Problem> {
        let folder = match name.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let file = tempfile::Builder::new()
            .prefix(".recado-export-")
            .tempfile_in(folder)
            .with_context(|| cannot(name))?;
        Ok(Self {
            name: name.to_owned(),
            file,
        })
    }

    pub(crate) fn write(&mut self, piece: &[u8]) -> Result<(), Problem> {
        self.file.write_all(piece).with_context(|| cannot(&self.name))?;
        Ok(())
    }

    pub(crate) fn finish(self) -> Result<(), Problem> {
        let Self { name, file } = self;
        file.as_file().sync_all().with_context(|| cannot(&name))?;
        file.persist(&name)
            .map_err(|error| error.error)
            .with_context(|| cannot(&name))?;
        Ok(())
    }
}

fn cannot(name: &Path) -> String {
    format!("{} cannot be written", name.display())
}
