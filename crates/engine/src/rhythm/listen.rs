//! Listening to the sources: learning their rhythms, and telling the owner of those that are silent.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use recado_api::SourceId;
use recado_api::view::{AlertKind, Receiving, SourceState};
use recado_sqlite::{ReadError, WriteError};

use super::LEARNT_FROM;
use super::absences::Absences;
use super::week::{Place, Week};
use crate::alerts;
use crate::core::Core;
use crate::store::alerts::{self as rows, AlertRow, Told};
use crate::store::sources::SourceRow;
use crate::store::{StoreError, rhythm, settings};
use crate::tunnel::RelaySeen;

/// How old what was learnt may be while new deliveries come.
const LEARNT_FOR: SignedDuration = SignedDuration::from_hours(6);

/// How soon it is looked again whether the relay has brought what waited there.
const WAITING: SignedDuration = SignedDuration::from_mins(5);

/// How far ahead it is looked when a silence will have to be told. In so long it is looked again anyway.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);

#[derive(Debug, thiserror::Error)]
pub(super) enum ListenError {
    #[error(transparent)]
    Read(#[from] ReadError<StoreError>),
    #[error(transparent)]
    Write(#[from] WriteError<StoreError>),
}

/// What is remembered from one look to the next.
#[derive(Default)]
pub(super) struct Listener {
    absences: Option<Absences>,
    learnt: HashMap<SourceId, Learnt>,
}

struct Learnt {
    /// When what was learnt ended: with a delivery.
    until: Timestamp,
    week: Arc<Week>,
}

/// How a source fares.
struct Heard {
    source: SourceId,
    silent: Option<AlertRow>,
    /// When it will be silent for too long if nothing comes.
    due: Option<Timestamp>,
}

impl Listener {
    /// Brings what the owner is told up to date, and tells when to look again at the latest, if that is soon.
    ///
    /// # Errors
    /// When the database cannot be read or written; nothing is told then.
    pub(super) async fn look(&mut self, core: &Arc<Core>) -> Result<Option<Timestamp>, ListenError> {
        let now = core.now();
        let receives = matches!(core.receiving(), Receiving::On { .. });
        let absences = self.absences(core, receives, now).await?;
        let mut heard = Vec::new();
        let mut due = None;
        for source in core.connections.all() {
            if source.state != SourceState::Active || core.connections.first_taken_at(source.id).is_none() {
                continue;
            }
            if !can_be_heard(core, &source, receives) {
                due = now.checked_add(WAITING).ok();
            } else if let Some(one) = self.listen_to(core, &source, &absences, now).await? {
                heard.push(one);
            }
        }
        let due = heard.iter().filter_map(|one| one.due).chain(due).min();
        core.rhythm.silent(
            heard
                .iter()
                .filter(|one| one.silent.is_some())
                .map(|one| one.source),
        );
        self.tell(core, heard, absences).await?;
        Ok(due)
    }

    /// Those that are known up to now.
    async fn absences(
        &mut self,
        core: &Core,
        receives: bool,
        now: Timestamp,
    ) -> Result<Absences, ReadError<StoreError>> {
        let mut absences = match &self.absences {
            Some(known) => known.clone(),
            None => {
                let kept = core.db.read(|db| settings::load_json(db, settings::ABSENCES));
                kept.await?.unwrap_or_default()
            }
        };
        if receives {
            absences.listens(now);
        }
        if let RelaySeen::InDoubt { since, .. } = core.relay_seen() {
            absences.relay_is_away(since, now);
        }
        Ok(absences)
    }

    /// `None` where nothing is known of the source.
    async fn listen_to(
        &mut self,
        core: &Core,
        source: &SourceRow,
        absences: &Absences,
        now: Timestamp,
    ) -> Result<Option<Heard>, ReadError<StoreError>> {
        let id = source.id;
        let last = core.db.read(move |db| rhythm::last_sign(db, id)).await?;
        let Some(last) = last.filter(|last| *last <= now) else {
            return Ok(None);
        };
        let business = core.business();
        let zone = TimeZone::get(&business.zone).unwrap_or(TimeZone::UTC);
        let place = Place {
            zone: &zone,
            country: &business.country,
            absences: absences.of(core.comes_by_relay(source)),
        };
        let is_new = self.learnt.get(&id).is_none_or(|learnt| {
            learnt.until > last || (learnt.until < last && now.duration_since(learnt.until) > LEARNT_FOR)
        });
        if is_new {
            let since = last.checked_sub(LEARNT_FROM).unwrap_or(Timestamp::MIN);
            let came = core.db.read(move |db| rhythm::by_quarter(db, id, since)).await?;
            // Before the first delivery there was nothing to be heard.
            let first = core.connections.first_taken_at(id).unwrap_or(last).max(since);
            let week = Arc::new(Week::learn(&came, (first, last), &place));
            self.learnt.insert(id, Learnt { until: last, week });
        }
        let Some(Learnt { week, .. }) = self.learnt.get(&id) else {
            return Ok(None);
        };
        let (probability, usual) = week.silence(last, now, &place);
        let silent = week.is_told(probability).then(|| AlertRow {
            source: id,
            since: last,
            told: Told::Silent {
                last_delivery_at: last,
                usual: usual.round() as u32,
            },
        });
        let until = now.checked_add(AHEAD).unwrap_or(now);
        let due = match silent {
            Some(_) => None,
            None => week.told_at(last, until, &place),
        };
        Ok(Some(Heard {
            source: id,
            silent,
            due,
        }))
    }

    async fn tell(
        &mut self,
        core: &Arc<Core>,
        heard: Vec<Heard>,
        absences: Absences,
    ) -> Result<(), WriteError<StoreError>> {
        let keep = (self.absences.as_ref() != Some(&absences)).then(|| absences.clone());
        let inside = core.clone();
        core.db
            .write(move |tx| {
                if let Some(absences) = &keep {
                    settings::save_json(tx, settings::ABSENCES, absences)?;
                }
                let silent: Vec<_> = heard.iter().filter_map(|one| one.silent.as_ref()).collect();
                for known in rows::of_kind(tx, AlertKind::Silent)? {
                    // What is silent anew is another silence.
                    let goes_on = silent
                        .iter()
                        .any(|alert| alert.source == known.source && alert.since == known.since);
                    if !goes_on {
                        alerts::end(tx, &inside, known.source, AlertKind::Silent)?;
                    }
                }
                for alert in silent {
                    alerts::raise(tx, &inside, alert)?;
                }
                Ok::<_, StoreError>(())
            })
            .await?;
        self.absences = Some(absences);
        Ok(())
    }
}

/// Whether what the source's sender sends would be heard of here and now.
fn can_be_heard(core: &Core, source: &SourceRow, receives: bool) -> bool {
    if core.comes_by_relay(source) {
        core.has_all_of_the_relay()
    } else {
        receives
    }
}
