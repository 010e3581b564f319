//! The keyring of the system: the Secret Service on Linux, the Credential Manager on Windows, the Keychain on macOS.

use std::sync::Arc;

use keyring_core::{CredentialStore, Entry, Error};
use zeroize::Zeroizing;

use super::keyring::{Entries, Keyring, KeyringError};

/// Under which name our entries stand there, beside their own.
const SERVICE: &str = "br.com.recado.desktop";

/// It is connected to for each errand and left again after it: nothing of it stays in memory, and nothing wakes up.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemKeyring;

impl Keyring for SystemKeyring {
    fn open(&self) -> Result<Box<dyn Entries + '_>, KeyringError> {
        Ok(Box::new(Open {
            store: connect().map_err(|error| failed(&error))?,
        }))
    }
}

#[cfg(target_os = "linux")]
fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(windows)]
fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
    Err(Error::NoDefaultStore)
}

struct Open {
    store: Arc<CredentialStore>,
}

impl Open {
    fn entry(&self, name: &str) -> Result<Entry, KeyringError> {
        Entry::new_in_store(&self.store, SERVICE, name).map_err(|error| failed(&error))
    }
}

impl Entries for Open {
    fn read(&mut self, name: &str) -> Result<Option<Zeroizing<String>>, KeyringError> {
        match self.entry(name)?.get_secret() {
            Ok(secret) => {
                let secret = Zeroizing::new(secret);
                let text = std::str::from_utf8(&secret)
                    .map_err(|_| KeyringError::Failed("the entry is no text".to_owned()))?;
                Ok(Some(Zeroizing::new(text.to_owned())))
            }
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(failed(&error)),
        }
    }

    fn write(&mut self, name: &str, secret: &str) -> Result<(), KeyringError> {
        self.entry(name)?
            .set_secret(secret.as_bytes())
            .map_err(|error| failed(&error))
    }

    fn erase(&mut self, name: &str) -> Result<(), KeyringError> {
        match self.entry(name)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(failed(&error)),
        }
    }
}

/// Some errors carry what was read. Their sentences do not quote it, but what is inside them might.
fn failed(error: &Error) -> KeyringError {
    let said = if matches!(error, Error::BadEncoding(_) | Error::BadDataFormat(..)) {
        "the entry is not readable".to_owned()
    } else if matches!(error, Error::Ambiguous(_)) {
        "there is more than one such entry".to_owned()
    } else {
        error.to_string()
    };
    KeyringError::Failed(said)
}
