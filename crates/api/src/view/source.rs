use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::mapping::Mapping;
use super::preset::Preset;
use super::sample::Samples;
use crate::ids::SourceId;

/// One connection the owner set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Source {
    pub id: SourceId,
    pub title: String,
    /// The id of its preset.
    pub preset: String,
    /// Where its sender posts to, on this computer.
    pub address: String,
    /// Where a sender elsewhere posts to. Absent while there is no such address, or the relay does not know it yet.
    pub public_address: Option<String>,
    pub state: SourceState,
    /// Whether a GET with a query is a delivery too.
    pub allow_get: bool,
    #[ts(type = "string")]
    pub created_at: Timestamp,
    /// When something genuine came for the first time, tests aside.
    #[ts(type = "string | null")]
    pub first_delivery_at: Option<Timestamp>,
    /// When something genuine came last, tests aside.
    #[ts(type = "string | null")]
    pub last_delivery_at: Option<Timestamp>,
    /// Since when its sender is refused, and why.
    pub trouble: Option<Trouble>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SourceState {
    Active,
    /// Deliveries are kept and wait.
    Paused,
    /// Gone for its sender; its log stays.
    Removed,
}

/// Deliveries of a source are refused, and none was taken since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Trouble {
    #[ts(type = "string")]
    pub since: Timestamp,
    /// The last one's reason, in the app's language.
    pub why: String,
    /// How many were refused since.
    pub refused: u32,
}

/// A source with all that can be set on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SourceDetails {
    pub source: Source,
    pub preset: Preset,
    /// The id of the scheme in use.
    pub scheme: String,
    /// The name in use of what carries the proof, where the owner may choose it.
    pub scheme_name: Option<String>,
    pub has_secret: bool,
    /// Until when the secret that was replaced is still good.
    #[ts(type = "string | null")]
    pub former_secret_until: Option<Timestamp>,
    pub has_access_token: bool,
    /// To be pasted at the sender's (Meta).
    pub verify_token: Option<String>,
    /// The address under which the sender knows us, where it signs that (Twilio).
    pub public_url: Option<String>,
    /// Until when the address that was replaced is still good.
    #[ts(type = "string | null")]
    pub former_address_until: Option<Timestamp>,
    pub secrets_kept: SecretsKept,
    /// What the owner said the values are; only of another system.
    pub mapping: Option<Mapping>,
    /// How many of its deliveries name nobody.
    pub unmatched: u32,
    /// How many wait in quarantine for the right secret.
    pub quarantined: u32,
    /// How many wait for their details to be fetched.
    pub pending: u32,
    pub samples: Samples,
}

/// Where the secrets are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SecretsKept {
    /// In the system's keyring.
    Keyring,
    /// In a file of the data folder that only this user can read: this system has no keyring.
    File,
}

/// The answer to [`crate::request::ResumeSource`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Resumed {
    pub source: Source,
    /// How many deliveries that waited were filed.
    pub applied: u32,
}

/// The answer to [`crate::request::SetSecret`] and [`crate::request::SetScheme`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SecretSet {
    pub details: SourceDetails,
    /// How many deliveries that had been refused proved to be genuine and were taken after all.
    pub recovered: u32,
}
