//! What the owner should know of a source, for as long as it lasts: raised and ended in the transaction of whoever
//! notices it, and published after the commit.
//!
//! What is kept is without words; they are those of the language of the day. Each kind is noticed elsewhere.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::SignedDuration;
use recado_api::view::{Alert, AlertKind, AlertWhat, GaveUp, ShapeChanged, Silence, Unanswered};
use recado_api::{Change, SourceId};
use recado_sqlite::Tx;
use recado_webhook::preset;
use rusqlite::Connection;

use crate::answer::gives_up;
use crate::core::Core;
use crate::store::StoreResult;
use crate::store::alerts::{self, AlertRow, Told};

/// Something begins, or stands otherwise now. It rings when it begins.
pub(crate) fn raise(tx: &mut Tx<'_>, core: &Arc<Core>, alert: &AlertRow) -> StoreResult<()> {
    let known = alerts::of_source(tx, alert.source, alert.told.kind())?;
    if known.as_ref().is_some_and(|known| known.told == alert.told) {
        return Ok(());
    }
    alerts::put(tx, alert)?;
    let mut changes = vec![Change::Alerts(shown(tx, core)?)];
    if known.is_none() {
        changes.extend(in_words(core, alert).map(Change::Alert));
    }
    publish(tx, core, changes);
    Ok(())
}

/// It is over. Tells whether there was one.
pub(crate) fn end(tx: &mut Tx<'_>, core: &Arc<Core>, source: SourceId, kind: AlertKind) -> StoreResult<bool> {
    let ended = alerts::remove(tx, source, kind)?;
    if ended {
        let changes = vec![Change::Alerts(shown(tx, core)?)];
        publish(tx, core, changes);
    }
    Ok(ended)
}

/// The source is nobody's any more.
pub(crate) fn end_all(tx: &mut Tx<'_>, core: &Arc<Core>, source: SourceId) -> StoreResult<()> {
    for kind in AlertKind::ALL {
        end(tx, core, source, kind)?;
    }
    Ok(())
}

/// The owner knows, or takes that back.
pub(crate) fn set_dismissed(
    tx: &mut Tx<'_>,
    core: &Arc<Core>,
    source: SourceId,
    kind: AlertKind,
    dismissed: bool,
) -> StoreResult<Vec<Alert>> {
    let changed = alerts::set_dismissed(tx, source, kind, dismissed)?;
    let left = shown(tx, core)?;
    if changed {
        publish(tx, core, vec![Change::Alerts(left.clone())]);
    }
    Ok(left)
}

/// All that is to be shown now.
pub(crate) fn shown(db: &Connection, core: &Core) -> StoreResult<Vec<Alert>> {
    let mut rows = alerts::shown(db)?;
    for unkept in core.patience.unkept() {
        if !rows
            .iter()
            .any(|row| row.source == unkept.source && row.told.kind() == unkept.told.kind())
        {
            rows.push(unkept);
        }
    }
    Ok(rows.iter().filter_map(|row| in_words(core, row)).collect())
}

/// How long the senders that nobody answers go on trying, of all that were told, dismissed or not: no time for those
/// that gave up.
pub(crate) fn time_left(db: &Connection, core: &Core) -> StoreResult<HashMap<SourceId, SignedDuration>> {
    let now = core.now();
    let mut left = HashMap::new();
    // A sender that gave up may count down again for what it sent since: what is told of that stands.
    let gave_up = alerts::of_kind(db, AlertKind::GaveUp)?.into_iter();
    let counts_down = alerts::of_kind(db, AlertKind::Unanswered)?;
    for row in gave_up.chain(core.patience.unkept()).chain(counts_down) {
        match row.told {
            Told::Unanswered { gives_up_at, .. } => {
                let until_then = gives_up_at.duration_since(now);
                left.insert(row.source, until_then.max(SignedDuration::ZERO));
            }
            Told::GaveUp { until: None } => {
                left.insert(row.source, SignedDuration::ZERO);
            }
            Told::GaveUp { until: Some(_) } | Told::Silent { .. } | Told::ShapeChanged { .. } => {}
        }
    }
    Ok(left)
}

fn publish(tx: &mut Tx<'_>, core: &Arc<Core>, changes: Vec<Change>) {
    let core = core.clone();
    tx.after_commit(move || core.changes.publish(changes));
}

/// `None` where there is no such source any more.
pub(crate) fn in_words(core: &Core, row: &AlertRow) -> Option<Alert> {
    let source = core.connections.by_id(row.source)?;
    let preset = preset::find(&source.preset);
    let lang = core.lang();
    let patience = preset.and_then(|preset| preset.patience.as_ref());
    let then = patience.map(|patience| patience.then).unwrap_or_default();
    let what = match &row.told {
        Told::Silent {
            last_delivery_at,
            usual,
        } => AlertWhat::Silent(Silence {
            last_delivery_at: *last_delivery_at,
            usual: *usual,
            causes: preset
                .into_iter()
                .flat_map(|preset| &preset.silence)
                .map(|cause| cause.get(lang.tag()).to_owned())
                .collect(),
        }),
        Told::ShapeChanged {
            gone,
            new,
            deliveries,
        } => AlertWhat::ShapeChanged(ShapeChanged {
            gone: gone.clone(),
            new: new.clone(),
            deliveries: *deliveries,
        }),
        Told::Unanswered { why, gives_up_at } => AlertWhat::Unanswered(Unanswered {
            why: why.text(lang),
            gives_up_at: *gives_up_at,
            then: gives_up(then),
        }),
        Told::GaveUp { until } => AlertWhat::GaveUp(GaveUp {
            until: *until,
            then: gives_up(then),
            recover: patience
                .into_iter()
                .flat_map(|patience| &patience.recover)
                .map(|step| step.get(lang.tag()).to_owned())
                .collect(),
        }),
    };
    Some(Alert {
        source_id: row.source,
        source: source.title.clone(),
        since: row.since,
        what,
    })
}
