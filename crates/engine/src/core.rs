//! What every part of a running engine shares: the database, the changes, the clock, and the few facts that each
//! delivery needs and that are therefore kept in memory, refreshed after each commit that changes them.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use recado_api::view::{Business, Source};
use recado_api::{Holder, Lang};
use recado_sqlite::Database;
use recado_webhook::another;
use tokio_util::sync::CancellationToken;

use crate::changes::Changes;
use crate::clock::Clock;
use crate::folder::Folder;
use crate::ids::Ids;
use crate::intake::Hasher;
use crate::lock::FolderLock;
use crate::receiver::{Refusals, address};
use crate::store::sources::SourceRow;

pub(crate) struct Core {
    pub(crate) folder: Folder,
    pub(crate) holder: Holder,
    pub(crate) db: Database,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Ids,
    pub(crate) changes: Arc<Changes>,
    pub(crate) hasher: Hasher,
    pub(crate) refusals: Refusals,
    /// Let go when nothing of the engine is left that could write to the folder.
    _lock: FolderLock,
    /// Cancelled to end the engine, by its owner or by a `Stop` request.
    pub(crate) stop: CancellationToken,
    facts: RwLock<Facts>,
}

/// Kept in memory because every delivery needs them.
struct Facts {
    business: Business,
    /// By key, removed ones too.
    sources: HashMap<String, SourceRow>,
    /// Where the receiver listens, or would.
    receiver: SocketAddr,
}

/// Where a new folder's receiver tries to listen first.
pub(crate) const FIRST_PORT: u16 = 7322;

/// The parts that [`Core`] is made of, found while opening.
pub(crate) struct Parts {
    pub(crate) folder: Folder,
    pub(crate) holder: Holder,
    pub(crate) db: Database,
    pub(crate) lock: FolderLock,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) epoch: String,
    pub(crate) hash_key: [u8; 32],
    pub(crate) business: Business,
    pub(crate) sources: Vec<SourceRow>,
    /// `None` while the folder has not taken one.
    pub(crate) port: Option<u16>,
}

impl Core {
    pub(crate) fn new(parts: Parts) -> Self {
        let port = parts.port.unwrap_or(FIRST_PORT);
        Self {
            folder: parts.folder,
            holder: parts.holder,
            db: parts.db,
            clock: parts.clock,
            ids: Ids::default(),
            changes: Arc::new(Changes::new(parts.epoch)),
            hasher: Hasher::new(parts.hash_key),
            refusals: Refusals::default(),
            _lock: parts.lock,
            stop: CancellationToken::new(),
            facts: RwLock::new(Facts {
                business: parts.business,
                sources: parts
                    .sources
                    .into_iter()
                    .map(|source| (source.key.clone(), source))
                    .collect(),
                receiver: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
            }),
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn business(&self) -> Business {
        self.facts().business.clone()
    }

    pub(crate) fn lang(&self) -> Lang {
        self.facts().business.lang
    }

    /// What a reading of payloads needs to know.
    pub(crate) fn reader(&self) -> another::Business {
        let facts = self.facts();
        let zone = TimeZone::get(&facts.business.zone).unwrap_or(TimeZone::UTC);
        another::Business::new(&facts.business.country, zone)
    }

    pub(crate) fn source_by_key(&self, key: &str) -> Option<SourceRow> {
        self.facts().sources.get(key).cloned()
    }

    /// Where the receiver listens, or would.
    pub(crate) fn receiver(&self) -> SocketAddr {
        self.facts().receiver
    }

    /// The source as it is shown, with its address.
    pub(crate) fn shown(&self, source: &SourceRow) -> Source {
        let listening = self.receiver();
        // Who listens on all interfaces is reached on this computer by the loopback one.
        let host = match listening.ip() {
            ip if !ip.is_unspecified() => ip,
            _ => IpAddr::V4(Ipv4Addr::LOCALHOST),
        };
        Source {
            id: source.id,
            title: source.title.clone(),
            address: address::of_source(
                SocketAddr::new(host, listening.port()),
                &source.key,
                &source.title,
            ),
            state: source.state,
            allow_get: source.allow_get,
            created_at: source.created_at,
        }
    }

    pub(crate) fn set_business(&self, business: Business) {
        self.facts_mut().business = business;
    }

    pub(crate) fn set_source(&self, source: SourceRow) {
        self.facts_mut().sources.insert(source.key.clone(), source);
    }

    pub(crate) fn set_receiver(&self, listening: SocketAddr) {
        self.facts_mut().receiver = listening;
    }

    fn facts(&self) -> std::sync::RwLockReadGuard<'_, Facts> {
        self.facts.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn facts_mut(&self) -> std::sync::RwLockWriteGuard<'_, Facts> {
        self.facts.write().unwrap_or_else(PoisonError::into_inner)
    }
}
