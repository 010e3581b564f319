//! The relay as a whole: opened on a data folder, run until it is told to stop.

use std::fs::File;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use recado_http::{Bodies, Connections, Server};
use recado_sqlite::Database;
use recado_tunnel::control::Why;
use recado_tunnel::identity::RelayKey;
use recado_tunnel::origin::Origin;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::either::Either;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock::Clock;
use crate::drain;
use crate::folder::{Folder, FolderError};
use crate::limits::{LAST_ANSWERS, LONGEST_HEAD, LOOK_FOR_REMOVED, Limits, NEWCOMERS, OTHER_FILES, SWEEP};
use crate::metrics::{Metrics, add};
use crate::queue::SqliteQueue;
use crate::rates::Rates;
use crate::registry::Registry;
use crate::remote::Trust;
use crate::routes;
use crate::shared::Shared;
use crate::store::{self, Store, StoreError};
use crate::tls::{Security, Tls, TlsError};

/// How a relay is run.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Its data folder, which is made if there is none.
    pub folder: PathBuf,
    /// Where it listens; port 0 is any free one.
    pub listen: SocketAddr,
    /// What it is called by senders and engines. `None`: `http` and the address on which it listens.
    pub origin: Option<Origin>,
    /// Where its certificate comes from.
    pub security: Security,
    /// Whom to believe about who calls.
    pub trust: Trust,
    /// Whether engines need no invitation.
    pub open: bool,
    /// Its bounds.
    pub limits: Limits,
    /// What time it is.
    pub clock: Clock,
}

/// A relay that listens, and answers once it is [`run`](Relay::run).
pub struct Relay {
    shared: Arc<Shared>,
    listener: TcpListener,
    listening: SocketAddr,
    security: Security,
    folder: PathBuf,
    database: Database,
    _lock: File,
}

impl Relay {
    /// Opens the folder and listens.
    ///
    /// # Errors
    /// [`StartError`] says what is in the way.
    pub async fn open(settings: Settings) -> Result<Self, StartError> {
        let Settings {
            folder,
            listen,
            origin,
            security,
            trust,
            open,
            limits,
            clock,
        } = settings;
        let path = folder.clone();
        let opening = tokio::task::spawn_blocking(move || {
            let folder = Folder::prepare(&path)?;
            let lock = folder.lock()?;
            let identity = folder.key()?;
            let database = store::open(folder.path())?;
            Ok::<_, StartError>((lock, identity, database))
        });
        let (lock, identity, database) = opening.await.map_err(|_| StartError::Broken)??;
        let listener = recado_http::bind(listen).map_err(|source| StartError::Listen { listen, source })?;
        let listening = listener
            .local_addr()
            .map_err(|source| StartError::Listen { listen, source })?;
        let origin = match origin {
            Some(origin) => origin,
            None => format!("http://{listening}")
                .parse()
                .map_err(|_| StartError::Broken)?,
        };
        let queue = SqliteQueue::new(database.clone(), limits.quota, limits.whole);
        let shared = Shared {
            identity: Arc::new(identity),
            origin,
            open,
            trust,
            clock,
            store: Store::new(database.clone()),
            queue: Arc::new(queue),
            registry: Registry::new(limits.engines),
            metrics: Metrics::default(),
            per_remote: Rates::new(limits.per_remote),
            per_address: Rates::new(limits.per_address),
            bodies: Bodies::new(limits.longest_body),
            batches: drain::Room::default(),
            newcomers: Arc::new(Semaphore::new(NEWCOMERS)),
            connections: connections_beside(limits.engines),
            limits,
            links: TaskTracker::new(),
            stopping: CancellationToken::new(),
            leaving: CancellationToken::new(),
        };
        Ok(Self {
            shared: Arc::new(shared),
            listener,
            listening,
            security,
            folder,
            database,
            _lock: lock,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn listening(&self) -> SocketAddr {
        self.listening
    }

    /// What it is called.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.shared.origin
    }

    /// The key that engines pin.
    #[must_use]
    pub fn key(&self) -> RelayKey {
        self.shared.identity.key()
    }

    /// Serves until `stop` completes; then answers the requests that have begun, tells the engines and closes.
    ///
    /// # Errors
    /// When the certificate cannot be used.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Result<(), StartError> {
        let tls = self
            .security
            .start(&self.folder, &self.shared.links, &self.shared.leaving)?;
        let shared = &self.shared;
        let serving = serve(self.listener, tls, shared);
        {
            let mut serving = std::pin::pin!(serving);
            tokio::select! {
                () = stop => {}
                () = serving.as_mut() => {}
                () = sweep(shared) => {}
                () = send_the_removed_away(shared) => {}
            }
            tracing::info!("stopping: requests that have begun are answered, then the engines are told");
            shared.stopping.cancel();
            serving.await;
        }
        shared.leaving.cancel();
        shared.links.close();
        shared.links.wait().await;
        self.database.close().await;
        Ok(())
    }
}

/// Takes senders' requests and engines' attaches until the relay stops.
async fn serve(listener: TcpListener, tls: Option<Tls>, shared: &Arc<Shared>) {
    let server = Server {
        connections: shared.connections.clone(),
        longest_head: LONGEST_HEAD,
        last_answers: LAST_ANSWERS,
    };
    let open = move |stream| {
        let tls = tls.clone();
        async move {
            match tls {
                None => Some(Either::Left(stream)),
                // In boxes, so that a connection without TLS is not as large as one with it.
                Some(tls) => Box::pin(tls.accept(stream))
                    .await
                    .map(|stream| Either::Right(Box::new(stream))),
            }
        }
    };
    let answering = Arc::clone(shared);
    let answer = move |request, caller| {
        let shared = Arc::clone(&answering);
        async move { routes::answer(&shared, request, caller).await }
    };
    server
        .serve(listener, open, answer, shared.stopping.clone())
        .await;
}

/// Room for senders' connections beside so many links.
fn connections_beside(engines: usize) -> Connections {
    let connections = Connections::beside(OTHER_FILES + engines);
    if connections.are_few() {
        let senders = connections.most();
        tracing::warn!(
            engines,
            senders,
            "few files may be open: see the limits of the system"
        );
    }
    connections
}

/// Now and then gives up what has waited for too long, and notes who is attached.
async fn sweep(shared: &Shared) {
    let keeps_for = u64::try_from(shared.limits.keeps_for.as_millis()).unwrap_or(u64::MAX);
    loop {
        let now = shared.clock.now_ms();
        match shared.queue.give_up(now.saturating_sub(keeps_for)).await {
            Ok(0) => {}
            Ok(entries) => {
                add(&shared.metrics.given_up, entries);
                tracing::warn!(entries, "what had waited for too long was given up");
            }
            Err(why) => tracing::error!(error = %why, "what waits too long cannot be given up now"),
        }
        if let Err(why) = shared.store.seen(shared.registry.addresses(), now).await {
            tracing::warn!(error = %why, "who is attached could not be noted");
        }
        tokio::time::sleep(SWEEP).await;
    }
}

/// Sends those away whose address the operator has removed, by a command of another process.
async fn send_the_removed_away(shared: &Shared) {
    loop {
        match shared.store.removed().await {
            Ok(removed) => {
                for attachment in removed.iter().filter_map(|address| shared.registry.get(address)) {
                    attachment.send_away(Why::Removed);
                }
            }
            Err(why) => tracing::error!(error = %why, "which addresses were removed cannot be seen now"),
        }
        tokio::time::sleep(LOOK_FOR_REMOVED).await;
    }
}

/// Why a relay does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The database in it.
    #[error(transparent)]
    Database(#[from] recado_sqlite::OpenError),
    /// The address to listen on.
    #[error("cannot listen on {listen}: {source}")]
    Listen {
        /// The address.
        listen: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The certificate.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// Nothing can be looked up or changed in the database now.
    #[error("the relay's data cannot be used now: {0}")]
    Store(String),
    /// No relay has ever run on this folder.
    #[error("no relay has run on {} yet", .0.display())]
    NoRelay(PathBuf),
    /// Something that does not happen.
    #[error("the relay could not be started")]
    Broken,
}

impl From<StoreError> for StartError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.to_string())
    }
}
