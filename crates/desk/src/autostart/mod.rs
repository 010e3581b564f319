//! The user's own entry that starts Recado with the computer. Packages ship none: whether there is one is the
//! owner's choice.

#[cfg_attr(target_os = "linux", path = "linux.rs")]
#[cfg_attr(windows, path = "windows.rs")]
#[cfg_attr(target_os = "macos", path = "macos.rs")]
mod system;

use std::io;
use std::path::{Path, PathBuf};

/// What is started, for which folder.
#[derive(Debug, Clone)]
pub(crate) struct Autostart {
    programs: PathBuf,
    folder: Option<PathBuf>,
}

impl Autostart {
    /// `programs` is the folder of the programs; `folder` the data folder, where it is not the usual one.
    pub(crate) fn of(programs: &Path, folder: Option<&Path>) -> Self {
        Self {
            programs: programs.to_owned(),
            folder: folder.map(Path::to_owned),
        }
    }

    /// Whether there is such an entry; `None` where there can be none.
    pub(crate) fn is_on(&self) -> Option<bool> {
        match system::is_on(self) {
            Ok(on) => Some(on),
            Err(error) => {
                tracing::warn!(error = %error, "cannot tell whether Recado starts with the computer");
                None
            }
        }
    }

    /// Makes the entry, or removes it.
    pub(crate) fn set(&self, on: bool) -> io::Result<()> {
        if on {
            system::add(self)
        } else {
            system::remove(self)
        }
    }
}
