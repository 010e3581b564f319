//! The connections the owner sets up.

use std::sync::Arc;

use recado_api::request::{AddSource, ListSources, PauseSource, RemoveSource, ResumeSource};
use recado_api::view::{Resumed, Source, SourceState};
use recado_api::{Change, Failure, SourceId};
use recado_sqlite::WriteError;

use super::{Handle, failure};
use crate::core::Core;
use crate::engine::first_free_port;
use crate::intake::{self, ResumeError};
use crate::receiver::address;
use crate::store::sources::{self, SourceRow};
use crate::store::{StoreError, settings};

/// The longest title, in characters.
const LONGEST_TITLE: usize = 80;

impl Handle<ListSources> for Core {
    async fn handle(self: &Arc<Self>, _: ListSources) -> Result<Vec<Source>, Failure> {
        let all = self
            .db
            .read(sources::all)
            .await
            .map_err(|error| failure::read(self, &error))?;
        let kept = all.iter().filter(|source| source.state != SourceState::Removed);
        Ok(kept.map(|source| self.shown(source)).collect())
    }
}

impl Handle<AddSource> for Core {
    async fn handle(self: &Arc<Self>, request: AddSource) -> Result<Source, Failure> {
        let title = request.title.trim();
        if title.is_empty() || title.chars().count() > LONGEST_TITLE {
            let longest = LONGEST_TITLE.to_string();
            return Err(failure::bad_request(
                self.lang().text("failure-title", &[("longest", longest.into())]),
            ));
        }
        // The address names the port, so it has to be known for good.
        take_port(self).await?;
        let now = self.now();
        let source = SourceRow {
            id: SourceId::new(self.ids.next(now)),
            key: address::new_key().map_err(|error| failure::internal(self, &error))?,
            title: title.to_owned(),
            state: SourceState::Active,
            allow_get: request.allow_get,
            created_at: now,
        };
        let core = self.clone();
        let added = source.clone();
        self.db
            .write(move |tx| {
                sources::insert(tx, &source)?;
                tx.after_commit(move || publish(&core, source));
                Ok(())
            })
            .await
            .map_err(|error| failure::write(self, &error))?;
        Ok(self.shown(&added))
    }
}

impl Handle<PauseSource> for Core {
    async fn handle(self: &Arc<Self>, request: PauseSource) -> Result<Source, Failure> {
        set_state(self, request.source, SourceState::Paused).await
    }
}

impl Handle<ResumeSource> for Core {
    async fn handle(self: &Arc<Self>, request: ResumeSource) -> Result<Resumed, Failure> {
        let source = set_state(self, request.source, SourceState::Active).await?;
        let applied = intake::resume(self, request.source)
            .await
            .map_err(|error| match error {
                ResumeError::Read(error) => failure::read(self, &error),
                ResumeError::Write(error) => failure::write(self, &error),
                ResumeError::Understand(error) => failure::internal(self, &error),
            })?;
        Ok(Resumed { source, applied })
    }
}

impl Handle<RemoveSource> for Core {
    async fn handle(self: &Arc<Self>, request: RemoveSource) -> Result<Source, Failure> {
        set_state(self, request.source, SourceState::Removed).await
    }
}

async fn set_state(core: &Arc<Core>, id: SourceId, state: SourceState) -> Result<Source, Failure> {
    let inside = core.clone();
    let changed = core
        .db
        .write(move |tx| {
            let Some(mut source) =
                sources::find(tx, id)?.filter(|source| source.state != SourceState::Removed)
            else {
                return Ok(None);
            };
            sources::set_state(tx, id, state)?;
            source.state = state;
            let published = source.clone();
            tx.after_commit(move || publish(&inside, published));
            Ok::<_, StoreError>(Some(source))
        })
        .await
        .map_err(|error| failure::write(core, &error))?;
    let source = changed.ok_or_else(|| failure::not_found(core.lang().text("failure-no-source", &[])))?;
    Ok(core.shown(&source))
}

fn publish(core: &Core, source: SourceRow) {
    let shown = core.shown(&source);
    core.set_source(source);
    core.changes.publish(vec![Change::Source(shown)]);
}

/// Gives a new folder the first free port, for good.
async fn take_port(core: &Arc<Core>) -> Result<(), Failure> {
    let known = core
        .db
        .read(|db| settings::load(db, settings::RECEIVER_PORT))
        .await;
    if known.map_err(|error| failure::read(core, &error))?.is_some() {
        return Ok(());
    }
    let (_listener, port) =
        first_free_port().map_err(|error| failure::bad_request(error.text(core.lang())))?;
    keep_port(core, port)
        .await
        .map_err(|error| failure::write(core, &error))?;
    Ok(())
}

/// Keeps the port that the folder's receiver took.
pub(crate) async fn keep_port(core: &Arc<Core>, port: u16) -> Result<(), WriteError<StoreError>> {
    core.db
        .write(move |tx| settings::save(tx, settings::RECEIVER_PORT, &port.to_string()))
        .await
}
