use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Arrival;

/// What was not yet told on the desktop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ToastPage {
    /// The oldest first.
    pub toasts: Vec<Toast>,
    /// All that wait, these included.
    pub total: u32,
    /// How many people they come from.
    pub people: u32,
    /// The number of the newest that waits.
    pub newest: Option<u64>,
}

/// A row that was written with the event and is removed after the notification service took it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Toast {
    pub n: u64,
    pub arrival: Arrival,
}
