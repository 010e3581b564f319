//! What the tests of this crate share: a schema, a folder with a database in it, and ways to make things happen in a
//! known order without waiting for time to pass.

#![allow(dead_code, reason = "each test binary uses its own part")]

pub(crate) mod child;
pub(crate) mod files;

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::mpsc;
use std::task::{Context, Waker};

use recado_sqlite::{Database, JobError, Migration, Options, Schema, Tx, WriteError};
use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

pub(crate) const APPLICATION_ID: i32 = 0x7465_7374;

pub(crate) const NOTES: Migration = Migration {
    version: 1,
    name: "notes",
    sql: "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
          CREATE TABLE reply (
              id INTEGER PRIMARY KEY, note INTEGER NOT NULL REFERENCES note (id), body ANY NOT NULL
          ) STRICT;",
};

pub(crate) const SCHEMA: Schema = Schema {
    application_id: APPLICATION_ID,
    migrations: &[NOTES],
};

/// A database in a folder of its own.
pub(crate) struct Home {
    pub(crate) folder: TempDir,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("test.db")
    }

    pub(crate) fn open(&self) -> Database {
        self.open_with(Options::default())
    }

    pub(crate) fn open_with(&self, options: Options) -> Database {
        Database::open(&self.path(), &SCHEMA, options).unwrap()
    }

    /// The notes as any other program would see them now, in the order in which they were written.
    pub(crate) fn notes(&self) -> Vec<String> {
        notes(&look(&self.path()))
    }
}

/// The test's own view of a file, beside this crate.
pub(crate) fn look(path: &Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}

pub(crate) fn notes(connection: &Connection) -> Vec<String> {
    let mut select = connection.prepare("SELECT text FROM note ORDER BY id").unwrap();
    select
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

/// A job that writes one note.
pub(crate) fn note(
    text: impl Into<String>,
) -> impl FnOnce(&mut Tx<'_>) -> rusqlite::Result<()> + Send + 'static {
    let text = text.into();
    move |tx| add_note(tx, &text)
}

pub(crate) fn add_note(connection: &Connection, text: &str) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO note (text) VALUES (?1)")?
        .execute([text])?;
    Ok(())
}

/// What a job of the program above may fail with.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("the job does not want to")]
    Unwilling,
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
}

impl JobError for Failure {
    fn sqlite(&self) -> Option<&rusqlite::Error> {
        match self {
            Self::Unwilling => None,
            Self::Sqlite(error) => Some(error),
        }
    }
}

/// Starts a call of the database as far as it goes by itself: its job is in the queue when this returns.
pub(crate) fn queue<C: Future>(call: C) -> Pin<Box<C>> {
    let mut call = Box::pin(call);
    let mut context = Context::from_waker(Waker::noop());
    assert!(
        call.as_mut().poll(&mut context).is_pending(),
        "a job waits for the writer"
    );
    call
}

/// Keeps the writer busy with one job until it is let go, so that others queue up behind it.
pub(crate) struct Hold {
    let_go: mpsc::Sender<()>,
    call: Pin<Box<dyn Future<Output = Result<(), WriteError<rusqlite::Error>>> + Send>>,
}

impl Hold {
    pub(crate) fn the_writer_of(db: &Database) -> Self {
        let (let_go, wait) = mpsc::channel::<()>();
        let (started, has_started) = mpsc::channel();
        let db = db.clone();
        let call = queue(async move {
            db.write(move |_tx| {
                started.send(()).unwrap();
                // An error means that the test has failed and is gone.
                let _ = wait.recv();
                Ok(())
            })
            .await
        });
        has_started.recv().unwrap();
        Self { let_go, call }
    }

    pub(crate) async fn release(self) {
        self.let_go.send(()).unwrap();
        self.call.await.unwrap();
    }
}
