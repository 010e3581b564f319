//! Ringing for what waits in the `toast` table.
//!
//! One notification is under way at a time. It is taken from the table's oldest rows; when the notification service
//! has answered, the rows are marked, and only then is the next one looked for. So nothing stays unannounced, and a
//! repeat is possible only if a crash falls between the answer and the mark. A service that takes its time holds
//! nobody up and gets nothing twice; where there is none, the rows wait for one. What is told together, and what alone,
//! is decided by [`Burst`].

use std::time::Duration;

use jiff::Timestamp;
use recado_api::request::{ListToasts, MarkToasts, ShowContact};
use recado_api::view::{Arrival, ToastPage};

use super::Controller;
use crate::burst::{Burst, Next, Summary};
use crate::notice::{self, Notice};
use crate::world::{Ring, RingId, World};

/// How many rows are looked at together, as many as the engine gives.
const AT_A_TIME: u32 = 100;

/// A service that has not answered by then counts as none, until it does.
const PATIENCE: Duration = Duration::from_secs(10);

/// How soon a service that could not be asked is asked again, if nothing says earlier that there is one.
const TRY_AGAIN: Duration = Duration::from_secs(60);

/// How many of those who waited are looked up to find one who still does.
const LOOK_UP: usize = 20;

#[derive(Debug)]
pub(super) struct Bell {
    burst: Burst,
    under_way: Option<UnderWay>,
    /// What waits could not be told when it came: it is told as one.
    away: bool,
    /// The newest row that the service took. Rows up to it ring no more, even while the mark cannot be written.
    told: u64,
    try_again_at: Option<Timestamp>,
    /// When more is told of what waited at the relay.
    look_again_at: Option<Timestamp>,
    /// The summary that stands, to be replaced by the next of the same burst.
    summary: Option<RingId>,
    /// The notification about the time away that stands.
    time_away: Option<TimeAway>,
}

#[derive(Debug)]
struct TimeAway {
    ring: RingId,
    /// Who has waited longest, of those it tells of.
    unanswered: Option<Arrival>,
}

/// What the service was asked to show.
#[derive(Debug)]
struct UnderWay {
    ring: RingId,
    /// The newest row it tells of.
    through: u64,
    rows: Rows,
    since: Timestamp,
    slow: bool,
    /// A service has come since: another one than was asked.
    overtaken: bool,
}

#[derive(Debug)]
enum Rows {
    One,
    All(ToastPage),
    Away(ToastPage, Option<Arrival>),
}

impl Bell {
    /// `away`: what waits came while the desk was off.
    pub(super) fn new(away: bool) -> Self {
        Self {
            burst: Burst::default(),
            under_way: None,
            away,
            told: 0,
            try_again_at: None,
            look_again_at: None,
            summary: None,
            time_away: None,
        }
    }

    pub(super) fn was_away(&mut self) {
        self.away = true;
    }

    /// There is a service now.
    pub(super) fn may_ring_again(&mut self) {
        self.try_again_at = None;
        if let Some(under_way) = &mut self.under_way {
            under_way.overtaken = true;
        }
    }

    pub(super) fn wake_at(&self, paused_until: Option<Timestamp>) -> Option<Timestamp> {
        let slow_at = self
            .under_way
            .as_ref()
            .filter(|under_way| !under_way.slow)
            .map(|under_way| under_way.since + PATIENCE);
        // During a pause there is nothing to try.
        let again = [self.try_again_at, self.look_again_at]
            .into_iter()
            .filter(|_| paused_until.is_none());
        again.chain([slow_at]).flatten().min()
    }
}

impl<W: World> Controller<'_, W> {
    /// Rings for the oldest rows, unless something is under way, a pause lasts, or there is nobody to ring.
    pub(super) async fn ring_for_what_waits(&mut self) {
        let now = self.now();
        if self.bell.under_way.is_some()
            || self.bell.try_again_at.is_some()
            || self.settings.paused_until.is_some_and(|until| until > now)
        {
            return;
        }
        self.bell.look_again_at = None;
        let Some(page) = self.untold().await else {
            return;
        };
        if page.toasts.is_empty() {
            self.bell.away = false;
            return;
        }
        if self.bell.away {
            // Nobody knows whether what was told before still stands.
            self.bell.burst.away_is_over();
            self.ring_for_the_time_away(page, now).await;
        } else {
            self.ring_for_news(page, now).await;
        }
    }

    /// The rows that nobody was told of. `None` where they cannot be had now.
    async fn untold(&mut self) -> Option<ToastPage> {
        let mut page = self.ask(ListToasts { limit: AT_A_TIME }).await?;
        let told = self.bell.told;
        if page.toasts.first().is_some_and(|toast| toast.n <= told) {
            // Their mark could not be written then.
            if !self.mark(told).await {
                self.bell.try_again_at = Some(self.now() + TRY_AGAIN);
                return None;
            }
            page = self.ask(ListToasts { limit: AT_A_TIME }).await?;
        }
        Some(page)
    }

    /// One notification of all in `page`, which came while nobody could be told, or waited at the relay. It brings the
    /// one that stands up to date, where there is one.
    async fn ring_for_the_time_away(&mut self, page: ToastPage, now: Timestamp) {
        let away = self.bell.burst.away(&page, now);
        let stands = self.bell.time_away.as_ref().filter(|_| !away.anew);
        let (replaces, known) = match stands {
            Some(stands) => (Some(stands.ring), stands.unanswered.clone()),
            None => (None, None),
        };
        let unanswered = match known {
            Some(known) => Some(known),
            None => self.oldest_unanswered(&page).await,
        };
        let notice = Notice {
            // It is one event, however often its numbers grow.
            sound: replaces.is_none(),
            ..notice::away(&self.place, away.summary, &page, unanswered.as_ref())
        };
        let through = newest(&page);
        self.ring(notice, replaces, through, Rows::Away(page, unanswered), now);
    }

    async fn ring_for_news(&mut self, page: ToastPage, now: Timestamp) {
        match self.bell.burst.next(page, now) {
            Some(Next::One(toast)) => {
                let hide = self.settings.hide_message_text;
                let notice = notice::arrival(&self.place, &toast.arrival, hide);
                self.ring(notice, None, toast.n, Rows::One, now);
            }
            Some(Next::All(page, summary)) => self.ring_for_all(page, summary, now),
            Some(Next::Waited(page)) => self.ring_for_the_time_away(page, now).await,
            Some(Next::Later(at)) => self.bell.look_again_at = Some(at),
            None => {}
        }
    }

    fn ring_for_all(&mut self, page: ToastPage, summary: Summary, now: Timestamp) {
        let last = page.toasts.last().map(|toast| &toast.arrival);
        let notice = notice::summary(&self.place, summary, last);
        let replaces = self.bell.summary;
        let through = newest(&page);
        self.ring(notice, replaces, through, Rows::All(page), now);
    }

    fn ring(&mut self, notice: Notice, replaces: Option<RingId>, through: u64, rows: Rows, now: Timestamp) {
        let ring = self.next_ring();
        self.bell.under_way = Some(UnderWay {
            ring,
            through,
            rows,
            since: now,
            slow: false,
            overtaken: false,
        });
        self.world.ring(Ring {
            id: ring,
            replaces,
            notice,
        });
    }

    /// The service answered. What it answered to is marked before anything else rings.
    pub(super) async fn rung(&mut self, ring: RingId, answer: Result<(), String>) {
        let there = answer.is_ok();
        if let Err(error) = &answer {
            tracing::warn!(error, "a notification could not be shown");
        }
        let overtaken = self
            .bell
            .under_way
            .as_ref()
            .is_some_and(|under_way| under_way.overtaken);
        if there || !overtaken {
            self.change_desktop(|desktop| desktop.bell = there);
        }
        let Some(under_way) = self.bell.under_way.take_if(|under_way| under_way.ring == ring) else {
            return;
        };
        let now = self.now();
        if there {
            self.bell.try_again_at = None;
            self.bell.told = under_way.through;
            let through = under_way.through;
            self.remember(under_way, now);
            self.mark(through).await;
            self.ring_for_what_waits().await;
        } else if overtaken {
            // The service that was asked made room for another.
            self.ring_for_what_waits().await;
        } else {
            // Whoever is told later was not told now.
            self.bell.away = true;
            self.bell.try_again_at = Some(now + TRY_AGAIN);
        }
    }

    fn remember(&mut self, under_way: UnderWay, now: Timestamp) {
        let ring = under_way.ring;
        match under_way.rows {
            Rows::One => {
                self.bell.summary = None;
                self.bell.burst.rang_one(now);
            }
            Rows::All(page) => {
                self.bell.summary = Some(ring);
                self.bell.burst.rang_all(&page, now);
            }
            Rows::Away(page, unanswered) => {
                self.bell.away = false;
                self.bell.burst.rang_away(&page, now);
                self.bell.time_away = Some(TimeAway { ring, unanswered });
            }
        }
    }

    /// Whether it could be written.
    async fn mark(&self, through: u64) -> bool {
        match self.engine.ask(MarkToasts { through }).await {
            Ok(()) => true,
            Err(failure) => {
                tracing::warn!(error = %failure, "what was told cannot be marked now");
                false
            }
        }
    }

    pub(super) async fn bell_woken(&mut self, now: Timestamp) {
        if let Some(under_way) = &mut self.bell.under_way
            && !under_way.slow
            && under_way.since + PATIENCE <= now
        {
            under_way.slow = true;
            tracing::warn!("the notification service does not answer");
            self.change_desktop(|desktop| desktop.bell = false);
        }
        if self.bell.try_again_at.is_some_and(|at| at <= now) {
            self.bell.try_again_at = None;
            self.ring_for_what_waits().await;
        }
        if self.bell.look_again_at.is_some_and(|at| at <= now) {
            self.bell.look_again_at = None;
            self.ring_for_what_waits().await;
        }
    }

    /// Of the people who wrote meanwhile, the first who still waits for an answer.
    async fn oldest_unanswered(&self, page: &ToastPage) -> Option<Arrival> {
        for toast in page.toasts.iter().take(LOOK_UP) {
            let contact = toast.arrival.contact;
            let known = self.ask(ShowContact { contact, entries: 1 }).await?;
            if known.contact.waiting_since.is_some() {
                return Some(toast.arrival.clone());
            }
        }
        None
    }
}

fn newest(page: &ToastPage) -> u64 {
    let listed = page.toasts.last().map(|toast| toast.n);
    page.newest.or(listed).unwrap_or_default()
}
