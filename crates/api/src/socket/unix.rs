//! The Unix socket: `$XDG_RUNTIME_DIR/recado/<hash>.sock`, or in the data folder where there is no runtime folder.

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use tokio::net::{UnixListener, UnixStream};

/// The asker's end.
pub type Stream = UnixStream;

/// The holder's end.
pub type Accepted = UnixStream;

pub(super) fn address(folder: &Path, short: &str) -> io::Result<PathBuf> {
    let runtime = std::env::var_os("XDG_RUNTIME_DIR")
        .map(PathBuf::from)
        .filter(|dir| dir.is_dir());
    Ok(match runtime {
        Some(runtime) => runtime.join("recado").join(format!("{short}.sock")),
        None => folder.join("recado.sock"),
    })
}

/// # Errors
/// When nobody answers at `address`.
pub async fn connect(address: &Path) -> io::Result<Stream> {
    UnixStream::connect(address).await
}

/// Accepts this user's connections and nobody else's.
#[derive(Debug)]
pub struct Listener {
    inner: UnixListener,
    address: PathBuf,
}

impl Listener {
    /// Makes the socket. Only the holder of the folder's lock may call this: what stands at `address` is a leftover
    /// of a holder that was killed, and is replaced.
    ///
    /// # Errors
    /// When the socket or its folder cannot be made.
    pub fn bind(address: &Path) -> io::Result<Self> {
        if let Some(parent) = address.parent() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(parent)?;
        }
        match fs::remove_file(address) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        // The socket is born in a folder that nobody else may enter; the mode and the check of the peer's uid are
        // for the case that somebody opened that folder up.
        let inner = UnixListener::bind(address)?;
        fs::set_permissions(address, fs::Permissions::from_mode(0o600))?;
        Ok(Self {
            inner,
            address: address.to_owned(),
        })
    }

    /// The next connection of this user. A stranger's is closed at once.
    ///
    /// # Errors
    /// When the socket is broken, or the process has no file descriptor left.
    pub async fn accept(&mut self) -> io::Result<Accepted> {
        loop {
            let (stream, _) = self.inner.accept().await?;
            let peer = stream.peer_cred()?.uid();
            if peer == rustix::process::geteuid().as_raw() {
                return Ok(stream);
            }
            tracing::warn!(peer.uid = peer, "turned away another user at the local socket");
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // A leftover does no harm: the next holder replaces it.
        let _ = fs::remove_file(&self.address);
    }
}
