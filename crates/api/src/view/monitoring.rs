use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::source::SourceState;
use crate::ids::SourceId;

/// How far back the numbers go, and by what they are told apart, in the business's zone. The last step is the present
/// one, which is not over yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// 24 hours, by the hour.
    Hours,
    /// 30 days, by the day; where the clocks change one has 23 hours or 25.
    Days,
    /// 26 weeks, by the week; they begin on Monday.
    Weeks,
}

/// What came, from all sources or from one, over a span of time. Tests aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Monitoring {
    pub span: Span,
    /// Whose numbers `steps`, `totals` and `before` are; all sources together when absent.
    pub source: Option<SourceId>,
    /// Without a gap, the oldest first.
    pub steps: Vec<Step>,
    /// Of all steps.
    pub totals: Numbers,
    /// Of as much time before the first step, to compare with. It ends as far within its last step as it is now within
    /// the present one: half a Monday is compared with half a Monday. `None` where there was no source yet for all of
    /// that time.
    pub before: Option<Numbers>,
    /// Every source, whatever `source` says, in the order they were made; of those that were removed the ones to which
    /// something came in the span.
    pub sources: Vec<SourceNumbers>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Step {
    #[ts(type = "string")]
    pub begins_at: Timestamp,
    /// Excluded.
    #[ts(type = "string")]
    pub ends_at: Timestamp,
    pub numbers: Numbers,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Numbers {
    pub deliveries: DeliveryCounts,
    /// That deliveries made, also those that were erased since.
    pub contacts: u32,
    /// `None` where nothing was answered, or no sender waited for it: what waited at a relay.
    pub answers: Option<AnswerTimes>,
}

/// Deliveries by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DeliveryCounts {
    /// Accepted, repeated, ignored, paused, handshakes.
    pub taken: u32,
    pub refused: u32,
    pub unmatched: u32,
    pub malformed: u32,
    pub limited: u32,
}

/// How long senders waited for their answers, in microseconds, from the last byte received to the commit. Rounded up
/// to the next of ten steps a decade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AnswerTimes {
    /// Half of the answers took no longer.
    #[ts(type = "number")]
    pub median_micros: u64,
    /// 95 of 100 answers took no longer.
    #[ts(type = "number")]
    pub p95_micros: u64,
}

/// A source's line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SourceNumbers {
    pub source: SourceId,
    pub title: String,
    /// The id of its preset.
    pub preset: String,
    pub state: SourceState,
    pub numbers: Numbers,
    /// How many deliveries came in each step.
    pub by_step: Vec<u32>,
    /// When something genuine came last, in the span or before it.
    #[ts(type = "string | null")]
    pub last_delivery_at: Option<Timestamp>,
}
