//! A file that appears under its name only when it is whole and on disk. What stood under that name before stays until
//! then, and for good where the writing fails. Only its owner may read it.

use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

pub(crate) struct WholeFile {
    name: PathBuf,
    open: File,
    temporary: TempPath,
}

impl WholeFile {
    /// Begins the file that is to be `name`.
    ///
    /// # Errors
    /// When nothing can be written in that folder.
    pub(crate) async fn begin(name: &Path) -> io::Result<Self> {
        let folder = name.parent().unwrap_or(Path::new(".")).to_owned();
        let beside = blocking(move || tempfile::Builder::new().prefix(".recado-").tempfile_in(folder));
        let (open, temporary) = beside.await?.into_parts();
        Ok(Self {
            name: name.to_owned(),
            open: File::from_std(open),
            temporary,
        })
    }

    /// # Errors
    /// When it cannot be written, as on a full disk.
    pub(crate) async fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        self.open.write_all(piece).await
    }

    /// Lets it appear.
    ///
    /// # Errors
    /// When it cannot be put on disk or take its name.
    pub(crate) async fn finish(self) -> io::Result<()> {
        let Self {
            name,
            mut open,
            temporary,
        } = self;
        open.flush().await?;
        open.sync_all().await?;
        blocking(move || temporary.persist(name).map_err(|error| error.error)).await
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(io::Error::other)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_takes_its_name_only_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let name = folder.path().join("clinic.age");
        std::fs::write(&name, "before").unwrap();
        let mut file = WholeFile::begin(&name).await.unwrap();
        file.write(b"af").await.unwrap();
        assert_eq!(std::fs::read_to_string(&name).unwrap(), "before");
        file.write(b"ter").await.unwrap();
        file.finish().await.unwrap();
        assert_eq!(std::fs::read_to_string(&name).unwrap(), "after");
    }

    #[tokio::test]
    async fn what_is_given_up_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let name = folder.path().join("clinic.age");
        let mut file = WholeFile::begin(&name).await.unwrap();
        file.write(b"half").await.unwrap();
        drop(file);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let name = folder.path().join("clinic.age");
        WholeFile::begin(&name).await.unwrap().finish().await.unwrap();
        let mode = std::fs::metadata(&name).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
