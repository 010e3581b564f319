//! When to ring for each and when for all.
//!
//! What arrives as it is sent: the first three within ten seconds ring one by one, from the fourth on one summary tells
//! of all that follow, updated where it stands. The ten seconds slide, so that a steady stream that never pauses stays
//! one summary, and a person who writes every five seconds is heard each time.
//!
//! What waited at the relay while this computer was away comes in a heap, perhaps of hundreds and for many seconds, with
//! live arrivals in between. One notification tells of it from the first on and is updated where it stands; it takes
//! nothing from what may ring one by one.
//!
//! Pure: what rang, and the time, go in.

use std::collections::{HashSet, VecDeque};
use std::time::Duration;

use jiff::Timestamp;
use recado_api::ContactId;
use recado_api::view::{Toast, ToastPage};

/// How many ring one by one within [`WINDOW`].
const ONE_BY_ONE: usize = 3;

/// How far back one looks.
const WINDOW: Duration = Duration::from_secs(10);

/// What waited and comes within this time of the last of it belongs to the same heap.
const HEAP: Duration = Duration::from_secs(60);

/// How soon the heap's notification is updated again: desktops show each update, and some as another notification.
const UPDATE_AFTER: Duration = Duration::from_secs(2);

/// What to ring for next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Next {
    /// The oldest that is untold, alone.
    One(Toast),
    /// All of these, with what the summary that stands tells of already.
    All(ToastPage, Summary),
    /// All of these waited at the relay: see [`Burst::away`].
    Waited(ToastPage),
    /// Nothing yet: look again then, or when more has come.
    Later(Timestamp),
}

/// The numbers of a summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) count: u32,
    pub(crate) people: u32,
}

/// The numbers of the notification about the time away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Away {
    pub(crate) summary: Summary,
    /// Whether it begins anew, instead of bringing the one that stands up to date.
    pub(crate) anew: bool,
}

/// What has rung lately.
#[derive(Debug, Default)]
pub(crate) struct Burst {
    /// When the latest rang, at most [`ONE_BY_ONE`] of them, the oldest first: more decide nothing.
    latest: VecDeque<Timestamp>,
    summarised: Option<Summarised>,
    /// What the notification about the time away tells of, and when it last rang.
    away: Option<(Summarised, Timestamp)>,
}

/// What a summary that stands tells of.
#[derive(Debug, Clone, Default)]
struct Summarised {
    count: u32,
    people: HashSet<ContactId>,
    /// How many there are at least, where not all could be listed.
    people_at_least: u32,
}

impl Burst {
    /// How to ring for what is untold: its oldest rows up to where one sort ends, what waited at the relay or what did
    /// not. `None` where there is nothing.
    pub(crate) fn next(&self, page: ToastPage, now: Timestamp) -> Option<Next> {
        let waited = page.toasts.first()?.arrival.waited;
        let of_a_sort = page
            .toasts
            .iter()
            .take_while(|toast| toast.arrival.waited == waited)
            .count();
        if !waited && within(&self.latest, now) < ONE_BY_ONE {
            return page.toasts.into_iter().next().map(Next::One);
        }
        let is_all_listed = of_a_sort == page.toasts.len();
        if !waited {
            // What a full page does not list is counted with it, whatever its sort: nobody reads five numbers a second.
            let part = if is_all_listed {
                page
            } else {
                first(page, of_a_sort)
            };
            let all = with(self.summarised.as_ref(), &part).summary();
            return Some(Next::All(part, all));
        }
        let is_all = is_all_listed && u32::try_from(of_a_sort).is_ok_and(|listed| listed == page.total);
        // Whoever writes now is not kept waiting by those who waited before.
        if is_all && let Some((_, at)) = &self.away {
            let next = *at + UPDATE_AFTER;
            if *at <= now && now < next {
                return Some(Next::Later(next));
            }
        }
        Some(Next::Waited(first(page, of_a_sort)))
    }

    /// One rang alone, so a summary that stood is over.
    pub(crate) fn rang_one(&mut self, now: Timestamp) {
        self.summarised = None;
        self.remember(now);
    }

    /// All of `part` rang as one summary.
    pub(crate) fn rang_all(&mut self, part: &ToastPage, now: Timestamp) {
        self.summarised = Some(with(self.summarised.as_ref(), part));
        for _ in part.toasts.iter().take(ONE_BY_ONE) {
            self.remember(now);
        }
    }

    /// What the notification about the time away is to tell of, with all of `part`.
    pub(crate) fn away(&self, part: &ToastPage, now: Timestamp) -> Away {
        let stands = self.away_that_stands(now);
        Away {
            summary: with(stands, part).summary(),
            anew: stands.is_none(),
        }
    }

    /// The notification about the time away rang with all of `part`.
    pub(crate) fn rang_away(&mut self, part: &ToastPage, now: Timestamp) {
        self.away = Some((with(self.away_that_stands(now), part), now));
    }

    /// The next notification about the time away begins anew.
    pub(crate) fn away_is_over(&mut self) {
        self.away = None;
    }

    fn away_that_stands(&self, now: Timestamp) -> Option<&Summarised> {
        let (told, at) = self.away.as_ref()?;
        (since(*at, now) < HEAP).then_some(told)
    }

    fn remember(&mut self, now: Timestamp) {
        if self.latest.len() == ONE_BY_ONE {
            self.latest.pop_front();
        }
        self.latest.push_back(now);
    }
}

impl Summarised {
    fn summary(&self) -> Summary {
        Summary {
            count: self.count,
            people: self.people_at_least,
        }
    }
}

/// What was told before, and all of `part`. Those that rang one by one were told.
fn with(before: Option<&Summarised>, part: &ToastPage) -> Summarised {
    let mut all = before.cloned().unwrap_or_default();
    all.count = all.count.saturating_add(part.total);
    all.people
        .extend(part.toasts.iter().map(|toast| toast.arrival.contact));
    let listed = u32::try_from(all.people.len()).unwrap_or(u32::MAX);
    all.people_at_least = all.people_at_least.max(listed).max(part.people);
    all
}

/// The oldest `rows` of a page, as if there were no more.
fn first(mut page: ToastPage, rows: usize) -> ToastPage {
    page.toasts.truncate(rows);
    let people: HashSet<_> = page.toasts.iter().map(|toast| toast.arrival.contact).collect();
    let counted = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    ToastPage {
        total: counted(page.toasts.len()),
        people: counted(people.len()),
        newest: page.toasts.last().map(|toast| toast.n),
        toasts: page.toasts,
    }
}

fn within(latest: &VecDeque<Timestamp>, now: Timestamp) -> usize {
    latest.iter().filter(|at| since(**at, now) < WINDOW).count()
}

/// A clock that was set back makes nothing older.
fn since(at: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(now.duration_since(at)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use jiff::SignedDuration;
    use recado_api::SourceId;
    use recado_api::view::Arrival;

    use super::*;

    #[test]
    fn three_ring_one_by_one_and_the_fourth_begins_a_summary() {
        let mut told = Told::default();
        told.one(0, 1);
        told.one(1, 2);
        told.one(2, 1);
        told.all(3, &[3], 1, 1);
        told.all(4, &[3], 2, 1);
        told.all(5, &[1, 2], 4, 3);
    }

    #[test]
    fn what_comes_together_is_one_update() {
        let mut told = Told::default();
        told.one(0, 1);
        told.one(0, 2);
        told.one(0, 3);
        told.all(0, &[4, 5, 6, 4], 4, 3);
    }

    #[test]
    fn a_steady_stream_stays_one_summary_for_as_long_as_it_lasts() {
        let mut told = Told::default();
        for second in 0..3 {
            told.one(second, 1);
        }
        for second in 3..60 {
            told.all(second, &[1], u32::try_from(second).unwrap() - 2, 1);
        }
    }

    #[test]
    fn after_ten_quiet_seconds_each_rings_again_and_the_next_summary_begins_anew() {
        let mut told = Told::default();
        for second in 0..3 {
            told.one(second, 1);
        }
        told.all(3, &[2], 1, 1);
        told.all(4, &[2], 2, 1);
        told.one(15, 3);
        told.one(16, 3);
        told.one(17, 4);
        told.all(18, &[4], 1, 1);
    }

    #[test]
    fn one_every_five_seconds_is_never_summarised() {
        let mut told = Told::default();
        for count in 0..20 {
            told.one(count * 5, 1);
        }
    }

    #[test]
    fn more_than_can_be_listed_are_counted_all_the_same() {
        let mut told = Told::default();
        for second in 0..3 {
            told.one(second, 1);
        }
        let mut page = page(&[2, 3]);
        page.total = 400;
        page.people = 90;
        let summary = Summary {
            count: 400,
            people: 90,
        };
        let next = told.burst.next(page.clone(), at(3));
        assert_eq!(next, Some(Next::All(page, summary)));
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_silence_the_bell() {
        let mut told = Told::default();
        for second in 100..103 {
            told.one(second, 1);
        }
        let next = told.burst.next(page(&[1]), at(0));
        assert!(matches!(next, Some(Next::All(..))), "{next:?}");
        told.burst.rang_all(&page(&[1]), at(0));
        told.one(200, 1);
    }

    #[test]
    fn what_waited_is_one_notification_from_the_first_on_however_long_it_takes() {
        let mut told = Told::default();
        told.waited(0, &[1], 1, 1, true);
        told.waited(2, &[2, 1], 3, 2, false);
        for second in 3..100 {
            told.waited(
                second * 2,
                &[3, 4],
                u32::try_from(second * 2 - 1).unwrap(),
                4,
                false,
            );
        }
    }

    #[test]
    fn a_minute_after_the_last_that_waited_another_time_away_begins() {
        let mut told = Told::default();
        told.waited(0, &[1, 2], 2, 2, true);
        told.waited(59, &[3], 3, 3, false);
        told.waited(59 + 60, &[1], 1, 1, true);
    }

    #[test]
    fn what_waited_is_told_again_after_two_seconds_at_the_soonest() {
        let mut told = Told::default();
        told.waited(0, &[1], 1, 1, true);
        let next = told.burst.next(waited(&[2]), at(1));
        assert_eq!(next, Some(Next::Later(at(2))));
        told.waited(2, &[2], 2, 2, false);
        // After a clock was set back it is told rather than kept until that time comes again.
        told.waited(-100, &[3], 3, 3, false);
    }

    #[test]
    fn whoever_writes_now_rings_alone_between_those_who_waited() {
        let mut told = Told::default();
        told.waited(0, &[1, 2, 3, 4, 5], 5, 5, true);
        told.one(0, 6);
        told.one(1, 7);
        told.waited(2, &[8], 6, 6, false);
        told.one(3, 6);
        told.all(4, &[7], 1, 1);
        told.waited(5, &[9], 7, 7, false);
        told.all(6, &[7], 2, 1);
    }

    #[test]
    fn what_waited_before_somebody_who_writes_now_is_told_first_and_at_once() {
        let mut told = Told::default();
        told.waited(0, &[1], 1, 1, true);
        let mixed = both(&waited(&[2, 3]), &page(&[4, 5]));
        let next = told.burst.next(mixed, at(1));
        assert_eq!(next, Some(Next::Waited(waited(&[2, 3]))));
    }

    #[test]
    fn a_summary_ends_where_what_waited_begins() {
        let mut told = Told::default();
        for second in 0..3 {
            told.one(second, 1);
        }
        let mixed = both(&page(&[2, 3]), &waited(&[4]));
        let summary = Summary { count: 2, people: 2 };
        let next = told.burst.next(mixed, at(3));
        assert_eq!(next, Some(Next::All(page(&[2, 3]), summary)));
    }

    #[test]
    fn a_full_page_of_what_waited_keeps_nobody_behind_it_waiting() {
        let mut told = Told::default();
        told.waited(0, &[1], 1, 1, true);
        let mut full = waited(&[2, 3]);
        full.total = 400;
        full.people = 300;
        full.newest = Some(401);
        let next = told.burst.next(full, at(1));
        assert_eq!(next, Some(Next::Waited(waited(&[2, 3]))));
    }

    #[test]
    fn nothing_rings_for_nothing() {
        assert_eq!(Burst::default().next(page(&[]), at(0)), None);
    }

    #[derive(Default)]
    struct Told {
        burst: Burst,
    }

    impl Told {
        #[track_caller]
        fn one(&mut self, second: i64, person: u8) {
            let page = page(&[person]);
            let toast = page.toasts[0].clone();
            assert_eq!(self.burst.next(page, at(second)), Some(Next::One(toast)));
            self.burst.rang_one(at(second));
        }

        #[track_caller]
        fn all(&mut self, second: i64, people: &[u8], count: u32, of: u32) {
            let page = page(people);
            let next = self.burst.next(page.clone(), at(second));
            let summary = Summary { count, people: of };
            assert_eq!(next, Some(Next::All(page.clone(), summary)));
            self.burst.rang_all(&page, at(second));
        }

        /// These waited at the relay, and are told at that second, with how many of how many people in all.
        #[track_caller]
        fn waited(&mut self, second: i64, people: &[u8], count: u32, of: u32, anew: bool) {
            let page = waited(people);
            let next = self.burst.next(page.clone(), at(second));
            assert_eq!(next, Some(Next::Waited(page.clone())));
            let summary = Summary { count, people: of };
            assert_eq!(self.burst.away(&page, at(second)), Away { summary, anew });
            self.burst.rang_away(&page, at(second));
        }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(1_000_000 + second)
    }

    fn contact(n: u8) -> ContactId {
        ContactId::from_bytes([n; 16])
    }

    fn page(people: &[u8]) -> ToastPage {
        let toasts: Vec<Toast> = people
            .iter()
            .zip(1..)
            .map(|(person, n)| Toast {
                n,
                arrival: Arrival {
                    contact: contact(*person),
                    who: format!("Pessoa {person}"),
                    kind: "message".to_owned(),
                    text: None,
                    starts_at: None,
                    source_id: SourceId::from_bytes([0; 16]),
                    source: "Site".to_owned(),
                    received_at: at(0),
                    new_contact: false,
                    test: false,
                    waited: false,
                },
            })
            .collect();
        let distinct: HashSet<_> = people.iter().collect();
        ToastPage {
            total: u32::try_from(toasts.len()).unwrap(),
            people: u32::try_from(distinct.len()).unwrap(),
            newest: toasts.last().map(|toast| toast.n),
            toasts,
        }
    }

    /// As [`page`], of what waited at the relay.
    fn waited(people: &[u8]) -> ToastPage {
        let mut page = page(people);
        for toast in &mut page.toasts {
            toast.arrival.waited = true;
        }
        page
    }

    /// One after the other.
    fn both(one: &ToastPage, other: &ToastPage) -> ToastPage {
        let mut toasts = one.toasts.clone();
        for toast in &other.toasts {
            let n = toast.n + one.newest.unwrap_or_default();
            toasts.push(Toast { n, ..toast.clone() });
        }
        ToastPage {
            total: one.total + other.total,
            people: one.people + other.people,
            newest: toasts.last().map(|toast| toast.n),
            toasts,
        }
    }
}
