//! The one handle to a data folder.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use recado_api::socket::{self, Record};
use recado_api::view::{Business, BusinessKind, Desktop, Gate, SecretsKept, SourceState};
use recado_api::{Ask, Change, Ending, Failure, Holder, Lang, Position};
use recado_sqlite::{Database, WriteError};
use recado_tunnel::identity::Address;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::answer;
use crate::changes::Subscription;
use crate::clock::{Clock, SystemClock};
use crate::core::{Core, Parts};
use crate::desktop::DesktopAsk;
use crate::error::{OpenError, StartError};
use crate::export::Export;
use crate::folder::Folder;
use crate::gate::Trusted;
use crate::lock::FolderLock;
use crate::receiver;
use crate::receiving::{self, Receiver};
use crate::secrets::{self, Keeper, Keyring, SystemKeyring};
use crate::store::sources::{Fares, SourceRow};
use crate::store::{self, StoreError, StoreResult, board, business, settings, sources};
use crate::{fetch, housekeeping, intake, patience, rhythm, shape, tunnel};

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
    /// The computer's language.
    pub system_lang: Lang,
    /// Where secrets are kept; `None` for a file of the data folder.
    pub keyring: Option<Arc<dyn Keyring>>,
    /// Called once if a command has the folder and will soon let go.
    pub on_wait: Arc<dyn Fn(&Record) + Send + Sync>,
}

impl OpenOptions {
    pub fn new(holder: Holder) -> Self {
        Self {
            holder,
            clock: Arc::new(SystemClock),
            system_lang: Lang::of_system(),
            keyring: Some(Arc::new(SystemKeyring)),
            on_wait: Arc::new(|_| {}),
        }
    }
}

/// How receiving starts.
#[derive(Debug, Clone, Default)]
pub struct StartOptions {
    /// Where to listen instead of on the folder's own port on the loopback interface.
    pub listen: Option<SocketAddr>,
    /// What happens when that port is taken.
    pub receiver: Receiver,
    /// Where details of deliveries are asked for, instead of at the addresses that presets name.
    pub fetch_from: Option<String>,
    /// Whoever has a desktop; absent in `serve`.
    pub desktop: Option<mpsc::Sender<DesktopAsk>>,
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
            system_lang,
            keyring,
            on_wait,
        } = options;
        let taken = folder.clone();
        let (lock, db) = tokio::task::spawn_blocking(move || take(&taken, holder, &*on_wait))
            .await
            .map_err(|error| OpenError::FirstRead(error.to_string()))??;
        let first = First {
            board: Uuid::now_v7(),
            stages: answer::first_stages(BusinessKind::Other, system_lang),
            system_lang,
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
            system_lang,
            epoch: Uuid::new_v4().simple().to_string(),
            hash_key: known.hash_key,
            business: known.business,
            sources: known.sources,
            gate: known.gate,
            trusted_proxy: known.trusted_proxy,
            secrets: Keeper::new(
                folder.path(),
                known.folder_name,
                known.secrets_kept,
                known.reach.address,
                keyring,
            ),
            port: known.port,
            reach: known.reach,
        });
        Ok(Self {
            core: Arc::new(core),
            tasks: JoinSet::new(),
        })
    }

    /// Begins to receive, and to answer on the local socket. Tells where it receives or, while that port is taken
    /// ([`Receiver::KeepTrying`]), will.
    ///
    /// # Errors
    /// See [`StartError`]; nothing runs then.
    pub async fn start(&mut self, options: StartOptions) -> Result<SocketAddr, StartError> {
        let listener = self.listen(&options).await?;
        let address = socket::address(self.core.folder.path()).map_err(|source| StartError::Socket {
            address: self.core.folder.path().to_owned(),
            source,
        })?;
        let local = socket::Listener::bind(&address).map_err(|source| StartError::Socket {
            address: address.clone(),
            source,
        })?;
        if let Some(desktop) = options.desktop {
            // Nobody but a start sets it, and there is one.
            let _ = self.core.desktop.set(desktop);
        }
        // Nobody but a start sets it, and there is one.
        let _ = self.core.started_at.set(self.core.now());
        let bodies = receiver::bodies();
        self.tasks.spawn(receiving::receive(
            self.core.clone(),
            listener,
            options.listen,
            bodies.clone(),
        ));
        self.tasks.spawn(tunnel::run(self.core.clone(), bodies));
        self.tasks.spawn(answer::serve(local, self.core.clone()));
        self.tasks.spawn(housekeeping::run(self.core.clone()));
        self.tasks.spawn(patience::run(self.core.clone()));
        self.tasks.spawn(rhythm::run(self.core.clone()));
        self.tasks.spawn(intake::catch_up(self.core.clone()));
        self.tasks
            .spawn(fetch::run(self.core.clone(), options.fetch_from));
        self.tasks.spawn(shape::watch(self.core.clone()));
        self.tasks.spawn(secrets::read_all(self.core.clone()));
        self.tasks.spawn_blocking(recado_webhook::phone::warm_up);
        Ok(self.core.receiver())
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

    /// Tells everybody what the desk could get of its desktop, at the start and whenever that changes.
    pub fn publish_desktop(&self, desktop: Desktop) {
        self.core.changes.publish(vec![Change::Desktop(desktop)]);
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

    pub(crate) fn core(&self) -> &Arc<Core> {
        &self.core
    }

    /// `None` where it is to be tried again.
    async fn listen(&self, options: &StartOptions) -> Result<Option<TcpListener>, StartError> {
        match receiving::listen(&self.core, options.listen).await {
            Ok(listener) => {
                let address = listener.local_addr().map_err(|source| StartError::Listen {
                    address: self.core.receiver(),
                    source,
                })?;
                self.core.set_receiving(receiving::State::On, Some(address));
                Ok(Some(listener))
            }
            Err(error) if options.receiver == Receiver::KeepTrying && error.is_about_receiving() => {
                tracing::warn!(error = %error, "nothing is received; trying again");
                receiving::tell(&self.core, receiving::State::Blocked(error), options.listen);
                Ok(None)
            }
            Err(error) => Err(error),
        }
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
    system_lang: Lang,
}

/// What the engine keeps in memory.
struct Known {
    hash_key: [u8; 32],
    business: Business,
    sources: Vec<(SourceRow, Fares)>,
    gate: Gate,
    trusted_proxy: Option<Trusted>,
    folder_name: String,
    secrets_kept: Option<SecretsKept>,
    port: Option<u16>,
    reach: tunnel::Known,
}

/// A new folder opens as a business of the kind `other` with no source.
fn read_or_begin(db: &rusqlite::Connection, first: &First) -> StoreResult<Known> {
    let business = match business::load(db)? {
        Some(mut business) => {
            if answer::follow_the_computer(db, &mut business, first.system_lang)? {
                business::save(db, &business)?;
            }
            business
        }
        None => {
            let business = answer::first_business(first.system_lang);
            business::save(db, &business)?;
            board::replace(db, recado_api::BoardId::new(first.board), &first.stages)?;
            business
        }
    };
    Ok(Known {
        hash_key: business::hash_key(db)?,
        business,
        sources: with_fares(db)?,
        gate: settings::load_json(db, settings::GATE)?.unwrap_or_default(),
        trusted_proxy: answer::trusted_proxy(db)?,
        folder_name: folder_name(db)?,
        secrets_kept: settings::load_json(db, settings::SECRETS_KEPT)?,
        port: settings::load(db, settings::RECEIVER_PORT)?.and_then(|port| port.parse().ok()),
        reach: tunnel::Known {
            relay: settings::load_json(db, settings::TUNNEL_RELAY)?,
            own_address: settings::load_json(db, settings::OWN_ADDRESS)?,
            ready: settings::load_json(db, settings::TUNNEL_READY)?,
            address: identity_address(db)?,
        },
    })
}

fn identity_address(db: &rusqlite::Connection) -> StoreResult<Option<Address>> {
    let Some(written) = settings::load(db, settings::TUNNEL_IDENTITY)? else {
        return Ok(None);
    };
    let address = written.parse().map_err(|_| StoreError::Unreadable {
        column: settings::TUNNEL_IDENTITY,
        value: written,
    })?;
    Ok(Some(address))
}

fn folder_name(db: &rusqlite::Connection) -> StoreResult<String> {
    if let Some(name) = settings::load(db, settings::FOLDER_NAME)? {
        return Ok(name);
    }
    let name = Uuid::new_v4().simple().to_string();
    settings::save(db, settings::FOLDER_NAME, &name)?;
    Ok(name)
}

fn with_fares(db: &rusqlite::Connection) -> StoreResult<Vec<(SourceRow, Fares)>> {
    let mut known = Vec::new();
    for source in sources::all(db)? {
        // Nothing comes any more to one that was removed.
        let fares = match source.state {
            SourceState::Removed => Fares::default(),
            SourceState::Active | SourceState::Paused => sources::fares(db, source.id)?,
        };
        known.push((source, fares));
    }
    Ok(known)
}

fn first_read(error: WriteError<StoreError>) -> OpenError {
    OpenError::FirstRead(error.to_string())
}
