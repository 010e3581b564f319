//! Waiting for something that can be observed.

use std::{
    thread,
    time::{Duration, Instant},
};

/// How long anything may take before a test says that it never happens. Far more than the slowest machine needs:
/// a test never measures time.
pub const LIMIT: Duration = Duration::from_secs(90);

/// How often one looks: often enough not to be what a test waits for, seldom enough not to load the machine.
const LOOK: Duration = Duration::from_millis(10);

/// Looks until there is something to see, and returns it.
///
/// # Panics
/// When there was nothing within [`LIMIT`]; `what` says what was waited for.
#[track_caller]
pub fn until<T>(what: &str, look: impl FnMut() -> Option<T>) -> T {
    may_see(look).unwrap_or_else(|| panic!("waited in vain: {what}"))
}

/// Looks until there is something to see, and returns it, or nothing where there was nothing within [`LIMIT`].
pub fn may_see<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    loop {
        if let Some(seen) = look() {
            return Some(seen);
        }
        if start.elapsed() > LIMIT {
            return None;
        }
        thread::sleep(LOOK);
    }
}
