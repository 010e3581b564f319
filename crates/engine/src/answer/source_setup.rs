//! What can be set on a source once it is there: how its sender proves itself, the secrets, the addresses.
//!
//! After a change by which what was refused may be genuine after all, the quarantine is verified again and nobody is
//! locked out of the source any more: who was refused was perhaps refused for our own mistake.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use recado_api::request::{
    DropFormerSecret, RotateAddress, SetAccessToken, SetPublicUrl, SetScheme, SetSecret, ShowSource,
};
use recado_api::view::{SecretSet, SourceDetails};
use recado_api::{Code, Failure, SecretText, SourceId};
use recado_webhook::authenticity::Secret;
use recado_webhook::preset::{Preset, SchemeChoice};

use super::{Handle, failure, presets, samples, sources};
use crate::core::Core;
use crate::intake;
use crate::receiver::address;
use crate::secrets::{self, ChangeError, Slot};
use crate::store::sources::{SourceRow, waiting};

/// How long an address or a secret that was replaced is still good.
const FORMER_IS_GOOD: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The longest name of a header, parameter or field, in bytes.
const LONGEST_NAME: usize = 100;

impl Handle<ShowSource> for Core {
    async fn handle(self: &Arc<Self>, request: ShowSource) -> Result<SourceDetails, Failure> {
        details(self, request.source).await
    }
}

impl Handle<RotateAddress> for Core {
    async fn handle(self: &Arc<Self>, request: RotateAddress) -> Result<SourceDetails, Failure> {
        let key = address::new_key().map_err(|error| failure::internal(self, &error))?;
        let until = good_until(self.now());
        sources::change(self, request.source, move |source| {
            let former = std::mem::replace(&mut source.key, key);
            source.former_key = request.keep_former.then_some((former, until));
        })
        .await?;
        details(self, request.source).await
    }
}

impl Handle<SetScheme> for Core {
    async fn handle(self: &Arc<Self>, request: SetScheme) -> Result<SecretSet, Failure> {
        let source = sources::find(self, request.source)?;
        let preset = presets::named(self, &source.preset)?;
        let choice = choice(self, preset, &request.scheme)?;
        let name = request
            .name
            .as_deref()
            .map(str::trim)
            .filter(|name| !name.is_empty());
        if let Some(name) = name {
            check_name(self, choice, name)?;
        }
        let (scheme, name) = (choice.id.clone(), name.map(str::to_owned));
        sources::change(self, request.source, move |source| {
            source.scheme = Some(scheme);
            source.scheme_name = name;
        })
        .await?;
        look_again(self, request.source).await
    }
}

impl Handle<SetSecret> for Core {
    async fn handle(self: &Arc<Self>, request: SetSecret) -> Result<SecretSet, Failure> {
        let source = sources::find(self, request.source)?;
        let preset = presets::named(self, &source.preset)?;
        let secret = match &request.secret {
            Some(secret) => Some(good_secret(self, preset, source.scheme.as_deref(), secret)?),
            None => None,
        };
        let before = match self.secrets.held(&source, self.now()).await {
            Ok(held) => held.current.clone(),
            // A secret that cannot be read now cannot be kept beside the new one either.
            Err(unavailable) if request.keep_former && unavailable.passing => {
                return Err(not_readable(self, &unavailable));
            }
            Err(_) => None,
        };
        let same = match (&before, &secret) {
            (Some(before), Some(secret)) => before.is(secret.expose()),
            (Some(_) | None, None) | (None, Some(_)) => false,
        };
        if !same {
            let former = before.filter(|_| request.keep_former && secret.is_some());
            let until = former.as_ref().map(|_| good_until(self.now()));
            let has_secret = secret.is_some();
            // The former one first: what stops half-way has lost nothing.
            let changes = vec![(Slot::Former, former), (Slot::Current, secret)];
            keep(self, &source, changes).await?;
            sources::change(self, request.source, move |source| {
                source.has_secret = has_secret;
                source.former_secret_until = until;
            })
            .await?;
        }
        look_again(self, request.source).await
    }
}

impl Handle<DropFormerSecret> for Core {
    async fn handle(self: &Arc<Self>, request: DropFormerSecret) -> Result<SourceDetails, Failure> {
        let source = sources::find(self, request.source)?;
        // It is good no longer even where it cannot be removed now.
        sources::change(self, request.source, |source| source.former_secret_until = None).await?;
        if source.former_secret_until.is_some() {
            keep(self, &source, vec![(Slot::Former, None)]).await?;
        }
        details(self, request.source).await
    }
}

impl Handle<SetAccessToken> for Core {
    async fn handle(self: &Arc<Self>, request: SetAccessToken) -> Result<SourceDetails, Failure> {
        let source = sources::find(self, request.source)?;
        let preset = presets::named(self, &source.preset)?;
        if preset.access_token.is_none() && request.token.is_some() {
            let message = self.lang().text("failure-no-access-token-used", &[]);
            return Err(failure::bad_request(message));
        }
        let token = match &request.token {
            Some(token) => Some(good_length(self, token)?),
            None => None,
        };
        let has_token = token.is_some();
        keep(self, &source, vec![(Slot::AccessToken, token)]).await?;
        sources::change(self, request.source, move |source| {
            source.has_access_token = has_token
        })
        .await?;
        if has_token {
            self.fetching.redeem(request.source, preset);
            self.fetch_now(request.source)
                .await
                .map_err(|error| failure::write(self, &error))?;
        }
        details(self, request.source).await
    }
}

impl Handle<SetPublicUrl> for Core {
    async fn handle(self: &Arc<Self>, request: SetPublicUrl) -> Result<SecretSet, Failure> {
        let url = request
            .url
            .as_deref()
            .map(str::trim)
            .filter(|url| !url.is_empty());
        let url = match url {
            Some(url) => Some(good_url(self, url)?),
            None => None,
        };
        sources::change(self, request.source, move |source| source.public_url = url).await?;
        look_again(self, request.source).await
    }
}

/// A source with all that can be set on it.
pub(super) async fn details(core: &Arc<Core>, id: SourceId) -> Result<SourceDetails, Failure> {
    let source = sources::find(core, id)?;
    let preset = presets::named(core, &source.preset)?;
    let waiting = core
        .db
        .read(move |db| waiting(db, id))
        .await
        .map_err(|error| failure::read(core, &error))?;
    let now = core.now();
    let choice = preset.scheme(source.scheme.as_deref());
    Ok(SourceDetails {
        preset: presets::shown(preset, core.lang()),
        scheme: choice.map(|choice| choice.id.clone()).unwrap_or_default(),
        scheme_name: choice
            .filter(|choice| choice.name_is_free)
            .and_then(|_| source.scheme_name.clone()),
        has_secret: source.has_secret,
        former_secret_until: source.former_secret_until.filter(|until| *until > now),
        has_access_token: source.has_access_token,
        verify_token: source.verify_token.clone(),
        public_url: source.public_url.clone(),
        former_address_until: source
            .former_key
            .as_ref()
            .map(|(_, until)| *until)
            .filter(|until| *until > now),
        secrets_kept: core.secrets.kept(),
        mapping: source.mapping.clone(),
        unmatched: waiting.unmatched,
        quarantined: waiting.quarantined,
        pending: waiting.pending,
        samples: samples::offer::samples(&source, preset, core.lang()),
        source: core.shown(&source),
    })
}

/// Puts secrets where they are kept.
pub(super) async fn keep(
    core: &Core,
    source: &SourceRow,
    changes: Vec<(Slot, Option<Secret>)>,
) -> Result<(), Failure> {
    let first = !core.connections.any_secret();
    core.secrets
        .change(&core.db, source, changes, first)
        .await
        .map_err(|error| match error {
            ChangeError::Unavailable(unavailable) => not_readable(core, &unavailable),
            ChangeError::Write(error) => failure::write(core, &error),
        })
}

/// A secret as it is kept, if this kind of sender gives any of that form.
pub(super) fn good_secret(
    core: &Core,
    preset: &Preset,
    scheme: Option<&str>,
    secret: &SecretText,
) -> Result<Secret, Failure> {
    let choice = preset.scheme(scheme);
    if choice.is_none_or(|choice| choice.secret.is_none()) {
        return Err(failure::bad_request(
            core.lang().text("failure-no-secret-used", &[]),
        ));
    }
    good_length(core, secret)
}

fn good_length(core: &Core, secret: &SecretText) -> Result<Secret, Failure> {
    let secret = Secret::new(secret.expose().to_owned());
    let message = match secret.expose().len() {
        0 => core.lang().text("failure-secret-empty", &[]),
        length if length > secrets::LONGEST => {
            let args = [("longest", secrets::LONGEST.to_string().into())];
            core.lang().text("failure-secret-long", &args)
        }
        _ => return Ok(secret),
    };
    Err(failure::bad_request(message))
}

fn good_url(core: &Core, url: &str) -> Result<String, Failure> {
    let parsed = reqwest::Url::parse(url).ok();
    let is_web = parsed.is_some_and(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
    });
    if !is_web {
        let args = [("url", url.into())];
        return Err(failure::bad_request(
            core.lang().text("failure-public-url", &args),
        ));
    }
    // As it was typed: the sender signs that, not what it is normalised to.
    Ok(url.to_owned())
}

fn choice<'p>(core: &Core, preset: &'p Preset, id: &str) -> Result<&'p SchemeChoice, Failure> {
    let choice = preset.schemes.iter().find(|choice| choice.id == id);
    choice.ok_or_else(|| failure::bad_request(core.lang().text("failure-no-scheme", &[])))
}

fn check_name(core: &Core, choice: &SchemeChoice, name: &str) -> Result<(), Failure> {
    if !choice.name_is_free {
        let message = core.lang().text("failure-scheme-name-fixed", &[]);
        return Err(failure::bad_request(message));
    }
    if name.len() > LONGEST_NAME || name.bytes().any(|byte| !byte.is_ascii_graphic()) {
        let args = [("name", name.into())];
        return Err(failure::bad_request(
            core.lang().text("failure-scheme-name", &args),
        ));
    }
    Ok(())
}

/// Verifies again what was refused.
async fn look_again(core: &Arc<Core>, id: SourceId) -> Result<SecretSet, Failure> {
    core.lift_lockouts_of(id);
    let recovered = intake::verify_quarantine(core, id)
        .await
        .map_err(|error| failure::again(core, &error))?;
    Ok(SecretSet {
        details: details(core, id).await?,
        recovered,
    })
}

fn good_until(now: Timestamp) -> Timestamp {
    now.saturating_add(FORMER_IS_GOOD).unwrap_or(now)
}

fn not_readable(core: &Core, unavailable: &secrets::Unavailable) -> Failure {
    failure::of(Code::Unavailable, unavailable.why.text(core.lang()))
}
