//! SQLite alone, writing what Recado wrote: what the disk allows.
//!
//! The rows are read from the database that Recado filled, so this follows every change of the schema by itself.

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use rusqlite::{Connection, params_from_iter, types::Value};

/// What came of a replay.
pub(crate) struct Bare {
    pub(crate) deliveries: usize,
    pub(crate) took: Duration,
    /// The median of the transactions, from the first row to the end of the flush.
    pub(crate) a_transaction: Duration,
}

/// How many transactions were ever committed to this database while it has been open. SQLite counts them in the
/// header of its shared memory (`iChange` of the WAL-index, the third 32-bit word: sqlite.org/walformat.html).
pub(crate) fn transactions(database: &Path) -> u32 {
    let mut file = database.to_owned();
    file.as_mut_os_string().push("-shm");
    let shared = fs::read(file).expect("the database is open in WAL mode");
    u32::from_ne_bytes(shared[8..12].try_into().expect("four bytes"))
}

/// Writes the rows of `filled`, delivery by delivery, to a new database with the same tables, as many deliveries a
/// transaction as this says, each transaction flushed.
pub(crate) fn replay(filled: &Path, new: &Path, deliveries_a_transaction: f64) -> Bare {
    let from = recado_tests::database::open(filled);
    let tables = tables(&from);
    let deliveries = tables
        .iter()
        .find(|table| table.name == "delivery")
        .expect("the log")
        .rows
        .len();

    let to = Connection::open(new).expect("a new database");
    to.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;")
        .expect("a new database");
    for statement in schema(&from) {
        to.execute_batch(&statement).expect("the same tables");
    }
    // What a delivery writes, and what was there before the first.
    let (each, before): (Vec<Table>, Vec<Table>) = tables
        .into_iter()
        .partition(|table| !table.rows.is_empty() && table.rows.len() % deliveries == 0);
    for table in &before {
        table.rows.iter().for_each(|row| table.insert(&to, row));
    }

    let batch = deliveries_a_transaction.round().max(1.0) as usize;
    let mut transactions = Vec::new();
    let start = Instant::now();
    for first in (0..deliveries).step_by(batch) {
        let began = Instant::now();
        to.execute_batch("BEGIN IMMEDIATE").expect("nobody else writes");
        for delivery in first..(first + batch).min(deliveries) {
            for table in &each {
                let rows = table.rows.len() / deliveries;
                for row in &table.rows[delivery * rows..(delivery + 1) * rows] {
                    table.insert(&to, row);
                }
            }
        }
        to.execute_batch("COMMIT").expect("there is room");
        transactions.push(began.elapsed());
    }
    let took = start.elapsed();
    transactions.sort();
    Bare {
        deliveries,
        took,
        a_transaction: transactions[transactions.len() / 2],
    }
}

struct Table {
    name: String,
    insert: String,
    rows: Vec<Vec<Value>>,
}

impl Table {
    fn insert(&self, to: &Connection, row: &[Value]) {
        let mut statement = to.prepare_cached(&self.insert).expect("the same tables");
        statement.execute(params_from_iter(row)).expect("the same rows");
    }
}

/// All ordinary tables with all their rows, in the order that they were written: `seq` counts, and ids that are
/// UUIDv7 grow with time. What belongs to full-text search is written by its triggers.
fn tables(from: &Connection) -> Vec<Table> {
    let mut names = from
        .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'")
        .expect("it can be read");
    let names: Vec<String> = names
        .query_map([], |row| row.get(0))
        .and_then(Iterator::collect)
        .expect("it can be read");
    names.into_iter().map(|name| table(from, name)).collect()
}

fn table(from: &Connection, name: String) -> Table {
    let mut select = from
        .prepare(&format!("SELECT * FROM {name}"))
        .expect("it can be read");
    let columns = select.column_count();
    let rows = select
        .query_map([], |row| (0..columns).map(|column| row.get(column)).collect())
        .and_then(Iterator::collect)
        .expect("it can be read");
    let places = vec!["?"; columns].join(", ");
    Table {
        insert: format!("INSERT INTO {name} VALUES ({places})"),
        name,
        rows,
    }
}

/// The statements that made the tables, without those that SQLite makes by itself.
fn schema(from: &Connection) -> Vec<String> {
    let mut statements = from
        .prepare(
            "SELECT sql FROM sqlite_schema
             WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
               AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')
             ORDER BY rowid",
        )
        .expect("it can be read");
    statements
        .query_map([], |row| row.get(0))
        .and_then(Iterator::collect)
        .expect("it can be read")
}
