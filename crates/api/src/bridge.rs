//! What crosses between the window's process and the page in it, beside the requests and their answers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::change::StreamLine;

/// What the page hears, in lists, as long as it follows.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    /// A `hello` may come again, and then nothing before it counts: ask for the state anew.
    Line(StreamLine),
    /// The engine is gone and being sought or started again; a `hello` ends that.
    Lost,
    /// It could not be brought back, for this reason, in the language of the app. A `hello` may come all the same.
    GivenUp(String),
    /// The owner closes the window while no tray would lead back to it: ask whether to go on receiving.
    CloseAsked,
}

/// How a spreadsheet separates its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportStyle {
    /// As spreadsheets in the country of the business read it.
    Local,
    /// With commas.
    International,
}

/// How far an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct ExportProgress {
    /// Contacts written so far.
    pub contacts: u64,
}

/// What the app says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct About {
    pub version: String,
    pub data_folder: String,
    /// The programs by others that Recado is made with, and their licences, as one text.
    pub licences: String,
}
