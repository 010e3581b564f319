//! Sources whose payloads take another shape: the form that was rebuilt, the field that was renamed.
//!
//! What a source's deliveries usually hold is learned from the log after they were filed ([`learned`], [`watched`]),
//! little by little and beside receiving, which waits for nothing here. Where something that was read of them comes no
//! more, the owner is told, and [`comparison`] puts the old and the new side by side with what the mapping could be. That
//! is of sources that are read by the names of the keys and the owner's mapping: a preset's map does not tell from where
//! it reads.

pub(crate) mod comparison;
mod learned;
mod watched;

use std::sync::Arc;
use std::time::Duration;

use recado_api::SourceId;
use recado_api::view::{AlertKind, SourceState};
use recado_sqlite::Tx;
use recado_webhook::another::Business;
use recado_webhook::body::{self, Parsed};
use recado_webhook::mapping::Mapping;
use recado_webhook::preset;
use recado_webhook::shape::{read_as, role_of_new, see};

pub(crate) use self::learned::Learned;

use self::learned::{Delivered, short};
use crate::alerts;
use crate::connections::mapping as read_mapping;
use crate::core::Core;
use crate::intake::{AgainError, genuine};
use crate::store::StoreResult;
use crate::store::alerts::{AlertRow, Told};
use crate::store::deliveries::kept::{self, Kept};
use crate::store::shapes::{self, ShapeRow};
use crate::store::sources::SourceRow;

/// How long deliveries gather before they are learned from. A busy shop's are learned some hundred at a time.
const GATHER: Duration = Duration::from_millis(500);

/// How many are read at a time.
const PAGE: u32 = 32;

/// From how many of the newest a shape is learned at first, and again after the mapping was changed: as many as are
/// remembered of each value.
const FIRST: u32 = 64;

/// How far learning may stay behind. Of more than these the oldest are passed over.
const BEHIND: u32 = 2_000;

/// In bytes. A form's body is some thousands; larger ones are files and tables.
const LONGEST: usize = 256 * 1024;

/// Learns until the engine stops. What is left then is learned after the next start.
pub(crate) async fn watch(core: Arc<Core>) {
    loop {
        for source in core.connections.all() {
            if core.stop.is_cancelled() {
                return;
            }
            if let Err(error) = learn(&core, source.id).await {
                tracing::warn!(error = %error, "the shape of a source cannot be learned now");
            }
        }
        tokio::select! {
            () = core.stop.cancelled() => return,
            () = core.shape_to_learn.notified() => {}
        }
        tokio::select! {
            () = core.stop.cancelled() => return,
            () = tokio::time::sleep(GATHER) => {}
        }
    }
}

/// Whether a source's payloads are read by the names of their keys.
fn is_learned(source: &SourceRow) -> bool {
    source.state != SourceState::Removed
        && preset::find(&source.preset).is_some_and(|preset| preset.map.is_none())
}

/// Learns from what a source's log holds that was not learned from before.
pub(crate) async fn learn(core: &Arc<Core>, id: SourceId) -> Result<(), AgainError> {
    let _turn = core.learning_shapes.lock().await;
    let Some(source) = core.connections.by_id(id).filter(|source| is_learned(source)) else {
        return Ok(());
    };
    let mapping = source.mapping.as_ref().map(read_mapping);
    let of = mapping.clone();
    let known = core.db.read(move |db| known(db, id, of)).await?;
    let Known { mut row, dismissed } = known;
    let mut learned_any = false;
    loop {
        let after = row.read_until;
        let page = core
            .db
            .read(move |db| kept::to_learn(db, id, after, PAGE, LONGEST))
            .await?;
        let Some(last) = page.last().filter(|_| !core.stop.is_cancelled()) else {
            break;
        };
        // What was put aside can be taken back until something comes.
        if dismissed && !learned_any {
            row.learned.accept();
        }
        learned_any = true;
        row.read_until = last.seq;
        let (business, read) = (core.reader(), mapping.clone());
        row = tokio::task::spawn_blocking(move || {
            for kept in &page {
                learn_from(&business, read.as_ref(), kept, &mut row.learned);
            }
            row
        })
        .await?;
    }
    if !learned_any {
        return Ok(());
    }
    let inside = core.clone();
    core.db
        .write(move |tx| {
            // Somebody may have made another mapping meanwhile, with which it is all learned anew.
            let now = inside
                .connections
                .by_id(id)
                .and_then(|source| source.mapping.clone());
            if now.as_ref().map(read_mapping) != row.learned.mapping {
                return Ok(());
            }
            shapes::put(tx, id, &row)?;
            tell(tx, &inside, id, &row.learned, dismissed)
        })
        .await?;
    Ok(())
}

struct Known {
    row: ShapeRow,
    /// The owner has put aside what was told of it.
    dismissed: bool,
}

fn known(db: &rusqlite::Connection, id: SourceId, mapping: Option<Mapping>) -> StoreResult<Known> {
    let row = match shapes::find(db, id)?.filter(|row| row.learned.mapping == mapping) {
        Some(row) => ShapeRow {
            read_until: row.read_until.max(kept::before_newest(db, id, BEHIND, LONGEST)?),
            ..row
        },
        None => ShapeRow {
            read_until: kept::before_newest(db, id, FIRST, LONGEST)?,
            learned: Learned::of(mapping),
        },
    };
    Ok(Known {
        row,
        dismissed: shapes::is_dismissed(db, id)?,
    })
}

/// Tells the owner how it stands.
fn tell(
    tx: &mut Tx<'_>,
    core: &Arc<Core>,
    source: SourceId,
    learned: &Learned,
    dismissed: bool,
) -> StoreResult<()> {
    if dismissed {
        alerts::end(tx, core, source, AlertKind::ShapeChanged)?;
    }
    let Some(changed) = &learned.changed else {
        alerts::end(tx, core, source, AlertKind::ShapeChanged)?;
        return Ok(());
    };
    let alert = AlertRow {
        source,
        since: changed.since,
        told: Told::ShapeChanged {
            gone: learned.gone().map(|gone| short(gone.label)).collect(),
            new: changed.new.clone(),
            deliveries: changed.deliveries,
        },
    };
    alerts::raise(tx, core, &alert)
}

/// Learns from one delivery, if it can be read.
fn learn_from(business: &Business, mapping: Option<&Mapping>, kept: &Kept, learned: &mut Learned) {
    let Some(parsed) = parsed(kept) else { return };
    let seen = see(&parsed, mapping, business);
    let worth = if learned.is_settled() {
        let read = read_as(&parsed.tree, mapping, business).rules;
        let unknown = seen.fields.iter().filter(|field| !learned.knows(&field.label));
        unknown
            .filter_map(|field| {
                let role = role_of_new(field, &parsed.tree, &read, business)?;
                Some((field.label.clone(), role))
            })
            .collect()
    } else {
        Vec::new()
    };
    learned.learn(&Delivered {
        seq: kept.seq,
        id: kept.id,
        at: kept.received_at,
        seen,
        worth,
    });
}

/// What a delivery said, as one tree.
pub(crate) fn parsed(kept: &Kept) -> Option<Parsed> {
    if !kept.has_body {
        return None;
    }
    body::read_body(&genuine(kept)).ok()
}
