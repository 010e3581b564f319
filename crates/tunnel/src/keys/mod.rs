//! The table of live source keys: what the relay must know of an engine's sources, and nothing more.
//!
//! The engine pushes its table on every attach and at every change; the relay keeps it and acknowledges it with its
//! number. It holds no key, only hashes of keys, and for each: the methods to keep while the engine is away, the answer
//! that the sender expects then, and how long to wait for the engine before giving it. [`KeyTable`] is the table and its
//! bytes; [`way`] decides what happens to a request, as pure functions.

mod table;
pub mod way;

pub use self::table::{KeptAnswer, KeyHash, KeyTable, SourceKey, TableError, is_plain_type};

#[cfg(test)]
mod tests;
