//! Showing notifications, by `notify-rust`.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "elsewhere.rs")]
mod system;

pub(crate) use system::Bell;

/// How many notifications one waits for at most: a click on an older one does nothing more. Services keep them for
/// days, and each costs a connection.
const AWAITED: usize = 16;

/// How many may be on their way to a service that is slow.
const QUEUE: usize = 16;

const APP: &str = "Recado";
