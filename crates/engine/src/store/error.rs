//! What can go wrong in the store.

use recado_sqlite::JobError;

pub(crate) type StoreResult<T> = Result<T, StoreError>;

#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// A value in the database is not one that this program writes there.
    #[error("{column} holds a value that is not understood: {value}")]
    Unreadable { column: &'static str, value: String },
    #[error("a value could not be written as JSON")]
    Json(#[from] serde_json::Error),
    #[error("the system gives no random bytes")]
    Random(#[from] getrandom::Error),
}

impl JobError for StoreError {
    fn sqlite(&self) -> Option<&rusqlite::Error> {
        match self {
            Self::Sqlite(error) => Some(error),
            Self::Unreadable { .. } | Self::Json(_) | Self::Random(_) => None,
        }
    }
}
