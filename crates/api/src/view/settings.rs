use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::gate::{Gate, Retention};
use super::reach::TrustedProxy;
use crate::Lang;

/// What the owner chose, beyond the [`super::Business`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Settings {
    /// `None`: the computer's language. The one in use is the business's.
    pub language: Option<Lang>,
    pub theme: Theme,
    /// Whether notifications say only who wrote.
    pub hide_message_text: bool,
    /// What comes before then is told in one notification when it is over.
    #[ts(type = "string | null")]
    pub paused_until: Option<Timestamp>,
    pub gate: Gate,
    pub retention: Retention,
    /// `None`: nobody's word about the sender's network address is believed.
    pub trusted_proxy: Option<TrustedProxy>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    Language(Option<Lang>),
    Theme(Theme),
    HideMessageText(bool),
    Pause(Pause),
    Gate(Gate),
    Retention(Retention),
    TrustedProxy(Option<TrustedProxy>),
}

/// For how long no notification is raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Pause {
    No,
    OneHour,
    /// Until 8 in the morning of the next day, in the business's zone.
    UntilTomorrow,
}
