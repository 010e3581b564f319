//! Bringing a file up to the schema that the program knows.
//!
//! Migrations only go forward. All that are pending run in one transaction, so a failure or a killed process leaves
//! the file as it was; before the first of them runs on a file that holds anything, a copy of it is made.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, ffi};

use crate::error::{Cause, OpenError, Trouble};
use crate::files;
use crate::open::{self, Opened};

/// The tables a program wants, as the steps that lead there.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// Marks the file as this program's (`PRAGMA application_id`). Not zero, which is what unmarked files have.
    pub application_id: i32,
    /// In order, their versions 1, 2, 3, …
    pub migrations: &'static [Migration],
}

/// One step of a [`Schema`].
///
/// Foreign keys are not enforced while it runs, so that tables can be rebuilt, but all of them must hold at the end.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// What `PRAGMA user_version` is once it has run.
    pub version: u32,
    pub name: &'static str,
    /// Statements, without any that begins or ends a transaction.
    pub sql: &'static str,
}

impl Schema {
    /// The version of a file that has all migrations.
    pub fn version(&self) -> u32 {
        self.migrations.last().map_or(0, |last| last.version)
    }
}

/// Runs what is pending on a file of version `version`, zero being a file with nothing in it.
pub(crate) fn bring_up(opened: &Opened, path: &Path, schema: &Schema, version: u32) -> Result<(), OpenError> {
    debug_assert!(
        schema.application_id != 0,
        "a file that is not marked cannot be told from others"
    );
    debug_assert!(
        (1..)
            .zip(schema.migrations)
            .all(|(expected, migration)| migration.version == expected),
        "migrations are numbered 1, 2, 3, …"
    );
    if version >= schema.version() {
        return Ok(());
    }
    if version > 0 {
        copy_before_upgrade(path, schema.version())?;
    }
    let connection = &opened.connection;
    let refused = |error| OpenError::from_sqlite(path, error);
    // The setting cannot be changed inside a transaction.
    connection
        .execute_batch("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE")
        .map_err(refused)?;
    if let Err(error) = apply(opened, path, schema, version) {
        if !connection.is_autocommit() {
            connection.execute_batch("ROLLBACK").map_err(refused)?;
        }
        return Err(error);
    }
    connection
        .execute_batch("PRAGMA foreign_keys = ON")
        .map_err(refused)?;
    tracing::info!(
        from = version,
        to = schema.version(),
        "the database schema was brought up to date"
    );
    Ok(())
}

fn apply(opened: &Opened, path: &Path, schema: &Schema, version: u32) -> Result<(), OpenError> {
    let connection = &opened.connection;
    for migration in schema
        .migrations
        .iter()
        .filter(|migration| migration.version > version)
    {
        connection
            .execute_batch(migration.sql)
            .and_then(|()| check_foreign_keys(connection))
            .map_err(|error| blame(path, migration, error))?;
    }
    let mark = format!(
        "PRAGMA user_version = {}; PRAGMA application_id = {}",
        schema.version(),
        schema.application_id
    );
    connection
        .execute_batch(&mark)
        .and_then(|()| opened.gate.commit(connection))
        .map_err(|error| OpenError::from_sqlite(path, error))
}

fn check_foreign_keys(connection: &Connection) -> rusqlite::Result<()> {
    let violation = connection
        .query_row(
            "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT 1",
            [],
            |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, Option<i64>>(1)?,
                    row.get::<_, String>(2)?,
                ))
            },
        )
        .optional()?;
    match violation {
        None => Ok(()),
        Some((table, row, parent)) => Err(rusqlite::Error::SqliteFailure(
            ffi::Error::new(ffi::SQLITE_CONSTRAINT_FOREIGNKEY),
            Some(format!("row {row:?} of {table} refers to nothing in {parent}")),
        )),
    }
}

/// The migration is at fault unless the disk or another program is.
fn blame(path: &Path, migration: &Migration, source: rusqlite::Error) -> OpenError {
    match Cause::of(&source) {
        Some(_) => OpenError::from_sqlite(path, source),
        None => OpenError::Migration {
            path: path.to_owned(),
            version: migration.version,
            name: migration.name,
            source,
        },
    }
}

/// Copies the file to `<stem>.before-v<version>.db`. Under that name there is only ever a whole copy, the newest if an
/// earlier attempt had left one. The copy is vacuumed: it holds nothing that was deleted.
fn copy_before_upgrade(path: &Path, version: u32) -> Result<(), OpenError> {
    let copy = copy_name(path, version);
    write_copy(path, &copy).map_err(|source| OpenError::Copy {
        path: path.to_owned(),
        copy,
        source,
    })
}

fn copy_name(path: &Path, version: u32) -> PathBuf {
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!(".before-v{version}.db"));
    path.with_file_name(name)
}

fn write_copy(path: &Path, copy: &Path) -> Result<(), Trouble> {
    let part = files::with_suffix(copy, ".part");
    files::remove_if_there(&part)?;
    let written = fill(path, &part).and_then(|()| Ok(fs::rename(&part, copy)?));
    if written.is_err() {
        // The first error is the one to report; a leftover is removed by the next attempt.
        let _leftover = files::remove_if_there(&part);
    }
    written?;
    files::sync_folder_of(copy)?;
    Ok(())
}

/// `VACUUM INTO` takes an empty file, so it can be made private before there is anything in it.
fn fill(path: &Path, part: &Path) -> Result<(), Trouble> {
    let file: File = files::open_private(part)?;
    let Some(target) = part.to_str() else {
        return Err(rusqlite::Error::InvalidPath(part.to_owned()).into());
    };
    open::read_only(path)?.execute("VACUUM INTO ?1", [target])?;
    file.sync_all()?;
    Ok(())
}
