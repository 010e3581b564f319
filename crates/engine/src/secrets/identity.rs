//! The folder's identity at relays, kept where its secrets are.
//!
//! It is made when it is first needed. From then on the database knows its address, and by that there is one: where it
//! cannot be read now, or is gone, no other takes its place, for that would be another public address. Only the owner
//! gives it up, by taking over another ([`Core::keep_identity`]) or by leaving the relay when it is gone
//! ([`Core::give_up_missing_identity`]).
//!
//! Its entry bears its address, so that another is kept beside it until the database says which counts.

use std::sync::Arc;

use jiff::Timestamp;
use recado_api::view::SecretsKept;
use recado_sqlite::{Tx, WriteError};
use recado_tunnel::identity::{Address, Identity};
use zeroize::Zeroizing;

use super::{ChangeError, Keeper, Unavailable};
use crate::core::Core;
use crate::store::deliveries::Detail;
use crate::store::{StoreError, StoreResult, settings};

impl Core {
    /// The folder's identity, made at the first time: from memory, after that.
    ///
    /// # Errors
    /// When there is one and it cannot be read now (`passing`) or is gone, or when a new one cannot be kept.
    pub(crate) async fn identity(self: &Arc<Self>) -> Result<Arc<Identity>, Unavailable> {
        if let Some(identity) = self.secrets.identity_in_memory() {
            return Ok(identity);
        }
        let _one_at_a_time = self.secrets.turn.lock().await;
        if let Some(identity) = self.secrets.identity_in_memory() {
            return Ok(identity);
        }
        let Some(address) = self.secrets.identity_address() else {
            return self.make_identity().await;
        };
        let read = self.secrets.read_identity(address, self.now()).await;
        if self.secrets.readable_again() {
            self.readable_again.notify_one();
        }
        read
    }

    /// Keeps an identity from elsewhere instead of the folder's own, which is no longer of use. `also` belongs to the
    /// same transaction.
    ///
    /// # Errors
    /// When it cannot be kept: then all is as it was.
    pub(crate) async fn keep_identity(
        self: &Arc<Self>,
        identity: Arc<Identity>,
        also: impl FnOnce(&mut Tx<'_>) -> StoreResult<()> + Send + 'static,
    ) -> Result<(), ChangeError> {
        let _one_at_a_time = self.secrets.turn.lock().await;
        let before = self.secrets.identity_address().zip(self.secrets.place());
        let address = identity.address();
        self.keep(identity, also).await?;
        if let Some((before, place)) = before.filter(|(before, _)| *before != address) {
            self.secrets.erase_identity(before, place).await;
        }
        Ok(())
    }

    /// Where the folder's identity is gone, the next one needed is a new one. One that only cannot be read now is kept.
    ///
    /// # Errors
    /// When the database does not take it.
    pub(crate) async fn give_up_missing_identity(self: &Arc<Self>) -> Result<(), WriteError<StoreError>> {
        let is_gone = match self.identity_kept().await {
            Some(Err(unavailable)) => !unavailable.passing,
            Some(Ok(_)) | None => false,
        };
        if !is_gone {
            return Ok(());
        }
        tracing::info!("the identity that is gone was given up");
        let core = self.clone();
        self.db
            .write(move |tx| {
                settings::forget(tx, settings::TUNNEL_IDENTITY)?;
                tx.after_commit(move || {
                    core.secrets.state().address = None;
                    core.identity_changed();
                });
                Ok(())
            })
            .await
    }

    /// The identity that there is; `None` where none was ever needed.
    pub(crate) async fn identity_kept(self: &Arc<Self>) -> Option<Result<Arc<Identity>, Unavailable>> {
        self.secrets.identity_address()?;
        Some(self.identity().await)
    }

    async fn make_identity(self: &Arc<Self>) -> Result<Arc<Identity>, Unavailable> {
        let identity = Identity::new().map_err(|error| not_kept(error.to_string()))?;
        let identity = Arc::new(identity);
        match self.keep(identity.clone(), |_| Ok(())).await {
            Ok(()) => {
                tracing::info!(address = %identity.address(), "an identity was made");
                Ok(identity)
            }
            Err(ChangeError::Unavailable(unavailable)) => Err(unavailable),
            Err(ChangeError::Write(error)) => Err(not_kept(error.to_string())),
        }
    }

    /// The entry first, then the word that it counts.
    async fn keep(
        self: &Arc<Self>,
        identity: Arc<Identity>,
        also: impl FnOnce(&mut Tx<'_>) -> StoreResult<()> + Send + 'static,
    ) -> Result<(), ChangeError> {
        // The identity before does not hold the place: it may be gone with it.
        let others = self.connections.any_secret();
        let place = match self.secrets.place().filter(|_| others) {
            Some(place) => place,
            None => self.secrets.decide(&self.db).await?,
        };
        self.secrets.write_identity(&identity, place).await?;
        let core = self.clone();
        let address = identity.address();
        self.db
            .write(move |tx| {
                settings::save(tx, settings::TUNNEL_IDENTITY, &address.to_string())?;
                // First of all effects: whoever is told of it finds it.
                tx.after_commit(move || {
                    let mut state = core.secrets.state();
                    state.address = Some(address);
                    state.identity = Some(identity);
                });
                also(tx)
            })
            .await?;
        Ok(())
    }
}

impl Keeper {
    /// The address of the folder's identity, whether or not that can be read.
    pub(crate) fn identity_address(&self) -> Option<Address> {
        self.state().address
    }

    fn identity_in_memory(&self) -> Option<Arc<Identity>> {
        self.state().identity.clone()
    }

    async fn read_identity(&self, address: Address, now: Timestamp) -> Result<Arc<Identity>, Unavailable> {
        let place = self.place().ok_or_else(missing)?;
        if let Some(reason) = self.failed_lately(now) {
            return Err(unreadable(place, reason));
        }
        let name = self.identity_name(address);
        let read = self.run(place, move |entries| entries.read(&name)).await;
        let text = match read {
            Ok(text) => text,
            Err(reason) => {
                tracing::warn!(reason, "the identity cannot be read now");
                self.state().failed = Some((now, reason.clone()));
                return Err(unreadable(place, reason));
            }
        };
        self.state().was_read();
        // A folder that was copied to another computer, or a keyring that was emptied.
        let identity = text.as_deref().and_then(|text| known(text, address));
        let identity = identity.ok_or_else(|| {
            let damaged = text.is_some();
            tracing::warn!(damaged, "the identity is no longer where it was kept");
            missing()
        })?;
        let identity = Arc::new(identity);
        self.state().identity = Some(identity.clone());
        Ok(identity)
    }

    async fn write_identity(&self, identity: &Identity, place: SecretsKept) -> Result<(), Unavailable> {
        let name = self.identity_name(identity.address());
        let text: Zeroizing<String> = identity.to_text();
        let written = self.run(place, move |entries| entries.write(&name, &text)).await;
        match written {
            Ok(()) => {
                self.state().failed = None;
                Ok(())
            }
            Err(reason) => {
                tracing::warn!(reason, "an identity could not be kept");
                Err(unreadable(place, reason))
            }
        }
    }

    /// One that stays behind counts no longer.
    async fn erase_identity(&self, address: Address, place: SecretsKept) {
        let name = self.identity_name(address);
        let erased = self.run(place, move |entries| entries.erase(&name)).await;
        if let Err(reason) = erased {
            tracing::warn!(reason, "the former identity stays behind where it was kept");
        }
    }

    fn identity_name(&self, address: Address) -> String {
        format!("{}/{address}/identity", self.folder)
    }
}

/// What an entry holds, if it is whole and the one that counts.
fn known(text: &str, address: Address) -> Option<Identity> {
    let identity = Identity::from_text(text).ok()?;
    (identity.address() == address).then_some(identity)
}

/// What a keyring says is for whoever knows keyrings, and stands in the log.
fn unreadable(place: SecretsKept, reason: String) -> Unavailable {
    let why = match place {
        SecretsKept::Keyring => Detail::new("identity-keyring"),
        SecretsKept::File => Detail::with_args("identity-file", vec![("reason", reason)]),
    };
    Unavailable { why, passing: true }
}

fn missing() -> Unavailable {
    Unavailable {
        why: Detail::new("identity-missing"),
        passing: false,
    }
}

fn not_kept(reason: String) -> Unavailable {
    Unavailable {
        why: Detail::with_args("identity-not-kept", vec![("reason", reason)]),
        passing: true,
    }
}
