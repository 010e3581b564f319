//! Bringing a file up to the schema that the program knows.
//!
//! Migrations only go forward. All that are pending run in one transaction, so a failure or a killed process leaves
//! the file as it was; before the first of them runs on a file that holds anything, a copy of it is made.

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
