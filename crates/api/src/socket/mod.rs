//! Where the local socket of a data folder is, and who answers there.
//!
//! Only the user whose folder it is can open the socket. A holder writes its [`Record`] beside its lock; whoever wants
//! to speak to it takes the address from there, because the two may have been started in different environments.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::hello::Holder;

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod system;

pub use system::{Accepted, Listener, Stream, connect};

/// Who holds a data folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub pid: u32,
    pub holder: Holder,
    pub version: String,
    /// Where it answers; a command that lets go soon has none.
    pub socket: Option<PathBuf>,
}

impl Record {
    /// The name of the record's file in the data folder.
    pub const FILE: &'static str = "holder.json";

    /// The record in `folder`, if there is one that can be read. Whether its writer still lives, the lock tells.
    pub fn read(folder: &Path) -> Option<Self> {
        let text = std::fs::read(folder.join(Self::FILE)).ok()?;
        serde_json::from_slice(&text).ok()
    }
}

/// Where the holder of `folder` is to answer.
///
/// # Errors
/// When the folder does not exist or cannot be looked up.
pub fn address(folder: &Path) -> io::Result<PathBuf> {
    let folder = folder.canonicalize()?;
    let hash = Sha256::digest(folder.as_os_str().as_encoded_bytes());
    // 64 bits tell the few folders of one user apart, and keep the path far under the 108 bytes of `sun_path`.
    let short = data_encoding::HEXLOWER.encode(hash.get(..8).unwrap_or(&hash));
    system::address(&folder, &short)
}
