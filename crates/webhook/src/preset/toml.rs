//! `preset.toml`, read strictly: a key that nobody knows is a mistake of whoever wrote it.

use serde::{Deserialize, Deserializer};
use thiserror::Error;

use super::embedded::{Folder, Sample};
use super::fetch::{self, AccessToken, FetchError, Resource};
use super::{Handshake, Map, Text};
use crate::authenticity::Scheme;
use crate::request::Method;

/// What Recado knows about a kind of sender.
#[derive(Debug)]
pub struct Preset {
    /// `whatsapp-cloud`, `stripe`, …: its folder's name.
    pub id: &'static str,
    pub title: Text,
    /// One line: what comes from there.
    pub about: Text,
    pub group: Group,
    /// Other names by which people look for it, in lower case.
    pub words: Vec<String>,
    /// The sender's documentation.
    pub docs: Option<String>,
    /// With which it sends, handshakes aside.
    pub methods: Vec<Method>,
    /// What to do at the sender's, in order.
    pub steps: [Text; 3],
    /// How to bring about the first delivery.
    pub first: Text,
    /// What the owner pastes at a sender that sends nothing by itself; `{address}` stands for the source's address.
    pub script: Option<Text>,
    pub answer: Answer,
    pub handshake: Option<Handshake>,
    /// How it proves that it is genuine. The first is the usual one; there is always one.
    pub schemes: Vec<SchemeChoice>,
    /// What only has to be given for senders that tell no more than an id.
    pub access_token: Option<AccessToken>,
    /// What can be fetched with it.
    pub fetch: Vec<Resource>,
    pub patience: Option<Patience>,
    /// Why this sender usually falls silent, the likeliest first.
    pub silence: Vec<Text>,
    pub body: BodyRules,
    /// A small picture, as SVG of 24 × 24.
    pub mark: &'static str,
    /// `None` where payloads are read by the names of their keys.
    pub map: Option<Map>,
    pub samples: &'static [Sample],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    Messages,
    Forms,
    Appointments,
    Payments,
    Shops,
    Other,
}

/// What the sender is answered when its delivery was taken.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    #[serde(default = "ok")]
    pub status: u16,
    #[serde(default)]
    pub body: AnswerBody,
    /// Of a text.
    #[serde(default = "plain")]
    pub content_type: String,
}

impl Default for Answer {
    fn default() -> Self {
        Self {
            status: ok(),
            body: AnswerBody::default(),
            content_type: plain(),
        }
    }
}

fn ok() -> u16 {
    200
}

fn plain() -> String {
    "text/plain".to_owned()
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum AnswerBody {
    /// Our own small object.
    #[default]
    Json,
    Empty,
    Text(String),
}

impl<'de> Deserialize<'de> for AnswerBody {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let written = String::deserialize(from)?;
        match (written.as_str(), written.strip_prefix("text:")) {
            ("json", _) => Ok(Self::Json),
            ("empty", _) => Ok(Self::Empty),
            (_, Some(text)) => Ok(Self::Text(text.to_owned())),
            (_, None) => Err(serde::de::Error::unknown_variant(
                &written,
                &["json", "empty", "text:…"],
            )),
        }
    }
}

/// One way in which the sender can prove that it is genuine.
#[derive(Debug, Clone, PartialEq)]
pub struct SchemeChoice {
    pub id: String,
    pub title: Text,
    /// `None` where the address is all there is.
    pub secret: Option<SecretField>,
    /// Whether deliveries are refused until there is a secret. If not, the address alone is enough until then.
    pub required: bool,
    /// Whether the owner may choose the name of what carries the proof.
    pub name_is_free: bool,
    pub scheme: Scheme,
}

/// The keys of a choice that are not the scheme's own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChoiceHead {
    id: String,
    title: Text,
    #[serde(default)]
    secret: Option<SecretField>,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    name_is_free: bool,
}

impl<'de> Deserialize<'de> for SchemeChoice {
    /// `#[serde(flatten)]` would let unknown keys pass.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        const OWN: [&str; 5] = ["id", "title", "secret", "required", "name_is_free"];
        let table = ::toml::Table::deserialize(from)?;
        let (head, scheme): (::toml::Table, ::toml::Table) = table
            .into_iter()
            .partition(|(key, _)| OWN.contains(&key.as_str()));
        let head: ChoiceHead = head.try_into().map_err(serde::de::Error::custom)?;
        Ok(Self {
            id: head.id,
            title: head.title,
            secret: head.secret,
            required: head.required,
            name_is_free: head.name_is_free,
            scheme: scheme.try_into().map_err(serde::de::Error::custom)?,
        })
    }
}

/// A secret that the owner gives.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretField {
    pub label: Text,
    /// Where it is found.
    pub hint: Text,
    /// Whether Recado may make one, to be pasted at the sender's.
    #[serde(default)]
    pub ours: bool,
}

/// What the sender tolerates.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patience {
    /// How long it waits for an answer.
    #[serde(default)]
    pub seconds_to_answer: Option<u32>,
    /// How long it keeps trying, and what happens then.
    pub text: Text,
    /// From the first attempt that fails to the last; 0 where there is but one. `None` where that is not known.
    #[serde(default)]
    pub gives_up_after_minutes: Option<u32>,
    /// What becomes of the delivery, and of those after it, when that time is over.
    #[serde(default)]
    pub then: GivesUp,
    /// What the owner does afterwards, in order: to get what was missed, and to turn the sender on again.
    #[serde(default)]
    pub recover: Vec<Text>,
}

/// What a sender does whose attempts all failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GivesUp {
    /// It drops the delivery; the next ones go on coming.
    #[default]
    Lost,
    /// It holds everything back until the owner sets its queue going again.
    QueueStopped,
    /// It sends nothing more until the owner turns the webhook on again, or makes it anew.
    Disabled,
}

/// What is done to a body before it is read or kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyRules {
    /// JSON Pointers (RFC 6901) of values that open a door: masked before anything is written.
    #[serde(default)]
    pub redact: Vec<String>,
    /// JSON Pointers of texts that hold JSON: read before mapping.
    #[serde(default)]
    pub json: Vec<String>,
    /// In which zone a time without zone is meant.
    #[serde(default)]
    pub zone: ZoneRule,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneRule {
    /// The business's own.
    #[default]
    Business,
    Utc,
}

/// The file as it stands.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: Text,
    about: Text,
    group: Group,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    docs: Option<String>,
    #[serde(default = "post", deserialize_with = "methods")]
    methods: Vec<Method>,
    first: Text,
    #[serde(default)]
    script: Option<Text>,
    steps: [Text; 3],
    #[serde(default)]
    answer: Answer,
    #[serde(default)]
    handshake: Option<HandshakeTable>,
    schemes: Vec<SchemeChoice>,
    #[serde(default)]
    access_token: Option<AccessToken>,
    #[serde(default)]
    fetch: Vec<Resource>,
    #[serde(default)]
    patience: Option<Patience>,
    #[serde(default)]
    silence: Vec<Text>,
    #[serde(default)]
    body: BodyRules,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HandshakeTable {
    kind: Handshake,
}

fn post() -> Vec<Method> {
    vec![Method::Post]
}

fn methods<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Method>, D::Error> {
    let names = Vec::<String>::deserialize(from)?;
    let read = |name: &String| {
        Method::read(name).ok_or_else(|| serde::de::Error::unknown_variant(name, &["GET", "POST", "PUT"]))
    };
    names.iter().map(read).collect()
}

/// Why a preset can not be used.
#[derive(Debug, Error)]
pub(super) enum PresetError {
    #[error("preset.toml can not be read: {0}")]
    Toml(#[from] ::toml::de::Error),
    #[error("preset.toml names no scheme")]
    NoScheme,
    #[error("preset.toml fetches wrongly: {0}")]
    Fetch(#[from] FetchError),
}

impl Preset {
    pub(super) fn read(folder: &'static Folder) -> Result<Self, PresetError> {
        let file: File = ::toml::from_str(folder.preset)?;
        if file.schemes.is_empty() {
            return Err(PresetError::NoScheme);
        }
        fetch::check(file.access_token.as_ref(), &file.fetch)?;
        Ok(Self {
            id: folder.id,
            title: file.title,
            about: file.about,
            group: file.group,
            words: file.words,
            docs: file.docs,
            methods: file.methods,
            steps: file.steps,
            first: file.first,
            script: file.script,
            answer: file.answer,
            handshake: file.handshake.map(|table| table.kind),
            schemes: file.schemes,
            access_token: file.access_token,
            fetch: file.fetch,
            patience: file.patience,
            silence: file.silence,
            body: file.body,
            mark: folder.mark,
            map: (!folder.map.is_empty()).then(|| Map::new(folder.map)),
            samples: folder.samples,
        })
    }

    /// The way in which it proves that it is genuine: the one of this id, else the usual one.
    pub fn scheme(&self, id: Option<&str>) -> Option<&SchemeChoice> {
        let named = id.and_then(|id| self.schemes.iter().find(|scheme| scheme.id == id));
        named.or(self.schemes.first())
    }

    /// What can be fetched under this name.
    pub fn resource(&self, name: &str) -> Option<&Resource> {
        self.fetch.iter().find(|resource| resource.resource == name)
    }
}
