use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One thing that `doctor` looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Finding {
    /// What was looked at: `folder`, `lock`, `port`, `database`, …
    pub about: String,
    pub health: Health,
    /// In plain words of the app's language: how it is and, if it is not well, what to do.
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    Well,
    /// Works, but somebody should know.
    Notice,
    Wrong,
}
