//! The open connections: a bound, and which one makes room.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio_util::sync::CancellationToken;

/// The most connections, if the system lets the process open so many files.
const MOST: usize = 8_192;

/// So few are allowed even where the system allows hardly any files.
const FEWEST: usize = 64;

/// All open connections, oldest first. Clones share them.
#[derive(Debug, Clone)]
pub struct Connections {
    open: Arc<Mutex<Open>>,
    most: usize,
}

#[derive(Debug, Default)]
struct Open {
    next: u64,
    by_age: BTreeMap<u64, Known>,
}

#[derive(Debug)]
struct Known {
    cut: CancellationToken,
    answering: Arc<AtomicBool>,
}

/// One open connection; counted until it is dropped.
pub(crate) struct Connection {
    number: u64,
    pub(crate) cut: CancellationToken,
    pub(crate) flag: AnsweringFlag,
    all: Connections,
}

impl Connections {
    /// Raises the process's soft limit of open files as far as is needed and allowed, and leaves room for so many
    /// files that are no connections.
    #[must_use]
    pub fn beside(other_files: usize) -> Self {
        let wanted = MOST + other_files;
        // What POSIX promises is less; this is what systems give.
        let files = rlimit::increase_nofile_limit(wanted as u64).unwrap_or(1_024);
        let files = usize::try_from(files).unwrap_or(wanted);
        Self::new(files.saturating_sub(other_files).clamp(FEWEST, MOST))
    }

    /// At most so many.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self {
            open: Arc::default(),
            most,
        }
    }

    /// How many may be open.
    #[must_use]
    pub fn most(&self) -> usize {
        self.most
    }

    /// Whether the system allows fewer files than are of use.
    #[must_use]
    pub fn are_few(&self) -> bool {
        self.most < MOST
    }

    /// How many are open.
    #[must_use]
    pub fn open_now(&self) -> usize {
        self.lock().by_age.len()
    }

    pub(crate) fn open(&self) -> Connection {
        if self.open_now() >= self.most {
            self.cut_oldest();
        }
        let known = Known {
            cut: CancellationToken::new(),
            answering: Arc::default(),
        };
        let (cut, answering) = (known.cut.clone(), Arc::clone(&known.answering));
        let mut open = self.lock();
        let number = open.next;
        open.next += 1;
        open.by_age.insert(number, known);
        Connection {
            number,
            cut,
            flag: AnsweringFlag(answering),
            all: self.clone(),
        }
    }

    /// Cuts the oldest connection whose request is not complete.
    pub(crate) fn cut_oldest(&self) {
        let mut open = self.lock();
        let oldest = open
            .by_age
            .iter()
            .find(|(_, known)| !known.answering.load(Ordering::Relaxed))
            .map(|(number, _)| *number);
        if let Some(known) = oldest.and_then(|number| open.by_age.remove(&number)) {
            known.cut.cancel();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.all.lock().by_age.remove(&self.number);
    }
}

/// Travels with each request of a connection, for whoever answers it.
#[derive(Debug, Clone)]
pub struct AnsweringFlag(Arc<AtomicBool>);

impl AnsweringFlag {
    /// The request has come whole: its connection is not cut any more while the result lives.
    #[must_use]
    pub fn begin(self) -> Answering {
        self.0.store(true, Ordering::Relaxed);
        Answering(self.0)
    }
}

/// While it lives, the connection's request is being answered.
#[derive(Debug)]
pub struct Answering(Arc<AtomicBool>);

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_that_is_not_being_answered_makes_room() {
        let all = Connections::new(2);
        let first = all.open();
        let answering = first.flag.clone().begin();
        let second = all.open();
        let third = all.open();
        assert!(!first.cut.is_cancelled());
        assert!(second.cut.is_cancelled());
        drop(answering);
        let fourth = all.open();
        assert!(first.cut.is_cancelled());
        assert!(!third.cut.is_cancelled() && !fourth.cut.is_cancelled());
        drop((first, second, third, fourth));
        assert_eq!(all.open_now(), 0);
    }
}
