//! What all of a relay's tasks share.

use std::net::IpAddr;
use std::sync::Arc;

use recado_http::{Bodies, Connections};
use recado_tunnel::identity::{Address, RelayIdentity};
use recado_tunnel::origin::Origin;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use crate::drain;
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::queue::Queue;
use crate::rates::Rates;
use crate::registry::Registry;
use crate::remote::Trust;
use crate::store::Store;

/// The relay, as its tasks see it.
pub(crate) struct Shared {
    pub(crate) identity: Arc<RelayIdentity>,
    pub(crate) origin: Origin,
    pub(crate) open: bool,
    pub(crate) trust: Trust,
    pub(crate) limits: Limits,
    pub(crate) clock: Clock,
    pub(crate) store: Store,
    pub(crate) queue: Arc<dyn Queue>,
    pub(crate) registry: Registry,
    pub(crate) metrics: Metrics,
    pub(crate) per_remote: Rates<IpAddr>,
    pub(crate) per_address: Rates<Address>,
    pub(crate) bodies: Bodies,
    pub(crate) batches: drain::Room,
    pub(crate) newcomers: Arc<Semaphore>,
    pub(crate) connections: Connections,
    /// The engines' links.
    pub(crate) links: TaskTracker,
    /// No more connections, requests or attaches.
    pub(crate) stopping: CancellationToken,
    /// Senders have their answers: the links end.
    pub(crate) leaving: CancellationToken,
}
