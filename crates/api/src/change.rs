//! What happened: small typed patches, published after the commit that made them true.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::hello::Hello;
use crate::ids::ContactId;
use crate::view::{
    Alert, Arrival, Business, Contact, Delivery, Desktop, Lockout, Reach, Receiving, Refusing, Settings,
    Source, Stage, TimelineEntry, WindowOrder,
};

/// One patch to what a reader shows. Each carries the thing as it is now, so applying one twice does no harm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Business(Business),
    /// The stages of the board, in order, all of them.
    Stages(Vec<Stage>),
    /// A source as it is now, a removed one too.
    Source(Source),
    Contact(Contact),
    ContactGone(ContactId),
    /// A new line of the log, or a line that changed.
    Delivery(Delivery),
    /// Somebody wrote, booked or paid: what rings.
    Arrival(Arrival),
    /// A new line of a contact's timeline, or a line that changed.
    Timeline(TimelineEntry),
    /// An act was undone: its line is gone.
    TimelineGone {
        contact: ContactId,
        /// Of the entry.
        id: String,
    },
    Settings(Settings),
    /// A source's sender begins to be refused: what rings.
    Refusing(Refusing),
    /// Everybody who is locked out now.
    Lockouts(Vec<Lockout>),
    /// What the owner should know of the sources now, all of it.
    Alerts(Vec<Alert>),
    /// Something that the owner should know begins: what rings.
    Alert(Alert),
    Receiving(Receiving),
    Reach(Reach),
    Desktop(Desktop),
}

/// A place in the stream of one run of the engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Position {
    pub epoch: String,
    /// Of the last change known; 0 before the first.
    pub n: u64,
}

impl Position {
    /// As in `GET /changes?after=EPOCH:N`.
    pub fn parse(text: &str) -> Option<Self> {
        let (epoch, n) = text.rsplit_once(':')?;
        Some(Self {
            epoch: epoch.to_owned(),
            n: n.parse().ok()?,
        })
    }
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.epoch, self.n)
    }
}

/// One line of `GET /changes`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StreamLine {
    /// Always the first.
    Hello(Hello),
    /// The asker's position is of another epoch or no longer held: ask for the state anew, then follow from here.
    Resync(Position),
    Change {
        n: u64,
        change: Box<Change>,
    },
    /// Only where the asker presented itself as a window.
    Window(WindowOrder),
    /// The engine stops on purpose. A stream that ends without this line broke.
    Ending(Ending),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    Quit,
    /// Another holder takes over: wait for it.
    Restart,
}
