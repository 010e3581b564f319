//! New ids: UUIDv7 (RFC 9562), which sort by the time they were made.

use std::sync::Mutex;

use jiff::Timestamp;
use uuid::{ContextV7, Uuid};

/// Makes ids that grow, also within one millisecond and when the clock is set back a little.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    context: Mutex<ContextV7>,
}

impl Ids {
    pub(crate) fn next(&self, now: Timestamp) -> Uuid {
        let seconds = u64::try_from(now.as_second()).unwrap_or(0);
        let nanos = u32::try_from(now.subsec_nanosecond()).unwrap_or(0);
        let context = self
            .context
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        Uuid::new_v7(uuid::Timestamp::from_unix(&*context, seconds, nanos))
    }
}
