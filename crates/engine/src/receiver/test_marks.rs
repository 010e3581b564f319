//! What tells a test of our own from everybody else's deliveries: a header with a token that is given out for each
//! test, holds for a minute and counts once. A stranger's delivery is never taken for a test, whatever it says.

use std::sync::{Mutex, MutexGuard, PoisonError};

use hyper::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use recado_api::SourceId;

use super::address;

/// The header that carries a token. It is none of those that the log keeps.
pub(crate) const HEADER: &str = "recado-test";

/// How long a test may be on its way. It never leaves this computer.
const HOLDS: SignedDuration = SignedDuration::from_mins(1);

/// The tokens that are out.
#[derive(Debug, Default)]
pub(crate) struct TestMarks {
    given: Mutex<Vec<Given>>,
}

#[derive(Debug)]
struct Given {
    token: String,
    source: SourceId,
    until: Timestamp,
}

impl TestMarks {
    /// A token for one delivery to `source`.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub(crate) fn give(&self, source: SourceId, now: Timestamp) -> Result<String, getrandom::Error> {
        let token = address::new_key()?;
        let mut given = self.lock();
        given.retain(|given| given.until > now);
        given.push(Given {
            token: token.clone(),
            source,
            until: now.saturating_add(HOLDS).unwrap_or(now),
        });
        Ok(token)
    }

    /// Whether a delivery to `source` is the test that it says it is.
    pub(super) fn redeem(&self, source: SourceId, headers: &HeaderMap, now: Timestamp) -> bool {
        let Some(token) = headers.get(HEADER) else {
            return false;
        };
        let mut given = self.lock();
        let known = given.iter().position(|given| {
            given.token.as_bytes() == token.as_bytes() && given.source == source && given.until > now
        });
        known.map(|known| given.swap_remove(known)).is_some()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Given>> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_counts_once_for_its_source_and_within_its_minute() {
        let marks = TestMarks::default();
        let (source, other) = (SourceId::from_bytes([1; 16]), SourceId::from_bytes([2; 16]));
        let now: Timestamp = "2026-03-10T15:30:00Z".parse().unwrap();
        let token = marks.give(source, now).unwrap();
        assert!(!marks.redeem(other, &carrying(&token), now));
        assert!(!marks.redeem(source, &carrying("guessed"), now));
        assert!(!marks.redeem(source, &HeaderMap::new(), now));
        assert!(marks.redeem(source, &carrying(&token), now));
        assert!(!marks.redeem(source, &carrying(&token), now));

        let token = marks.give(source, now).unwrap();
        assert!(!marks.redeem(source, &carrying(&token), now + HOLDS));
    }

    fn carrying(token: &str) -> HeaderMap {
        HeaderMap::from_iter([(HEADER.parse().unwrap(), token.parse().unwrap())])
    }
}
