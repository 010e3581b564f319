//! What people take elsewhere: the contacts as a file for a spreadsheet.
//!
//! An export is a stream of pieces, a page of contacts each, so that its size does not matter. Whoever asks for it
//! writes the file.

mod csv;
mod harmless;

use std::sync::Arc;

use bytes::Bytes;
use recado_api::{ContactId, Failure};

use crate::answer::failure;
use crate::core::Core;
use crate::store::contacts;

/// How a spreadsheet wants its numbers and separators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// `;` between fields, as Excel in Portuguese expects.
    #[default]
    Brazilian,
}

/// Contacts read at a time.
const PAGE: u32 = 500;

/// An export under way.
pub struct Export {
    core: Arc<Core>,
    sheet: csv::Sheet,
    progress: Progress,
}

enum Progress {
    Start,
    After(ContactId),
    Done,
}

impl Export {
    pub(crate) fn new(core: Arc<Core>, style: Style) -> Self {
        let sheet = csv::Sheet::new(style, &core.business());
        Self {
            core,
            sheet,
            progress: Progress::Start,
        }
    }

    /// The next piece, or `None` after the last.
    ///
    /// # Errors
    /// When the database cannot be read: what came so far is not the whole.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Failure> {
        let (after, mut piece) = match self.progress {
            Progress::Start => (None, self.sheet.head()),
            Progress::After(id) => (Some(id), Vec::new()),
            Progress::Done => return Ok(None),
        };
        let page = self
            .core
            .db
            .read(move |db| contacts::page(db, after, PAGE))
            .await
            .map_err(|error| failure::read(&self.core, &error))?;
        self.progress = match page.last() {
            Some(last) if page.len() == PAGE as usize => Progress::After(last.id),
            _ => Progress::Done,
        };
        for contact in &page {
            piece.extend_from_slice(&self.sheet.row(contact));
        }
        Ok(Some(piece.into()))
    }
}
