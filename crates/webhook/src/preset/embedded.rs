//! The files of `/presets`, as they were when the program was built.

/// One sender's folder.
pub(super) struct Folder {
    pub(super) id: &'static str,
    /// `preset.toml`
    pub(super) preset: &'static str,
    /// `map.jq`; empty where there is none.
    pub(super) map: &'static str,
    /// `mark.svg`
    pub(super) mark: &'static str,
    pub(super) samples: &'static [Sample],
}

/// A request as this sender makes it, with made-up people.
#[derive(Debug, PartialEq, Eq)]
pub struct Sample {
    /// `message-text`, …
    pub name: &'static str,
    /// One JSON object, header → value; keys that begin with `_` are notes.
    pub headers: &'static str,
    /// What becomes of it: `accepted`, `ignored`, `refused`, …; empty where nobody has said.
    pub verdict: &'static str,
    /// Whether all it tells is the id of something to be fetched.
    pub tells_id_alone: bool,
    pub body: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/presets.rs"));
