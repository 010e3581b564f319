//! What the first 100 bytes of a file say, read without SQLite (<https://www.sqlite.org/fileformat2.html#the_database_header>).
//!
//! With a write-ahead log beside the file they may be out of date, so what they say is believed only where no log could
//! change it: nobody turns another program's file into ours, and versions only grow.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::error::{OpenError, Trouble};
use crate::files::{self, ROLLBACK_JOURNAL, WAL, with_suffix};
use crate::migrate::Schema;

const LENGTH: u64 = 100;
const MAGIC: &[u8] = b"SQLite format 3\0";

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// No file, or one in which nothing was ever stored.
    Nothing,
    /// By its header, a database that may be ours.
    Database,
}

pub(super) fn look(path: &Path, schema: &Schema) -> Result<Found, OpenError> {
    let seen = Seen::read(path).map_err(|source| OpenError::Io {
        path: path.to_owned(),
        source: Trouble::File(source),
    })?;
    seen.judge(path, schema)
}

/// What is on disk.
struct Seen {
    bytes: u64,
    wal_bytes: u64,
    journal_bytes: u64,
    header: Option<Header>,
}

struct Header {
    page_size: u64,
    /// `None` where the header says that it does not know: very old programs did not keep it.
    pages: Option<u64>,
    user_version: u32,
    application_id: i32,
}

impl Seen {
    fn read(path: &Path) -> io::Result<Self> {
        let bytes = files::size(path)?;
        let header = if bytes == 0 {
            None
        } else {
            Header::parse(&first_bytes(path)?)
        };
        Ok(Self {
            bytes,
            wal_bytes: files::size(&with_suffix(path, WAL))?,
            journal_bytes: files::size(&with_suffix(path, ROLLBACK_JOURNAL))?,
            header,
        })
    }

    fn judge(&self, path: &Path, schema: &Schema) -> Result<Found, OpenError> {
        let path = path.to_owned();
        let damaged = |detail: String| {
            Err(OpenError::Damaged {
                path: path.clone(),
                detail,
            })
        };
        if self.bytes == 0 {
            return match self.wal_bytes {
                0 => Ok(Found::Nothing),
                // SQLite would throw the log away, and with it all that is left.
                log => damaged(format!(
                    "the file is empty, but there are {log} bytes of its write-ahead log"
                )),
            };
        }
        let Some(header) = &self.header else {
            return damaged("it is not an SQLite database".to_owned());
        };
        if header.application_id != 0 && header.application_id != schema.application_id {
            return Err(OpenError::Foreign {
                path,
                application_id: header.application_id,
            });
        }
        let is_marked = header.application_id == schema.application_id;
        if is_marked && header.user_version > schema.version() {
            return Err(OpenError::Newer {
                path,
                found: header.user_version,
                supported: schema.version(),
            });
        }
        // A file of ours has a rollback journal only while its first page is written, and is marked later. If that
        // was cut short, SQLite takes the page back. Another program's half-written file is not ours to roll back.
        if !is_marked && self.journal_bytes > 0 {
            return match self.bytes <= header.page_size {
                true => Ok(Found::Nothing),
                false => Err(OpenError::Foreign {
                    path,
                    application_id: 0,
                }),
            };
        }
        // With a log, the pages that the file lacks may be there.
        if self.wal_bytes == 0
            && let Some(pages) = header.pages
            && self.bytes < pages * header.page_size
        {
            let should_be = pages * header.page_size;
            return damaged(format!(
                "it was cut short: {} of {should_be} bytes are there",
                self.bytes
            ));
        }
        Ok(Found::Database)
    }
}

impl Header {
    /// `None` if this is no header of a database.
    fn parse(bytes: &[u8]) -> Option<Self> {
        if bytes.len() < LENGTH as usize || !bytes.starts_with(MAGIC) {
            return None;
        }
        let page_size = match u16::from_be_bytes(field(bytes, 16)?) {
            // The one size that does not fit.
            1 => 65_536,
            size => u64::from(size),
        };
        let change_counter: [u8; 4] = field(bytes, 24)?;
        let pages_are_valid_for: [u8; 4] = field(bytes, 92)?;
        let pages = u32::from_be_bytes(field(bytes, 28)?);
        Some(Self {
            page_size,
            pages: (change_counter == pages_are_valid_for).then_some(u64::from(pages)),
            user_version: u32::from_be_bytes(field(bytes, 60)?),
            application_id: i32::from_be_bytes(field(bytes, 68)?),
        })
    }
}

fn field<const N: usize>(bytes: &[u8], offset: usize) -> Option<[u8; N]> {
    bytes.get(offset..)?.first_chunk().copied()
}

fn first_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LENGTH).read_to_end(&mut bytes)?;
    Ok(bytes)
}
