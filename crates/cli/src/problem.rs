//! Why a command failed, and its exit code.

use std::io;
use std::process::ExitCode;

use recado_api::{Failure, Lang};
use recado_engine::{OpenError, StartError};

use crate::output;

/// What ends a command early.
#[derive(Debug)]
pub(crate) enum Problem {
    /// A sentence for a person, in their language.
    Said(String),
    /// Another Recado holds the folder.
    Held(String),
    /// The reader of our output went away, as `head` does. Nobody has to be told.
    NobodyReads,
    /// Something that no sentence was prepared for.
    Unexpected(anyhow::Error),
}

impl Problem {
    pub(crate) fn open(error: &OpenError, lang: Lang) -> Self {
        match error {
            OpenError::Held { .. } => Self::Held(error.text(lang)),
            OpenError::Folder { .. } | OpenError::Database(_) | OpenError::FirstRead(_) => {
                Self::Said(error.text(lang))
            }
        }
    }

    pub(crate) fn start(error: &StartError, lang: Lang) -> Self {
        Self::Said(error.text(lang))
    }

    /// Tells the person and gives the exit code.
    pub(crate) fn report(self) -> ExitCode {
        let (text, code) = match self {
            Self::Said(text) => (text, 1),
            Self::Held(text) => (text, 3),
            Self::NobodyReads => return ExitCode::SUCCESS,
            Self::Unexpected(error) => (format!("{error:#}"), 1),
        };
        output::complain(&text);
        ExitCode::from(code)
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        Self::Said(failure.message)
    }
}

impl From<anyhow::Error> for Problem {
    fn from(error: anyhow::Error) -> Self {
        Self::Unexpected(error)
    }
}

/// Only for writing to standard output.
impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::NobodyReads
        } else {
            Self::Unexpected(error.into())
        }
    }
}
