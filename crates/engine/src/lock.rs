//! One engine per data folder.
//!
//! The lock is the system's own, on an empty file, so that it is gone with the process however that ends. Beside it
//! lies the holder's [`Record`], in a file of its own because Windows lets nobody read a locked one.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use recado_api::Holder;
use recado_api::socket::{self, Record};

use crate::error::OpenError;
use crate::folder::Folder;

/// How long a starter waits for a command that holds the folder. Commands do one thing and let go.
const PATIENCE_WITH_COMMANDS: Duration = Duration::from_secs(30);

/// How often a starter looks again.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

const FILE: &str = "recado.lock";

/// Holds the folder for as long as it lives.
#[derive(Debug)]
pub(crate) struct FolderLock {
    _locked: File,
    record: PathBuf,
}

impl FolderLock {
    /// Takes the lock, after a command that has it let go. `on_wait` is called once if there is one to wait for.
    ///
    /// # Errors
    /// [`OpenError::Held`] where a desk or a `serve` has the folder, or a command that does not let go.
    pub(crate) fn take(
        folder: &Folder,
        holder: Holder,
        on_wait: &dyn Fn(&Record),
    ) -> Result<Self, OpenError> {
        let io = |source| OpenError::Folder {
            folder: folder.path().to_owned(),
            source,
        };
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.path().join(FILE))
            .map_err(io)?;
        let started = Instant::now();
        let mut waited = false;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(io(error)),
            }
            let record = Record::read(folder.path());
            let is_command = record
                .as_ref()
                .is_none_or(|record| record.holder == Holder::Command);
            if !is_command || started.elapsed() > PATIENCE_WITH_COMMANDS {
                return Err(OpenError::Held {
                    folder: folder.path().to_owned(),
                    record,
                });
            }
            if let Some(record) = record.filter(|_| !waited) {
                waited = true;
                on_wait(&record);
            }
            std::thread::sleep(LOOK_AGAIN);
        }
        let lock = Self {
            _locked: file,
            record: folder.path().join(Record::FILE),
        };
        let answers = holder != Holder::Command;
        let record = Record {
            pid: std::process::id(),
            holder,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            socket: if answers {
                Some(socket::address(folder.path()).map_err(io)?)
            } else {
                None
            },
        };
        lock.write(&record).map_err(io)?;
        Ok(lock)
    }

    fn write(&self, record: &Record) -> io::Result<()> {
        // Renamed into place, so that a reader never sees half of it.
        let new = self.record.with_extension("json.new");
        std::fs::write(&new, serde_json::to_vec(record)?)?;
        std::fs::rename(&new, &self.record)?;
        Ok(())
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // Before the lock goes; a record that stays behind after a kill is overruled by the lock being free.
        let _ = std::fs::remove_file(&self.record);
    }
}

/// Whether somebody holds the folder now.
///
/// # Errors
/// When that cannot be found out.
pub(crate) fn is_held(folder: &Folder) -> io::Result<bool> {
    let file = match OpenOptions::new().write(true).open(folder.path().join(FILE)) {
        Ok(file) => file,
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::ReadOnlyFilesystem
            ) =>
        {
            return Ok(false);
        }
        Err(error) => return Err(error),
    };
    match file.try_lock() {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(error)) => Err(error),
    }
}
