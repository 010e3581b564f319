//! The identity at relays as a file: saved from one computer, taken over by another.

use std::sync::Arc;

use recado_api::request::{ExportIdentity, ImportIdentity};
use recado_api::view::{IdentityFile, Reach};
use recado_api::{Code, Failure};

use super::reach::check_relay;
use super::{Handle, failure};
use crate::core::Core;
use crate::receiver::address;
use crate::secrets::{ChangeError, Unavailable};
use crate::tunnel::{self, identity_file};

/// The shortest passphrase, in characters.
const SHORTEST: usize = 8;

impl Handle<ExportIdentity> for Core {
    async fn handle(self: &Arc<Self>, request: ExportIdentity) -> Result<IdentityFile, Failure> {
        if request.passphrase.expose().chars().count() < SHORTEST {
            let args = [("shortest", SHORTEST.to_string().into())];
            let message = self.lang().text("identity-passphrase-short", &args);
            return Err(failure::bad_request(message));
        }
        let relay = self.relay();
        if relay.is_none() && self.secrets.identity_address().is_none() {
            let message = self.lang().text("identity-none-yet", &[]);
            return Err(failure::bad_request(message));
        }
        let identity = self.identity().await.map_err(|why| unavailable(self, &why))?;
        let writing = tokio::task::spawn_blocking(move || {
            identity_file::write(&identity, relay, request.passphrase.expose())
        });
        let text = writing
            .await
            .map_err(|error| failure::internal(self, &error))?
            .map_err(|error| failure::internal(self, &error))?;
        Ok(IdentityFile {
            name: file_name(self),
            text,
        })
    }
}

impl Handle<ImportIdentity> for Core {
    async fn handle(self: &Arc<Self>, request: ImportIdentity) -> Result<Reach, Failure> {
        let reading = tokio::task::spawn_blocking(move || {
            identity_file::read(&request.text, request.passphrase.expose())
        });
        let moved = reading
            .await
            .map_err(|error| failure::internal(self, &error))?
            .map_err(|error| not_taken(self, error))?;
        if let Some(relay) = &moved.relay {
            check_relay(self, &relay.origin)?;
        }
        tunnel::take_over(self, moved)
            .await
            .map_err(|error| match error {
                ChangeError::Unavailable(why) => unavailable(self, &why),
                ChangeError::Write(error) => failure::write(self, &error),
            })?;
        Ok(self.reach())
    }
}

/// Tells whose it is and of when.
fn file_name(core: &Core) -> String {
    let business = core.business();
    let zone = jiff::tz::TimeZone::get(&business.zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let day = core.now().to_zoned_datetime(zone).date();
    match address::readable(&business.name).as_str() {
        "" => format!("recado-{day}.age"),
        name => format!("recado-{name}-{day}.age"),
    }
}

fn not_taken(core: &Core, error: identity_file::ReadError) -> Failure {
    use identity_file::ReadError as E;
    let id = match error {
        E::Other => "identity-file-other",
        E::Damaged => "identity-file-damaged",
        E::Passphrase => "identity-file-passphrase",
        E::TooMuchWork => "identity-file-work",
        E::Newer => "identity-file-newer",
    };
    failure::bad_request(core.lang().text(id, &[]))
}

fn unavailable(core: &Core, unavailable: &Unavailable) -> Failure {
    failure::of(Code::Unavailable, unavailable.why.text(core.lang()))
}

#[cfg(test)]
mod tests {
    use recado_api::{Holder, SecretText};
    use recado_tunnel::identity::Identity;

    use super::*;
    use crate::tunnel::RelayChoice;
    use crate::{Engine, Folder, OpenOptions};

    #[tokio::test]
    async fn a_file_that_leads_to_a_far_relay_without_encryption_is_not_taken() {
        let folder = tempfile::tempdir().unwrap();
        let options = OpenOptions {
            keyring: None,
            ..OpenOptions::new(Holder::Command)
        };
        let engine = Engine::open(&Folder::at(folder.path()), options).await.unwrap();
        let relay = RelayChoice {
            origin: "http://relay.example".parse().unwrap(),
            key: None,
            code: None,
        };
        let text = identity_file::write(&Identity::new().unwrap(), Some(relay), "four loose words").unwrap();
        let refused = engine
            .ask(ImportIdentity {
                text,
                passphrase: SecretText::new("four loose words".to_owned()),
            })
            .await
            .unwrap_err();
        assert_eq!(refused.code, Code::BadRequest);
        assert!(refused.message.contains("http://relay.example"), "{refused}");
        assert_eq!(engine.core().reach(), Reach::default());
    }
}
