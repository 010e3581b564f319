//! Which relay the owner chose.

use std::fmt;

use recado_tunnel::identity::{KeyError, RelayKey};
use recado_tunnel::invitation::Invitation;
use recado_tunnel::origin::{Origin, OriginError};
use serde::{Deserialize, Serialize};

/// The relay that the owner chose, and what is known of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub(crate) struct RelayChoice {
    pub(crate) origin: Origin,
    /// By which it is known again: from the invitation, else from the first attach on.
    pub(crate) key: Option<RelayKey>,
    /// The invitation's, until the relay has taken it.
    pub(crate) code: Option<String>,
}

impl RelayChoice {
    /// What an invitation says, and what was known before. The same relay keeps its key, unless the invitation names
    /// another: then it was set up anew, and whoever sent the invitation says so.
    pub(crate) fn by(invitation: Invitation, before: Option<Self>) -> Self {
        let before = before.filter(|before| before.origin == invitation.origin);
        let (key, code) = before.map_or((None, None), |before| (before.key, before.code));
        let is_another = invitation.key.is_some() && key.is_some() && invitation.key != key;
        Self {
            origin: invitation.origin,
            key: invitation.key.or(key),
            code: invitation.code.or(code.filter(|_| !is_another)),
        }
    }
}

/// The code lets anybody in.
impl fmt::Debug for RelayChoice {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "RelayChoice({}, {:?})", self.origin, self.key)
    }
}

/// As it stands among the settings.
#[derive(Clone, Serialize, Deserialize)]
struct Written {
    origin: String,
    key: Option<String>,
    code: Option<String>,
}

impl From<RelayChoice> for Written {
    fn from(choice: RelayChoice) -> Self {
        Self {
            origin: choice.origin.to_string(),
            key: choice.key.map(|key| key.to_string()),
            code: choice.code,
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum ReadError {
    #[error(transparent)]
    Origin(#[from] OriginError),
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl TryFrom<Written> for RelayChoice {
    type Error = ReadError;

    fn try_from(written: Written) -> Result<Self, ReadError> {
        Ok(Self {
            origin: written.origin.parse()?,
            key: written.key.map(|key| key.parse()).transpose()?,
            code: written.code,
        })
    }
}

#[cfg(test)]
mod tests {
    use recado_tunnel::identity::RelayIdentity;

    use super::*;

    fn invitation(origin: &str, key: Option<RelayKey>, code: Option<&str>) -> Invitation {
        Invitation {
            origin: origin.parse().unwrap(),
            key,
            code: code.map(str::to_owned),
        }
    }

    #[test]
    fn the_same_relay_keeps_the_key_by_which_it_is_known() {
        let (known, other) = (
            RelayIdentity::new().unwrap().key(),
            RelayIdentity::new().unwrap().key(),
        );
        let here = "https://relay.example";
        let before = RelayChoice::by(invitation(here, Some(known), Some("abc")), None);
        for (again, key, code) in [
            (invitation(here, None, None), Some(known), Some("abc")),
            (
                invitation(here, Some(known), Some("new")),
                Some(known),
                Some("new"),
            ),
            // A code of the relay that it was is nothing for the relay that it is.
            (invitation(here, Some(other), None), Some(other), None),
            (invitation("https://other.example", None, None), None, None),
        ] {
            let choice = RelayChoice::by(again, Some(before.clone()));
            assert_eq!((choice.key, choice.code.as_deref()), (key, code));
        }
    }

    #[test]
    fn a_choice_reads_back_from_the_settings_and_shows_no_code_in_a_log() {
        let key = RelayIdentity::new().unwrap().key();
        let choice = RelayChoice::by(invitation("http://127.0.0.1:8080", Some(key), Some("abc7")), None);
        let written = serde_json::to_string(&choice).unwrap();
        assert_eq!(serde_json::from_str::<RelayChoice>(&written).unwrap(), choice);
        assert!(!format!("{choice:?}").contains("abc7"));
        assert!(
            serde_json::from_str::<RelayChoice>(r#"{"origin":"relay.example","key":null,"code":null}"#)
                .is_err()
        );
    }
}
