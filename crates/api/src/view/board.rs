use serde::{Deserialize, Serialize};

use crate::ids::StageId;

/// A column of the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    pub id: StageId,
    /// In the language the board was set up in, or as the owner renamed it.
    pub title: String,
    pub outcome: Outcome,
}

/// What standing in a stage means. It never follows from the stage's title, which the owner may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Open,
    Won,
    Lost,
}
