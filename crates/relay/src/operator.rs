//! What the operator asks and does on a data folder, whether a relay runs on it or not.
//!
//! It is a process of its own on the same SQLite file. A running relay sees what was changed there: an invitation when
//! somebody brings it, a removed address within a second.

use std::path::PathBuf;

use data_encoding::BASE32_NOPAD;
use recado_sqlite::Database;
use recado_tunnel::attach::Waiting;
use recado_tunnel::identity::{Address, RelayIdentity};
use recado_tunnel::invitation::Invitation as Link;
use recado_tunnel::origin::Origin;

use crate::clock::Clock;
use crate::folder::Folder;
use crate::invitation;
use crate::queue::{Queue, QueueError, SqliteQueue};
use crate::relay::StartError;
use crate::store::{self, Invited, Listed, Store};

/// Letters of an invitation's id: enough to tell a million apart.
const ID: usize = 8;

/// An open data folder.
pub struct Operator {
    identity: RelayIdentity,
    database: Database,
    store: Store,
    queue: SqliteQueue,
    clock: Clock,
}

/// An invitation to be made.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// For whom, in the operator's words.
    pub note: String,
    /// For how many engines.
    pub uses: u32,
    /// For how long, in milliseconds.
    pub valid_for_ms: u64,
}

/// An engine that has attached.
#[derive(Debug, Clone)]
pub struct Engine {
    /// Its address.
    pub address: Address,
    /// The note of the invitation with which it came; `None` if it came without one.
    pub note: Option<String>,
    /// When it attached for the first time, in milliseconds since 1970.
    pub first_seen_ms: u64,
    /// When it was last known to be attached, in milliseconds since 1970. A relay notes it every ten minutes.
    pub last_seen_ms: u64,
    /// When it was removed, in milliseconds since 1970.
    pub removed_at_ms: Option<u64>,
    /// How much waits for it.
    pub waiting: Waiting,
}

/// An invitation that was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// By this it is named; it lets nobody in.
    pub id: String,
    /// For whom, in the operator's words.
    pub note: String,
    /// When it was made, in milliseconds since 1970.
    pub made_at_ms: u64,
    /// How many engines it has let in.
    pub used: u64,
    /// What it is still good for.
    pub good_for: GoodFor,
}

/// What an invitation is good for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoodFor {
    /// It lets in so many more.
    Engines {
        /// How many.
        left: u32,
        /// Until then, in milliseconds since 1970.
        until_ms: u64,
    },
    /// All that it was for are in.
    UsedUp,
    /// It was not used in time.
    Expired,
    /// The operator took it back.
    Revoked,
}

impl Operator {
    /// Opens a folder on which a relay has run.
    ///
    /// # Errors
    /// [`StartError`] says what is in the way; [`StartError::NoRelay`] where there is nothing yet.
    pub async fn open(folder: PathBuf, clock: Clock) -> Result<Self, StartError> {
        if !store::exists(&folder) {
            return Err(StartError::NoRelay(folder));
        }
        Self::prepare(folder, clock).await
    }

    /// Opens a folder, and makes it ready for a relay where there is none.
    ///
    /// # Errors
    /// [`StartError`] says what is in the way.
    pub async fn prepare(folder: PathBuf, clock: Clock) -> Result<Self, StartError> {
        let opening = tokio::task::spawn_blocking(move || {
            let folder = Folder::prepare(&folder)?;
            Ok::<_, StartError>((folder.key()?, store::open(folder.path())?))
        });
        let (identity, database) = opening.await.map_err(|_| StartError::Broken)??;
        Ok(Self {
            identity,
            store: Store::new(database.clone()),
            // It puts nothing, and so needs no bounds.
            queue: SqliteQueue::new(database.clone(), Waiting::default(), 0),
            database,
            clock,
        })
    }

    /// Closes the folder.
    pub async fn close(self) {
        self.database.close().await;
    }

    /// Makes an invitation and gives the link to be sent. `origin` is what the relay is called.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub async fn invite(&self, origin: &Origin, wanted: Invitation) -> Result<String, StartError> {
        let code = invitation::new_code().map_err(|_| StartError::Broken)?;
        let now = self.clock.now_ms();
        let invited = Invited {
            hash: invitation::hash(&code),
            note: wanted.note,
            made_at_ms: now,
            expires_at_ms: now.saturating_add(wanted.valid_for_ms),
            uses_left: wanted.uses,
            revoked_at_ms: None,
        };
        self.store.invite(invited).await?;
        let link = Link {
            origin: origin.clone(),
            key: Some(self.identity.key()),
            code: Some(code),
        };
        Ok(link.to_string())
    }

    /// All invitations, in the order in which they were made.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn invitations(&self) -> Result<Vec<Made>, StartError> {
        let now = self.clock.now_ms();
        let all = self.store.invitations().await?.into_iter();
        Ok(all.map(|(invited, used)| made(invited, used, now)).collect())
    }

    /// Takes an invitation back: by its id, its link or its code. `None` if there is no such one. Who came with it
    /// stays.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub async fn revoke(&self, named: &str) -> Result<Option<Made>, StartError> {
        let code = match named.parse() {
            Ok(Link { code, .. }) => code,
            Err(_) => Some(named.to_owned()),
        };
        let hash = code.as_deref().map(invitation::hash);
        let found = self.store.invitations().await?.into_iter();
        let found = found.map(|(invited, used)| (id(&invited.hash), invited, used));
        let mut found = found.filter(|(id, invited, _)| {
            id.eq_ignore_ascii_case(named.trim()) || hash.is_some_and(|hash| hash == invited.hash)
        });
        let Some((_, mut invited, used)) = found.next() else {
            return Ok(None);
        };
        let now = self.clock.now_ms();
        self.store.revoke(invited.hash, now).await?;
        invited.revoked_at_ms = Some(now);
        Ok(Some(made(invited, used, now)))
    }

    /// All engines that have ever attached, the oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn engines(&self) -> Result<Vec<Engine>, StartError> {
        let mut engines = Vec::new();
        for listed in self.store.engines().await? {
            engines.push(self.with_waiting(listed).await?);
        }
        Ok(engines)
    }

    /// One engine; `None` if there is none with this address.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn engine(&self, address: Address) -> Result<Option<Engine>, StartError> {
        let mut all = self.store.engines().await?.into_iter();
        match all.find(|listed| listed.address == address) {
            Some(listed) => Ok(Some(self.with_waiting(listed).await?)),
            None => Ok(None),
        }
    }

    /// Removes an address: its engine is sent away and refused from now on, senders find nothing there, and what waits
    /// for it is deleted. Gives how many entries those were.
    ///
    /// # Errors
    /// When that cannot be kept. What was begun is done by another try.
    pub async fn remove(&self, address: Address) -> Result<u64, StartError> {
        self.store.remove(address, self.clock.now_ms()).await?;
        Ok(self.queue.forget_all(address).await?)
    }

    /// Lets a removed address attach again. What had waited for it stays gone.
    ///
    /// # Errors
    /// When that cannot be kept.
    pub async fn readmit(&self, address: Address) -> Result<(), StartError> {
        Ok(self.store.readmit(address).await?)
    }

    async fn with_waiting(&self, listed: Listed) -> Result<Engine, StartError> {
        Ok(Engine {
            waiting: self.queue.waiting(listed.address).await?,
            address: listed.address,
            note: listed.note.filter(|note| !note.is_empty()),
            first_seen_ms: listed.first_seen_ms,
            last_seen_ms: listed.last_seen_ms,
            removed_at_ms: listed.removed_at_ms,
        })
    }
}

/// What names an invitation without letting anybody in.
fn id(hash: &[u8; 32]) -> String {
    let mut id = BASE32_NOPAD.encode(hash).to_ascii_lowercase();
    id.truncate(ID);
    id
}

fn made(invited: Invited, used: u64, now_ms: u64) -> Made {
    let good_for = if invited.revoked_at_ms.is_some() {
        GoodFor::Revoked
    } else if invited.uses_left == 0 {
        GoodFor::UsedUp
    } else if invited.expires_at_ms <= now_ms {
        GoodFor::Expired
    } else {
        GoodFor::Engines {
            left: invited.uses_left,
            until_ms: invited.expires_at_ms,
        }
    };
    Made {
        id: id(&invited.hash),
        note: invited.note,
        made_at_ms: invited.made_at_ms,
        used,
        good_for,
    }
}

impl From<QueueError> for StartError {
    fn from(error: QueueError) -> Self {
        Self::Store(error.to_string())
    }
}
