use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Contact;
use crate::ids::ActId;

/// The owner did something to a contact, which can be undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Acted {
    /// As it is now.
    pub contact: Contact,
    /// For [`crate::request::Undo`]; absent where nothing had to be changed.
    pub act: Option<ActId>,
}

/// The answer to [`crate::request::AddContact`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Added {
    Added(Acted),
    /// The phone or e-mail belongs to this contact already; nothing was changed.
    Exists(Contact),
}

/// The answer to [`crate::request::Undo`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Undone {
    /// As it is now; absent where adding it was undone.
    pub contact: Option<Contact>,
}

/// The answer to [`crate::request::Reply`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Replied {
    pub acted: Acted,
    /// To be opened: `https://wa.me/…`, `mailto:…` or `tel:…`.
    pub link: String,
}

/// The answer to [`crate::request::RemoveTests`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TestsRemoved {
    pub contacts: u32,
}
