//! What callers hand in, made alike for the writer: run it, then answer it.
//!
//! A job's result waits in the job until its transaction is durable; only then does it go to the caller.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

use super::group::Outcome;
use crate::error::{JobError, Unavailable, WriteError};
use crate::tx::{Progress, Slice, Tx};

pub(super) type Answer<T, E> = oneshot::Receiver<Result<T, WriteError<E>>>;

/// A short job that somebody waits for.
pub(super) trait Receipt: Send {
    fn run(&mut self, tx: &mut Tx<'_>) -> Outcome;
    fn answer(self: Box<Self>, committed: Result<(), Unavailable>);
}

/// A long job in slices.
pub(super) trait Bulk: Send {
    /// Whether nobody waits for it any more.
    fn is_abandoned(&self) -> bool;
    fn run(&mut self, tx: &mut Tx<'_>, slice: Slice) -> Outcome;
    /// Gives the job back if it has more to do.
    fn answer_or_go_on(self: Box<Self>, committed: Result<(), Unavailable>) -> Option<Box<dyn Bulk>>;
}

pub(super) fn receipt<T, E, F>(job: F) -> (Box<dyn Receipt>, Answer<T, E>)
where
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: JobError,
{
    let (sender, answer) = oneshot::channel();
    (
        Box::new(ReceiptJob {
            job: Some(job),
            result: None,
            sender,
        }),
        answer,
    )
}

pub(super) fn bulk<E, F>(job: F) -> (Box<dyn Bulk>, Answer<(), E>)
where
    F: FnMut(&mut Tx<'_>, Slice) -> Result<Progress, E> + Send + 'static,
    E: JobError,
{
    let (sender, answer) = oneshot::channel();
    (
        Box::new(BulkJob {
            job,
            result: None,
            sender,
        }),
        answer,
    )
}

struct ReceiptJob<T, E, F> {
    job: Option<F>,
    result: Option<Result<T, WriteError<E>>>,
    sender: oneshot::Sender<Result<T, WriteError<E>>>,
}

impl<T, E, F> Receipt for ReceiptJob<T, E, F>
where
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: JobError,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Outcome {
        let Some(job) = self.job.take() else {
            return Outcome::Undo(None);
        };
        let result = guarded(|| job(tx));
        let outcome = outcome(&result);
        self.result = Some(result);
        outcome
    }

    fn answer(self: Box<Self>, committed: Result<(), Unavailable>) {
        let result = match committed {
            Ok(()) => self.result,
            // Even a job that had failed by itself may have done so because of a neighbour that is undone now.
            Err(why) => Some(Err(WriteError::Unavailable(why))),
        };
        if let Some(result) = result {
            // Who no longer listens had no need of the answer.
            let _unheard = self.sender.send(result);
        }
    }
}

struct BulkJob<E, F> {
    job: F,
    result: Option<Result<Progress, WriteError<E>>>,
    sender: oneshot::Sender<Result<(), WriteError<E>>>,
}

impl<E, F> Bulk for BulkJob<E, F>
where
    F: FnMut(&mut Tx<'_>, Slice) -> Result<Progress, E> + Send + 'static,
    E: JobError,
{
    fn is_abandoned(&self) -> bool {
        self.sender.is_closed()
    }

    fn run(&mut self, tx: &mut Tx<'_>, slice: Slice) -> Outcome {
        let result = guarded(|| (self.job)(tx, slice));
        let outcome = outcome(&result);
        self.result = Some(result);
        outcome
    }

    fn answer_or_go_on(mut self: Box<Self>, committed: Result<(), Unavailable>) -> Option<Box<dyn Bulk>> {
        let end = match (committed, self.result.take()) {
            (Ok(()), Some(Ok(Progress::More))) => return Some(self),
            (Ok(()), Some(Ok(Progress::Done))) => Ok(()),
            (Ok(()), Some(Err(error))) => Err(error),
            (Ok(()), None) => return None,
            (Err(why), _) => Err(WriteError::Unavailable(why)),
        };
        let _unheard = self.sender.send(end);
        None
    }
}

/// Whatever the job does, it is an answer.
pub(crate) fn guarded<T, E: JobError>(job: impl FnOnce() -> Result<T, E>) -> Result<T, WriteError<E>> {
    // What the job may have left half-changed is in the database, where its savepoint undoes it, or in its own
    // captures, which nobody runs again: a bulk job that panicked is answered, too.
    let Ok(result) = catch_unwind(AssertUnwindSafe(job)) else {
        return Err(WriteError::Panicked);
    };
    result.map_err(|error| match error.sqlite().and_then(Unavailable::from_sqlite) {
        Some(why) => WriteError::Unavailable(why),
        None => WriteError::Job(error),
    })
}

fn outcome<T, E>(result: &Result<T, WriteError<E>>) -> Outcome {
    match result {
        Ok(_) => Outcome::Keep,
        Err(WriteError::Unavailable(why)) => Outcome::Undo(Some(why.clone())),
        Err(WriteError::Job(_) | WriteError::Panicked | WriteError::Closed) => Outcome::Undo(None),
    }
}
