//! Keeps a link to the relay that the owner chose, from the start of the engine to its end.

use std::sync::Arc;
use std::time::Duration;

use recado_api::view::LinkStop;
use recado_http::Bodies;
use recado_tunnel::attach::{self, Attached, Dial};
use recado_tunnel::identity::Identity;
use tokio::time::Instant;

use super::backoff::{Backoff, GOOD_LINK};
use super::dial::{Stream, dial};
use super::link::{End, Linked};
use super::network::Network;
use super::state::Standing;
use super::trouble::Trouble;
use super::{RelayChoice, adopt};
use crate::core::Core;
use crate::store::deliveries::Detail;

/// Runs until the engine stops. Without a relay it sleeps until one is chosen.
pub(crate) async fn run(core: Arc<Core>, bodies: Bodies) {
    let now = core.now();
    core.change_reach(|state| state.link = Standing::begun(now));
    while !core.stop.is_cancelled() {
        let (choice, relay) = core.reach.chosen();
        match relay {
            Some(_) => {
                let client = Client {
                    core: &core,
                    bodies: &bodies,
                    choice,
                };
                client.keep_linked().await;
            }
            None => tokio::select! {
                () = core.stop.cancelled() => {}
                () = core.reach.woken.notified() => {}
            },
        }
    }
    core.change_reach(|state| state.link = Standing::Off);
}

struct Client<'a> {
    core: &'a Arc<Core>,
    bodies: &'a Bodies,
    choice: u64,
}

/// Why a pause is over.
enum Over {
    Again,
    Unwanted,
}

impl Client<'_> {
    /// Makes one link after another until the owner chooses something else or the engine stops.
    async fn keep_linked(&self) {
        let mut network = Network::watch();
        let mut backoff = Backoff::default();
        let mut since = self.core.now();
        let mut error = None;
        loop {
            self.core.reach.was_asked();
            self.stands(Standing::Connecting {
                since,
                error: error.clone(),
                again_at: None,
            });
            let met = tokio::select! {
                met = self.meet() => met,
                () = self.unwanted() => return,
            };
            let trouble = match met {
                Ok(met) => {
                    tracing::info!(relay = %met.relay.origin, software = met.attached.welcome.software, "attached to the relay");
                    let began = Instant::now();
                    let end = self.keep_up(met, &mut network).await;
                    since = self.core.now();
                    if began.elapsed() >= GOOD_LINK {
                        backoff.reset();
                    }
                    match end {
                        End::Unwanted => return,
                        End::Lost(trouble) => trouble,
                        End::Dead => {
                            tracing::info!("the link to the relay was dead after the network had changed");
                            error = Some(Detail::new("tunnel-cut"));
                            continue;
                        }
                    }
                }
                Err(trouble) => trouble,
            };
            let over = match trouble {
                Trouble::Passing { why, after } => {
                    tracing::info!(why = why.id, "no link to the relay; trying again");
                    error = Some(why);
                    let pause = backoff.next(after);
                    self.pause(pause, after, since, &error, &mut network).await
                }
                Trouble::Final { stop, why } => {
                    tracing::warn!(why = why.id, "no link to the relay, and no further attempt");
                    error = None;
                    backoff.reset();
                    self.rest(stop, why).await
                }
            };
            match over {
                Over::Again => {}
                Over::Unwanted => return,
            }
        }
    }

    /// Reads who we are, dials and attaches.
    async fn meet(&self) -> Result<Met, Trouble> {
        let identity = self.core.identity().await;
        let identity = identity.map_err(Trouble::of_identity)?;
        self.core.knows_address(identity.address());
        let Some(relay) = self.core.relay() else {
            // It was left this moment.
            return Err(Trouble::passing(Detail::new("tunnel-cut")));
        };
        let dialled = dial(&relay.origin).await;
        let mut stream = dialled.map_err(|error| {
            tracing::debug!(relay = %relay.origin, error = %error, "the relay could not be dialled");
            Trouble::of_dial(&error, &relay.origin)
        })?;
        let known = Dial {
            origin: &relay.origin,
            pinned: relay.key,
            invitation: relay.code.as_deref(),
        };
        let attached = attach::attach(&mut stream, &identity, &known).await;
        let attached = attached.map_err(|error| {
            tracing::debug!(relay = %relay.origin, error = %error, "the relay did not let this computer in");
            Trouble::of_attach(&error, &relay.origin)
        })?;
        Ok(Met {
            identity,
            relay,
            stream,
            attached,
        })
    }

    async fn keep_up(&self, met: Met, network: &mut Network) -> End {
        let Met {
            identity,
            relay,
            stream,
            attached,
        } = met;
        let known = RelayChoice {
            origin: relay.origin.clone(),
            key: Some(attached.relay),
            code: None,
        };
        if known != relay {
            adopt(self.core, &relay, known).await;
        }
        let since = self.core.now();
        let welcome = &attached.welcome;
        let days = welcome.keeps_for_s / (24 * 60 * 60);
        self.core.change_reach(|state| {
            if state.choice == self.choice {
                state.link = Standing::Connected { since };
                state.waiting = welcome.waiting.entries;
                state.kept_days = Some(u32::try_from(days).unwrap_or(u32::MAX));
            }
        });
        let linked = Linked {
            core: self.core,
            bodies: self.bodies,
            relay: &relay.origin,
            identity: &identity,
            choice: self.choice,
        };
        linked.keep_up(stream, &attached, network).await
    }

    /// Waits for the next attempt. A change of the network brings it on, but no sooner than the relay asked for.
    async fn pause(
        &self,
        pause: Duration,
        asked_for: Option<Duration>,
        since: jiff::Timestamp,
        error: &Option<Detail>,
        network: &mut Network,
    ) -> Over {
        let again_at = self.core.now().checked_add(pause).ok();
        self.stands(Standing::Connecting {
            since,
            error: error.clone(),
            again_at,
        });
        let left_alone = tokio::time::sleep(asked_for.unwrap_or_default().min(pause));
        let sooner = async {
            network.changed().await;
            left_alone.await;
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => Over::Again,
            () = sooner => Over::Again,
            over = self.word_from_the_owner() => over,
        }
    }

    /// No further attempt unless the owner asks for it.
    async fn rest(&self, why: LinkStop, error: Detail) -> Over {
        self.stands(Standing::Stopped {
            since: self.core.now(),
            why,
            error,
        });
        self.word_from_the_owner().await
    }

    async fn word_from_the_owner(&self) -> Over {
        loop {
            tokio::select! {
                () = self.core.stop.cancelled() => return Over::Unwanted,
                () = self.core.reach.woken.notified() => {}
            }
            if self.core.reach.chosen().0 != self.choice {
                return Over::Unwanted;
            }
            if self.core.reach.was_asked() {
                return Over::Again;
            }
        }
    }

    /// Completes when no link by this choice is wanted any more.
    async fn unwanted(&self) {
        loop {
            tokio::select! {
                () = self.core.stop.cancelled() => return,
                () = self.core.reach.woken.notified() => {}
            }
            if self.core.reach.chosen().0 != self.choice {
                return;
            }
        }
    }

    fn stands(&self, standing: Standing) {
        self.core.change_reach(|state| {
            if state.choice == self.choice {
                state.link = standing;
            }
        });
    }
}

/// A relay that has let us in.
struct Met {
    identity: Arc<Identity>,
    relay: RelayChoice,
    stream: Stream,
    attached: Attached,
}
