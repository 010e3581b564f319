use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Contact;
use crate::ids::{SourceId, StageId};

/// A column of the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Stage {
    pub id: StageId,
    /// In the language the board was set up in, or as the owner renamed it.
    pub title: String,
    pub outcome: Outcome,
}

/// What standing in a stage means. It never follows from the stage's title, which the owner may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Open,
    Won,
    Lost,
}

/// Which cards a person wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BoardFilter {
    #[default]
    All,
    /// Something on it was not looked at yet.
    Unread,
    /// Somebody waits for an answer.
    Waiting,
    /// An appointment, not a cancelled one, that starts today in the business's zone.
    AppointmentToday,
    /// What this source brought.
    Source(SourceId),
}

/// The board as it opens: all columns, the first cards of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Board {
    pub columns: Vec<Column>,
    pub tallies: Tallies,
}

/// A stage with the cards that stand on top of it. More are had by [`crate::request::ListCards`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Column {
    pub stage: Stage,
    pub numbers: ColumnNumbers,
    pub cards: Vec<Contact>,
}

/// Of the cards that the filter lets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ColumnNumbers {
    pub stage: StageId,
    /// How many cards stand there, test contacts too: the length of the column.
    pub length: u32,
    /// Without test contacts: what is shown as the column's number.
    pub count: u32,
    /// How many of these wait for an answer.
    pub waiting: u32,
}

/// Some cards of a stage, by their place from its top.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CardPage {
    /// The place of the first of `cards`; 0 is the top.
    pub offset: u32,
    pub cards: Vec<Contact>,
    /// How many cards stand there in all.
    pub length: u32,
}

/// All numbers of the board, without its cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BoardNumbers {
    /// In the order of the stages.
    pub columns: Vec<ColumnNumbers>,
    pub tallies: Tallies,
}

/// Of the whole board, whatever the filter. Archived contacts count nowhere, test contacts in `tests` alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Tallies {
    pub contacts: u32,
    /// Contacts, not messages.
    pub unread: u32,
    pub waiting: u32,
    pub appointments_today: u32,
    pub tests: u32,
}

/// A contact that a search found, the best first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Hit {
    pub contact: Contact,
    pub found_in: FoundIn,
    /// The words around what was found, in pieces; those that matched are marked.
    pub excerpt: Vec<Piece>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FoundIn {
    Name,
    Phone,
    Email,
    Message,
    Note,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Piece {
    pub text: String,
    pub matched: bool,
}
