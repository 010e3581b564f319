//! Every bound and every wait of the tunnel, each with its reason.

use std::time::Duration;

/// The longest body of a sender's request, in bytes. Four times what a receiver takes unless told otherwise.
pub const LONGEST_BODY: usize = 16 << 20;

/// The longest head of a request (method, URL, headers), in bytes: four times what common servers take.
pub const LONGEST_HEAD: usize = 64 << 10;

/// The longest sealed entry, in bytes: the longest head and body, and what sealing adds.
pub const LONGEST_ENTRY: usize = LONGEST_BODY + LONGEST_HEAD + 1024;

/// The longest frame of an attach, in bytes. The longest one that is used has about 500.
pub const LONGEST_ATTACH_FRAME: usize = 4 << 10;

/// The longest code of an invitation, in bytes: its length is told in one byte.
pub const LONGEST_INVITATION: usize = 255;

/// How long each step of an attach may take: a slow line, not a stranger who says nothing.
pub const ATTACH_STEP: Duration = Duration::from_secs(10);

/// The longest message of the control stream, in bytes: the largest table of keys, with room.
pub const LONGEST_CONTROL_FRAME: usize = 2 << 20;

/// The most source keys in a table. The largest of businesses has some dozens of connections.
pub const MOST_KEYS: usize = 1024;

/// The longest answer to a sender that the relay gives in the engine's place, in bytes.
pub const LONGEST_ANSWER: usize = 1024;

/// The shortest and the longest live limit that a table may ask for, in milliseconds.
pub const LIVE_LIMIT_MS: std::ops::RangeInclusive<u32> = 50..=30_000;

/// The live limit where nothing is known of the sender's patience, in milliseconds: the strictest waits one second.
pub const USUAL_LIVE_LIMIT_MS: u32 = 700;

/// The most entries of a batch: one flush of the disk settles them all, and its price a row falls little after that.
pub const MOST_IN_BATCH: usize = 256;

/// A batch is full at this many bytes; one that holds a single larger entry is allowed.
pub const FULL_BATCH: usize = 4 << 20;

/// After this long without a sign of the other end it is asked for one.
///
/// With [`PING_PATIENCE`] a dead link is noticed within 23 seconds, and an idle one wakes a computer four times a
/// minute. Proxies in between cut what is idle for a minute.
pub const PING_AFTER: Duration = Duration::from_secs(15);

/// How long the other end may take to answer a ping.
pub const PING_PATIENCE: Duration = Duration::from_secs(8);

/// Live requests that are on their way through one link at a time.
pub const LIVE_AT_ONCE: usize = 128;

/// Streams that a link may have open: the live requests, the control stream, a drain, and some that are just ending.
pub(crate) const STREAMS: u32 = LIVE_AT_ONCE as u32 + 8;

/// Requests that may have been given up before the engine's end has seen them: as many as the relay can begin, with the
/// shortest live limit, while a line is silent and not yet dead (128 in each of 460 times 50 ms).
pub(crate) const GIVEN_UP_UNSEEN: usize = 60_000;

/// What may be under way of one stream before its reader takes it: 8 MB/s over a line of 60 ms.
pub(crate) const STREAM_WINDOW: u32 = 512 << 10;

/// What may be under way on a whole link before its readers take it, which bounds what a link holds in memory.
pub(crate) const LINK_WINDOW: u32 = 2 << 20;

/// How long a closing link waits for the requests that are under way.
pub const CLOSING_PATIENCE: Duration = Duration::from_secs(10);
