//! What people take elsewhere: the contacts as a file for a spreadsheet.
//!
//! An export is a stream of pieces, a page of contacts each, so that its size does not matter. Whoever asks for it
//! writes the file. Archived contacts are in it, test contacts are not.

mod csv;
mod harmless;

use std::sync::Arc;

use bytes::Bytes;
use recado_api::{ContactId, Failure};

use crate::answer::failure;
use crate::core::Core;
use crate::store::contacts;

/// How a spreadsheet wants its separators, numbers and times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// `;` between fields and a decimal comma, as Excel in Portuguese expects; times and phones as people write them.
    #[default]
    Brazilian,
    /// `,` between fields and a decimal point; times in ISO 8601, phones in E.164.
    International,
}

impl Style {
    /// The one that spreadsheets of a country (ISO 3166-1 alpha-2) read: where people write a decimal comma, a comma
    /// cannot stand between fields.
    pub(crate) fn of_country(country: &str) -> Self {
        // Those of Unicode's CLDR with a decimal point, as far as somebody may use Recado there.
        const DECIMAL_POINT: [&str; 28] = [
            "AU", "CA", "CN", "DO", "GB", "GT", "HK", "HN", "IE", "IL", "IN", "JP", "KE", "KR", "MX", "MY",
            "NG", "NI", "NZ", "PA", "PH", "PK", "PR", "SG", "SV", "TH", "TW", "US",
        ];
        if DECIMAL_POINT.contains(&country) {
            Self::International
        } else {
            Self::Brazilian
        }
    }
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
        for contact in page.iter().filter(|contact| !contact.test) {
            piece.extend_from_slice(&self.sheet.row(contact));
        }
        Ok(Some(piece.into()))
    }
}
