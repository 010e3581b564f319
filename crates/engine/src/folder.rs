//! The data folder: where it is, and that only its owner may look inside.

use std::io;
use std::path::{Path, PathBuf};

use crate::{lock, store};

/// One business's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn database(&self) -> PathBuf {
        self.path.join(store::FILE)
    }

    /// What the database takes on the disk now, with what is not folded into it yet.
    pub(crate) fn database_bytes(&self) -> u64 {
        let database = self.database();
        let mut log = database.clone().into_os_string();
        log.push("-wal");
        let files = [database, log.into()];
        // What is not there takes nothing.
        let sizes = files.iter().filter_map(|file| Some(file.metadata().ok()?.len()));
        sizes.sum()
    }

    /// Whether an engine has the folder open now, whatever kind of program it is in.
    ///
    /// # Errors
    /// When that cannot be found out.
    pub fn is_held(&self) -> io::Result<bool> {
        lock::is_held(self)
    }

    /// Makes the folder if there is none, and closes it to others (0700) if it is ours to close.
    ///
    /// # Errors
    /// When it can be neither found nor made.
    pub(crate) fn prepare(&self) -> io::Result<()> {
        make_private(&self.path)
    }
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
    // A folder on a read-only mount, or one that somebody else owns, cannot be closed. Opening the database tells
    // whether it can be used.
    let mode = std::fs::metadata(path)?.permissions().mode();
    if mode & 0o077 != 0
        && let Err(error) = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))
    {
        tracing::warn!(error = %error, folder = %path.display(), "the data folder stays open to other users");
    }
    Ok(())
}

#[cfg(windows)]
fn make_private(path: &Path) -> io::Result<()> {
    // A user's own folders inherit an access list that keeps other users out.
    std::fs::create_dir_all(path)
}
