//! What a place for secrets has to be able to do.

use zeroize::Zeroizing;

/// A place for secrets. Everything it does may take its time, or hang: it is never asked on the runtime's threads.
pub trait Keyring: Send + Sync {
    /// Makes ready to read and write some entries. Dropping what it gives lets go of whatever that took.
    ///
    /// # Errors
    /// When there is no such place on this computer, or it cannot be reached now.
    fn open(&self) -> Result<Box<dyn Entries + '_>, KeyringError>;
}

/// The entries of an open [`Keyring`], each a name and a secret.
pub trait Entries {
    /// `None` where there is no such entry.
    ///
    /// # Errors
    /// When that cannot be found out now.
    fn read(&mut self, name: &str) -> Result<Option<Zeroizing<String>>, KeyringError>;

    /// Makes an entry, or replaces its secret.
    ///
    /// # Errors
    /// When it is not kept.
    fn write(&mut self, name: &str, secret: &str) -> Result<(), KeyringError>;

    /// Removes an entry; one that is not there is removed already.
    ///
    /// # Errors
    /// When it may still be there.
    fn erase(&mut self, name: &str) -> Result<(), KeyringError>;
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// A sentence in English, which never holds a secret.
    #[error("{0}")]
    Failed(String),
}
