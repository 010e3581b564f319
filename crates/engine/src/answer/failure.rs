//! From what went wrong inside to what the asker is told.

use recado_api::{Code, Failure};
use recado_sqlite::{ReadError, WriteError};

use crate::core::Core;
use crate::intake::AgainError;
use crate::store::StoreError;

pub(crate) fn of(code: Code, message: String) -> Failure {
    Failure { code, message }
}

pub(crate) fn bad_request(message: String) -> Failure {
    Failure {
        code: Code::BadRequest,
        message,
    }
}

pub(crate) fn not_found(message: String) -> Failure {
    Failure {
        code: Code::NotFound,
        message,
    }
}

pub(crate) fn internal(core: &Core, error: &dyn std::fmt::Display) -> Failure {
    tracing::error!(error = %error, "a request could not be answered: this is a fault in Recado");
    Failure {
        code: Code::Internal,
        message: core.lang().text("failure-internal", &[]),
    }
}

pub(crate) fn read(core: &Core, error: &ReadError<StoreError>) -> Failure {
    match error {
        ReadError::Unavailable(reason) => unavailable(core, reason),
        ReadError::Closed => unavailable(core, error),
        ReadError::Job(_) | ReadError::Panicked => internal(core, error),
    }
}

pub(crate) fn write(core: &Core, error: &WriteError<StoreError>) -> Failure {
    match error {
        WriteError::Unavailable(reason) => unavailable(core, reason),
        WriteError::Closed => unavailable(core, error),
        WriteError::Job(_) | WriteError::Panicked => internal(core, error),
    }
}

/// Deliveries of the log could not be read again.
pub(crate) fn again(core: &Core, error: &AgainError) -> Failure {
    match error {
        AgainError::Read(error) => read(core, error),
        AgainError::Write(error) => write(core, error),
        AgainError::Understand(error) => internal(core, error),
    }
}

fn unavailable(core: &Core, reason: &dyn std::fmt::Display) -> Failure {
    tracing::warn!(error = %reason, "the database is not available");
    let message = core
        .lang()
        .text("failure-unavailable", &[("reason", reason.to_string().into())]);
    Failure {
        code: Code::Unavailable,
        message,
    }
}
