//! What changed, published after the commit that made it true.
//!
//! A position is (epoch, n); the epoch is random per start. A reader subscribes, asks for the state, drops patches up
//! to the state's n and goes on. Only the last [`HELD`] changes are kept: a reader that fell further behind, or that
//! comes from another epoch, is told to resync, so a slow one costs nobody memory.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use recado_api::{Change, Ending, Position, StreamLine};
use tokio::sync::watch;

/// Some minutes of a very busy shop, and at about 1 KB a change, 1 MB.
const HELD: usize = 1_024;

/// The engine's side: publishes.
#[derive(Debug)]
pub(crate) struct Changes {
    epoch: String,
    state: Mutex<State>,
    /// Grows with every publication, to wake subscribers.
    woken: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct State {
    held: VecDeque<Change>,
    /// Of the last change published.
    n: u64,
    ending: Option<Ending>,
}

impl Changes {
    pub(crate) fn new(epoch: String) -> Self {
        Self {
            epoch,
            state: Mutex::default(),
            woken: watch::Sender::new(0),
        }
    }

    pub(crate) fn epoch(&self) -> &str {
        &self.epoch
    }

    /// The number of the last change.
    pub(crate) fn last(&self) -> u64 {
        self.lock().n
    }

    pub(crate) fn publish(&self, changes: Vec<Change>) {
        let mut state = self.lock();
        for change in changes {
            if state.held.len() == HELD {
                state.held.pop_front();
            }
            state.held.push_back(change);
            state.n += 1;
        }
        let n = state.n;
        drop(state);
        self.woken.send_replace(n);
    }

    /// Tells every subscriber that the stream ends, and why.
    pub(crate) fn end(&self, ending: Ending) {
        self.lock().ending = Some(ending);
        self.woken.send_modify(|_| {});
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From after `after` on, or from now.
    pub(crate) fn subscribe(self: &std::sync::Arc<Self>, after: Option<&Position>) -> Subscription {
        let state = self.lock();
        let (next, resync) = match after {
            None => (state.n + 1, false),
            Some(position) if position.epoch == self.epoch && position.n <= state.n => {
                (position.n + 1, false)
            }
            Some(_) => (state.n + 1, true),
        };
        let woken = self.woken.subscribe();
        drop(state);
        Subscription {
            changes: self.clone(),
            woken,
            next,
            resync,
            ended: false,
        }
    }

    fn take(&self, next: u64) -> Taken {
        let state = self.lock();
        let oldest = state.n + 1 - state.held.len() as u64;
        if next < oldest {
            return Taken::Missed(state.n);
        }
        match state
            .held
            .get(usize::try_from(next - oldest).unwrap_or(usize::MAX))
        {
            Some(change) => Taken::Change(Box::new(change.clone())),
            None => state.ending.map_or(Taken::Nothing, Taken::Ending),
        }
    }
}

enum Taken {
    Change(Box<Change>),
    Missed(u64),
    Ending(Ending),
    Nothing,
}

/// A reader of the changes.
#[derive(Debug)]
pub struct Subscription {
    changes: std::sync::Arc<Changes>,
    woken: watch::Receiver<u64>,
    next: u64,
    resync: bool,
    ended: bool,
}

impl Subscription {
    /// The next line, as soon as there is one; `None` after the last.
    pub async fn next(&mut self) -> Option<StreamLine> {
        loop {
            if self.ended {
                return None;
            }
            if self.resync {
                self.resync = false;
                return Some(StreamLine::Resync(self.position(self.next - 1)));
            }
            self.woken.mark_unchanged();
            match self.changes.take(self.next) {
                Taken::Change(change) => {
                    self.next += 1;
                    return Some(StreamLine::Change {
                        n: self.next - 1,
                        change,
                    });
                }
                Taken::Missed(n) => {
                    self.next = n + 1;
                    self.resync = true;
                }
                Taken::Ending(ending) => {
                    self.ended = true;
                    return Some(StreamLine::Ending(ending));
                }
                Taken::Nothing => {
                    if self.woken.changed().await.is_err() {
                        return None;
                    }
                }
            }
        }
    }

    fn position(&self, n: u64) -> Position {
        Position {
            epoch: self.changes.epoch.clone(),
            n,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use recado_api::ContactId;

    use super::*;

    #[tokio::test]
    async fn a_reader_gets_what_was_published_after_its_position() {
        let changes = Arc::new(Changes::new("a".to_owned()));
        changes.publish(vec![gone(1), gone(2)]);
        let mut reader = changes.subscribe(Some(&Position {
            epoch: "a".to_owned(),
            n: 1,
        }));
        assert_eq!(
            reader.next().await,
            Some(StreamLine::Change {
                n: 2,
                change: Box::new(gone(2))
            })
        );
        changes.publish(vec![gone(3)]);
        assert_eq!(
            reader.next().await,
            Some(StreamLine::Change {
                n: 3,
                change: Box::new(gone(3))
            })
        );
    }

    #[tokio::test]
    async fn a_reader_of_another_epoch_or_from_the_future_is_told_to_resync() {
        let changes = Arc::new(Changes::new("b".to_owned()));
        changes.publish(vec![gone(1)]);
        for stale in [
            Position {
                epoch: "a".to_owned(),
                n: 1,
            },
            Position {
                epoch: "b".to_owned(),
                n: 9,
            },
        ] {
            let mut reader = changes.subscribe(Some(&stale));
            let here = Position {
                epoch: "b".to_owned(),
                n: 1,
            };
            assert_eq!(reader.next().await, Some(StreamLine::Resync(here)));
            changes.publish(vec![gone(2)]);
            assert!(matches!(reader.next().await, Some(StreamLine::Change { .. })));
            changes.lock().n = 1;
            changes.lock().held.truncate(1);
        }
    }

    #[tokio::test]
    async fn a_reader_that_fell_too_far_behind_is_told_to_resync_and_then_follows() {
        let changes = Arc::new(Changes::new("a".to_owned()));
        let mut reader = changes.subscribe(None);
        for _ in 0..=HELD {
            changes.publish(vec![gone(0)]);
        }
        let n = HELD as u64 + 1;
        assert_eq!(
            reader.next().await,
            Some(StreamLine::Resync(Position {
                epoch: "a".to_owned(),
                n
            }))
        );
        changes.publish(vec![gone(7)]);
        assert_eq!(
            reader.next().await,
            Some(StreamLine::Change {
                n: n + 1,
                change: Box::new(gone(7))
            })
        );
    }

    #[tokio::test]
    async fn an_ending_comes_after_everything_that_was_published() {
        let changes = Arc::new(Changes::new("a".to_owned()));
        let mut reader = changes.subscribe(None);
        changes.publish(vec![gone(1)]);
        changes.end(Ending::Quit);
        assert!(matches!(reader.next().await, Some(StreamLine::Change { .. })));
        assert_eq!(reader.next().await, Some(StreamLine::Ending(Ending::Quit)));
        assert_eq!(reader.next().await, None);
    }

    fn gone(n: u8) -> Change {
        Change::ContactGone(ContactId::from_bytes([n; 16]))
    }
}
