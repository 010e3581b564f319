use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Verdict;
use crate::ids::{ContactId, DeliveryId};

/// What a sample tries out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SampleKind {
    /// As its sender sends it: it has to be taken.
    Good,
    /// The same with a proof that its sender did not make: it has to be refused.
    BadSignature,
    /// A body that is not what its content type says: the answer has to say so.
    WrongType,
    /// The good one twice: it may be filed only once.
    Duplicate,
    /// A body larger than any that is read: it has to be turned away.
    Huge,
}

impl SampleKind {
    /// In the order in which they are sent.
    pub const ALL: [Self; 5] = [
        Self::Good,
        Self::BadSignature,
        Self::WrongType,
        Self::Duplicate,
        Self::Huge,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::BadSignature => "bad_signature",
            Self::WrongType => "wrong_type",
            Self::Duplicate => "duplicate",
            Self::Huge => "huge",
        }
    }
}

/// What can be sent to a source as its sender would.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Samples {
    /// Every kind once, in the order in which they are sent.
    pub kinds: Vec<SampleOffer>,
    /// What its kind of sender is known to send, by name, beside the small one that is sent where none is named.
    pub names: Vec<String>,
}

/// Whether a source can be tried out in one way, as it is set up now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SampleOffer {
    pub kind: SampleKind,
    /// Why it cannot, in the app's language; absent where it can.
    pub why_not: Option<String>,
}

/// The answer to [`crate::request::SendSample`]: what the sender would have got. Of a duplicate it is the second one's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SampleSent {
    pub kind: SampleKind,
    pub request: SampleRequest,
    pub http_status: u16,
    /// Absent where the log keeps nothing of it.
    pub verdict: Option<Verdict>,
    /// In the log; of a duplicate, the first one.
    pub delivery: Option<DeliveryId>,
    /// Where it was filed.
    pub contact: Option<ContactId>,
    /// From the request to the answer, in microseconds.
    #[ts(type = "number")]
    pub took_micros: u64,
    /// Absent where it was answered as it has to be.
    pub wrong: Option<SampleWrong>,
}

/// What was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SampleRequest {
    /// The name of the sample that it was made of; absent where the preset has none.
    pub sample: Option<String>,
    pub method: String,
    pub content_type: Option<String>,
    /// In bytes.
    #[ts(type = "number")]
    pub body_length: u64,
}

/// How a sample was not answered as it has to be, in the app's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SampleWrong {
    pub what: String,
    /// What to do about it.
    pub advice: String,
}
