//! What the owner says the values of another system's payload are: shown, tried, kept.

use std::sync::Arc;

use recado_api::request::{PreviewMapping, RehearseMapping, SaveMapping, ShowPayload};
use recado_api::view::{Applied, Mapping, MappingPreview, MappingRule, Payload, Rehearsal, Role};
use recado_api::{Failure, SourceId};
use recado_webhook::kept::shown_tree;
use recado_webhook::{body, mapping};

use super::apply::read_again;
use super::{Handle, failure, sources};
use crate::connections::mapping as read_mapping;
use crate::core::Core;
use crate::intake::{AgainReader, Understood, Which, genuine};
use crate::store::deliveries::kept::{self, Kept};
use crate::store::sources::SourceRow;
use crate::store::{StoreError, said};

/// How many deliveries a mapping is tried on.
const REHEARSED: u32 = 100;

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
                let last = last.and_then(|last| Some((last.id, tree(&last)?)));
                Ok::<_, StoreError>(last.map(|(delivery, tree)| Payload {
                    delivery,
                    guessed: shown(&mapping::Mapping::guessed(&tree, &business)),
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
                    kept.and_then(|kept| tree(&kept))
                        .map(|tree| rules.preview(&tree, &business)),
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
                Ok::<_, StoreError>(Rehearsal {
                    deliveries: u32::try_from(last.len()).unwrap_or(u32::MAX),
                    named_before: named(&before),
                    named_after: named(&after),
                    unmatched: kept::count_unmatched(db, request.source)?,
                    broken: 0,
                    mended: 0,
                })
            })
            .await
            .map_err(|error| failure::read(self, &error))?;
        Ok(rehearsal)
    }
}

impl Handle<SaveMapping> for Core {
    async fn handle(self: &Arc<Self>, request: SaveMapping) -> Result<Applied, Failure> {
        another_system(self, request.source)?;
        valid(self, &request.mapping)?;
        let kept = Some(request.mapping).filter(|mapping| !mapping.rules.is_empty());
        sources::change(self, request.source, |source| source.mapping = kept).await?;
        read_again(self, Which::Unmatched(Some(request.source))).await
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

/// What rules point into.
fn tree(kept: &Kept) -> Option<serde_json::Value> {
    if !kept.has_body {
        return None;
    }
    body::read_body(&genuine(kept)).ok().map(|parsed| parsed.tree)
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

fn shown(mapping: &mapping::Mapping) -> Mapping {
    let rules = mapping.rules.iter().map(|rule| MappingRule {
        path: rule.path.clone(),
        role: match &rule.role {
            mapping::Role::Name => Role::Name,
            mapping::Role::Phone => Role::Phone,
            mapping::Role::Email => Role::Email,
            mapping::Role::Message => Role::Message,
            mapping::Role::AppointmentTime => Role::AppointmentTime,
            mapping::Role::Amount => Role::Amount,
            mapping::Role::ExternalId => Role::ExternalId,
            mapping::Role::Tag => Role::Tag,
            mapping::Role::Field(name) => Role::Field(name.clone()),
        },
    });
    Mapping {
        rules: rules.collect(),
    }
}
