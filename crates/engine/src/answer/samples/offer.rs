//! What a source can be tried out with, as it is set up now.

use recado_api::Lang;
use recado_api::view::{SampleKind, SampleOffer, Samples};
use recado_webhook::authenticity::Scheme;
use recado_webhook::preset::{Preset, Sample};

use super::written::SMALL;
use crate::store::sources::SourceRow;

pub(in crate::answer) fn samples(source: &SourceRow, preset: &Preset, lang: Lang) -> Samples {
    let offer = |kind| SampleOffer {
        kind,
        why_not: why_not(source, preset, kind).map(|why_not| lang.text(why_not, &[])),
    };
    let names = preset.samples.iter().filter(|sample| can_be_sent(sample));
    Samples {
        kinds: SampleKind::ALL.map(offer).to_vec(),
        names: names.map(|sample| sample.name.to_owned()).collect(),
    }
}

/// The sample of that name.
pub(super) fn named(preset: &'static Preset, name: &str) -> Option<&'static Sample> {
    let mut can_be_sent = preset
        .samples
        .iter()
        .filter(|sample| can_be_sent(sample) || sample.name == SMALL);
    can_be_sent.find(|sample| sample.name == name)
}

/// Those that are genuine once they are proven anew. What has to be fetched for an id that is made up is nowhere.
fn can_be_sent(sample: &Sample) -> bool {
    sample.name != SMALL
        && !sample.tells_id_alone
        && matches!(sample.verdict, "accepted" | "ignored" | "unmatched")
}

/// The id of the message that says why a source cannot be tried out that way.
pub(super) fn why_not(source: &SourceRow, preset: &Preset, kind: SampleKind) -> Option<&'static str> {
    let choice = preset.scheme(source.scheme.as_deref());
    let choice = choice.filter(|choice| choice.scheme != Scheme::AddressOnly);
    let is_missing = choice.is_some_and(|choice| choice.required) && !source.has_secret;
    match kind {
        SampleKind::Good | SampleKind::Huge => None,
        SampleKind::BadSignature if choice.is_none() => Some("sample-not-address-alone"),
        SampleKind::BadSignature | SampleKind::WrongType | SampleKind::Duplicate if is_missing => {
            Some("sample-not-without-secret")
        }
        SampleKind::BadSignature if !source.has_secret => Some("sample-not-checked-yet"),
        SampleKind::BadSignature | SampleKind::WrongType | SampleKind::Duplicate => None,
    }
}
