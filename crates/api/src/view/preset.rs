use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What Recado knows about a kind of sender, in the app's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Preset {
    /// `whatsapp-cloud`, `stripe`, …; `other` for a sender that no preset is known for.
    pub id: String,
    pub title: String,
    /// One line: what comes from there.
    pub about: String,
    pub group: PresetGroup,
    /// By what people look for it, beside the title: other names, in lower case.
    pub words: Vec<String>,
    /// A small picture of our own, as SVG of 24 × 24.
    pub mark: String,
    /// The sender's documentation.
    pub docs: Option<String>,
    /// What to do at the sender's, in order: three of them.
    pub steps: Vec<String>,
    /// How to bring about the first delivery.
    pub first: String,
    /// What has to be pasted at the sender's, where it sends nothing by itself; `{address}` stands for the source's
    /// address.
    pub script: Option<String>,
    /// How the sender shows that it is genuine. The first is the usual one.
    pub schemes: Vec<Scheme>,
    /// What only has to be given for senders that tell no more than an id: the key with which the rest is fetched.
    pub access_token: Option<SecretField>,
    /// Whether the sender asks for a word of ours when it is set up (Meta).
    pub verify_token: bool,
    /// Whether the sender signs the address under which it knows us (Twilio).
    pub signs_address: bool,
    /// How long the sender keeps trying when nobody answers.
    pub patience: Option<Patience>,
}

/// How long a sender keeps trying, and what happens then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Patience {
    /// In words.
    pub text: String,
    /// From the first attempt that fails to the last; 0 where there is but one. Absent where that is not known.
    pub gives_up_after_minutes: Option<u32>,
    pub then: GivesUp,
    /// What to do afterwards, in order.
    pub recover: Vec<String>,
}

/// What a sender does whose attempts all failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum GivesUp {
    /// It drops the delivery; the next ones go on coming.
    Lost,
    /// It holds everything back until the owner sets its queue going again.
    QueueStopped,
    /// It sends nothing more until the owner turns the webhook on again, or makes it anew.
    Disabled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PresetGroup {
    Messages,
    Forms,
    Appointments,
    Payments,
    Shops,
    Other,
}

/// One way in which a sender can show that it is genuine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Scheme {
    pub id: String,
    pub title: String,
    /// `None` where the address is all there is.
    pub secret: Option<SecretField>,
    /// Whether deliveries are refused until there is a secret.
    pub required: bool,
    /// The name of the header, parameter or field that carries the proof, where the owner may choose it.
    pub name: Option<String>,
}

/// A secret that the owner gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SecretField {
    pub label: String,
    /// Where it is found.
    pub hint: String,
    /// Whether the owner may have one made here, to be pasted at the sender's.
    pub ours: bool,
}
