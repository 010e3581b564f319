//! All numbers there are, for Prometheus.
//!
//! What counts only grows: deliveries are counted by the verdict that they came with, and what retention or erasure takes
//! out stays counted. Nothing in it is about a person, and no address or secret is.

mod families;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::SignedDuration;
use recado_api::request::ShowMetrics;
use recado_api::view::{Alert, Link, Receiving, SourceState, Verdict};
use recado_api::{Failure, SourceId};

use self::families::{Families, Labels, number};
use super::{Handle, failure};
use crate::alerts;
use crate::core::Core;
use crate::store::deliveries::counts::{self, Came};
use crate::store::sources::{SourceRow, Waiting};
use crate::store::stretches::Stretches;
use crate::store::{StoreError, StoreResult, contact_counts, refusals, sources};

impl Handle<ShowMetrics> for Core {
    async fn handle(self: &Arc<Self>, _: ShowMetrics) -> Result<String, Failure> {
        // Between memory and database nothing is counted twice, or not at all.
        let unsaved = self.refusals.hold().await;
        let mut turned_away = unsaved.counted();
        let core = self.clone();
        let counted = self
            .db
            .read(move |db| Counted::read(db, &core))
            .await
            .map_err(|error| failure::read(self, &error))?;
        drop(unsaved);
        for (key, count) in &counted.turned_away {
            *turned_away.entry(*key).or_default() += count;
        }
        let mut families = Families::new(self.lang());
        self.tell_standing(&mut families);
        self.tell_counted(&mut families, &counted, turned_away);
        counted.tell_alerts(&mut families);
        families.text().map_err(|error| failure::internal(self, &error))
    }
}

/// What the database knows.
struct Counted {
    sources: Vec<SourceRow>,
    came: HashMap<SourceId, Came>,
    moved_on: HashMap<(SourceId, Verdict), i64>,
    contacts: HashMap<SourceId, u64>,
    waiting: HashMap<SourceId, Waiting>,
    turned_away: HashMap<(Option<SourceId>, u16), u64>,
    alerts: Vec<Alert>,
    time_left: HashMap<SourceId, SignedDuration>,
}

impl Counted {
    fn read(db: &rusqlite::Connection, core: &Core) -> StoreResult<Self> {
        let sources = sources::all(db)?;
        let ever = Stretches::ever();
        let mut waiting = HashMap::new();
        for source in &sources {
            waiting.insert(source.id, sources::waiting(db, source.id)?);
        }
        Ok::<_, StoreError>(Self {
            came: counts::by_source(db, &ever, None)?
                .into_iter()
                .filter_map(|(source, mut ever)| Some((source, ever.pop()?)))
                .collect(),
            moved_on: counts::moved_on(db)?,
            contacts: contact_counts::by_source(db, &ever)?
                .into_iter()
                .filter_map(|(source, mut ever)| Some((source, ever.pop()?)))
                .collect(),
            waiting,
            turned_away: refusals::ever(db)?,
            alerts: alerts::shown(db, core)?,
            time_left: alerts::time_left(db, core)?,
            sources,
        })
    }

    /// How many came with a verdict, whatever fell on them later.
    fn came_with(&self, source: SourceId, verdict: Verdict) -> u64 {
        let now = self.came.get(&source).map_or(0, |came| came.with(verdict));
        let moved_on = self.moved_on.get(&(source, verdict)).copied();
        now.saturating_add_signed(moved_on.unwrap_or_default())
    }

    /// Those that were not removed.
    fn kept(&self) -> impl Iterator<Item = &SourceRow> {
        self.sources
            .iter()
            .filter(|source| source.state != SourceState::Removed)
    }

    fn waiting(&self, of: impl Fn(&Waiting) -> u32) -> Vec<(Labels, f64)> {
        let kept = self.kept();
        kept.filter_map(|source| Some((labels(source), f64::from(of(self.waiting.get(&source.id)?)))))
            .collect()
    }

    fn tell_alerts(&self, families: &mut Families) {
        families.gauges(
            "recado_alerts",
            "metrics-alerts",
            self.alerts.iter().filter_map(|alert| {
                let source = self.kept().find(|source| source.id == alert.source_id)?;
                let mut labels = labels(source);
                labels.push(("kind", alert.what.kind().as_str().to_owned()));
                Some((labels, 1.0))
            }),
        );
        families.gauges(
            "recado_sender_gives_up_seconds",
            "metrics-sender-gives-up",
            self.kept()
                .filter_map(|source| Some((labels(source), self.time_left.get(&source.id)?.as_secs_f64()))),
        );
    }
}

/// Two sources may have one title, so the id is told too. The key, which is secret, is another thing.
fn labels(source: &SourceRow) -> Labels {
    vec![
        ("source", source.title.clone()),
        ("source_id", source.id.to_string()),
        ("preset", source.preset.clone()),
    ]
}

impl Core {
    fn tell_standing(&self, families: &mut Families) {
        let started_at = self.started_at.get();
        families.gauges(
            "recado_build_info",
            "metrics-build-info",
            [(vec![("version", env!("CARGO_PKG_VERSION").to_owned())], 1.0)],
        );
        families.gauge("recado_up", "metrics-up", flag(started_at.is_some()));
        if let Some(started_at) = started_at {
            let seconds = started_at.as_millisecond() as f64 / 1_000.0;
            families.gauge("recado_start_time_seconds", "metrics-start-time", seconds);
        }
        let receiving = matches!(self.receiving(), Receiving::On { .. });
        families.gauge("recado_receiving", "metrics-receiving", flag(receiving));
        if let Some(tunnel) = self.reach().tunnel {
            let up = matches!(tunnel.link, Link::Connected { .. });
            families.gauge("recado_tunnel_up", "metrics-tunnel-up", flag(up));
            families.gauge(
                "recado_tunnel_waiting",
                "metrics-tunnel-waiting",
                number(tunnel.waiting),
            );
        }
        families.gauge(
            "recado_store_bytes",
            "metrics-store-bytes",
            number(self.folder.database_bytes()),
        );
    }

    fn tell_counted(
        &self,
        families: &mut Families,
        counted: &Counted,
        turned_away: HashMap<(Option<SourceId>, u16), u64>,
    ) {
        let by_verdict = counted.sources.iter().flat_map(|source| {
            Verdict::ALL.map(|verdict| {
                let mut labels = labels(source);
                labels.push(("verdict", verdict.as_str().to_owned()));
                (labels, counted.came_with(source.id, verdict))
            })
        });
        families.counters("recado_deliveries_total", "metrics-deliveries", by_verdict);
        families.counters(
            "recado_contacts_total",
            "metrics-contacts",
            counted.sources.iter().map(|source| {
                let made = counted.contacts.get(&source.id).copied();
                (labels(source), made.unwrap_or_default())
            }),
        );
        families.durations(
            "recado_answer_duration_seconds",
            "metrics-answer-duration",
            counted.sources.iter().map(|source| {
                let came = counted.came.get(&source.id);
                (
                    labels(source),
                    came.map(|came| came.answers.clone()).unwrap_or_default(),
                )
            }),
        );
        let mut turned_away: Vec<_> = turned_away.into_iter().collect();
        turned_away.sort_unstable_by_key(|(key, _)| *key);
        families.counters(
            "recado_turned_away_total",
            "metrics-turned-away",
            turned_away.into_iter().map(|((of, status), count)| {
                let source = counted.sources.iter().find(|source| Some(source.id) == of);
                // One label set for all of them; an empty label is as good as none.
                let mut labels = source.map_or_else(
                    || {
                        let none = ["source", "source_id", "preset"];
                        none.map(|name| (name, String::new())).into()
                    },
                    labels,
                );
                labels.push(("status", status.to_string()));
                (labels, count)
            }),
        );
        families.gauges(
            "recado_last_delivery_timestamp_seconds",
            "metrics-last-delivery",
            counted.kept().filter_map(|source| {
                let at = self.connections.last_taken_at(source.id)?;
                Some((labels(source), at.as_millisecond() as f64 / 1_000.0))
            }),
        );
        families.gauges(
            "recado_unmatched",
            "metrics-unmatched",
            counted.waiting(|waiting| waiting.unmatched),
        );
        families.gauges(
            "recado_quarantined",
            "metrics-quarantined",
            counted.waiting(|waiting| waiting.quarantined),
        );
        families.gauges(
            "recado_waiting_for_details",
            "metrics-waiting-for-details",
            counted.waiting(|waiting| waiting.pending),
        );
    }
}

fn flag(is: bool) -> f64 {
    if is { 1.0 } else { 0.0 }
}
