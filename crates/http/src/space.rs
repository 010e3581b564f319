//! The memory that all bodies have together, and who gets more of it next.
//!
//! A body takes memory as it comes, so that announcing much takes nothing. If everybody simply took what is left, many
//! large bodies at once would fill the space with beginnings, none of which could end. So three rules, by who asked
//! first:
//!
//! - **The oldest can always end.** What a longest body has more than the oldest one holds is given to nobody else.
//! - **Who is under way ends before others begin.** What an older body will soon need is not given to a younger one. How
//!   much that is grows with what has come of it, as long as it comes briskly.
//! - **Who stalls makes room.** While somebody waits, memory is taken back from those that come too slowly to be
//!   senders, the one that holds the most first.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// A body's pace is looked at for each portion of this many KiB.
const PORTION: usize = 16;

/// A body is brisk while its portions take no longer than this each: 16 KiB/s.
const BRISK: Duration = Duration::from_secs(1);

/// Slower than this, which is 8 KiB/s, and it stalls.
const STALLED: Duration = Duration::from_secs(2);

/// What is kept for a brisk body from younger ones is so many times what it holds, and at least so many KiB.
const SOON_TIMES: usize = 4;
const SOON_AT_LEAST: usize = 64;

/// How long a body may wait for memory in all. Most senders have gone by then.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// How often whoever waits longest looks whether somebody has slowed down.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// All memory for bodies, in KiB. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Space {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug)]
struct Shared {
    free: usize,
    longest: usize,
    next: u64,
    /// Those that have not come whole, oldest first.
    growing: BTreeMap<u64, Growing>,
}

#[derive(Debug)]
struct Growing {
    held: usize,
    /// What it can need at the most.
    most: usize,
    state: State,
    changed: Arc<Notify>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Bytes are awaited: its present portion since then.
    Coming { since: Instant, of_portion: usize },
    /// It waits for so much more memory.
    Waiting { more: usize },
    /// It has stalled, and others wait.
    TakenBack,
}

/// One body's part of the memory, given back when the body is no longer needed.
#[derive(Debug)]
pub struct Room {
    space: Space,
    number: u64,
    held: usize,
    waited: Duration,
    changed: Arc<Notify>,
}

/// There was not enough memory in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoRoom;

impl Space {
    /// `kib` in all, where no body has more than `longest`.
    pub(crate) fn new(kib: usize, longest: usize) -> Self {
        let shared = Shared {
            free: kib.max(longest),
            longest,
            next: 0,
            growing: BTreeMap::new(),
        };
        Self {
            shared: Arc::new(Mutex::new(shared)),
        }
    }

    /// For a body that has at most so many KiB. It holds nothing yet.
    pub(crate) fn enter(&self, most: usize) -> Room {
        let changed = Arc::new(Notify::new());
        let mut shared = self.lock();
        let number = shared.next;
        shared.next += 1;
        let growing = Growing {
            held: 0,
            most: most.min(shared.longest),
            state: State::coming(),
            changed: Arc::clone(&changed),
        };
        shared.growing.insert(number, growing);
        drop(shared);
        Room {
            space: self.clone(),
            number,
            held: 0,
            waited: Duration::ZERO,
            changed,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn coming() -> Self {
        Self::Coming {
            since: Instant::now(),
            of_portion: 0,
        }
    }
}

impl Growing {
    /// What younger ones leave to it, if it is not the oldest.
    fn soon(&self, now: Instant) -> usize {
        let is_brisk = match self.state {
            State::Coming { since, .. } => now - since <= BRISK,
            // It would come if it could.
            State::Waiting { .. } => true,
            State::TakenBack => false,
        };
        if !is_brisk {
            return 0;
        }
        let soon = (SOON_TIMES * self.held).max(SOON_AT_LEAST);
        soon.min(self.most).saturating_sub(self.held)
    }

    fn has_stalled(&self, now: Instant) -> bool {
        matches!(self.state, State::Coming { since, .. } if now - since > STALLED)
    }
}

impl Shared {
    /// Gives to those that wait, oldest first, as much as the rules allow.
    fn give(&mut self) {
        let now = Instant::now();
        let mut left_to_older = 0;
        for (place, growing) in self.growing.values_mut().enumerate() {
            if let State::Waiting { more } = growing.state
                && self.free >= more + left_to_older
            {
                self.free -= more;
                growing.held += more;
                growing.state = State::coming();
                growing.changed.notify_one();
            }
            left_to_older += if place == 0 {
                self.longest.saturating_sub(growing.held)
            } else {
                growing.soon(now)
            };
        }
    }

    /// Takes back from those that have stalled, until there is enough for all that wait or for a longest body.
    fn take_back(&mut self) {
        let now = Instant::now();
        let waited_for = self.growing.values().map(|one| match one.state {
            State::Waiting { more } => more,
            State::Coming { .. } | State::TakenBack => 0,
        });
        let wanted = waited_for.sum::<usize>().max(self.longest);
        let stalled = self.growing.values_mut().filter(|one| one.has_stalled(now));
        let mut stalled: Vec<_> = stalled.collect();
        stalled.sort_by_key(|one| std::cmp::Reverse(one.held));
        let mut back = 0;
        for one in stalled {
            if back >= wanted {
                break;
            }
            back += one.held;
            one.state = State::TakenBack;
            one.changed.notify_one();
        }
    }

    fn is_first_to_wait(&self, number: u64) -> bool {
        let mut waiting = self
            .growing
            .iter()
            .filter(|(_, one)| matches!(one.state, State::Waiting { .. }));
        waiting.next().is_some_and(|(first, _)| *first == number)
    }
}

impl Room {
    /// So many KiB more, as soon as they are there. Who does not get them has no use for the rest either.
    pub(crate) async fn grow(&mut self, more: usize) -> Result<(), NoRoom> {
        if more == 0 {
            return Ok(());
        }
        let began = Instant::now();
        let patience = began + PATIENCE.saturating_sub(self.waited);
        self.change(|shared, number| {
            if let Some(growing) = shared.growing.get_mut(&number) {
                growing.state = State::Waiting { more };
            }
            shared.give();
        });
        loop {
            match self.state() {
                Some(State::Coming { .. }) => break,
                Some(State::Waiting { .. }) => {}
                Some(State::TakenBack) | None => return Err(NoRoom),
            }
            let now = Instant::now();
            if now >= patience {
                return Err(NoRoom);
            }
            let look_again = (now + LOOK_AGAIN).min(patience);
            let changed = tokio::time::timeout_at(look_again, self.changed.notified()).await;
            if changed.is_err() {
                self.change(|shared, number| {
                    if shared.is_first_to_wait(number) {
                        shared.give();
                    }
                    if shared.is_first_to_wait(number) {
                        shared.take_back();
                    }
                });
            }
        }
        self.held += more;
        self.waited += began.elapsed();
        Ok(())
    }

    /// So many bytes have come.
    pub(crate) fn came(&self, bytes: usize) {
        self.change(|shared, number| {
            let Some(growing) = shared.growing.get_mut(&number) else {
                return;
            };
            if let State::Coming { of_portion, .. } = &mut growing.state {
                *of_portion += bytes;
                if *of_portion >= PORTION * 1024 {
                    growing.state = State::coming();
                }
            }
        });
    }

    /// How long it has waited for memory so far.
    pub(crate) fn waited(&self) -> Duration {
        self.waited
    }

    /// Completes when its memory is needed by others and its bytes do not come.
    pub(crate) async fn taken_back(&self) {
        while self.state() != Some(State::TakenBack) {
            self.changed.notified().await;
        }
    }

    /// The body is there: it needs no more.
    pub(crate) fn is_whole(&self) {
        self.change(|shared, number| {
            shared.growing.remove(&number);
            shared.give();
        });
    }

    fn state(&self) -> Option<State> {
        let shared = self.space.lock();
        shared.growing.get(&self.number).map(|growing| growing.state)
    }

    fn change(&self, change: impl FnOnce(&mut Shared, u64)) {
        change(&mut self.space.lock(), self.number);
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let mut shared = self.space.lock();
        // Where `grow` was dropped after it was given to, only the list knows.
        let held = match shared.growing.remove(&self.number) {
            Some(growing) => growing.held,
            None => self.held,
        };
        shared.free += held;
        shared.give();
    }
}
