//! Presets: what Recado knows about a kind of sender. A sender is data: one folder in `/presets`.
//!
//! `preset.toml` says how it is set up, how it proves that it is genuine and how it wants to be answered ([`Preset`]);
//! `map.jq` turns its payload into events ([`Map`]). `/presets/README.md` says how to write one. All of them are in the
//! program; one that is broken is left out there and fails a test.

mod compile;
mod embedded;
mod fetch;
mod functions;
mod handshake;
mod ignored;
mod map;
mod native;
mod regex;
mod template;
mod text;
mod toml;
mod values;

use std::sync::LazyLock;

pub use self::embedded::Sample;
pub use self::fetch::{
    AccessToken, Address, ErrorInside, Errors, FetchAuth, Grant, Opener, Renewal, Resource, Then,
};
pub(crate) use self::handshake::{Asked, Proven};
pub use self::handshake::{Handshake, HandshakeAnswer};
pub(crate) use self::ignored::ignored_message;
pub use self::map::{Input, Map, MapError, Output};
pub use self::text::Text;
pub use self::toml::{
    Answer, AnswerBody, BodyRules, GivesUp, Group, Patience, Preset, SchemeChoice, SecretField, ZoneRule,
};

/// Everything the program has, in the order of their ids, `other` included.
pub fn all() -> &'static [Preset] {
    &LOADED.whole
}

/// The preset of this id: its folder's name.
pub fn find(id: &str) -> Option<&'static Preset> {
    all().iter().find(|preset| preset.id == id)
}

/// The preset for senders that no other is made for.
pub const OTHER: &str = "other";

/// What is wrong with presets of this build, in words for whoever wrote them. None of it is in [`all`].
pub fn broken() -> &'static [String] {
    &LOADED.broken
}

struct Loaded {
    whole: Vec<Preset>,
    broken: Vec<String>,
}

static LOADED: LazyLock<Loaded> = LazyLock::new(|| {
    let mut loaded = Loaded {
        whole: Vec::new(),
        broken: Vec::new(),
    };
    for folder in embedded::FOLDERS {
        match Preset::read(folder) {
            Ok(preset) => loaded.whole.push(preset),
            Err(error) => loaded.broken.push(format!("{}: {error}", folder.id)),
        }
    }
    loaded
});
