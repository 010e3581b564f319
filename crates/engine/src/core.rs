//! What every part of a running engine shares: the database, the changes, the clock, and the few facts that each
//! delivery needs and that are therefore kept in memory, refreshed after each commit that changes them.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use recado_api::view::{self, Business, Receiving, Source, Trouble};
use recado_api::{Holder, Lang};
use recado_sqlite::Database;
use recado_webhook::another;
use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;

use crate::changes::Changes;
use crate::clock::Clock;
use crate::connections::Connections;
use crate::desktop::DesktopAsk;
use crate::fetch::Fetching;
use crate::folder::Folder;
use crate::gate::{self, Gate};
use crate::ids::Ids;
use crate::intake::Hasher;
use crate::lock::FolderLock;
use crate::patience::Patience;
use crate::receiver::{Checks, Refusals, TestMarks, address};
use crate::receiving;
use crate::rhythm::Rhythm;
use crate::secrets::Keeper;
use crate::store::sources::{Fares, SourceRow};
use crate::tunnel::{self, Reaching};

pub(crate) struct Core {
    pub(crate) folder: Folder,
    pub(crate) holder: Holder,
    pub(crate) db: Database,
    pub(crate) clock: Arc<dyn Clock>,
    /// The computer's language at the start.
    pub(crate) system_lang: Lang,
    pub(crate) ids: Ids,
    pub(crate) changes: Arc<Changes>,
    pub(crate) hasher: Hasher,
    pub(crate) refusals: Refusals,
    pub(crate) test_marks: TestMarks,
    /// Questions of its own that are on their way to it.
    pub(crate) checks: Checks,
    /// Let go when nothing of the engine is left that could write to the folder.
    _lock: FolderLock,
    /// Cancelled to end the engine, by its owner or by a `Stop` request.
    pub(crate) stop: CancellationToken,
    /// Whoever has a desktop, from the start on.
    pub(crate) desktop: OnceLock<mpsc::Sender<DesktopAsk>>,
    /// Told whenever a window has closed.
    pub(crate) window_gone: Notify,
    /// What is known of each source.
    pub(crate) connections: Connections,
    pub(crate) gate: Gate,
    pub(crate) secrets: Keeper,
    /// Held while deliveries of the log are read again: one asks for it at a time.
    pub(crate) reading_again: tokio::sync::Mutex<()>,
    /// Held while the shape of a source is learned.
    pub(crate) learning_shapes: tokio::sync::Mutex<()>,
    /// Told when something came from which a shape may be learned.
    pub(crate) shape_to_learn: Notify,
    /// Told when a delivery came that could not be judged, since secrets could not be read.
    pub(crate) unread: Notify,
    /// Told when secrets can be read after they could not.
    pub(crate) readable_again: Notify,
    pub(crate) fetching: Fetching,
    /// How senders elsewhere get here.
    pub(crate) reach: Reaching,
    /// For how long senders that nobody answers go on.
    pub(crate) patience: Patience,
    pub(crate) rhythm: Rhythm,
    /// When it began to receive; never where a command has the folder open.
    pub(crate) started_at: OnceLock<Timestamp>,
    facts: RwLock<Facts>,
}

/// Kept in memory because every delivery needs them.
struct Facts {
    business: Business,
    /// Where the receiver listens, or would.
    receiver: SocketAddr,
    receiving: receiving::State,
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
    pub(crate) system_lang: Lang,
    pub(crate) epoch: String,
    pub(crate) hash_key: [u8; 32],
    pub(crate) business: Business,
    pub(crate) sources: Vec<(SourceRow, Fares)>,
    pub(crate) gate: view::Gate,
    pub(crate) trusted_proxy: Option<gate::Trusted>,
    pub(crate) secrets: Keeper,
    /// `None` while the folder has not taken one.
    pub(crate) port: Option<u16>,
    pub(crate) reach: tunnel::Known,
}

impl Core {
    pub(crate) fn new(parts: Parts) -> Self {
        let port = parts.port.unwrap_or(FIRST_PORT);
        Self {
            folder: parts.folder,
            holder: parts.holder,
            db: parts.db,
            clock: parts.clock,
            system_lang: parts.system_lang,
            ids: Ids::default(),
            changes: Arc::new(Changes::new(parts.epoch)),
            hasher: Hasher::new(parts.hash_key),
            refusals: Refusals::default(),
            test_marks: TestMarks::default(),
            checks: Checks::default(),
            _lock: parts.lock,
            stop: CancellationToken::new(),
            desktop: OnceLock::new(),
            window_gone: Notify::new(),
            connections: Connections::new(parts.sources),
            gate: Gate::new(parts.gate, parts.trusted_proxy),
            secrets: parts.secrets,
            reading_again: tokio::sync::Mutex::default(),
            learning_shapes: tokio::sync::Mutex::default(),
            shape_to_learn: Notify::new(),
            unread: Notify::new(),
            readable_again: Notify::new(),
            fetching: Fetching::default(),
            reach: Reaching::new(parts.reach),
            patience: Patience::default(),
            rhythm: Rhythm::default(),
            started_at: OnceLock::new(),
            facts: RwLock::new(Facts {
                business: parts.business,
                receiver: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
                receiving: receiving::State::default(),
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
        let trouble = self.connections.trouble(source.id);
        Source {
            id: source.id,
            title: source.title.clone(),
            address: address::of_source(
                &format!("http://{}", SocketAddr::new(host, listening.port())),
                &source.key,
                &source.title,
            ),
            public_address: self.public_address(source),
            state: source.state,
            allow_get: source.allow_get,
            created_at: source.created_at,
            preset: source.preset.clone(),
            first_delivery_at: self
                .connections
                .first_taken_at(source.id)
                .or(source.first_delivery_at),
            last_delivery_at: self.connections.last_taken_at(source.id),
            trouble: trouble.map(|trouble| Trouble {
                since: trouble.since,
                why: trouble.why.text(self.lang()),
                refused: trouble.count,
            }),
        }
    }

    pub(crate) fn set_business(&self, business: Business) {
        self.facts_mut().business = business;
    }

    pub(crate) fn set_source(&self, source: SourceRow) {
        let id = source.id;
        self.connections.set(source);
        self.reach.sources_changed();
        self.patience.look();
        self.rhythm.heard(id);
    }

    pub(crate) fn receiving(&self) -> Receiving {
        let facts = self.facts();
        facts.receiving.shown(facts.receiver, facts.business.lang)
    }

    /// `receiver` is where it listens, or tries to, if that is not known already.
    pub(crate) fn set_receiving(&self, receiving: receiving::State, receiver: Option<SocketAddr>) {
        let mut facts = self.facts_mut();
        facts.receiving = receiving;
        if let Some(receiver) = receiver {
            facts.receiver = receiver;
        }
    }

    fn facts(&self) -> std::sync::RwLockReadGuard<'_, Facts> {
        self.facts.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn facts_mut(&self) -> std::sync::RwLockWriteGuard<'_, Facts> {
        self.facts.write().unwrap_or_else(PoisonError::into_inner)
    }
}
