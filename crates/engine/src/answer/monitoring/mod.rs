//! What came over hours, days and weeks, by source and in all.

mod steps;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use recado_api::request::ShowMonitoring;
use recado_api::view::{Monitoring, Numbers, SourceNumbers, SourceState, Step};
use recado_api::{Failure, SourceId};

use super::{Handle, failure};
use crate::core::Core;
use crate::store::deliveries::counts::{self, Came};
use crate::store::sources::SourceRow;
use crate::store::stretches::Stretches;
use crate::store::{StoreError, contact_counts, sources};

impl Handle<ShowMonitoring> for Core {
    async fn handle(self: &Arc<Self>, request: ShowMonitoring) -> Result<Monitoring, Failure> {
        let zone = TimeZone::get(&self.business().zone).unwrap_or(TimeZone::UTC);
        let steps::Steps { before, steps } =
            steps::steps(request.span, self.now(), &zone).map_err(|error| failure::internal(self, &error))?;
        let stretches = Stretches::new(std::iter::once(before.clone()).chain(steps.iter().cloned()));
        let (all, came, made) = self
            .db
            .read(move |db| {
                Ok::<_, StoreError>((
                    sources::all(db)?,
                    counts::by_source(db, &stretches, None)?,
                    contact_counts::by_source(db, &stretches)?,
                ))
            })
            .await
            .map_err(|error| failure::read(self, &error))?;
        let counted = Counted { came, made };
        let known = request
            .source
            .is_none_or(|meant| all.iter().any(|source| source.id == meant));
        if !known {
            return Err(failure::not_found(self.lang().text("failure-no-source", &[])));
        }

        let meant: Vec<&SourceRow> = all
            .iter()
            .filter(|source| request.source.is_none_or(|meant| source.id == meant))
            .collect();
        let ids: Vec<SourceId> = meant.iter().map(|source| source.id).collect();
        let first = meant.iter().map(|source| source.created_at).min();
        let has_before = first.is_some_and(|first| first <= before.start);
        let count = steps.len();
        Ok(Monitoring {
            span: request.span,
            source: request.source,
            before: has_before.then(|| counted.numbers(&ids, 0..1)),
            totals: counted.numbers(&ids, 1..count + 1),
            steps: (1..)
                .zip(steps)
                .map(|(at, step)| Step {
                    begins_at: step.start,
                    ends_at: step.end,
                    numbers: counted.numbers(&ids, at..at + 1),
                })
                .collect(),
            sources: all
                .iter()
                .map(|source| self.line(source, &counted, count))
                .filter(|line| line.state != SourceState::Removed || line.numbers != Numbers::default())
                .collect(),
        })
    }
}

impl Core {
    fn line(&self, source: &SourceRow, counted: &Counted, steps: usize) -> SourceNumbers {
        SourceNumbers {
            source: source.id,
            title: source.title.clone(),
            preset: source.preset.clone(),
            state: source.state,
            numbers: counted.numbers(&[source.id], 1..steps + 1),
            by_step: (1..=steps).map(|at| counted.deliveries(source.id, at)).collect(),
            last_delivery_at: self.connections.last_taken_at(source.id),
        }
    }
}

/// By source and stretch; the first stretch is the time before the others.
struct Counted {
    came: HashMap<SourceId, Vec<Came>>,
    made: HashMap<SourceId, Vec<u64>>,
}

impl Counted {
    fn numbers(&self, sources: &[SourceId], stretches: std::ops::Range<usize>) -> Numbers {
        let mut together = Came::default();
        let mut contacts = 0;
        for source in sources {
            let came = self.came.get(source).and_then(|came| came.get(stretches.clone()));
            for came in came.unwrap_or_default() {
                together.merge(came);
            }
            let made = self.made.get(source).and_then(|made| made.get(stretches.clone()));
            contacts += made.unwrap_or_default().iter().sum::<u64>();
        }
        Numbers {
            deliveries: together.shown(),
            contacts: u32::try_from(contacts).unwrap_or(u32::MAX),
            answers: together.answers.times(),
        }
    }

    fn deliveries(&self, source: SourceId, stretch: usize) -> u32 {
        let came = self.came.get(&source).and_then(|came| came.get(stretch));
        u32::try_from(came.map_or(0, Came::all)).unwrap_or(u32::MAX)
    }
}
