//! Writing the contacts to a file: the engine streams, the asker writes.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use recado_api::Failure;
use recado_api::bridge::{ExportProgress, ExportStyle};
use recado_api::client::Client;

use crate::whole_file::WholeFile;

/// The files that this window wrote, which it may show in the file manager.
#[derive(Default)]
pub(crate) struct Exported(Mutex<HashSet<PathBuf>>);

impl Exported {
    pub(crate) fn add(&self, file: PathBuf) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(file);
    }

    pub(crate) fn has(&self, file: &Path) -> bool {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(file)
    }
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum ExportError {
    #[error(transparent)]
    Engine(#[from] Failure),
    #[error("the file cannot be written")]
    File(#[from] io::Error),
}

/// Writes the contacts to `file`, which appears under its name only when it is whole and on disk.
///
/// # Errors
/// What the engine answers instead, or why the file cannot be written. What stood under that name then still does.
pub(crate) async fn write(
    client: &Client,
    style: ExportStyle,
    file: &Path,
    on_progress: impl Fn(ExportProgress),
) -> Result<(), ExportError> {
    let style = match style {
        ExportStyle::Local => "local",
        ExportStyle::International => "international",
    };
    let mut pieces = client.download(&format!("/export?style={style}")).await?;
    let mut whole = WholeFile::begin(file).await?;
    let mut records = Records::default();
    while let Some(piece) = pieces.next().await? {
        records.count(&piece);
        whole.write(&piece).await?;
        on_progress(ExportProgress {
            contacts: records.without_heading(),
        });
    }
    whole.finish().await?;
    Ok(())
}

/// Counts the records of a CSV that comes in pieces: a line break inside quotes ends none.
#[derive(Debug, Default)]
struct Records {
    ended: u64,
    is_quoted: bool,
}

impl Records {
    fn count(&mut self, piece: &[u8]) {
        for byte in piece {
            match byte {
                b'"' => self.is_quoted = !self.is_quoted,
                b'\n' if !self.is_quoted => self.ended += 1,
                _ => {}
            }
        }
    }

    fn without_heading(&self) -> u64 {
        self.ended.saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_counted_whatever_their_texts_hold_and_wherever_a_piece_ends() {
        let csv = "\u{feff}nome;mensagem\r\nCarlos;\"Oi,\nsou \"\"eu\"\"\n\"\r\nLuana;\"\"\r\n";
        for size in 1..csv.len() {
            let mut records = Records::default();
            csv.as_bytes().chunks(size).for_each(|piece| records.count(piece));
            assert_eq!(records.without_heading(), 2, "in pieces of {size}");
        }
    }
}
