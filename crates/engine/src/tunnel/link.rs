//! A link from its welcome to its end: senders' requests go to the receiver, the table of sources to the relay.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use recado_http::Bodies;
use recado_tunnel::attach::Attached;
use recado_tunnel::control::{FromEngine, FromRelay, Why};
use recado_tunnel::ends::{self, Control};
use recado_tunnel::identity::Identity;
use recado_tunnel::keys::{KeyTable, SourceKey};
use recado_tunnel::origin::Origin;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::dial::Stream;
use super::network::Network;
use super::settle::Settling;
use super::table::Table;
use super::trouble::Trouble;
use super::{Ready, remember};
use crate::core::Core;
use crate::receiver;

/// How long a relay may take to say that it holds a table, when that is asked to find out whether the link is alive.
const SIGN_OF_LIFE: Duration = Duration::from_secs(5);

/// After how long a table that the relay could not keep is offered again.
const OFFER_AGAIN: Duration = Duration::from_secs(10);

/// Who is linked to whom.
pub(super) struct Linked<'a> {
    pub(super) core: &'a Arc<Core>,
    pub(super) bodies: &'a Bodies,
    pub(super) relay: &'a Origin,
    pub(super) identity: &'a Arc<Identity>,
    /// The choice of the owner by which the link was made.
    pub(super) choice: u64,
}

/// How a link ended.
pub(super) enum End {
    /// It was wanted no longer: the engine ends, or the owner chose something else.
    Unwanted,
    /// By itself.
    Lost(Trouble),
    /// It was found dead after the network had changed.
    Dead,
}

impl Linked<'_> {
    /// Keeps the link up until it ends. Dropping this cuts it.
    pub(super) async fn keep_up(self, stream: Stream, attached: &Attached, network: &mut Network) -> End {
        let keeps_for = Duration::from_secs(attached.welcome.keeps_for_s);
        let settling = Settling::new(
            self.core.clone(),
            self.identity.clone(),
            attached.relay,
            keeps_for,
        );
        let router = receiver::router(self.core.clone(), self.bodies.clone());
        let (mut control, end) = ends::engine(stream, router, settling);
        let stop = CancellationToken::new();
        let mut running = std::pin::pin!(end.run(stop.clone().cancelled_owned()));
        let mut told = Told::default();
        let mut left = None;
        let mut unwanted = false;
        self.tell(&control, &mut told, false).await;
        let ended = loop {
            let heard = tokio::select! {
                ended = &mut running => break ended,
                heard = control.hear(), if left.is_none() => heard,
                () = self.core.stop.cancelled(), if !unwanted => {
                    unwanted = true;
                    stop.cancel();
                    continue;
                }
                () = self.core.reach.woken.notified(), if !unwanted => {
                    if self.core.reach.chosen().0 != self.choice {
                        unwanted = true;
                        stop.cancel();
                    } else if self.core.reach.was_asked() {
                        self.tell(&control, &mut told, true).await;
                    }
                    continue;
                }
                () = network.changed() => {
                    self.tell(&control, &mut told, true).await;
                    continue;
                }
                () = self.core.reach.sources_changed.notified() => {
                    self.tell(&control, &mut told, false).await;
                    continue;
                }
                () = told.look_again(self.core) => {
                    self.tell(&control, &mut told, false).await;
                    continue;
                }
                () = told.no_sign_of_life() => return End::Dead,
            };
            match heard {
                Some(FromRelay::TableHeld(number)) => {
                    if let Some(keys) = told.held(number) {
                        let ready = Ready::new(self.relay, &self.identity.address(), keys);
                        remember(self.core, self.choice, ready).await;
                    }
                    self.tell(&control, &mut told, false).await;
                }
                Some(FromRelay::TableRefused(number)) => told.refused(number),
                Some(FromRelay::Waiting(waiting)) => {
                    self.core.change_reach(|state| {
                        if state.choice == self.choice {
                            state.waiting = waiting.entries;
                        }
                    });
                }
                Some(FromRelay::Leaving(why)) => {
                    left = Some(why);
                    stop.cancel();
                }
                // It closes.
                None => break running.await,
            }
        };
        let left = match left {
            Some(why) => Some(why),
            None => last_words(&mut control).await,
        };
        match (unwanted, left) {
            (true, _) => End::Unwanted,
            (false, Some(why)) => End::Lost(Trouble::of_leaving(why)),
            (false, None) => {
                if let Err(error) = &ended {
                    tracing::info!(error = %error, "the link to the relay ended");
                }
                End::Lost(Trouble::of_link(ended.as_ref().err()))
            }
        }
    }

    /// Tells the relay of the sources, if it does not know them; or anyway, to find out whether it is still there.
    async fn tell(&self, control: &Control<FromEngine, FromRelay>, told: &mut Told, anyway: bool) {
        told.asks_for_life |= anyway;
        if told.under_way.is_some() {
            // One at a time, so that saying it waits for nobody. Its answer brings us here again.
            if anyway {
                told.answer_due
                    .get_or_insert_with(|| Instant::now() + SIGN_OF_LIFE);
            }
            return;
        }
        let table = Table::of(self.core, &self.identity.address(), self.core.now());
        told.good_until = table.until;
        if !told.asks_for_life && told.entries.as_ref() == Some(&table.entries) {
            return;
        }
        let number = told.number + 1;
        match KeyTable::new(number, table.entries.clone()) {
            Ok(whole) => {
                told.number = number;
                told.under_way = Some(table.keys);
                told.entries = Some(table.entries);
                told.answer_due = told.asks_for_life.then(|| Instant::now() + SIGN_OF_LIFE);
                told.asks_for_life = false;
                told.again_at = None;
                // Where the link has just ended, the loop finds that out.
                let _ = control.say(FromEngine::Table(whole)).await;
            }
            Err(error) => {
                tracing::error!(error = %error, "no table for the relay could be made: this is a fault in Recado");
            }
        }
    }
}

/// What the relay was told of the sources on this link.
#[derive(Default)]
struct Told {
    number: u64,
    entries: Option<Vec<SourceKey>>,
    /// The keys of a table that it has not answered.
    under_way: Option<HashSet<String>>,
    /// The next table is to be told even if it is the same.
    asks_for_life: bool,
    /// When the link is taken for dead without an answer.
    answer_due: Option<Instant>,
    /// When a table that could not be kept is told again.
    again_at: Option<Instant>,
    /// When the table changes by itself, because a former address is good no longer.
    good_until: Option<jiff::Timestamp>,
}

impl Told {
    /// The relay holds a table; gives the keys in it, if it is the one that was told last.
    fn held(&mut self, number: u64) -> Option<HashSet<String>> {
        if number != self.number {
            return None;
        }
        self.answer_due = None;
        self.under_way.take()
    }

    fn refused(&mut self, number: u64) {
        if number == self.number {
            tracing::warn!(number, "the relay could not keep the table of sources");
            self.answer_due = None;
            self.under_way = None;
            self.entries = None;
            self.again_at = Some(Instant::now() + OFFER_AGAIN);
        }
    }

    /// Completes when the relay has to be told again, though no source changed.
    async fn look_again(&self, core: &Core) {
        let expiry = self.good_until.map(|until| {
            let left = Duration::try_from(until.duration_since(core.now())).unwrap_or_default();
            // Not the instant before, where the clock is coarser than the timer.
            Instant::now() + left + Duration::from_millis(10)
        });
        let next = [expiry, self.again_at].into_iter().flatten().min();
        wait_until(next.filter(|_| self.under_way.is_none())).await;
    }

    async fn no_sign_of_life(&self) {
        wait_until(self.answer_due).await;
    }
}

async fn wait_until(moment: Option<Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment).await,
        None => std::future::pending().await,
    }
}

/// A relay that sends this computer away says so last.
async fn last_words(control: &mut Control<FromEngine, FromRelay>) -> Option<Why> {
    while let Some(heard) = control.hear().await {
        match heard {
            FromRelay::Leaving(why) => return Some(why),
            FromRelay::TableHeld(_) | FromRelay::TableRefused(_) | FromRelay::Waiting(_) => {}
        }
    }
    None
}
