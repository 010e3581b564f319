//! The file in which an identity is kept for the day its computer is lost, or taken to another one.
//!
//! It is text that `age` (<https://age-encryption.org/v1>) has encrypted with a passphrase; inside is JSON with a number
//! for its version. Writing and reading take about a second and [`WORK`]'s memory, both on purpose: that is what each
//! guess of a passphrase costs. Never on the runtime's threads.

use std::io::{self, Read, Write};
use std::iter;

use age::armor::{ArmoredReader, ArmoredWriter, Format};
use age::secrecy::SecretString;
use age::{DecryptError, Decryptor, EncryptError, Encryptor, scrypt};
use recado_tunnel::identity::{Identity, SecretError};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::RelayChoice;

/// The version of what is inside.
const VERSION: u32 = 1;

/// The base-2 logarithm of scrypt's N: 17 takes 128 MiB, and about a second on the computers of today.
const WORK: u8 = 17;

/// The most that is done to read a file, as its own header asks: what `age` takes by itself on a fast computer. 256 MiB.
const MOST_WORK: u8 = 18;

/// The longest file that is looked at, and the longest content, in bytes; ours have some hundred.
const LONGEST: usize = 64 * 1024;

const BEGIN: &str = "-----BEGIN AGE ENCRYPTED FILE-----";
const END: &str = "-----END AGE ENCRYPTED FILE-----";

/// What a file holds.
#[derive(Debug)]
pub(crate) struct Moved {
    pub(crate) identity: Identity,
    /// The relay in use, where there was one.
    pub(crate) relay: Option<RelayChoice>,
}

/// As it stands inside.
#[derive(Serialize, Deserialize)]
struct Written {
    recado_identity: u32,
    identity: Zeroizing<String>,
    relay: Option<RelayChoice>,
}

/// What stands there in every version.
#[derive(Deserialize)]
struct AnyVersion {
    recado_identity: u32,
}

/// The file could not be made: the system gives no memory or no random bytes.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteError {
    #[error("it could not be encrypted: {0}")]
    Encrypt(#[from] EncryptError),
    #[error("it could not be written: {0}")]
    Io(#[from] io::Error),
    #[error("it could not be put in writing")]
    Json(#[from] serde_json::Error),
    #[error("it is no text")]
    Text(#[from] std::string::FromUtf8Error),
}

/// Why a text is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ReadError {
    #[error("this is no file of an identity")]
    Other,
    #[error("something is missing in the file, or was changed")]
    Damaged,
    #[error("the passphrase is not the one of this file")]
    Passphrase,
    #[error("the file asks for more work than any of ours")]
    TooMuchWork,
    #[error("the file is of a later version of Recado")]
    Newer,
}

/// The text of a file. What lets a computer in for the first time stays out of it.
///
/// # Errors
/// See [`WriteError`].
pub(crate) fn write(
    identity: &Identity,
    relay: Option<RelayChoice>,
    passphrase: &str,
) -> Result<String, WriteError> {
    let written = Written {
        recado_identity: VERSION,
        identity: identity.to_text(),
        relay: relay.map(|relay| RelayChoice { code: None, ..relay }),
    };
    // Of its full size at once: a buffer that grows leaves copies behind.
    let mut content = Zeroizing::new(Vec::with_capacity(2 * 1024));
    serde_json::to_writer(&mut *content, &written)?;
    let mut recipient = scrypt::Recipient::new(secret(passphrase));
    recipient.set_work_factor(WORK);
    let encryptor = Encryptor::with_recipients(iter::once(&recipient as _))?;
    let mut text = Vec::new();
    let armored = ArmoredWriter::wrap_output(&mut text, Format::AsciiArmor)?;
    let mut writer = encryptor.wrap_output(armored)?;
    writer.write_all(&content)?;
    writer.finish()?.finish()?;
    Ok(String::from_utf8(text)?)
}

/// What a file holds.
///
/// # Errors
/// See [`ReadError`].
pub(crate) fn read(text: &str, passphrase: &str) -> Result<Moved, ReadError> {
    let armored = armored(text)?;
    let decryptor = Decryptor::new_buffered(ArmoredReader::new(armored.as_bytes())).map_err(undecrypted)?;
    if !decryptor.is_scrypt() {
        return Err(ReadError::Other);
    }
    let mut identity = scrypt::Identity::new(secret(passphrase));
    identity.set_max_work_factor(MOST_WORK);
    let content = decryptor
        .decrypt(iter::once(&identity as _))
        .map_err(undecrypted)?;
    let mut json = Zeroizing::new(Vec::with_capacity(LONGEST));
    content
        .take(LONGEST as u64)
        .read_to_end(&mut json)
        .map_err(|_| ReadError::Damaged)?;
    let version: AnyVersion = serde_json::from_slice(&json).map_err(|_| ReadError::Other)?;
    if version.recado_identity > VERSION {
        return Err(ReadError::Newer);
    }
    let written: Written = serde_json::from_slice(&json).map_err(|_| ReadError::Damaged)?;
    let identity = Identity::from_text(&written.identity).map_err(|error| match error {
        SecretError::Prefix => ReadError::Newer,
        SecretError::Damaged => ReadError::Damaged,
    })?;
    Ok(Moved {
        identity,
        relay: written.relay,
    })
}

/// The encrypted part alone, as `age` wants it: an editor or a mail program has perhaps put something around it.
fn armored(text: &str) -> Result<String, ReadError> {
    if text.len() > LONGEST {
        return Err(ReadError::Other);
    }
    let mut lines = text
        .lines()
        .map(str::trim)
        .skip_while(|line| *line != BEGIN)
        .peekable();
    if lines.peek().is_none() {
        return Err(ReadError::Other);
    }
    let mut armored = String::with_capacity(text.len() + 1);
    for line in lines.filter(|line| !line.is_empty()) {
        armored.push_str(line);
        armored.push('\n');
        if line == END {
            return Ok(armored);
        }
    }
    Err(ReadError::Damaged)
}

#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "the error is open to further cases"
)]
fn undecrypted(error: DecryptError) -> ReadError {
    match error {
        DecryptError::DecryptionFailed => ReadError::Passphrase,
        DecryptError::ExcessiveWork { .. } => ReadError::TooMuchWork,
        DecryptError::NoMatchingKeys | DecryptError::UnknownFormat => ReadError::Other,
        // It has more that name a plug-in, and may get others.
        _ => ReadError::Damaged,
    }
}

fn secret(passphrase: &str) -> SecretString {
    SecretString::from(passphrase.to_owned())
}

#[cfg(test)]
mod tests;
