//! The connections the owner sets up.

use std::sync::Arc;

use recado_api::request::{AddSource, ListSources, PauseSource, RemoveSource, RenameSource, ResumeSource};
use recado_api::view::{Resumed, Source, SourceState};
use recado_api::{Change, Failure, SourceId};
use recado_sqlite::{Tx, WriteError};
use recado_webhook::preset::{self, Preset};
use recado_webhook::request::Method;

use super::{Handle, failure, presets, source_setup, verify_token};
use crate::alerts;
use crate::connections::removed;
use crate::core::Core;
use crate::intake;
use crate::receiver::address;
use crate::receiving::first_free_port;
use crate::secrets::Slot;
use crate::store::sources::{self, SourceRow};
use crate::store::{StoreError, StoreResult, settings};

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
        let preset = presets::named(self, request.preset.as_deref().unwrap_or(preset::OTHER))?;
        let title = match request.title.trim() {
            "" if preset.id != preset::OTHER => preset.title.get(self.lang().tag()),
            title => title,
        };
        let title = good_title(self, title)?;
        let secret = match &request.secret {
            Some(secret) => Some(source_setup::good_secret(self, preset, None, secret)?),
            None => None,
        };
        // The address names the port, so it has to be known for good.
        take_port(self).await?;
        let now = self.now();
        let internal = |error: getrandom::Error| failure::internal(self, &error);
        let mut source = SourceRow {
            id: SourceId::new(self.ids.next(now)),
            key: address::new_key().map_err(internal)?,
            title,
            state: SourceState::Active,
            allow_get: request.allow_get || sends_get(preset),
            created_at: now,
            preset: preset.id.to_owned(),
            scheme: None,
            scheme_name: None,
            verify_token: if presets::wants_word(preset) {
                Some(verify_token::new().map_err(internal)?)
            } else {
                None
            },
            public_url: None,
            mapping: None,
            former_key: None,
            former_secret_until: None,
            has_secret: false,
            has_access_token: false,
            first_delivery_at: None,
        };
        if let Some(secret) = secret {
            source_setup::keep(self, &source, vec![(Slot::Current, Some(secret))]).await?;
            source.has_secret = true;
        }
        let core = self.clone();
        let added = source.clone();
        let inserted = self
            .db
            .write(move |tx| {
                sources::insert(tx, &source)?;
                tx.after_commit(move || publish(&core, source));
                Ok(())
            })
            .await;
        if let Err(error) = inserted {
            self.secrets.forget(&added).await;
            return Err(failure::write(self, &error));
        }
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
            .map_err(|error| failure::again(self, &error))?;
        Ok(Resumed { source, applied })
    }
}

impl Handle<RemoveSource> for Core {
    async fn handle(self: &Arc<Self>, request: RemoveSource) -> Result<Source, Failure> {
        let before = find(self, request.source)?;
        let may_wait = self.may_wait_for(&before);
        let remove = move |source: &mut SourceRow| {
            source.state = SourceState::Removed;
            if !may_wait {
                removed::strip(source);
            }
        };
        let inside = self.clone();
        let removed = change_and(self, request.source, remove, move |tx| {
            alerts::end_all(tx, &inside, request.source)
        })
        .await?;
        if !may_wait {
            self.secrets.forget(&before).await;
        }
        self.lift_lockouts_of(request.source);
        Ok(self.shown(&removed))
    }
}

impl Handle<RenameSource> for Core {
    async fn handle(self: &Arc<Self>, request: RenameSource) -> Result<Source, Failure> {
        let title = good_title(self, &request.title)?;
        let renamed = change(self, request.source, move |source| source.title = title).await?;
        Ok(self.shown(&renamed))
    }
}

/// Whether this sender's deliveries come with GET too. Of another system only its owner knows.
fn sends_get(preset: &Preset) -> bool {
    preset.id != preset::OTHER && preset.methods.contains(&Method::Get)
}

async fn set_state(core: &Arc<Core>, id: SourceId, state: SourceState) -> Result<Source, Failure> {
    let changed = change(core, id, move |source| source.state = state).await?;
    Ok(core.shown(&changed))
}

/// A source that was not removed.
pub(super) fn find(core: &Core, id: SourceId) -> Result<Arc<SourceRow>, Failure> {
    core.connections
        .by_id(id)
        .filter(|source| source.state != SourceState::Removed)
        .ok_or_else(|| no_source(core))
}

/// Changes a source that was not removed, and publishes it.
pub(super) async fn change(
    core: &Arc<Core>,
    id: SourceId,
    change: impl FnOnce(&mut SourceRow) + Send + 'static,
) -> Result<SourceRow, Failure> {
    change_and(core, id, change, |_| Ok(())).await
}

/// The same, with something that becomes durable together with it.
pub(super) async fn change_and(
    core: &Arc<Core>,
    id: SourceId,
    change: impl FnOnce(&mut SourceRow) + Send + 'static,
    and: impl FnOnce(&mut Tx<'_>) -> StoreResult<()> + Send + 'static,
) -> Result<SourceRow, Failure> {
    let inside = core.clone();
    let changed = core
        .db
        .write(move |tx| {
            let Some(mut source) =
                sources::find(tx, id)?.filter(|source| source.state != SourceState::Removed)
            else {
                return Ok(None);
            };
            change(&mut source);
            sources::update(tx, &source)?;
            and(tx)?;
            let published = source.clone();
            tx.after_commit(move || publish(&inside, published));
            Ok::<_, StoreError>(Some(source))
        })
        .await
        .map_err(|error| failure::write(core, &error))?;
    changed.ok_or_else(|| no_source(core))
}

fn no_source(core: &Core) -> Failure {
    failure::not_found(core.lang().text("failure-no-source", &[]))
}

fn good_title(core: &Core, title: &str) -> Result<String, Failure> {
    let title = title.trim();
    if title.is_empty() || title.chars().count() > LONGEST_TITLE {
        let longest = LONGEST_TITLE.to_string();
        let args = [("longest", longest.into())];
        return Err(failure::bad_request(core.lang().text("failure-title", &args)));
    }
    Ok(title.to_owned())
}

fn publish(core: &Core, source: SourceRow) {
    core.set_source(source.clone());
    core.changes.publish(vec![Change::Source(core.shown(&source))]);
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
