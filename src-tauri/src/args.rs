//! The command line, which is also how links to Recado arrive.

use std::convert::Infallible;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Parser;
use recado_api::view::Destination;
use recado_api::{ContactId, SourceId};

/// The window of Recado
#[derive(Debug, Parser)]
#[command(name = "recado-window", version)]
pub(crate) struct Args {
    /// Where the data is kept [default: the platform's folder for user data]
    #[arg(long, env = "RECADO_DATA_DIR", value_name = "DIR")]
    data_dir: Option<PathBuf>,

    /// Open at this contact
    #[arg(long, value_name = "ID")]
    contact: Option<ContactId>,

    /// Open at what this source received
    #[arg(long, value_name = "SOURCE", conflicts_with = "contact")]
    activity: Option<SourceId>,

    /// Open at this source
    #[arg(long, value_name = "SOURCE", conflicts_with_all = ["contact", "activity"])]
    connection: Option<SourceId>,

    /// Start the resident part alone, without a window
    #[arg(long)]
    pub(crate) hidden: bool,

    /// This program has already started itself anew for a newer desk: not again
    #[arg(long, hide = true)]
    pub(crate) anew: bool,

    /// A link, such as recado://contact/ID
    link: Option<Link>,
}

impl Args {
    /// The data folder that is meant, in full; `None` for a user without a home.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        let named = self.data_dir.as_ref().filter(|path| !path.as_os_str().is_empty());
        match named {
            Some(path) => std::path::absolute(path).ok(),
            None => recado_api::usual_data_folder(),
        }
    }

    /// What is to be shown.
    pub(crate) fn destination(&self) -> Option<Destination> {
        self.contact
            .map(Destination::Contact)
            .or(self.activity.map(Destination::Activity))
            .or(self.connection.map(Destination::Connection))
            .or_else(|| self.link.as_ref().and_then(|link| link.to.clone()))
    }
}

/// What a link begins with.
const SCHEME: &str = "recado:";

/// Many times what an invitation needs: what is longer was made to do harm.
const LONGEST_INVITATION: usize = 2_048;

/// A `recado:` link. Anything in the system may call with one, any page a browser shows included, so it only leads
/// somewhere in the window: what is not understood opens the board, and an invitation opens a question.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Link {
    to: Option<Destination>,
}

impl FromStr for Link {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let path = match text.split_at_checked(SCHEME.len()) {
            Some((scheme, path)) if scheme.eq_ignore_ascii_case(SCHEME) => path,
            _ => "",
        };
        let mut parts = path.trim_matches('/').split('/');
        let to = match (parts.next(), parts.next(), parts.next()) {
            (Some("contact"), Some(id), None) => id.parse().ok().map(Destination::Contact),
            (Some("activity"), Some(id), None) => id.parse().ok().map(Destination::Activity),
            (Some("connection"), Some(id), None) => id.parse().ok().map(Destination::Connection),
            // Read and judged where it is asked about: one that is cut or damaged is told apart there.
            (Some("relay"), Some(_), _) if may_invite(text) => Some(Destination::Relay(text.to_owned())),
            _ => None,
        };
        Ok(Self { to })
    }
}

fn may_invite(link: &str) -> bool {
    link.len() <= LONGEST_INVITATION && link.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0190f4a0-0000-7000-8000-000000000001";

    fn destination(words: &[&str]) -> Option<Destination> {
        let words = ["recado-window"].iter().chain(words);
        Args::try_parse_from(words).unwrap().destination()
    }

    fn contact() -> Option<Destination> {
        Some(Destination::Contact(ID.parse().unwrap()))
    }

    fn activity() -> Option<Destination> {
        Some(Destination::Activity(ID.parse().unwrap()))
    }

    fn connection() -> Option<Destination> {
        Some(Destination::Connection(ID.parse().unwrap()))
    }

    #[test]
    fn a_link_names_a_contact_with_or_without_slashes() {
        for link in [
            format!("recado://contact/{ID}"),
            format!("recado://contact/{ID}/"),
            format!("recado:contact/{ID}"),
            format!("RECADO://contact/{ID}"),
        ] {
            assert_eq!(destination(&[&link]), contact(), "{link}");
        }
    }

    #[test]
    fn a_link_that_invites_to_a_relay_is_passed_on_whole() {
        for link in [
            "recado://relay/k7f3?at=hooks.example.com&key=abc",
            "recado://relay/k7f3?at=http://127.0.0.1:8080&key=abc",
            "Recado://relay/k7f3/?at=hooks.example.com&key=abc&utm_source=mail",
            // Cut somewhere on its way: the person is told.
            "recado://relay/k7f3",
        ] {
            assert_eq!(destination(&[link]), Some(Destination::Relay(link.to_owned())));
        }
    }

    #[test]
    fn a_link_names_what_a_source_received() {
        assert_eq!(destination(&[&format!("recado://activity/{ID}")]), activity());
        assert_eq!(destination(&["recado://activity/"]), None);
    }

    #[test]
    fn a_link_names_a_source() {
        assert_eq!(destination(&[&format!("recado://connection/{ID}")]), connection());
        assert_eq!(destination(&["recado://connection/"]), None);
    }

    #[test]
    fn a_link_that_is_not_understood_opens_the_board() {
        for link in [
            "recado://contact/../../etc",
            "recado://contact/--hidden",
            "recado://relay",
            "recado://relay/",
            "recado://relay/k7f3?at=hooks.example.com\n&key=abc",
            "recado://relay/k7f3?at=h\u{f6}oks.example.com&key=abc",
            "https://example.org",
            "https://example.org/recado://relay/k7f3?at=x&key=y",
            "",
        ] {
            assert_eq!(destination(&[link]), None, "{link}");
        }
        let endless = format!(
            "recado://relay/k7f3?at={}&key=abc",
            "a".repeat(LONGEST_INVITATION)
        );
        assert_eq!(destination(&[&endless]), None);
    }

    #[test]
    fn a_link_is_one_word_and_no_option() {
        let link = "recado://relay/k7f3?at=hooks.example.com&key=abc";
        assert!(Args::try_parse_from(["recado-window", link, "--hidden", link]).is_err());
        assert!(Args::try_parse_from(["recado-window", link, link]).is_err());
        assert!(Args::try_parse_from(["recado-window", "--", "--hidden"]).is_ok_and(|args| !args.hidden));
    }

    #[test]
    fn the_option_is_the_same_as_a_link() {
        assert_eq!(destination(&["--contact", ID]), contact());
        assert_eq!(destination(&["--activity", ID]), activity());
        assert_eq!(destination(&["--connection", ID]), connection());
        assert!(Args::try_parse_from(["recado-window", "--contact", "nobody"]).is_err());
    }
}
