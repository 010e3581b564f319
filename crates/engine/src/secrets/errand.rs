//! Calls that may hang: a keyring may wait for its owner to type a password, for ever.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, oneshot};

/// How long a call is waited for.
pub(super) const PATIENCE: Duration = Duration::from_secs(3);

/// Runs one call after the other, each on a thread of its own, which ends with it. A thread of the runtime would keep
/// the program from ending while its call hangs.
#[derive(Debug, Default)]
pub(super) struct Errands {
    one_at_a_time: Arc<Mutex<()>>,
}

/// No answer came.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Hung {
    #[error("it did not answer within {} seconds", PATIENCE.as_secs())]
    TooLong,
    #[error("it broke down")]
    BrokeDown,
}

impl Errands {
    /// A call that has not begun when its time is over is not made any more; one that has begun goes on unheard.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        call: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Hung> {
        let answered = async {
            let turn = self.one_at_a_time.clone().lock_owned().await;
            let (tell, told) = oneshot::channel();
            std::thread::Builder::new()
                .name("secrets".to_owned())
                .spawn(move || {
                    let _turn = turn;
                    if !tell.is_closed() {
                        // Nobody listens any more where it took too long.
                        let _ = tell.send(call());
                    }
                })
                .map_err(|_| Hung::BrokeDown)?;
            told.await.map_err(|_| Hung::BrokeDown)
        };
        tokio::time::timeout(PATIENCE, answered)
            .await
            .map_err(|_| Hung::TooLong)?
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn a_call_that_hangs_is_given_up_and_so_is_who_waits_behind_it_until_it_ends() {
        let errands = Arc::new(Errands::default());
        let (let_go, held) = mpsc::channel::<()>();
        let (begin, begun) = oneshot::channel();
        let hanging = tokio::spawn({
            let errands = errands.clone();
            async move {
                let call = move || begin.send(()).is_ok() && held.recv().is_ok();
                errands.run(call).await
            }
        });
        begun.await.unwrap();
        // Only now, so that its time is not over before it has begun.
        tokio::time::pause();
        assert_eq!(hanging.await.unwrap(), Err(Hung::TooLong));
        let (reached, was_reached) = mpsc::channel();
        let behind = errands.run(move || reached.send(()).is_ok()).await;
        assert_eq!(behind, Err(Hung::TooLong));
        let_go.send(()).unwrap();
        // The clock stands still for the runtime while a thread of its own works, so this one has to be asked again.
        while errands.run(|| 7).await != Ok(7) {}
        assert!(
            was_reached.try_recv().is_err(),
            "nobody wants that answer any more"
        );
    }

    #[tokio::test]
    async fn a_call_that_breaks_down_keeps_nobody_else_waiting() {
        let errands = Errands::default();
        let broken: Result<(), Hung> = errands.run(|| panic!("as keyrings do")).await;
        assert_eq!(broken, Err(Hung::BrokeDown));
        assert_eq!(errands.run(|| 7).await, Ok(7));
    }
}
