//! Every bound of a relay that its operator may set, and those that follow from how it works.

use std::time::Duration;

use recado_tunnel::attach::Waiting;

/// What an operator may bound.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The longest body of a sender's request, in bytes.
    pub longest_body: usize,
    /// Requests a second from one remote address (of an IPv6 one: from its /64). `0`: any number.
    pub per_remote: u32,
    /// Requests a second to one engine's address. `0`: any number.
    pub per_address: u32,
    /// The most engines that are attached at a time.
    pub engines: usize,
    /// The most that waits for one engine.
    pub quota: Waiting,
    /// The most that waits for all engines together, in bytes.
    pub whole: u64,
    /// How long an entry waits before it is given up.
    pub keeps_for: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // WhatsApp sends up to 3 MB, and the receiver takes as much unless told otherwise.
            longest_body: 4 << 20,
            // A platform sends for all of its customers from few addresses.
            per_remote: 200,
            // A busy shop has some requests a minute; a platform that comes back after an outage sends all at once.
            per_address: 50,
            engines: 5_000,
            quota: Waiting {
                entries: 20_000,
                bytes: 256 << 20,
            },
            whole: 4 << 30,
            // Longer than a shop's yearly holiday.
            keeps_for: Duration::from_secs(30 * 86_400),
        }
    }
}

/// How many seconds' worth of its rate may come at once.
pub(crate) const BURST_SECONDS: u32 = 10;

/// After how many seconds a sender may try again what got a 503: an engine that is away may be back by then.
pub(crate) const RETRY_AFTER_S: u64 = 60;

/// The same where the quota is used up: that takes longer to change.
pub(crate) const FULL_RETRY_AFTER_S: u64 = 300;

/// The same where it passes by itself: a new start, or many at once.
pub(crate) const BUSY_RETRY_AFTER_S: u64 = 5;

/// Engines that are proving who they are at a time.
pub(crate) const NEWCOMERS: usize = 1_024;

/// The longest head of a sender's request, in bytes: what is sealed may have 64 KiB, and HTTP/2 counts some more for
/// each header.
pub(crate) const LONGEST_HEAD: usize = 48 << 10;

/// Files that are neither senders' connections nor links: the database, the log, the certificate.
pub(crate) const OTHER_FILES: usize = 128;

/// How long a stop waits for senders' requests that are being answered.
pub(crate) const LAST_ANSWERS: Duration = Duration::from_secs(10);

/// The longest answer of an engine that is passed on to a sender, in bytes.
pub(crate) const LONGEST_PASSED: usize = 16 << 10;

/// Batches that are on their way to engines hold at most so much memory together, in KiB.
pub(crate) const BATCHES_KIB: u32 = 128 << 10;

/// How long an engine may take to settle a batch: as long as it takes to load 4 MiB over a slow line.
pub(crate) const BATCH_PATIENCE: Duration = Duration::from_secs(120);

/// After what could not be settled, how long until it is offered again: at first, and at the most.
pub(crate) const OFFER_AGAIN: std::ops::RangeInclusive<Duration> =
    Duration::from_secs(2)..=Duration::from_secs(300);

/// How often entries that are too old are looked for.
pub(crate) const SWEEP: Duration = Duration::from_secs(600);

/// How often it is looked whether the operator has removed an address.
pub(crate) const LOOK_FOR_REMOVED: Duration = Duration::from_secs(1);

/// How long an engine may take to hear that it is sent away, and to close.
pub(crate) const LAST_WORDS: Duration = Duration::from_secs(2);

/// How long engines may still take to answer once the relay has been told to end.
pub(crate) const AT_THE_END: Duration = Duration::from_secs(1);
