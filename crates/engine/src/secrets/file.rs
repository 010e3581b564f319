//! Secrets in a file of the data folder, for a system that has no keyring.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::keyring::{Entries, Keyring, KeyringError};

/// Only its owner may read it (0600). On Windows it inherits the access list of the folder, which keeps other users
/// out; the standard library sets none.
const NAME: &str = "secrets.json";

#[derive(Debug)]
pub(super) struct SecretsFile {
    path: PathBuf,
}

impl SecretsFile {
    pub(super) fn in_folder(folder: &Path) -> Self {
        Self {
            path: folder.join(NAME),
        }
    }
}

type Secrets = BTreeMap<String, Zeroizing<String>>;

impl Keyring for SecretsFile {
    fn open(&self) -> Result<Box<dyn Entries + '_>, KeyringError> {
        Ok(Box::new(Open {
            path: &self.path,
            secrets: read(&self.path)?,
        }))
    }
}

struct Open<'f> {
    path: &'f Path,
    secrets: Secrets,
}

impl Entries for Open<'_> {
    fn read(&mut self, name: &str) -> Result<Option<Zeroizing<String>>, KeyringError> {
        Ok(self.secrets.get(name).cloned())
    }

    fn write(&mut self, name: &str, secret: &str) -> Result<(), KeyringError> {
        self.secrets
            .insert(name.to_owned(), Zeroizing::new(secret.to_owned()));
        write(self.path, &self.secrets)
    }

    fn erase(&mut self, name: &str) -> Result<(), KeyringError> {
        match self.secrets.remove(name) {
            Some(_) => write(self.path, &self.secrets),
            None => Ok(()),
        }
    }
}

fn read(path: &Path) -> Result<Secrets, KeyringError> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Secrets::new()),
        Err(error) => return Err(failed(&error)),
    };
    close_to_others(&file);
    let length = file.metadata().map_err(|error| failed(&error))?.len();
    // Of its full size at once: a buffer that grows leaves copies behind.
    let mut json = Zeroizing::new(Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1));
    file.read_to_end(&mut json).map_err(|error| failed(&error))?;
    // What serde says of a value it does not like may quote it.
    serde_json::from_slice(&json)
        .map_err(|_| KeyringError::Failed(format!("{NAME} is not what was written there")))
}

/// All or nothing: what a power cut leaves is the old file or the new one.
fn write(path: &Path, secrets: &Secrets) -> Result<(), KeyringError> {
    let length = secrets
        .iter()
        .map(|(name, secret)| name.len() + 6 * secret.len() + 16);
    let mut json = Zeroizing::new(Vec::with_capacity(length.sum::<usize>() + 16));
    serde_json::to_writer(&mut *json, secrets).map_err(|error| KeyringError::Failed(error.to_string()))?;
    replace(path, &json).map_err(|error| failed(&error))
}

fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let new = path.with_extension("json.new");
    // One that a kill left behind may have been opened to others meanwhile.
    match std::fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(&new)?;
    file.write_all(content)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&new, path)?;
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// A copy that was put there by hand may be open to others.
#[cfg(unix)]
fn close_to_others(file: &File) {
    use std::os::unix::fs::PermissionsExt;

    let open = file
        .metadata()
        .is_ok_and(|known| known.permissions().mode() & 0o077 != 0);
    if open && let Err(error) = file.set_permissions(std::fs::Permissions::from_mode(0o600)) {
        tracing::warn!(error = %error, "{NAME} stays open to other users");
    }
}

#[cfg(not(unix))]
fn close_to_others(_: &File) {}

fn failed(error: &io::Error) -> KeyringError {
    KeyringError::Failed(format!("{NAME}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_by_another_and_erased_for_good() {
        let folder = tempfile::tempdir().unwrap();
        let file = SecretsFile::in_folder(folder.path());
        let mut open = file.open().unwrap();
        assert_eq!(open.read("a").unwrap(), None);
        open.write("a", "first \"secret\" \u{1}").unwrap();
        open.write("b", "second").unwrap();
        let again = SecretsFile::in_folder(folder.path());
        let mut again = again.open().unwrap();
        assert_eq!(
            again.read("a").unwrap().as_deref().map(String::as_str),
            Some("first \"secret\" \u{1}")
        );
        again.erase("a").unwrap();
        again.erase("a").unwrap();
        let left = std::fs::read_to_string(folder.path().join(NAME)).unwrap();
        assert!(!left.contains("first") && left.contains("second"), "{left}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_read_it_even_where_it_was_opened_to_others() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let file = SecretsFile::in_folder(folder.path());
        let path = folder.path().join(NAME);
        let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        let open_to_all = || std::fs::Permissions::from_mode(0o644);
        let left_behind = folder.path().join("secrets.json.new");
        std::fs::write(&left_behind, "half").unwrap();
        std::fs::set_permissions(&left_behind, open_to_all()).unwrap();
        file.open().unwrap().write("a", "secret").unwrap();
        assert_eq!(mode(), 0o600);
        std::fs::set_permissions(&path, open_to_all()).unwrap();
        assert!(file.open().unwrap().read("a").unwrap().is_some());
        assert_eq!(mode(), 0o600);
    }

    #[test]
    fn a_file_that_is_damaged_is_an_error_that_quotes_nothing_and_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        std::fs::write(&path, r#"{"a": "whsec_of_somebody", "#).unwrap();
        let error = SecretsFile::in_folder(folder.path()).open().err().unwrap();
        assert!(!error.to_string().contains("whsec"), "{error}");
        assert!(std::fs::read_to_string(&path).unwrap().contains("whsec"));
    }
}
