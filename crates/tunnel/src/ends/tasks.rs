//! What a link runs in the background, and its end.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// A handle by which hyper and the link itself start tasks that belong to the link.
#[derive(Debug, Clone, Default)]
pub(super) struct Tasks {
    tracker: TaskTracker,
    stop: CancellationToken,
}

impl Tasks {
    pub(super) fn spawn(&self, work: impl Future<Output: Send> + Send + 'static) {
        let stop = self.stop.clone();
        self.tracker.spawn(async move {
            stop.run_until_cancelled(work).await;
        });
    }
}

impl<F> hyper::rt::Executor<F> for Tasks
where
    F: Future<Output: Send> + Send + 'static,
{
    fn execute(&self, work: F) {
        self.spawn(work);
    }
}

/// The owner of a link's tasks: they stop when it is dropped.
#[derive(Debug, Default)]
pub(super) struct Owner(Tasks);

impl Owner {
    pub(super) fn tasks(&self) -> Tasks {
        self.0.clone()
    }

    /// Waits until the last task has ended by itself, stops those that have not within `patience`, and waits for them.
    pub(super) async fn end(self, patience: Duration) {
        self.0.tracker.close();
        let ended = tokio::time::timeout(patience, self.0.tracker.wait()).await;
        if ended.is_err() {
            self.0.stop.cancel();
            self.0.tracker.wait().await;
        }
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.0.stop.cancel();
    }
}
