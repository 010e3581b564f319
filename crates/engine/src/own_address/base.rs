//! An address as it is kept: scheme, host, port and perhaps a path, without a slash at its end.

use std::fmt;

use reqwest::Url;

use crate::web;

/// The longest address that is taken, in bytes. A source's part comes behind it, and people copy it by hand.
const LONGEST: usize = 200;

/// How the addresses of sources begin, behind the base.
const SOURCES: &str = "/in/";

/// Where the receiver is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Base(Url);

/// How far an address reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reaches {
    /// Only from this computer.
    Here,
    /// Only from the network at hand.
    Near,
    Everywhere,
}

/// Why a text is no such address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoBase {
    #[error("this is no web address")]
    Shape,
    #[error("the address holds a user, a query or a fragment")]
    Extra,
    #[error("the address is too long")]
    TooLong,
}

impl NoBase {
    pub(crate) const LONGEST: usize = LONGEST;
}

impl Base {
    /// Reads what the owner typed or pasted, perhaps the address of a source: what is behind `/in/` is left out. Without
    /// a scheme it is taken for `https`.
    ///
    /// # Errors
    /// See [`NoBase`].
    pub(crate) fn read(written: &str) -> Result<Self, NoBase> {
        let written = written.trim();
        let whole = if written.contains("://") {
            written.to_owned()
        } else {
            format!("https://{written}")
        };
        let mut url: Url = whole.parse().map_err(|_| NoBase::Shape)?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(|host| host.contains('%')) {
            return Err(NoBase::Shape);
        }
        if !url.username().is_empty()
            || url.password().is_some()
            || url.query().is_some()
            || url.fragment().is_some()
        {
            return Err(NoBase::Extra);
        }
        let path = url.path();
        let before = path.rfind(SOURCES).map_or(path, |at| &path[..at]);
        let before = before.strip_suffix("/in").unwrap_or(before).trim_end_matches('/');
        let before = before.to_owned();
        url.set_path(&before);
        let base = Self(url);
        if base.to_string().len() > LONGEST {
            return Err(NoBase::TooLong);
        }
        Ok(base)
    }

    /// Host, and the port where it is not the usual one.
    pub(super) fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        match self.0.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    pub(super) fn is_plain(&self) -> bool {
        self.0.scheme() == "http"
    }

    pub(super) fn reaches(&self) -> Reaches {
        let host = self.0.host_str().unwrap_or_default();
        if web::is_this_computer(host) {
            Reaches::Here
        } else if web::is_near(host) {
            Reaches::Near
        } else {
            Reaches::Everywhere
        }
    }
}

impl fmt::Display for Base {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_or_pasted_becomes_one_way_of_writing_it() {
        for (written, read) in [
            (" https://Webhooks.Example/ ", "https://webhooks.example"),
            ("webhooks.example", "https://webhooks.example"),
            (
                "webhooks.example:8443/loja/",
                "https://webhooks.example:8443/loja",
            ),
            ("https://webhooks.example:443", "https://webhooks.example"),
            ("https://h.example/loja//", "https://h.example/loja"),
            ("https://h.example/in/k7f3a-whatsapp", "https://h.example"),
            (
                "https://h.example/loja/in/k7f3a-whatsapp/orders",
                "https://h.example/loja",
            ),
            ("https://h.example/loja/in/", "https://h.example/loja"),
            ("https://h.example/in", "https://h.example"),
            ("https://h.example/index", "https://h.example/index"),
            (
                "https://padaria-são-joão.example",
                "https://xn--padaria-so-joo-yhbe.example",
            ),
            ("http://192.168.0.10:7322", "http://192.168.0.10:7322"),
            ("HTTP://[2001:db8::1]:7322/", "http://[2001:db8::1]:7322"),
        ] {
            assert_eq!(
                Base::read(written).map(|base| base.to_string()),
                Ok(read.to_owned()),
                "{written}"
            );
        }
    }

    #[test]
    fn what_is_no_web_address_or_more_than_one_is_not_taken() {
        for (written, error) in [
            ("", NoBase::Shape),
            ("   ", NoBase::Shape),
            ("minha loja", NoBase::Shape),
            ("ftp://h.example", NoBase::Shape),
            ("recado://relay/k7f3", NoBase::Shape),
            ("https://", NoBase::Shape),
            ("https://ana:senha@h.example", NoBase::Extra),
            ("https://h.example/?x=1", NoBase::Extra),
            ("https://h.example/#a", NoBase::Extra),
        ] {
            assert_eq!(Base::read(written), Err(error), "{written}");
        }
        let long = format!("https://h.example/{}", "a".repeat(LONGEST));
        assert_eq!(Base::read(&long), Err(NoBase::TooLong));
    }

    #[test]
    fn an_address_of_this_computer_or_its_network_is_known_as_such() {
        for (written, reaches) in [
            ("http://127.0.0.1:7322", Reaches::Here),
            ("http://localhost:7322", Reaches::Here),
            ("http://[::1]", Reaches::Here),
            ("http://192.168.0.10", Reaches::Near),
            ("http://10.0.0.1", Reaches::Near),
            ("http://[fd00::1]", Reaches::Near),
            ("http://203.0.113.9", Reaches::Everywhere),
            ("https://h.example", Reaches::Everywhere),
        ] {
            assert_eq!(Base::read(written).unwrap().reaches(), reaches, "{written}");
        }
    }
}
