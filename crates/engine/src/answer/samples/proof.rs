//! How a sample is proven: as its sender would, as somebody who does not know the secret, or too long ago.

use jiff::Timestamp;
use recado_api::Failure;
use recado_webhook::authenticity::{CannotSign, Place, Presented, Scheme, Secret, Secrets, sign};
use recado_webhook::preset::SchemeChoice;
use recado_webhook::request::Unverified;

use super::failure;
use crate::connections::SourceSetup;
use crate::core::Core;
use crate::receiver::address;

/// As the real sender would send it at that time, where it has what that takes.
pub(super) fn genuine(
    core: &Core,
    setup: &SourceSetup,
    request: Unverified,
    at: Timestamp,
) -> Result<Unverified, Failure> {
    let secrets = setup.secrets(core.now());
    signed(core, setup, request, secrets, &setup.urls, at)
}

/// As somebody would send it who knows all but the secret.
pub(super) fn forged(core: &Core, setup: &SourceSetup, request: Unverified) -> Result<Unverified, Failure> {
    let guess = address::new_key().map_err(|error| failure::internal(core, &error))?;
    let guess = match choice(setup).map(|choice| &choice.scheme) {
        Some(Scheme::Basic) => format!("recado:{guess}"),
        Some(
            Scheme::AddressOnly
            | Scheme::Token(_)
            | Scheme::BearerJwt(_)
            | Scheme::Hmac(_)
            | Scheme::StandardWebhooks(_),
        )
        | None => guess,
    };
    let secrets = Secrets {
        current: Some(Secret::new(guess)),
        ..Secrets::NONE
    };
    let local = [core.shown(&setup.source).address];
    let urls = if setup.urls.is_empty() {
        local.as_slice()
    } else {
        &setup.urls
    };
    signed(core, setup, request, &secrets, urls, core.now())
}

/// Whether a proof is good for a while only.
pub(super) fn grows_old(setup: &SourceSetup) -> bool {
    choice(setup).is_some_and(|choice| choice.scheme.judges_time())
}

/// Whether the proof is a field of the body: a body that cannot be read has none.
pub(super) fn is_in_body(setup: &SourceSetup) -> bool {
    let scheme = choice(setup).map(|choice| &choice.scheme);
    setup.source.has_secret && matches!(scheme, Some(Scheme::Token(token)) if token.place == Place::Field)
}

fn choice(setup: &SourceSetup) -> Option<&'static SchemeChoice> {
    setup.preset.scheme(setup.source.scheme.as_deref())
}

fn signed(
    core: &Core,
    setup: &SourceSetup,
    request: Unverified,
    secrets: &Secrets,
    urls: &[String],
    at: Timestamp,
) -> Result<Unverified, Failure> {
    let Some(choice) = choice(setup) else {
        return Ok(request);
    };
    let name = setup.source.scheme_name.as_deref();
    let by = Presented {
        scheme: &choice.scheme,
        required: choice.required,
        name: name.filter(|_| choice.name_is_free),
        secrets,
        urls,
        received_at: at,
    };
    sign(request, &by).map_err(|cannot| {
        let message = match &cannot {
            CannotSign::Secret => "failure-test-secret",
            CannotSign::Field { .. } => "failure-test-field",
            CannotSign::NoUrl => "failure-test-no-url",
            CannotSign::Unclear(_) => return failure::internal(core, &cannot),
        };
        failure::bad_request(core.lang().text(message, &[]))
    })
}
