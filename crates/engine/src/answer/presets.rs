//! The kinds of senders that are known, in the app's language.

use std::sync::Arc;

use recado_api::request::ListPresets;
use recado_api::view::{self, PresetGroup};
use recado_api::{Failure, Lang};
use recado_webhook::authenticity::Scheme;
use recado_webhook::preset::{self, GivesUp, Group, Handshake, Patience, Preset, SchemeChoice, SecretField};

use super::{Handle, failure};
use crate::core::Core;

impl Handle<ListPresets> for Core {
    async fn handle(self: &Arc<Self>, _: ListPresets) -> Result<Vec<view::Preset>, Failure> {
        let lang = self.lang();
        Ok(preset::all().iter().map(|preset| shown(preset, lang)).collect())
    }
}

/// The preset that somebody names.
pub(super) fn named(core: &Core, id: &str) -> Result<&'static Preset, Failure> {
    preset::find(id).ok_or_else(|| {
        let args = [("preset", id.into())];
        failure::bad_request(core.lang().text("failure-no-preset", &args))
    })
}

/// Whether the sender asks for a word of ours when it is set up.
pub(super) fn wants_word(preset: &Preset) -> bool {
    preset.handshake == Some(Handshake::Meta)
}

pub(super) fn shown(preset: &Preset, lang: Lang) -> view::Preset {
    let lang = lang.tag();
    view::Preset {
        id: preset.id.to_owned(),
        title: preset.title.get(lang).to_owned(),
        about: preset.about.get(lang).to_owned(),
        group: match preset.group {
            Group::Messages => PresetGroup::Messages,
            Group::Forms => PresetGroup::Forms,
            Group::Appointments => PresetGroup::Appointments,
            Group::Payments => PresetGroup::Payments,
            Group::Shops => PresetGroup::Shops,
            Group::Other => PresetGroup::Other,
        },
        words: preset.words.clone(),
        mark: preset.mark.to_owned(),
        docs: preset.docs.clone(),
        steps: preset
            .steps
            .iter()
            .map(|step| step.get(lang).to_owned())
            .collect(),
        first: preset.first.get(lang).to_owned(),
        script: preset.script.as_ref().map(|script| script.get(lang).to_owned()),
        schemes: preset.schemes.iter().map(|choice| scheme(choice, lang)).collect(),
        access_token: preset.access_token.as_ref().map(|field| view::SecretField {
            label: field.label.get(lang).to_owned(),
            hint: field.hint.get(lang).to_owned(),
            ours: false,
        }),
        verify_token: wants_word(preset),
        signs_address: preset.schemes.iter().any(|choice| signs_address(&choice.scheme)),
        patience: preset.patience.as_ref().map(|known| patience(known, lang)),
    }
}

fn patience(patience: &Patience, lang: &str) -> view::Patience {
    view::Patience {
        text: patience.text.get(lang).to_owned(),
        gives_up_after_minutes: patience.gives_up_after_minutes,
        then: gives_up(patience.then),
        recover: patience
            .recover
            .iter()
            .map(|step| step.get(lang).to_owned())
            .collect(),
    }
}

pub(crate) fn gives_up(then: GivesUp) -> view::GivesUp {
    match then {
        GivesUp::Lost => view::GivesUp::Lost,
        GivesUp::QueueStopped => view::GivesUp::QueueStopped,
        GivesUp::Disabled => view::GivesUp::Disabled,
    }
}

fn scheme(choice: &SchemeChoice, lang: &str) -> view::Scheme {
    view::Scheme {
        id: choice.id.clone(),
        title: choice.title.get(lang).to_owned(),
        secret: choice.secret.as_ref().map(|field| secret_field(field, lang)),
        required: choice.required,
        name: name_of_proof(&choice.scheme)
            .filter(|_| choice.name_is_free)
            .map(str::to_owned),
    }
}

fn secret_field(field: &SecretField, lang: &str) -> view::SecretField {
    view::SecretField {
        label: field.label.get(lang).to_owned(),
        hint: field.hint.get(lang).to_owned(),
        ours: field.ours,
    }
}

/// What carries the proof: a header, a parameter or a field.
fn name_of_proof(scheme: &Scheme) -> Option<&str> {
    match scheme {
        Scheme::Token(token) => Some(&token.name),
        Scheme::Hmac(hmac) => Some(&hmac.header),
        Scheme::AddressOnly | Scheme::Basic | Scheme::BearerJwt(_) | Scheme::StandardWebhooks(_) => None,
    }
}

fn signs_address(scheme: &Scheme) -> bool {
    match scheme {
        Scheme::Hmac(hmac) => hmac.content == recado_webhook::authenticity::Content::UrlAndForm,
        Scheme::AddressOnly
        | Scheme::Token(_)
        | Scheme::Basic
        | Scheme::BearerJwt(_)
        | Scheme::StandardWebhooks(_) => false,
    }
}
