use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Lang;

/// Whose Recado this is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Business {
    /// Empty until it was set up.
    pub name: String,
    pub kind: BusinessKind,
    pub lang: Lang,
    /// ISO 3166-1 alpha-2; how phone numbers and amounts without a country are read.
    pub country: String,
    /// An IANA time zone; how times without a zone are read.
    pub zone: String,
}

/// Decides the stages of a new board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum BusinessKind {
    Clinic,
    Shop,
    Services,
    OnlineStore,
    Beauty,
    Other,
}

impl BusinessKind {
    pub const ALL: [Self; 6] = [
        Self::Clinic,
        Self::Shop,
        Self::Services,
        Self::OnlineStore,
        Self::Beauty,
        Self::Other,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clinic => "clinic",
            Self::Shop => "shop",
            Self::Services => "services",
            Self::OnlineStore => "online-store",
            Self::Beauty => "beauty",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for BusinessKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for BusinessKind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(UnknownKind)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the kinds of business are clinic, shop, services, online-store, beauty and other")]
pub struct UnknownKind;

/// The answer to [`crate::request::SetUpBusiness`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetUp {
    pub business: Business,
    /// The stages of the board as they are now, in order.
    pub stages: Vec<String>,
    /// `false` when the board kept its stages because there are contacts on it.
    pub stages_replaced: bool,
}
