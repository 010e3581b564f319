//! SQLite as this house uses it, with no knowledge of any table.
//!
//! One file has one writer: a thread that runs the jobs that wait in one transaction, commits once, and only then
//! answers all of them, so that the price of a durable flush is shared ([`Database::write`]). Long work goes beside it
//! in short slices ([`Database::bulk`]). Reading happens on a few connections that cannot write ([`Database::read`]).
//! Opening tells a damaged, foreign or newer file from one that merely cannot be used now, and never alters such a
//! file ([`OpenError`]); migrations run all or nothing, after a copy was made ([`Schema`]).
//!
//! What a job does is SQL on rusqlite's own types; this crate hides nothing of them but the transaction.

mod database;
mod error;
mod files;
mod gate;
mod migrate;
mod open;
mod readers;
mod set_aside;
mod tx;
mod writer;

pub use crate::database::{Database, Options};
pub use crate::error::{Cause, JobError, OpenError, ReadError, Trouble, Unavailable, WriteError};
pub use crate::migrate::{Migration, Schema};
pub use crate::set_aside::set_aside;
pub use crate::tx::{Progress, Slice, Tx};
pub use crate::writer::Stats;
