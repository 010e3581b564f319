//! What SQLite says about a file: whose it is, and whether it is sound.

use rusqlite::{Connection, OptionalExtension};

use crate::migrate::Schema;

/// Up to this size the whole structure is looked at when a file is opened: about 100 ms, a third of the time in which
/// the program should be receiving.
const CHECKED_WHOLE: u64 = 32 * 1024 * 1024;

pub(super) enum Identity {
    /// A database with nothing in it.
    Blank,
    Ours {
        version: u32,
    },
    Foreign {
        application_id: i32,
    },
}

pub(super) fn identify(connection: &Connection, schema: &Schema) -> rusqlite::Result<Identity> {
    let application_id: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let version: i32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let is_empty = connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match application_id {
        // A negative version is a very new one: versions are never taken back.
        ours if ours == schema.application_id => Identity::Ours {
            version: version.cast_unsigned(),
        },
        0 if version == 0 && is_empty => Identity::Blank,
        application_id => Identity::Foreign { application_id },
    })
}

/// What is wrong with the file, as far as can be seen while somebody waits for the program to start.
pub(super) fn first_fault(connection: &Connection, bytes: u64) -> rusqlite::Result<Option<String>> {
    if bytes <= CHECKED_WHOLE {
        return Ok(faults(connection, "PRAGMA quick_check(1)")?.into_iter().next());
    }
    touch_every_table(connection)?;
    Ok(None)
}

/// All that is wrong with the file (SQLite stops at the first hundred faults), a line each.
pub(crate) fn integrity_check(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    faults(connection, "PRAGMA integrity_check")
}

fn faults(connection: &Connection, check: &str) -> rusqlite::Result<Vec<String>> {
    let mut check = connection.prepare(check)?;
    let rows = check
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    // A row may have several lines, the first of them a heading between asterisks.
    let lines = rows.iter().flat_map(|row| row.lines());
    Ok(lines
        .filter(|line| *line != "ok" && !line.starts_with("***"))
        .map(str::to_owned)
        .collect())
}

/// Reads the schema, and one row of each table from its root page down. SQLite itself fails if the file has fewer
/// pages than its header, or the newest one in the log, says.
fn touch_every_table(connection: &Connection) -> rusqlite::Result<()> {
    let mut tables = connection
        .prepare("SELECT format('SELECT 1 FROM \"%w\" LIMIT 1', name) FROM sqlite_schema WHERE type = 'table' AND rootpage > 0")?;
    let probes = tables
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    for probe in probes {
        connection.query_row(&probe, [], |_row| Ok(())).optional()?;
    }
    Ok(())
}
