//! How the column types of ours are read and written: times, ids and the words of closed sets.

use jiff::Timestamp;
use rusqlite::Row;

use super::{StoreError, StoreResult};

/// Milliseconds since 1970.
pub(crate) fn millis(time: Timestamp) -> i64 {
    time.as_millisecond()
}

/// # Errors
/// When the column holds no time.
pub(super) fn time(row: &Row<'_>, column: &'static str) -> StoreResult<Timestamp> {
    let millis: i64 = row.get(column)?;
    to_time(millis, column)
}

pub(super) fn optional_time(row: &Row<'_>, column: &'static str) -> StoreResult<Option<Timestamp>> {
    let millis: Option<i64> = row.get(column)?;
    millis.map(|millis| to_time(millis, column)).transpose()
}

pub(super) fn to_time(millis: i64, column: &'static str) -> StoreResult<Timestamp> {
    Timestamp::from_millisecond(millis).map_err(|_| unreadable(column, millis))
}

/// A word of a closed set, as `serde` names it.
pub(super) fn word<T: std::str::FromStr>(row: &Row<'_>, column: &'static str) -> StoreResult<T> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| unreadable(column, text))
}

pub(super) fn unreadable(column: &'static str, value: impl std::fmt::Display) -> StoreError {
    StoreError::Unreadable {
        column,
        value: value.to_string(),
    }
}
