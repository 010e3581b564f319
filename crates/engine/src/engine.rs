//! The one handle to a data folder.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;

use recado_api::socket::{self, Record};
use recado_api::view::{Business, BusinessKind, SourceState};
use recado_api::{Ask, Ending, Failure, Holder, Position};
use recado_sqlite::{Database, ReadError, WriteError};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::answer;
use crate::changes::Subscription;
use crate::clock::{Clock, SystemClock};
use crate::core::{Core, FIRST_PORT, Parts};
use crate::error::{OpenError, StartError};
use crate::export::Export;
use crate::folder::Folder;
use crate::lock::FolderLock;
use crate::receiver::{self, Bodies};
use crate::store::sources::SourceRow;
use crate::store::{self, StoreError, StoreResult, board, business, deliveries, settings, sources};
use crate::{housekeeping, intake};

/// The last port that a new folder's receiver tries.
pub(crate) const LAST_PORT: u16 = 7331;

/// An open data folder. [`Engine::open`] takes the lock and the database, which suffices to ask and to change things;
/// [`Engine::start`] begins to receive and to answer others. Dropping it stops all it started, at once;
/// [`Engine::shutdown`] does so gracefully.
pub struct Engine {
    core: Arc<Core>,
    tasks: JoinSet<()>,
}

/// How a folder is opened.
pub struct OpenOptions {
    pub holder: Holder,
    pub clock: Arc<dyn Clock>,
    /// Called once if a command has the folder and will soon let go.
    pub on_wait: Arc<dyn Fn(&Record) + Send + Sync>,
}

impl OpenOptions {
    pub fn new(holder: Holder) -> Self {
        Self {
            holder,
            clock: Arc::new(SystemClock),
            on_wait: Arc::new(|_| {}),
        }
    }
}

/// How receiving starts.
#[derive(Debug, Clone, Copy, Default)]
pub struct StartOptions {
    /// Where to listen instead of on the folder's own port on the loopback interface.
    pub listen: Option<SocketAddr>,
}

impl Engine {
    /// Takes the folder's lock and opens its database, after making both if there are none. Where a command has the
    /// folder, that takes until it lets go.
    ///
    /// # Errors
    /// See [`OpenError`]; nothing in the folder was changed then.
    pub async fn open(folder: &Folder, options: OpenOptions) -> Result<Self, OpenError> {
        let OpenOptions {
            holder,
            clock,
            on_wait,
        } = options;
        let taken = folder.clone();
        let (lock, db) = tokio::task::spawn_blocking(move || take(&taken, holder, &*on_wait))
            .await
            .map_err(|error| OpenError::FirstRead(error.to_string()))??;
        let first = First {
            board: Uuid::now_v7(),
            stages: answer::first_stages(BusinessKind::Other),
        };
        let known = db
            .write(move |tx| read_or_begin(tx, &first))
            .await
            .map_err(first_read)?;
        let core = Core::new(Parts {
            folder: folder.clone(),
            holder,
            db,
            lock,
            clock,
            epoch: Uuid::new_v4().simple().to_string(),
            hash_key: known.hash_key,
            business: known.business,
            sources: known.sources,
            port: known.port,
        });
        Ok(Self {
            core: Arc::new(core),
            tasks: JoinSet::new(),
        })
    }

    /// Begins to receive, and to answer on the local socket.
    ///
    /// # Errors
    /// See [`StartError`]; nothing runs then.
    pub async fn start(&mut self, options: StartOptions) -> Result<SocketAddr, StartError> {
        let listener = self.listen(options.listen).await?;
        let listening = listener.local_addr().map_err(|source| StartError::Listen {
            address: self.core.receiver(),
            source,
        })?;
        let address = socket::address(self.core.folder.path()).map_err(|source| StartError::Socket {
            address: self.core.folder.path().to_owned(),
            source,
        })?;
        let local = socket::Listener::bind(&address).map_err(|source| StartError::Socket {
            address: address.clone(),
            source,
        })?;
        self.core.set_receiver(listening);
        let router = receiver::router(self.core.clone(), Bodies::default());
        self.tasks.spawn(receiver::listener::serve(
            listener,
            router,
            self.core.stop.clone(),
        ));
        self.tasks.spawn(answer::serve(local, self.core.clone()));
        self.tasks.spawn(housekeeping::run(self.core.clone()));
        self.tasks.spawn(finish_resumptions(self.core.clone()));
        self.tasks.spawn_blocking(recado_webhook::phone::warm_up);
        Ok(listening)
    }

    /// Asks this engine, by the same way as others do through its socket.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn ask<R: Ask>(&self, request: R) -> Result<R::Answer, Failure> {
        let answer = answer::answer(&self.core, request.into()).await?;
        serde_json::from_str(answer.get()).map_err(|error| answer::failure::internal(&self.core, &error))
    }

    /// Follows what changes, from after `after` or from now.
    pub fn subscribe(&self, after: Option<&Position>) -> Subscription {
        self.core.changes.subscribe(after)
    }

    /// The contacts as a file, piece by piece.
    pub fn export(&self, style: crate::export::Style) -> Export {
        Export::new(self.core.clone(), style)
    }

    pub fn folder(&self) -> &Path {
        self.core.folder.path()
    }

    /// Waits until somebody asks the engine to stop.
    pub async fn stop_asked(&self) {
        self.core.stop.cancelled().await;
    }

    /// Ends gracefully: nothing more is accepted, what has begun is answered and durable, readers are told.
    pub async fn shutdown(mut self, ending: Ending) {
        self.core.stop.cancel();
        self.core.changes.end(ending);
        while self.tasks.join_next().await.is_some() {}
        self.core.db.close().await;
    }

    #[cfg(test)]
    pub(crate) fn core(&self) -> &Arc<Core> {
        &self.core
    }

    async fn listen(&self, asked: Option<SocketAddr>) -> Result<TcpListener, StartError> {
        if let Some(address) = asked {
            return bind(address);
        }
        let known = self
            .read(|db| settings::load(db, settings::RECEIVER_PORT))
            .await
            .map_err(start_store)?;
        if let Some(port) = known.and_then(|port| port.parse().ok()) {
            return bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
        }
        let (listener, port) = first_free_port()?;
        answer::keep_port(&self.core, port).await.map_err(start_store)?;
        Ok(listener)
    }

    async fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&rusqlite::Connection) -> StoreResult<T> + Send + 'static,
    ) -> Result<T, ReadError<StoreError>> {
        self.core.db.read(job).await
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.core.stop.cancel();
    }
}

/// The lock first, so that nobody else has the database open.
fn take(
    folder: &Folder,
    holder: Holder,
    on_wait: &dyn Fn(&Record),
) -> Result<(FolderLock, Database), OpenError> {
    folder.prepare().map_err(|source| OpenError::Folder {
        folder: folder.path().to_owned(),
        source,
    })?;
    let lock = FolderLock::take(folder, holder, on_wait)?;
    let db = Database::open(
        &folder.database(),
        &store::SCHEMA,
        recado_sqlite::Options::default(),
    )?;
    Ok((lock, db))
}

/// What a new folder begins with.
struct First {
    board: Uuid,
    stages: Vec<recado_api::view::Stage>,
}

/// What the engine keeps in memory.
struct Known {
    hash_key: [u8; 32],
    business: Business,
    sources: Vec<SourceRow>,
    port: Option<u16>,
}

/// A new folder opens as a business of the kind `other` with no source.
fn read_or_begin(db: &rusqlite::Connection, first: &First) -> StoreResult<Known> {
    let business = match business::load(db)? {
        Some(business) => business,
        None => {
            let business = answer::first_business();
            business::save(db, &business)?;
            board::replace(db, recado_api::BoardId::new(first.board), &first.stages)?;
            business
        }
    };
    Ok(Known {
        hash_key: business::hash_key(db)?,
        business,
        sources: sources::all(db)?,
        port: settings::load(db, settings::RECEIVER_PORT)?.and_then(|port| port.parse().ok()),
    })
}

/// A resumption that an earlier run did not finish is finished now.
async fn finish_resumptions(core: Arc<Core>) {
    let left = core.db.read(|db| {
        let mut left = Vec::new();
        for source in sources::all(db)? {
            if source.state == SourceState::Active && deliveries::any_paused(db, source.id)? {
                left.push(source.id);
            }
        }
        Ok::<_, StoreError>(left)
    });
    match left.await {
        Ok(left) => {
            for source in left {
                if let Err(error) = intake::resume(&core, source).await {
                    tracing::warn!(source.id = %source, error = %error, "deliveries still wait to be filed");
                }
            }
        }
        Err(error) => tracing::warn!(error = %error, "cannot look for deliveries that still wait"),
    }
}

pub(crate) fn first_free_port() -> Result<(TcpListener, u16), StartError> {
    for port in FIRST_PORT..=LAST_PORT {
        if let Ok(listener) = receiver::listener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))) {
            return Ok((listener, port));
        }
    }
    Err(StartError::NoPort {
        first: FIRST_PORT,
        last: LAST_PORT,
    })
}

fn bind(address: SocketAddr) -> Result<TcpListener, StartError> {
    let listener =
        receiver::listener::bind(address).map_err(|source| StartError::Listen { address, source })?;
    Ok(listener)
}

fn first_read(error: WriteError<StoreError>) -> OpenError {
    OpenError::FirstRead(error.to_string())
}

fn start_store(error: impl std::fmt::Display) -> StartError {
    StartError::Store(error.to_string())
}
