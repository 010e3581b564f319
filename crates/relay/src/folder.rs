//! The data folder: the relay's key, its file, and the lock by which one relay runs on it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use recado_tunnel::identity::{RelayIdentity, SecretError};

/// The signing key. It has a file of its own, so that the database can be copied to look into a problem without giving
/// away what engines have pinned.
const KEY: &str = "relay.key";
const LOCK: &str = "relay.lock";

/// A relay's data folder.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Makes the folder if there is none. On Unix nobody else can look into it.
    pub(crate) fn prepare(path: &Path) -> Result<Self, FolderError> {
        make_private(path).map_err(|source| FolderError::Folder {
            path: path.to_owned(),
            source,
        })?;
        Ok(Self {
            path: path.to_owned(),
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Holds the folder for this relay until the file is dropped.
    pub(crate) fn lock(&self) -> Result<File, FolderError> {
        let path = self.path.join(LOCK);
        let failed = |source| FolderError::Folder {
            path: path.clone(),
            source,
        };
        let file = private().truncate(false).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(FolderError::Held {
                path: self.path.clone(),
            }),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// The relay's key; a new one on the first start.
    pub(crate) fn key(&self) -> Result<RelayIdentity, FolderError> {
        let path = self.path.join(KEY);
        if let Some(key) = read_key(&path)? {
            return Ok(key);
        }
        let key = RelayIdentity::new().map_err(|_| FolderError::Random)?;
        let written = self.write_key(&key);
        written.map_err(|source| FolderError::Folder {
            path: path.clone(),
            source,
        })?;
        Ok(read_key(&path)?.unwrap_or(key))
    }

    /// Under its name there is only ever a whole key.
    fn write_key(&self, key: &RelayIdentity) -> io::Result<()> {
        let part = self.path.join("relay.key.part");
        let mut file = private().truncate(true).open(&part)?;
        file.write_all(key.to_text().as_bytes())?;
        file.write_all(b"\n")?;
        file.sync_all()?;
        // Somebody else's key is never replaced: two first starts at once end with one key.
        match std::fs::hard_link(&part, self.path.join(KEY)) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            // A file system without hard links.
            Err(_) => std::fs::copy(&part, self.path.join(KEY)).map(|_| ())?,
        }
        std::fs::remove_file(&part)?;
        #[cfg(unix)]
        File::open(&self.path)?.sync_all()?;
        Ok(())
    }
}

fn read_key(path: &Path) -> Result<Option<RelayIdentity>, FolderError> {
    match std::fs::read_to_string(path) {
        Ok(text) => RelayIdentity::from_text(&text)
            .map(Some)
            .map_err(|source| FolderError::Key {
                path: path.to_owned(),
                source,
            }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(FolderError::Folder {
            path: path.to_owned(),
            source,
        }),
    }
}

/// Opens for writing, and makes a file that only this user can read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(unix)]
fn make_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};

    if !path.is_dir() {
        return std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path);
    }
    let mode = std::fs::metadata(path)?.permissions().mode();
    if mode & 0o077 != 0
        && let Err(error) = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))
    {
        tracing::warn!(error = %error, folder = %path.display(), "the data folder stays open to other users");
    }
    Ok(())
}

#[cfg(not(unix))]
fn make_private(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}

/// Why a data folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It can be neither made nor used.
    #[error("{} cannot be used: {source}", path.display())]
    Folder {
        /// What was tried to open.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Another relay runs on it.
    #[error("another relay is running on {}", path.display())]
    Held {
        /// The folder.
        path: PathBuf,
    },
    /// The file with the key holds something else.
    #[error(
        "{}: {source}. Engines have pinned the key that was there; bring it back from a copy if there is one",
        path.display()
    )]
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: SecretError,
    },
    /// The system gives no random bytes.
    #[error("the system gives no random bytes")]
    Random,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_is_nobody_else_s_to_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("relay");
        let first = Folder::prepare(&path).unwrap().key().unwrap();
        let again = Folder::prepare(&path).unwrap().key().unwrap();
        assert_eq!(first.key(), again.key());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&path), 0o700);
            assert_eq!(mode(&path.join(KEY)), 0o600);
        }
    }

    #[test]
    fn a_damaged_key_is_told_and_not_replaced() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::prepare(root.path()).unwrap();
        std::fs::write(root.path().join(KEY), "recado-relay-key-1:aaaa").unwrap();
        assert!(matches!(folder.key(), Err(FolderError::Key { .. })));
        let left = std::fs::read_to_string(root.path().join(KEY)).unwrap();
        assert_eq!(left, "recado-relay-key-1:aaaa");
    }

    #[test]
    fn two_relays_do_not_run_on_one_folder() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::prepare(root.path()).unwrap();
        let held = folder.lock().unwrap();
        assert!(matches!(folder.lock(), Err(FolderError::Held { .. })));
        drop(held);
        assert!(folder.lock().is_ok());
    }
}
