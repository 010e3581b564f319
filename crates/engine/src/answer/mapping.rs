//! What the owner says the values of another system's payload are: shown, tried, kept.

use std::sync::Arc;

use recado_api::request::{PreviewMapping, RehearseMapping, SaveMapping, ShowPayload};
use recado_api::view::{Applied, Mapping, MappingPreview, Payload, Rehearsal};
use recado_api::{Failure, SourceId};
use recado_webhook::kept::shown_tree;
use recado_webhook::mapping;
use rusqlite::Connection;

use super::apply::read_again;
use super::{Handle, failure, sources};
use crate::connections::{mapping as read_mapping, shown_mapping};
use crate::core::Core;
use crate::intake::{AgainReader, Understood, Which, says_more};
use crate::shape::{self, parsed};
use crate::store::deliveries::kept;
use crate::store::sources::SourceRow;
use crate::store::{StoreError, StoreResult, said, shapes};

/// How many deliveries a mapping is tried on.
const REHEARSED: u32 = 100;

/// Broken deliveries that it is tried on.
const MENDED: u32 = 1_000;

/// The most rules that a mapping has: a form with more values is a table.
const MOST_RULES: usize = 200;

/// In bytes, of a pointer into a payload.
const LONGEST_PATH: usize = 1_000;

impl Handle<ShowPayload> for Core {
    async fn handle(self: &Arc<Self>, request: ShowPayload) -> Result<Option<Payload>, Failure> {
        another_system(self, request.source)?;
        let business = self.reader();
        let payload = self
            .db
            .read(move |db| {
                let last = kept::last(db, request.source, 1)?.pop();
                let last = last.and_then(|last| Some((last.id, parsed(&last)?.tree)));
                Ok::<_, StoreError>(last.map(|(delivery, tree)| Payload {
                    delivery,
                    guessed: shown_mapping(&mapping::Mapping::guessed(&tree, &business)),
                    tree: shown_tree(&tree),
                }))
            })
            .await
            .map_err(|error| failure::read(self, &error))?;
        Ok(payload)
    }
}

impl Handle<PreviewMapping> for Core {
    async fn handle(self: &Arc<Self>, request: PreviewMapping) -> Result<MappingPreview, Failure> {
        let rules = valid(self, &request.mapping)?;
        let (business, lang) = (self.reader(), self.lang());
        let preview = self
            .db
            .read(move |db| {
                let kept = kept::find(db, request.delivery)?;
                Ok::<_, StoreError>(
                    kept.and_then(|kept| parsed(&kept))
                        .map(|parsed| rules.preview(&parsed.tree, &business)),
                )
            })
            .await
            .map_err(|error| failure::read(self, &error))?
            .ok_or_else(|| failure::not_found(self.lang().text("failure-no-payload", &[])))?;
        let problems = preview.problems.into_iter().map(|(place, problem)| {
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            (place, lang.text(problem.message(), &[]))
        });
        Ok(MappingPreview {
            event: preview.names_somebody.then(|| said::mapped(&preview.event, None)),
            problems: problems.collect(),
        })
    }
}

impl Handle<RehearseMapping> for Core {
    async fn handle(self: &Arc<Self>, request: RehearseMapping) -> Result<Rehearsal, Failure> {
        let source = another_system(self, request.source)?;
        let rules = valid(self, &request.mapping)?;
        let reader = |core: &Core| AgainReader::new(core, &source).ok_or_else(|| no_source(core));
        let (before, after) = (reader(self)?, reader(self)?.with(rules));
        let rehearsal = self
            .db
            .read(move |db| {
                let last = kept::last(db, request.source, REHEARSED)?;
                let named = |reader: &AgainReader| {
                    let named = last
                        .iter()
                        .filter(|kept| names_somebody(&reader.read(kept)))
                        .count();
                    u32::try_from(named).unwrap_or(u32::MAX)
                };
                let mut rehearsal = Rehearsal {
                    deliveries: u32::try_from(last.len()).unwrap_or(u32::MAX),
                    named_before: named(&before),
                    named_after: named(&after),
                    unmatched: kept::count_unmatched(db, request.source)?,
                    broken: 0,
                    mended: 0,
                };
                if let Some((from, until)) = broken_rows(db, request.source)? {
                    rehearsal.broken = kept::count_filed_between(db, request.source, (from, until))?;
                    let broken = kept::filed_between(db, request.source, (from, until), MENDED)?;
                    let mended = broken
                        .iter()
                        .filter(|kept| is_mended(&before.read(kept), &after.read(kept)))
                        .count();
                    rehearsal.mended = u32::try_from(mended).unwrap_or(u32::MAX);
                }
                Ok::<_, StoreError>(rehearsal)
            })
            .await
            .map_err(|error| failure::read(self, &error))?;
        Ok(rehearsal)
    }
}

impl Handle<SaveMapping> for Core {
    async fn handle(self: &Arc<Self>, request: SaveMapping) -> Result<Applied, Failure> {
        let id = request.source;
        another_system(self, id)?;
        valid(self, &request.mapping)?;
        let mapping = Some(request.mapping).filter(|mapping| !mapping.rules.is_empty());
        let change = move |source: &mut SourceRow| source.mapping = mapping;
        // With the mapping itself: whoever ends before all of it is read goes on after the next start.
        sources::change_and(self, id, change, move |tx| match broken_rows(tx, id)? {
            Some(rows) => shapes::order_mending(tx, id, rows),
            None => Ok(()),
        })
        .await?;
        let mended = read_again(self, Which::Broken(id)).await?;
        let named = read_again(self, Which::Unmatched(Some(id))).await?;
        shape::learn(self, id)
            .await
            .map_err(|error| failure::again(self, &error))?;
        Ok(Applied {
            deliveries: mended.deliveries + named.deliveries,
            recovered: mended.recovered + named.recovered,
            completed: mended.completed,
        })
    }
}

/// The rows of a source's deliveries that came without something since its shape has changed.
fn broken_rows(db: &Connection, source: SourceId) -> StoreResult<Option<shapes::Rows>> {
    let changed = shapes::find(db, source)?.and_then(|row| row.learned.changed);
    match changed {
        Some(changed) => Ok(Some((changed.from, kept::last_row(db, source)?))),
        None => Ok(None),
    }
}

/// The source, if its payloads are read by the names of their keys.
fn another_system(core: &Core, id: SourceId) -> Result<Arc<SourceRow>, Failure> {
    let source = core.connections.by_id(id).ok_or_else(|| no_source(core))?;
    let has_map = AgainReader::new(core, &source).is_some_and(|reader| reader.preset().map.is_some());
    if has_map {
        return Err(failure::bad_request(core.lang().text("failure-has-map", &[])));
    }
    Ok(source)
}

fn valid(core: &Core, mapping: &Mapping) -> Result<mapping::Mapping, Failure> {
    let too_long = mapping.rules.iter().any(|rule| rule.path.len() > LONGEST_PATH);
    if mapping.rules.len() > MOST_RULES || too_long {
        let args = [("most", MOST_RULES.to_string().into())];
        return Err(failure::bad_request(core.lang().text("failure-mapping", &args)));
    }
    Ok(read_mapping(mapping))
}

fn no_source(core: &Core) -> Failure {
    failure::not_found(core.lang().text("failure-no-source", &[]))
}

/// Whether somebody is named who was not, or more is said of them.
fn is_mended(before: &Understood, after: &Understood) -> bool {
    match (before, after) {
        (Understood::Events(before), Understood::Events(after)) => {
            let mut pairs = after.iter().zip(before);
            pairs.any(|(after, before)| says_more(after, before))
        }
        (_, after) => names_somebody(after) && !names_somebody(before),
    }
}

fn names_somebody(understood: &Understood) -> bool {
    match understood {
        Understood::Events(_) | Understood::Fetch(_) => true,
        Understood::Ignored(_)
        | Understood::Unmatched
        | Understood::Malformed(_)
        | Understood::Handshake(_)
        | Understood::Refused(_) => false,
    }
}
