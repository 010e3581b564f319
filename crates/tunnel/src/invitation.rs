//! The invitation to a relay, as the link in which it travels: `recado://relay/{code}?at={relay}&key={relay's key}`.
//!
//! The relay's key goes along, so that an engine knows from the first attach on whom it speaks to. `at` is the host of
//! an `https` relay (with its port, if it is not the usual one), or a whole origin where it is not `https`. A relay that
//! is open to all needs no code: its origin alone will do.

use std::fmt;
use std::str::FromStr;

use percent_encoding::percent_decode_str;

use crate::identity::RelayKey;
use crate::limits::LONGEST_INVITATION;
use crate::origin::Origin;

/// What a link begins with.
const PREFIX: &str = "recado://relay/";

/// Where to attach, with what allows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The relay.
    pub origin: Origin,
    /// Its key; where none is named, the one it first shows is pinned.
    pub key: Option<RelayKey>,
    /// What a relay asks for that is not open to all.
    pub code: Option<String>,
}

impl FromStr for Invitation {
    type Err = InvitationError;

    /// Reads a link, or an origin alone. White space around it is left out: it was pasted.
    fn from_str(written: &str) -> Result<Self, InvitationError> {
        let written = written.trim();
        let Some(link) = strip_prefix_of_any_case(written) else {
            let origin = written.parse().map_err(|_| InvitationError::Shape)?;
            return Ok(Self {
                origin,
                key: None,
                code: None,
            });
        };
        let (code, query) = link.split_once('?').ok_or(InvitationError::Cut)?;
        let code = code.trim_end_matches('/');
        let (mut origin, mut key) = (None, None);
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = percent_decode_str(value)
                .decode_utf8()
                .map_err(|_| InvitationError::Damaged)?;
            match name {
                "at" => origin = Some(read_relay(&value)?),
                "key" => key = Some(value.parse().map_err(|_| InvitationError::Damaged)?),
                // Of a later version, or added by whatever the link was sent through.
                _ => {}
            }
        }
        if code.len() > LONGEST_INVITATION || !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(InvitationError::Damaged);
        }
        Ok(Self {
            origin: origin.ok_or(InvitationError::Cut)?,
            key: Some(key.ok_or(InvitationError::Cut)?),
            code: (!code.is_empty()).then(|| code.to_owned()),
        })
    }
}

impl fmt::Display for Invitation {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(key) = &self.key else {
            return self.origin.fmt(to);
        };
        let code = self.code.as_deref().unwrap_or_default();
        write!(to, "{PREFIX}{code}?at=")?;
        if self.origin.is_secure() {
            write!(to, "{}", self.origin.authority())?;
        } else {
            write!(to, "{}", self.origin)?;
        }
        write!(to, "&key={key}")
    }
}

fn strip_prefix_of_any_case(written: &str) -> Option<&str> {
    let (start, rest) = written.split_at_checked(PREFIX.len())?;
    start.eq_ignore_ascii_case(PREFIX).then_some(rest)
}

fn read_relay(at: &str) -> Result<Origin, InvitationError> {
    let origin = if at.contains("://") {
        at.parse()
    } else {
        format!("https://{at}").parse()
    };
    origin.map_err(|_| InvitationError::Damaged)
}

/// Why a text is no invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvitationError {
    /// It is something else.
    #[error("this is no invitation: one begins with {PREFIX}")]
    Shape,
    /// It begins as one, but its end is missing.
    #[error("the invitation is not whole: its end is missing")]
    Cut,
    /// Something in it was changed.
    #[error("the invitation is damaged: something in it was changed")]
    Damaged,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::RelayIdentity;
    use crate::vectors;

    fn invitation(origin: &str) -> Invitation {
        Invitation {
            origin: origin.parse().unwrap(),
            key: Some(RelayIdentity::from_seed([3; 32]).key()),
            code: Some("k7f3".to_owned()),
        }
    }

    #[test]
    fn a_link_names_the_relay_its_key_and_the_code_and_reads_back() {
        let key = RelayIdentity::from_seed([3; 32]).key();
        for (origin, at) in [
            ("https://hooks.example.com", "hooks.example.com"),
            ("https://hooks.example.com:8443", "hooks.example.com:8443"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ] {
            let link = invitation(origin).to_string();
            assert_eq!(link, format!("recado://relay/k7f3?at={at}&key={key}"));
            assert_eq!(link.parse(), Ok(invitation(origin)));
        }
    }

    #[test]
    fn a_link_has_the_committed_letters() {
        vectors::check(
            "invitation",
            invitation("https://relay.example").to_string().as_bytes(),
        );
    }

    #[test]
    fn a_link_that_went_through_a_mail_program_reads_back() {
        let whole = invitation("http://127.0.0.1:8080");
        let link = whole.to_string().replace("http://", "http%3A%2F%2F");
        assert_eq!(format!("  {link}&utm_source=mail\n").parse(), Ok(whole.clone()));
        assert_eq!(link.replace("recado:", "RECADO:").parse(), Ok(whole.clone()));
        assert_eq!(link.replace("k7f3?", "k7f3/?").parse(), Ok(whole));
    }

    #[test]
    fn an_open_relay_needs_its_origin_alone() {
        let open: Invitation = "https://Relay.Example/".parse().unwrap();
        assert_eq!(open.to_string(), "https://relay.example");
        assert_eq!((open.key, open.code), (None, None));
    }

    #[test]
    fn what_is_no_invitation_says_what_is_wrong_with_it() {
        let link = invitation("https://hooks.example.com").to_string();
        let cut = &link[..link.find("&key").unwrap()];
        for (written, error) in [
            ("", InvitationError::Shape),
            ("hello", InvitationError::Shape),
            ("recado://contact/7", InvitationError::Shape),
            ("recado://relay/k7f3", InvitationError::Cut),
            (cut, InvitationError::Cut),
            (&link[..link.len() - 1], InvitationError::Damaged),
            (&link.replace("k7f3", "k7 f3"), InvitationError::Damaged),
            (&link.replace("hooks.", "ho oks."), InvitationError::Damaged),
        ] {
            assert_eq!(written.parse::<Invitation>(), Err(error), "{written}");
        }
    }
}
