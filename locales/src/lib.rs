//! The words on screen, in every language Recado speaks.
//!
//! One Fluent catalogue a language stands beside this crate (`pt-BR.ftl`, `en.ftl`), shared by all of Rust and by the
//! UI. [`Lang::text`] is the only way a sentence for people is made. Tests hold the catalogues complete: the same
//! messages with the same arguments in each, every message that the code asks for, and none that nobody asks for.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use unic_langid::LanguageIdentifier;

/// A language of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub enum Lang {
    #[serde(rename = "pt-BR")]
    PtBr,
    #[serde(rename = "en")]
    En,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::PtBr, Self::En];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::PtBr => "pt-BR",
            Self::En => "en",
        }
    }

    /// The language of the app that suits a system locale such as `pt_BR.UTF-8` or `en-GB`; English for all others.
    pub fn for_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("pt") {
            Self::PtBr
        } else {
            Self::En
        }
    }

    /// The language of this computer, for whoever cannot know the app's: Portuguese where it tells none.
    pub fn of_system() -> Self {
        sys_locale::get_locale().map_or(Self::PtBr, |locale| Self::for_locale(&locale))
    }

    /// The message `id` in this language.
    ///
    /// A message that is missing here is taken from English, and its bare `id` stands in for one that is missing
    /// there too: a person then sees something odd, never nothing.
    pub fn text(self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            values.set(*name, value.clone());
        }
        format(self.catalogue(), id, &values)
            .or_else(|| format(Self::En.catalogue(), id, &values))
            .unwrap_or_else(|| id.to_owned())
    }

    fn source(self) -> &'static str {
        match self {
            Self::PtBr => include_str!("../pt-BR.ftl"),
            Self::En => include_str!("../en.ftl"),
        }
    }

    fn catalogue(self) -> &'static Catalogue {
        static PT_BR: LazyLock<Catalogue> = LazyLock::new(|| load(Lang::PtBr));
        static EN: LazyLock<Catalogue> = LazyLock::new(|| load(Lang::En));
        match self {
            Self::PtBr => &PT_BR,
            Self::En => &EN,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|lang| lang.tag().eq_ignore_ascii_case(tag))
            .ok_or(UnknownLang)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the languages are pt-BR and en")]
pub struct UnknownLang;

/// What is put into a message: a text, or a number that the language's plural rules look at.
pub type Arg<'a> = FluentValue<'a>;

type Catalogue = FluentBundle<FluentResource>;

fn load(lang: Lang) -> Catalogue {
    let tag: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // The isolation marks would end up in terminals, CSV files and JSON, where nobody expects them.
    bundle.set_use_isolating(false);
    // A test keeps both catalogues free of syntax errors; what parsed is used all the same.
    let resource = FluentResource::try_new(lang.source().to_owned()).unwrap_or_else(|(partial, _)| partial);
    bundle.add_resource_overriding(resource);
    bundle
}

fn format(catalogue: &Catalogue, id: &str, args: &FluentArgs<'_>) -> Option<String> {
    let pattern = catalogue.get_message(id)?.value()?;
    let mut errors = Vec::new();
    let text = catalogue.format_pattern(pattern, Some(args), &mut errors);
    Some(text.into_owned())
}

#[cfg(test)]
mod tests;
