//! Where the sources' secrets and the folder's identity at relays ([`identity`]) are kept: in the system's keyring or,
//! where there is none, in a file of the data folder that only this user can read. Never in the database, in the log or
//! in an answer.
//!
//! Which of the two it is is decided when a folder gets its first secret, and remembered: secrets that are in a keyring
//! which cannot be read now are [`Unavailable`], never looked for elsewhere. It is decided anew only when the folder
//! has no secret left. Everything that was read is held in memory, wiped when it is let go, so that a delivery costs no
//! call; whatever asks a keyring does so on a thread of its own and waits at most [`errand::PATIENCE`].

mod errand;
mod file;
mod identity;
mod keyring;
mod place;
mod read_all;
mod system;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use recado_api::SourceId;
use recado_api::view::SecretsKept;
use recado_sqlite::{Database, WriteError};
use recado_tunnel::identity::{Address, Identity};
use recado_webhook::authenticity::Secret;

pub use keyring::{Entries, Keyring, KeyringError};
pub(crate) use read_all::read_all;
pub use system::SystemKeyring;

use crate::store::StoreError;
use crate::store::deliveries::Detail;
use crate::store::sources::SourceRow;
use errand::Errands;
use file::SecretsFile;

/// After a keyring could not be read it is left alone for so long. Each attempt may ask the owner for a password.
const LEAVE_ALONE: SignedDuration = SignedDuration::from_secs(30);

/// The longest secret that is taken, in bytes. Windows keeps 2,560 at most in one entry; the longest access tokens of
/// senders have some hundred.
pub(crate) const LONGEST: usize = 2_048;

/// One of the secrets that a source may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// By which its sender shows that it is genuine.
    Current,
    /// The one before, while it is still good.
    Former,
    /// With which details are fetched from its sender.
    AccessToken,
}

impl Slot {
    const ALL: [Self; 3] = [Self::Current, Self::Former, Self::AccessToken];

    fn word(self) -> &'static str {
        match self {
            Self::Current => "secret",
            Self::Former => "former-secret",
            Self::AccessToken => "access-token",
        }
    }
}

/// All secrets of one source.
#[derive(Debug, Clone, Default)]
pub(crate) struct Held {
    pub(crate) current: Option<Secret>,
    pub(crate) former: Option<Secret>,
    pub(crate) access_token: Option<Secret>,
}

impl Held {
    /// Leaves out what the source has no longer, and what only stayed behind.
    fn keep_what_counts(&mut self, source: &SourceRow) {
        let counts = [
            (Slot::Current, source.has_secret),
            (Slot::Former, source.former_secret_until.is_some()),
            (Slot::AccessToken, source.has_access_token),
        ];
        for (slot, counts) in counts {
            if !counts {
                *self.slot(slot) = None;
            }
        }
    }

    fn slot(&mut self, slot: Slot) -> &mut Option<Secret> {
        match slot {
            Slot::Current => &mut self.current,
            Slot::Former => &mut self.former,
            Slot::AccessToken => &mut self.access_token,
        }
    }
}

/// Secrets that there are cannot be read now. Whoever needs one cannot be verified, which is nobody's fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the secrets cannot be read now")]
pub(crate) struct Unavailable {
    pub(crate) why: Detail,
    /// Whether it may pass by itself, as when a keyring is unlocked.
    pub(crate) passing: bool,
}

/// Why secrets were not changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ChangeError {
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    #[error(transparent)]
    Write(#[from] WriteError<StoreError>),
}

/// Keeps the secrets of one folder.
pub(crate) struct Keeper {
    /// The folder's own name, under which its secrets stand in a keyring.
    folder: String,
    keyring: Option<Arc<dyn Keyring>>,
    file: Arc<SecretsFile>,
    /// Of the keyring. One that hangs holds the file up no more than anything else.
    errands: Errands,
    file_errands: Errands,
    state: Mutex<State>,
    /// One at a time reads or changes: each is several steps.
    turn: tokio::sync::Mutex<()>,
}

struct State {
    /// `None` while nothing was ever kept.
    place: Option<SecretsKept>,
    /// What was read, or that it was not there.
    held: HashMap<SourceId, Result<Arc<Held>, Unavailable>>,
    /// The address of the folder's identity; `None` while it has none.
    address: Option<Address>,
    /// The identity, once it was read.
    identity: Option<Arc<Identity>>,
    /// Nothing could be read at that time, and why.
    failed: Option<(Timestamp, String)>,
    /// Secrets can be read after they could not, and nobody has asked about that yet.
    readable_again: bool,
}

impl Keeper {
    /// `folder` is the folder's own random name, `place` where its secrets were kept so far, `address` that of its
    /// identity.
    pub(crate) fn new(
        path: &Path,
        folder: String,
        place: Option<SecretsKept>,
        address: Option<Address>,
        keyring: Option<Arc<dyn Keyring>>,
    ) -> Self {
        Self {
            folder,
            keyring,
            file: Arc::new(SecretsFile::in_folder(path)),
            errands: Errands::default(),
            file_errands: Errands::default(),
            state: Mutex::new(State {
                place,
                held: HashMap::new(),
                address,
                identity: None,
                failed: None,
                readable_again: false,
            }),
            turn: tokio::sync::Mutex::new(()),
        }
    }

    /// Where secrets are kept or, before there are any, would be tried to be kept first.
    pub(crate) fn kept(&self) -> SecretsKept {
        let hoped_for = match self.keyring {
            Some(_) => SecretsKept::Keyring,
            None => SecretsKept::File,
        };
        self.state().place.unwrap_or(hoped_for)
    }

    /// The secrets of a source: from memory, after the first time.
    ///
    /// # Errors
    /// When it has some and they cannot be read now.
    pub(crate) async fn held(&self, source: &SourceRow, now: Timestamp) -> Result<Arc<Held>, Unavailable> {
        if let Some(held) = self.in_memory(source) {
            return held;
        }
        let _one_at_a_time = self.turn.lock().await;
        if let Some(held) = self.in_memory(source) {
            return held;
        }
        let place = self.place().ok_or_else(missing)?;
        if let Some(reason) = self.failed_lately(now) {
            return Err(unreadable(place, reason));
        }
        let names = Slot::ALL.map(|slot| (slot, self.name(source.id, slot)));
        let read = self
            .run(place, move |entries| {
                let mut held = Held::default();
                for (slot, name) in &names {
                    *held.slot(*slot) = entries.read(name)?.map(|secret| Secret::new(secret.to_string()));
                }
                Ok(held)
            })
            .await;
        let mut held = match read {
            Ok(held) => held,
            Err(reason) => {
                tracing::warn!(source.id = %source.id, reason, "the secrets cannot be read now");
                self.state().failed = Some((now, reason.clone()));
                return Err(unreadable(place, reason));
            }
        };
        held.keep_what_counts(source);
        // A folder that was copied to another computer, or a keyring that was emptied.
        let is_missing = (source.has_secret && held.current.is_none())
            || (source.has_access_token && held.access_token.is_none());
        let held = if is_missing {
            tracing::warn!(source.id = %source.id, "a secret is no longer where it was kept");
            Err(missing())
        } else {
            Ok(Arc::new(held))
        };
        let mut state = self.state();
        state.was_read();
        state.held.insert(source.id, held.clone());
        held
    }

    /// Whether secrets can be read now that could not be; told once.
    pub(crate) fn readable_again(&self) -> bool {
        std::mem::take(&mut self.state().readable_again)
    }

    fn in_memory(&self, source: &SourceRow) -> Option<Result<Arc<Held>, Unavailable>> {
        if !source.has_any_secret() {
            return Some(Ok(Arc::default()));
        }
        self.state().held.get(&source.id).cloned()
    }

    /// Puts secrets in their places, or takes them away. `first` is whether no source has another secret: then, if the
    /// folder has no identity either, it is decided where they are kept.
    ///
    /// # Errors
    /// When they cannot be kept. Taking away alone is no error: what stays behind counts no longer.
    pub(crate) async fn change(
        &self,
        db: &Database,
        source: &SourceRow,
        changes: Vec<(Slot, Option<Secret>)>,
        first: bool,
    ) -> Result<(), ChangeError> {
        let _one_at_a_time = self.turn.lock().await;
        let first = first && self.state().address.is_none();
        let place = match self.place().filter(|_| !first) {
            Some(place) => place,
            None => self.decide(db).await?,
        };
        let before = match self.in_memory(source) {
            Some(Ok(held)) => Some(Held::clone(&held)),
            Some(Err(_)) | None => None,
        };
        let after = before.map(|mut held| {
            for (slot, secret) in &changes {
                held.slot(*slot).clone_from(secret);
            }
            held
        });
        let only_taken_away = changes.iter().all(|(_, secret)| secret.is_none());
        let changes: Vec<_> = changes
            .into_iter()
            .map(|(slot, secret)| (self.name(source.id, slot), secret))
            .collect();
        let changed = self
            .run(place, move |entries| {
                for (name, secret) in &changes {
                    match secret {
                        Some(secret) => entries.write(name, secret.expose())?,
                        None => entries.erase(name)?,
                    }
                }
                Ok(())
            })
            .await;
        match changed {
            Ok(()) => self.state().failed = None,
            // It counts no longer, wherever it stays.
            Err(reason) if only_taken_away => {
                tracing::warn!(source.id = %source.id, reason, "a secret stays behind where it was kept");
            }
            Err(reason) => {
                tracing::warn!(source.id = %source.id, reason, "a secret could not be kept");
                return Err(unreadable(place, reason).into());
            }
        }
        let mut state = self.state();
        match after {
            Some(held) => state.held.insert(source.id, Ok(Arc::new(held))),
            // What was not known before is read when it is needed.
            None => state.held.remove(&source.id),
        };
        Ok(())
    }

    /// Removes all secrets of a source. One that cannot be removed now stays behind in the keyring, of use to nobody.
    pub(crate) async fn forget(&self, source: &SourceRow) {
        let _one_at_a_time = self.turn.lock().await;
        self.state().held.remove(&source.id);
        let Some(place) = self.place() else { return };
        if !source.has_any_secret() {
            return;
        }
        let names = Slot::ALL.map(|slot| self.name(source.id, slot));
        let erased = self
            .run(place, move |entries| {
                names.iter().try_for_each(|name| entries.erase(name))
            })
            .await;
        if let Err(reason) = erased {
            tracing::warn!(source.id = %source.id, reason, "its secrets stay behind where they were kept");
        }
    }

    fn place(&self) -> Option<SecretsKept> {
        self.state().place
    }

    /// Why nothing could be read, where that was not long ago: then it is not tried again yet.
    fn failed_lately(&self, now: Timestamp) -> Option<String> {
        let state = self.state();
        let (at, reason) = state.failed.as_ref()?;
        (now.duration_since(*at).abs() < LEAVE_ALONE).then(|| reason.clone())
    }

    /// Does something with the entries of a place, off the runtime. The error is a sentence in English.
    async fn run<T: Send + 'static>(
        &self,
        place: SecretsKept,
        errand: impl FnOnce(&mut dyn Entries) -> Result<T, KeyringError> + Send + 'static,
    ) -> Result<T, String> {
        let (keyring, errands): (Arc<dyn Keyring>, _) = match (place, &self.keyring) {
            (SecretsKept::File, _) => (self.file.clone(), &self.file_errands),
            (SecretsKept::Keyring, Some(keyring)) => (keyring.clone(), &self.errands),
            (SecretsKept::Keyring, None) => return Err("there is no keyring here".to_owned()),
        };
        errands
            .run(move || errand(&mut *keyring.open()?))
            .await
            .map_err(|hung| hung.to_string())?
            .map_err(|error| error.to_string())
    }

    fn name(&self, source: SourceId, slot: Slot) -> String {
        format!("{}/{source}/{}", self.folder, slot.word())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn was_read(&mut self) {
        if self.failed.take().is_some() {
            self.readable_again = true;
        }
    }
}

/// What a keyring says is for whoever knows keyrings, and stands in the log.
fn unreadable(place: SecretsKept, reason: String) -> Unavailable {
    let why = match place {
        SecretsKept::Keyring => Detail::new("secrets-keyring"),
        SecretsKept::File => Detail::with_args("secrets-file", vec![("reason", reason)]),
    };
    Unavailable { why, passing: true }
}

fn missing() -> Unavailable {
    Unavailable {
        why: Detail::new("secrets-missing"),
        passing: false,
    }
}
