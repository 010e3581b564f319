//! What the fuzz targets share: decisions read from an input's bytes, and what senders send.

use recado_webhook::preset::{self, Preset, Sample};
use recado_webhook::request::{Method, Unverified};
use serde_json::Value;

/// The bytes of an input as a row of decisions. When they are used up, the first choice is taken each time.
pub(crate) struct Choices<'i> {
    bytes: std::slice::Iter<'i, u8>,
}

impl<'i> Choices<'i> {
    pub(crate) fn of(input: &'i [u8]) -> Self {
        Self { bytes: input.iter() }
    }

    pub(crate) fn are_left(&self) -> bool {
        !self.bytes.as_slice().is_empty()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.bytes.next().copied().unwrap_or_default()
    }

    /// Less than `count`.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        let wide = usize::from(self.byte()) << 8 | usize::from(self.byte());
        if count <= 256 { wide >> 8 } else { wide }
            .checked_rem(count)
            .unwrap_or_default()
    }

    pub(crate) fn of_list<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        list.get(self.below(list.len()))
    }
}

/// All samples of all presets.
pub(crate) fn samples() -> Vec<(&'static Preset, &'static Sample)> {
    let of = |preset: &'static Preset| preset.samples.iter().map(move |sample| (preset, sample));
    preset::all().iter().flat_map(of).collect()
}

/// A sample as the request that it is, without its proof.
pub(crate) fn request(sample: &Sample) -> Unverified {
    let notes: Value = serde_json::from_str(sample.headers).unwrap_or_default();
    let headers = notes.as_object().cloned().unwrap_or_default();
    let headers = headers.iter().filter(|(name, _)| !name.starts_with('_'));
    let url = notes.get("_url").and_then(Value::as_str).unwrap_or_default();
    Unverified {
        method: Method::Post,
        sub_path: String::new(),
        query: url.split_once('?').map_or("", |(_, query)| query).to_owned(),
        headers: headers
            .map(|(name, value)| (name.to_lowercase(), value.as_str().unwrap_or_default().to_owned()))
            .collect(),
        body: sample.body.into(),
    }
}
