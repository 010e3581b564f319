//! A weekend as senders live it: one attempt after another, in the order of their times.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, BinaryHeap},
};

use jiff::{SignedDuration, Timestamp};

use super::{
    delivery::Delivery,
    patience::{KINDS, Kind, Then},
};

/// All senders, with what happens at each.
pub(super) struct Weekend {
    ours: Vec<Sender>,
    due: BinaryHeap<Reverse<Due>>,
}

struct Sender {
    deliveries: Vec<Told>,
    failures_in_a_row: u32,
    is_off: bool,
}

struct Told {
    delivery: Delivery,
    first_at: Timestamp,
    attempts: usize,
    fate: Option<Fate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Taken,
    Lost,
}

/// The next attempt at one: of which sender, and which of its deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Due {
    at: Timestamp,
    sender: usize,
    nth: usize,
}

impl Weekend {
    /// What happens elsewhere, at these times.
    pub(super) fn with(times: &[Vec<Timestamp>]) -> Self {
        let mut number = 0;
        let mut weekend = Self {
            ours: Vec::new(),
            due: BinaryHeap::new(),
        };
        for (sender, (kind, times)) in KINDS.iter().zip(times).enumerate() {
            let mut deliveries = Vec::new();
            for (nth, &at) in times.iter().enumerate() {
                weekend.due.push(Reverse(Due { at, sender, nth }));
                deliveries.push(Told {
                    delivery: Delivery::of(kind, number, at),
                    first_at: at,
                    attempts: 0,
                    fate: None,
                });
                number += 1;
            }
            weekend.ours.push(Sender {
                deliveries,
                failures_in_a_row: 0,
                is_off: false,
            });
        }
        weekend
    }

    /// Lets time pass until then. `answers` says whether an attempt got what its sender wants.
    pub(super) fn pass_until(
        &mut self,
        end: Timestamp,
        mut answers: impl FnMut(usize, &Delivery, Timestamp) -> bool,
    ) {
        while let Some(&Reverse(due)) = self.due.peek() {
            if due.at > end {
                return;
            }
            self.due.pop();
            self.attempt(due, &mut answers);
        }
    }

    fn attempt(&mut self, due: Due, answers: &mut impl FnMut(usize, &Delivery, Timestamp) -> bool) {
        let kind = &KINDS[due.sender];
        let sender = &mut self.ours[due.sender];
        if sender.is_off {
            sender.deliveries[due.nth].fate = Some(Fate::Lost);
            return;
        }
        let behind_another = sender.deliveries[..due.nth]
            .iter()
            .any(|earlier| earlier.fate.is_none());
        if kind.in_order && behind_another {
            // Its turn comes when the one before it has got through, or the queue is stopped.
            let at = due.at + SignedDuration::from_secs(10);
            self.due.push(Reverse(Due { at, ..due }));
            return;
        }
        let told = &mut sender.deliveries[due.nth];
        if told.attempts == 0 {
            told.first_at = due.at;
        }
        told.attempts += 1;
        if answers(due.sender, &told.delivery, due.at) {
            told.fate = Some(Fate::Taken);
            sender.failures_in_a_row = 0;
            return;
        }
        sender.failures_in_a_row += 1;
        if let Some(&after) = kind.again.get(told.attempts - 1) {
            let after = SignedDuration::from_secs(i64::try_from(after).expect("some days"));
            let at = told.first_at + after;
            self.due.push(Reverse(Due { at, ..due }));
            return;
        }
        told.fate = Some(Fate::Lost);
        sender.is_off = match kind.then {
            Then::Lost => false,
            Then::SwitchesOff => true,
            Then::SwitchesOffAfter(failures) => sender.failures_in_a_row > failures,
        };
    }

    /// Who lost something, or was switched off.
    pub(super) fn losers(&self) -> BTreeSet<&'static str> {
        let lost = |sender: &Sender| {
            sender.is_off || sender.deliveries.iter().any(|told| told.fate == Some(Fate::Lost))
        };
        let senders = KINDS.iter().zip(&self.ours);
        senders
            .filter(|(_, sender)| lost(sender))
            .map(|(kind, _)| kind.name)
            .collect()
    }

    /// How many got what their sender wanted, and after how many attempts in all.
    pub(super) fn taken(&self) -> (usize, usize) {
        let taken = self.all().filter(|(_, told)| told.fate == Some(Fate::Taken));
        taken.fold((0, 0), |(count, attempts), (_, told)| {
            (count + 1, attempts + told.attempts)
        })
    }

    /// Who is on the board in the end.
    pub(super) fn people(&self) -> BTreeSet<String> {
        self.all()
            .filter(|(kind, _)| kind.names_somebody)
            .map(|(_, told)| told.delivery.who.clone())
            .collect()
    }

    pub(super) fn count(&self) -> usize {
        self.all().count()
    }

    fn all(&self) -> impl Iterator<Item = (&'static Kind, &Told)> {
        let senders = KINDS.iter().zip(&self.ours);
        senders.flat_map(|(kind, sender)| sender.deliveries.iter().map(move |told| (kind, told)))
    }
}
