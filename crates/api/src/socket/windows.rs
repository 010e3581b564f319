//! The named pipe `\\.\pipe\recado-<hash>`: one per data folder, local only.
//!
//! The hash is of the folder's full path, which holds the user's name. A second listener on the same name is refused
//! by the system, and so are clients on other computers. Windows' own default keeps other users from writing to it.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeClient, NamedPipeServer, ServerOptions};

/// The asker's end.
pub type Stream = NamedPipeClient;

/// The holder's end.
pub type Accepted = NamedPipeServer;

/// `ERROR_PIPE_BUSY`: every instance is taken and the listener is about to offer the next.
const PIPE_BUSY: i32 = 231;

/// How long the listener takes to offer the next instance.
const NEXT_INSTANCE: Duration = Duration::from_millis(5);

pub(super) fn address(_folder: &Path, short: &str) -> io::Result<PathBuf> {
    Ok(PathBuf::from(format!(r"\\.\pipe\recado-{short}")))
}

/// # Errors
/// When nobody answers at `address`.
pub async fn connect(address: &Path) -> io::Result<Stream> {
    loop {
        match ClientOptions::new().open(address) {
            Err(error) if error.raw_os_error() == Some(PIPE_BUSY) => tokio::time::sleep(NEXT_INSTANCE).await,
            opened => return opened,
        }
    }
}

/// Accepts connections of this computer.
#[derive(Debug)]
pub struct Listener {
    address: PathBuf,
    /// Made ahead, so that the name never stands without somebody to answer.
    next: NamedPipeServer,
}

impl Listener {
    /// # Errors
    /// When the pipe cannot be made, or somebody else already listens on its name.
    pub fn bind(address: &Path) -> io::Result<Self> {
        let next = ServerOptions::new()
            .first_pipe_instance(true)
            .reject_remote_clients(true)
            .create(address)?;
        Ok(Self {
            address: address.to_owned(),
            next,
        })
    }

    /// The next connection.
    ///
    /// # Errors
    /// When the pipe is broken.
    pub async fn accept(&mut self) -> io::Result<Accepted> {
        self.next.connect().await?;
        let next = ServerOptions::new()
            .reject_remote_clients(true)
            .create(&self.address)?;
        Ok(std::mem::replace(&mut self.next, next))
    }
}
