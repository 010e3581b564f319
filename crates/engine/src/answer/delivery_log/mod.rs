//! One delivery, opened; and how many there are.

mod body;
mod curl;

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use recado_api::Failure;
use recado_api::request::{CountDeliveries, ShowDelivery};
use recado_api::view::{DayOfDeliveries, DeliveryDetails, SourceState, Verdict};

use super::{Handle, failure};
use crate::core::Core;
use crate::store::deliveries::counts::{self, Came};
use crate::store::deliveries::kept::{self, Kept};
use crate::store::deliveries::shown;
use crate::store::stretches::Stretches;
use crate::store::{StoreError, events, refusals};

impl Handle<ShowDelivery> for Core {
    async fn handle(self: &Arc<Self>, request: ShowDelivery) -> Result<DeliveryDetails, Failure> {
        let core = self.clone();
        let details = self
            .db
            .read(move |db| {
                let Some(kept) = kept::find(db, request.delivery)? else {
                    return Ok(None);
                };
                let Some(delivery) = shown(db, kept.seq, core.lang())? else {
                    return Ok(None);
                };
                let events = events::mapped_of_delivery(db, kept.seq)?;
                Ok::<_, StoreError>(Some(DeliveryDetails {
                    body: kept.has_body.then(|| body::shown(&kept.request)),
                    body_length: u64::try_from(kept.request.received_length).unwrap_or(u64::MAX),
                    curl: curl::command(&core, &kept),
                    can_apply: can_apply(&core, &kept),
                    delivery,
                    events,
                    method: kept.request.method,
                    sub_path: kept.request.sub_path,
                    query: kept.request.query,
                    headers: kept.request.headers,
                }))
            })
            .await
            .map_err(|error| failure::read(self, &error))?;
        details.ok_or_else(|| failure::not_found(self.lang().text("failure-no-delivery", &[])))
    }
}

/// Whether reading it again can come to something: it is kept whole and is not waiting for anything.
fn can_apply(core: &Core, kept: &Kept) -> bool {
    let may_be = match kept.verdict {
        Verdict::Accepted | Verdict::Unmatched => true,
        Verdict::Duplicate
        | Verdict::Ignored
        | Verdict::Paused
        | Verdict::Handshake
        | Verdict::Malformed
        | Verdict::Refused
        | Verdict::Limited => false,
    };
    let source = core.connections.by_id(kept.source_id);
    may_be
        && kept.has_body
        && !kept.pending
        && source.is_some_and(|source| source.state != SourceState::Removed)
}

impl Handle<CountDeliveries> for Core {
    async fn handle(self: &Arc<Self>, request: CountDeliveries) -> Result<DayOfDeliveries, Failure> {
        let zone = TimeZone::get(&self.business().zone).unwrap_or(TimeZone::UTC);
        let day: Date = match &request.day {
            Some(day) => day.parse().map_err(|_| {
                let args = [("day", day.as_str().into())];
                failure::bad_request(self.lang().text("failure-day", &args))
            })?,
            None => self.now().to_zoned_datetime(zone.clone()).date(),
        };
        let (since, until) = bounds(day, &zone).ok_or_else(|| {
            let args = [("day", day.to_string().into())];
            failure::bad_request(self.lang().text("failure-day", &args))
        })?;
        let (source, name) = (request.source, day.to_string());
        let stretches = Stretches::new(hours_between(since, until));
        let unsaved = self.refusals.unsaved(source, self.now(), (since, until));
        let (hours, counted) = self
            .db
            .read(move |db| {
                let mut hours = vec![Came::default(); stretches.len()];
                for of_source in counts::by_source(db, &stretches, source)?.into_values() {
                    for (hour, came) in hours.iter_mut().zip(&of_source) {
                        hour.merge(came);
                    }
                }
                let hours = hours.iter().map(Came::shown).collect();
                Ok::<_, StoreError>((hours, refusals::of_day(db, &name, source)?))
            })
            .await
            .map_err(|error| failure::read(self, &error))?;
        Ok(DayOfDeliveries {
            day: day.to_string(),
            hours,
            counted: u32::try_from(counted.saturating_add(unsaved)).unwrap_or(u32::MAX),
        })
    }
}

/// From the first of these times on.
fn hours_between(since: Timestamp, until: Timestamp) -> impl Iterator<Item = Range<Timestamp>> {
    let hour = SignedDuration::from_hours(1);
    let begins = std::iter::successors(Some(since), move |begin| begin.checked_add(hour).ok());
    begins
        .take_while(move |begin| *begin < until)
        .map(move |begin| begin..begin.checked_add(hour).unwrap_or(until).min(until))
}

/// When a day begins and ends in a zone. `None` beyond the calendar.
fn bounds(day: Date, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
    let begins = |day: Date| {
        Some(
            day.to_zoned_datetime(zone.clone())
                .ok()?
                .start_of_day()
                .ok()?
                .timestamp(),
        )
    };
    Some((begins(day)?, begins(day.tomorrow().ok()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_on_which_the_clocks_change_has_another_length() {
        for (day, zone, hours) in [
            ("2026-11-24", "America/Sao_Paulo", 24),
            ("2018-11-04", "America/Sao_Paulo", 23),
            ("2018-02-17", "America/Sao_Paulo", 25),
            ("2026-03-29", "Europe/Lisbon", 23),
            ("2026-10-25", "Europe/Lisbon", 25),
        ] {
            let zone = TimeZone::get(zone).unwrap();
            let (since, until) = bounds(day.parse().unwrap(), &zone).unwrap();
            assert_eq!(until.duration_since(since).as_hours(), hours, "{day}");
        }
    }
}
