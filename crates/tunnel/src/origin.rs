//! The origin of a relay: scheme, host and port, written in one way only.

use std::fmt;
use std::str::FromStr;

use http::Uri;
use http::uri::{Authority, Scheme};

/// A relay's origin, `https://relay.example` or `http://127.0.0.1:8080`: lower case, no usual port, nothing after it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    secure: bool,
    authority: Authority,
}

/// The longest origin, in bytes: a host name has at most 253.
const LONGEST: usize = 255;

impl Origin {
    /// Whether it is `https`.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// Its scheme.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        if self.secure { Scheme::HTTPS } else { Scheme::HTTP }
    }

    /// Host, and the port where it is not the usual one.
    #[must_use]
    pub fn authority(&self) -> &Authority {
        &self.authority
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}://{}", self.scheme(), self.authority)
    }
}

impl FromStr for Origin {
    type Err = OriginError;

    fn from_str(written: &str) -> Result<Self, OriginError> {
        let url: Uri = written.parse().map_err(|_| OriginError)?;
        let secure = match url.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(OriginError),
        };
        let usual = if secure { 443 } else { 80 };
        let authority = url.authority().ok_or(OriginError)?;
        let host = authority.host().to_ascii_lowercase();
        let nothing_after = url.path() == "/" && url.query().is_none();
        // `Uri` reads `relay.example:` and `relay.example:x` as an authority whose port is none.
        let port_is_a_number = authority.port_u16().is_some() || !authority.as_str().ends_with(':');
        let host_ends = authority.as_str().len() - authority.port().map_or(0, |port| port.as_str().len() + 1);
        if host.is_empty() || !nothing_after || !port_is_a_number || host_ends != host.len() {
            return Err(OriginError);
        }
        let authority = match authority.port_u16() {
            Some(port) if port != usual => format!("{host}:{port}"),
            _ => host,
        };
        let origin = Self {
            secure,
            authority: authority.parse().map_err(|_| OriginError)?,
        };
        if origin.to_string().len() > LONGEST {
            return Err(OriginError);
        }
        Ok(origin)
    }
}

/// The text is no origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a relay is written as https://host or https://host:port, with nothing after it")]
pub struct OriginError;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_one_way_to_be_written() {
        for (written, canonical) in [
            ("https://relay.example", "https://relay.example"),
            ("HTTPS://Relay.Example:443/", "https://relay.example"),
            ("https://relay.example:8443", "https://relay.example:8443"),
            ("http://relay.example:80", "http://relay.example"),
            ("http://127.0.0.1:7000/", "http://127.0.0.1:7000"),
            ("http://[::1]:7000", "http://[::1]:7000"),
        ] {
            let origin: Origin = written.parse().unwrap();
            assert_eq!(origin.to_string(), canonical);
            assert_eq!(canonical.parse(), Ok(origin));
        }
    }

    #[test]
    fn what_is_more_or_less_than_an_origin_is_refused() {
        for odd in [
            "",
            "relay.example",
            "ftp://relay.example",
            "https://",
            "https://relay.example/path",
            "https://relay.example?query",
            "https://joana@relay.example",
            "https://relay.example:",
            "https://relay.example:99999",
            "/path",
        ] {
            assert_eq!(odd.parse::<Origin>(), Err(OriginError), "{odd}");
        }
        let long = format!("https://{}.example", "a".repeat(LONGEST));
        assert_eq!(long.parse::<Origin>(), Err(OriginError));
    }
}
