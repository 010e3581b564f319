//! Which place a folder's secrets are kept in.

use recado_api::view::SecretsKept;
use recado_sqlite::{Database, WriteError};

use super::{Keeper, KeyringError};
use crate::store::{StoreError, settings};

impl Keeper {
    /// Tries whether the keyring takes a secret and gives it back, and remembers which place it is to be.
    pub(super) async fn decide(&self, db: &Database) -> Result<SecretsKept, WriteError<StoreError>> {
        let place = match &self.keyring {
            None => SecretsKept::File,
            Some(_) => {
                let probe = format!("{}/probe", self.folder);
                let tried = self
                    .run(SecretsKept::Keyring, move |entries| {
                        entries.write(&probe, "probe")?;
                        let read = entries.read(&probe)?;
                        entries.erase(&probe)?;
                        match read {
                            Some(read) if *read == "probe" => Ok(()),
                            _ => Err(KeyringError::Failed(
                                "it does not give back what it took".to_owned(),
                            )),
                        }
                    })
                    .await;
                match tried {
                    Ok(()) => SecretsKept::Keyring,
                    Err(reason) => {
                        tracing::info!(
                            reason,
                            "no keyring: secrets are kept in a file of the data folder"
                        );
                        SecretsKept::File
                    }
                }
            }
        };
        db.write(move |tx| settings::save_json(tx, settings::SECRETS_KEPT, &place))
            .await?;
        self.state().place = Some(place);
        Ok(place)
    }
}
