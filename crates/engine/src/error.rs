//! What can go wrong at the engine's border.
//!
//! [`OpenError`] and [`StartError`] are for the program that runs an engine; each can be told to a person in the
//! language of the app. What a request is answered with instead is a `recado_api::Failure`; what goes wrong inside is
//! `store::StoreError`, turned into a failure or a 503 in one place each (`answer::failure`, `receiver::reply`).

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use recado_api::socket::Record;
use recado_api::{Holder, Lang};

/// Why a data folder could not be opened. Nothing in it was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the data folder {} cannot be used", folder.display())]
    Folder { folder: PathBuf, source: io::Error },
    #[error("another Recado holds the data folder {}", folder.display())]
    Held { folder: PathBuf, record: Option<Record> },
    #[error(transparent)]
    Database(#[from] recado_sqlite::OpenError),
    #[error("the database could not be read at the start: {0}")]
    FirstRead(String),
}

impl OpenError {
    /// What is wrong and what to do, in plain words.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Folder { folder, source } => lang.text(
                "open-folder",
                &[("folder", shown(folder)), ("reason", source.to_string().into())],
            ),
            Self::Held {
                folder,
                record: Some(record),
            } => held_text(lang, folder, record),
            Self::Held { folder, record: None } => lang.text("open-held", &[("folder", shown(folder))]),
            Self::Database(error) => database_text(error, lang),
            Self::FirstRead(reason) => lang.text("open-first-read", &[("reason", reason.as_str().into())]),
        }
    }
}

fn held_text(lang: Lang, folder: &std::path::Path, record: &Record) -> String {
    let holder = match record.holder {
        Holder::Desk => "recado desk",
        Holder::Serve => "recado serve",
        Holder::Command => "recado",
    };
    lang.text(
        "open-held-by",
        &[
            ("folder", shown(folder)),
            ("holder", holder.into()),
            ("pid", record.pid.to_string().into()),
            ("version", record.version.as_str().into()),
        ],
    )
}

/// What is wrong with the database's file and what to do, in plain words.
pub(crate) fn database_text(error: &recado_sqlite::OpenError, lang: Lang) -> String {
    use recado_sqlite::OpenError as E;
    match error {
        E::Damaged { path, detail } => lang.text(
            "open-damaged",
            &[("file", shown(path)), ("reason", detail.as_str().into())],
        ),
        E::Foreign { path, .. } => lang.text("open-foreign", &[("file", shown(path))]),
        E::Newer { path, .. } => lang.text("open-newer", &[("file", shown(path))]),
        E::CannotWrite { path, detail } => lang.text(
            "open-read-only",
            &[("file", shown(path)), ("reason", detail.as_str().into())],
        ),
        E::Locked { path } => lang.text("open-locked", &[("file", shown(path))]),
        E::Full { path } => lang.text("open-full", &[("file", shown(path))]),
        E::Copy { path, copy, source } => lang.text(
            "open-copy",
            &[
                ("file", shown(path)),
                ("copy", shown(copy)),
                ("reason", source.to_string().into()),
            ],
        ),
        E::Migration {
            path,
            version,
            source,
            ..
        } => lang.text(
            "open-migration",
            &[
                ("file", shown(path)),
                ("version", version.to_string().into()),
                ("reason", source.to_string().into()),
            ],
        ),
        E::Io { path, source } => lang.text(
            "open-io",
            &[("file", shown(path)), ("reason", source.to_string().into())],
        ),
    }
}

fn shown(path: &std::path::Path) -> recado_locales::Arg<'static> {
    path.display().to_string().into()
}

/// Why an open engine could not start to receive.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the receiver cannot listen on {address}")]
    Listen { address: SocketAddr, source: io::Error },
    #[error("no port between {first} and {last} is free")]
    NoPort { first: u16, last: u16 },
    #[error("the local socket {} cannot be opened", address.display())]
    Socket { address: PathBuf, source: io::Error },
    #[error("the database did not take the start: {0}")]
    Store(String),
}

impl StartError {
    /// Whether all else could start without.
    pub(crate) fn is_about_receiving(&self) -> bool {
        match self {
            Self::Listen { .. } | Self::NoPort { .. } => true,
            Self::Socket { .. } | Self::Store(_) => false,
        }
    }

    /// What is wrong and what to do while it is tried again, in plain words.
    pub(crate) fn text_while_trying(&self, lang: Lang) -> String {
        match self {
            Self::Listen { address, source } if source.kind() == io::ErrorKind::AddrInUse => lang.text(
                "receiving-port-taken",
                &[("port", address.port().to_string().into())],
            ),
            Self::NoPort { first, last } => lang.text(
                "receiving-no-port",
                &[
                    ("first", first.to_string().into()),
                    ("last", last.to_string().into()),
                ],
            ),
            Self::Listen { .. } | Self::Socket { .. } | Self::Store(_) => self.text(lang),
        }
    }

    /// What is wrong and what to do, in plain words.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Listen { address, source } if source.kind() == io::ErrorKind::AddrInUse => {
                lang.text("start-port-taken", &[("port", address.port().to_string().into())])
            }
            Self::Listen { address, source } => lang.text(
                "start-listen",
                &[
                    ("address", address.to_string().into()),
                    ("reason", source.to_string().into()),
                ],
            ),
            Self::NoPort { first, last } => lang.text(
                "start-no-port",
                &[
                    ("first", first.to_string().into()),
                    ("last", last.to_string().into()),
                ],
            ),
            Self::Socket { address, source } => lang.text(
                "start-socket",
                &[("socket", shown(address)), ("reason", source.to_string().into())],
            ),
            Self::Store(reason) => lang.text("open-first-read", &[("reason", reason.as_str().into())]),
        }
    }
}
