//! The named pipe `\\.\pipe\recado-<SID>-<hash>`: one per user and data folder, local, the user's alone.
//!
//! A second listener on the same name is refused by the system, and so are clients on other computers and, by the
//! pipe's access list, other users of this one, administrators too: nothing runs for them.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::net::windows::named_pipe::{ClientOptions, NamedPipeClient, NamedPipeServer, ServerOptions};

#[path = "windows_owner.rs"]
mod owner;

use owner::Owner;

/// The asker's end.
pub type Stream = NamedPipeClient;

/// The holder's end.
pub type Accepted = NamedPipeServer;

/// `ERROR_PIPE_BUSY`: every instance is taken and the listener is about to offer the next.
const PIPE_BUSY: i32 = 231;

/// How long the listener takes to offer the next instance.
const NEXT_INSTANCE: Duration = Duration::from_millis(5);

pub(super) fn address(_folder: &Path, short: &str) -> io::Result<PathBuf> {
    let sid = Owner::of_this_process()?.sid;
    Ok(PathBuf::from(format!(r"\\.\pipe\recado-{sid}-{short}")))
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

/// Accepts this user's connections on this computer.
#[derive(Debug)]
pub struct Listener {
    address: PathBuf,
    owner: Owner,
    /// Made ahead, so that the name never stands without somebody to answer.
    next: NamedPipeServer,
}

impl Listener {
    /// # Errors
    /// When the pipe cannot be made, or somebody else already listens on its name.
    pub fn bind(address: &Path) -> io::Result<Self> {
        let owner = Owner::of_this_process()?;
        let next = owner.create(
            ServerOptions::new()
                .first_pipe_instance(true)
                .reject_remote_clients(true),
            address,
        )?;
        Ok(Self {
            address: address.to_owned(),
            owner,
            next,
        })
    }

    /// The next connection.
    ///
    /// # Errors
    /// When the pipe is broken.
    pub async fn accept(&mut self) -> io::Result<Accepted> {
        self.next.connect().await?;
        let next = self
            .owner
            .create(ServerOptions::new().reject_remote_clients(true), &self.address)?;
        Ok(std::mem::replace(&mut self.next, next))
    }
}
