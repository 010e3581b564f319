//! Why a request was turned away unread.

use jiff::SignedDuration;

use super::Remote;
use crate::store::deliveries::Detail;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Limited {
    /// For the log and the answer.
    pub(crate) why: Detail,
    /// After how many seconds it may be tried again; at least one.
    pub(crate) retry_after: u64,
    /// Whether nobody was turned away for the same yet: this one has a line in the log, the others are counted.
    pub(crate) first: bool,
}

impl Limited {
    pub(super) fn locked_out(remote: Remote, refused: u32, wait: SignedDuration, first: bool) -> Self {
        let retry_after = seconds(wait);
        let args = vec![
            ("remote", remote.to_string()),
            ("refused", refused.to_string()),
            ("minutes", retry_after.div_ceil(60).to_string()),
        ];
        Self {
            why: Detail::with_args("limited-lockout", args),
            retry_after,
            first,
        }
    }

    pub(super) fn over_the_rate(per_minute: u32, wait: SignedDuration, first: bool) -> Self {
        let args = vec![("most", per_minute.to_string())];
        Self {
            why: Detail::with_args("limited-rate", args),
            retry_after: seconds(wait),
            first,
        }
    }
}

/// Rounded up.
fn seconds(wait: SignedDuration) -> u64 {
    let whole = u64::try_from(wait.as_secs()).unwrap_or_default();
    (whole + u64::from(wait.subsec_nanos() > 0)).max(1)
}
