//! A proxy whose word about the sender is believed.
//!
//! A header says what anybody wrote into it, so it counts only where the connection comes from a proxy that the owner
//! named, and of a list only what trusted proxies have added: read from the right, up to the first whom none of them is.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use hyper::HeaderMap;
use ipnet::IpNet;
use recado_api::view::{ForwardedHeader, TrustedProxy};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trusted {
    header: ForwardedHeader,
    /// This computer's own addresses where there are none.
    from: Vec<IpNet>,
}

/// What was written is neither a network address nor a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoNetwork(pub(crate) String);

/// Whom the header names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    Sender(IpAddr),
    /// Somebody, but not by an address, or several where there is to be one.
    Unclear,
    /// There is no such header, or nobody has to believe it.
    Nobody,
}

impl Trusted {
    /// # Errors
    /// When one of the addresses is none.
    pub(crate) fn read(proxy: &TrustedProxy) -> Result<Self, NoNetwork> {
        let from = proxy.from.iter().map(|written| network(written));
        Ok(Self {
            header: proxy.header,
            from: from.collect::<Result<_, _>>()?,
        })
    }

    /// Who is behind `peer`, as far as it may be believed.
    pub(super) fn named(&self, peer: IpAddr, headers: &HeaderMap) -> Named {
        if !self.trusts(peer) {
            return Named::Nobody;
        }
        let name = match self.header {
            ForwardedHeader::XForwardedFor => "x-forwarded-for",
            ForwardedHeader::Forwarded => "forwarded",
            ForwardedHeader::XRealIp => "x-real-ip",
            ForwardedHeader::CfConnectingIp => "cf-connecting-ip",
        };
        let mut lines = Vec::new();
        for value in headers.get_all(name) {
            let Ok(text) = value.to_str() else {
                return Named::Unclear;
            };
            lines.push(text);
        }
        match (self.header, lines.as_slice()) {
            (_, []) => Named::Nobody,
            (ForwardedHeader::XForwardedFor, _) => {
                let all = lines.iter().flat_map(|line| line.split(','));
                self.last(all.map(address).collect())
            }
            (ForwardedHeader::Forwarded, _) => {
                let all = lines.iter().flat_map(|line| split(line, ','));
                self.last(all.map(forwarded_for).collect())
            }
            (ForwardedHeader::XRealIp | ForwardedHeader::CfConnectingIp, [one]) => {
                address(one).map_or(Named::Unclear, Named::Sender)
            }
            (ForwardedHeader::XRealIp | ForwardedHeader::CfConnectingIp, _) => Named::Unclear,
        }
    }

    /// The last in a list to which each proxy adds whom it heard from, trusted ones aside. Where all are trusted, the
    /// first of them has sent it.
    fn last(&self, named: Vec<Option<IpAddr>>) -> Named {
        let mut sender = Named::Nobody;
        for address in named.into_iter().rev() {
            let Some(address) = address else {
                return Named::Unclear;
            };
            sender = Named::Sender(address);
            if !self.trusts(address) {
                break;
            }
        }
        sender
    }

    fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        if self.from.is_empty() {
            return address.is_loopback();
        }
        self.from.iter().any(|network| network.contains(&address))
    }
}

/// Whom a header names that a proxy on this computer has added to, as far as it may be believed if that is trusted.
pub(crate) fn named_in(header: ForwardedHeader, headers: &HeaderMap) -> Option<IpAddr> {
    let trusted = Trusted {
        header,
        from: Vec::new(),
    };
    match trusted.named(Ipv4Addr::LOCALHOST.into(), headers) {
        Named::Sender(sender) => Some(sender),
        Named::Unclear | Named::Nobody => None,
    }
}

/// A network, or one address.
fn network(written: &str) -> Result<IpNet, NoNetwork> {
    let written = written.trim();
    let one = written
        .parse::<IpAddr>()
        .map(|address| IpNet::from(address.to_canonical()));
    one.or_else(|_| written.parse())
        .map_err(|_| NoNetwork(written.to_owned()))
}

/// An address, perhaps with a port; one of IPv6 perhaps in brackets.
fn address(written: &str) -> Option<IpAddr> {
    let written = written.trim();
    if let Ok(address) = written.parse::<IpAddr>() {
        return Some(address);
    }
    if let Ok(with_port) = written.parse::<SocketAddr>() {
        return Some(with_port.ip());
    }
    written.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

/// Of an element of `Forwarded` (RFC 7239, section 4) whom it was forwarded for.
fn forwarded_for(element: &str) -> Option<IpAddr> {
    let mut named = split(element, ';').into_iter().filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim().eq_ignore_ascii_case("for").then(|| value.trim())
    });
    let value = named.next().filter(|_| named.next().is_none())?;
    let unquoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    address(unquoted.unwrap_or(value))
}

/// The parts between separators that stand in no quoted string (RFC 9110, section 5.6.4).
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(move |letter: char| {
        if escaped {
            escaped = false;
        } else if quoted && letter == '\\' {
            escaped = true;
        } else if letter == '"' {
            quoted = !quoted;
        }
        letter == separator && !quoted
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use hyper::header::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn what_trusted_proxies_added_is_believed_and_nothing_before_it() {
        let trusted = trusting(ForwardedHeader::XForwardedFor, &[]);
        for (lines, named) in [
            (&["203.0.113.9"][..], "203.0.113.9"),
            // What a sender claims stands on the left of what the proxy has seen.
            (&["198.51.100.1, 203.0.113.9"], "203.0.113.9"),
            (&["198.51.100.1", "203.0.113.9"], "203.0.113.9"),
            (&["127.0.0.1, 203.0.113.9"], "203.0.113.9"),
            (&["198.51.100.1, 203.0.113.9, 127.0.0.1, ::1"], "203.0.113.9"),
            (&["203.0.113.9:4711"], "203.0.113.9"),
            (&["[2001:db8::9]:4711"], "2001:db8::9"),
            (&["2001:db8::9"], "2001:db8::9"),
            (&["127.0.0.1"], "127.0.0.1"),
        ] {
            let headers = headers("x-forwarded-for", lines);
            let named = Named::Sender(named.parse().unwrap());
            assert_eq!(trusted.named(loopback(), &headers), named, "{lines:?}");
        }
        for lines in [&["203.0.113.9, unknown"][..], &["203.0.113.9,"], &[""]] {
            let headers = headers("x-forwarded-for", lines);
            assert_eq!(trusted.named(loopback(), &headers), Named::Unclear, "{lines:?}");
        }
        assert_eq!(trusted.named(loopback(), &HeaderMap::new()), Named::Nobody);
    }

    #[test]
    fn a_forwarded_header_is_read_by_its_grammar() {
        let trusted = trusting(ForwardedHeader::Forwarded, &[]);
        for (line, named) in [
            ("for=203.0.113.9", "203.0.113.9"),
            ("For=\"[2001:db8::9]:4711\";proto=https", "2001:db8::9"),
            ("for=198.51.100.1, for=203.0.113.9;by=203.0.113.1", "203.0.113.9"),
            ("for=\"a, for=198.51.100.1\", for=203.0.113.9", "203.0.113.9"),
            ("for=203.0.113.9;host=\"x\\\", for=198.51.100.1\"", "203.0.113.9"),
        ] {
            let named = Named::Sender(named.parse().unwrap());
            assert_eq!(
                trusted.named(loopback(), &headers("forwarded", &[line])),
                named,
                "{line}"
            );
        }
        for line in [
            "for=_hidden",
            "for=unknown",
            "proto=https",
            "for=1.2.3.4;for=5.6.7.8",
        ] {
            let named = trusted.named(loopback(), &headers("forwarded", &[line]));
            assert_eq!(named, Named::Unclear, "{line}");
        }
    }

    #[test]
    fn where_one_address_is_said_two_say_nothing() {
        for (header, name) in [
            (ForwardedHeader::XRealIp, "x-real-ip"),
            (ForwardedHeader::CfConnectingIp, "cf-connecting-ip"),
        ] {
            let trusted = trusting(header, &[]);
            let named = |lines: &[&str]| trusted.named(loopback(), &headers(name, lines));
            assert_eq!(
                named(&["203.0.113.9"]),
                Named::Sender("203.0.113.9".parse().unwrap())
            );
            assert_eq!(named(&["203.0.113.9", "198.51.100.1"]), Named::Unclear);
            assert_eq!(named(&["203.0.113.9, 198.51.100.1"]), Named::Unclear);
        }
    }

    #[test]
    fn only_the_named_proxies_are_believed() {
        let trusted = trusting(ForwardedHeader::XForwardedFor, &["10.0.0.0/8", " 192.0.2.7 "]);
        let said = headers("x-forwarded-for", &["203.0.113.9, 10.1.2.3"]);
        let sender = Named::Sender("203.0.113.9".parse().unwrap());
        for peer in ["10.9.9.9", "192.0.2.7", "::ffff:192.0.2.7"] {
            assert_eq!(trusted.named(peer.parse().unwrap(), &said), sender, "{peer}");
        }
        for peer in ["192.0.2.8", "127.0.0.1", "2001:db8::1"] {
            assert_eq!(
                trusted.named(peer.parse().unwrap(), &said),
                Named::Nobody,
                "{peer}"
            );
        }
    }

    #[test]
    fn what_is_no_network_is_refused_with_what_was_written() {
        for written in ["", "proxy.example", "10.0.0.0/40", "10.0.0.1:80"] {
            let proxy = TrustedProxy {
                header: ForwardedHeader::XRealIp,
                from: vec!["::1".to_owned(), written.to_owned()],
            };
            assert_eq!(Trusted::read(&proxy), Err(NoNetwork(written.to_owned())));
        }
    }

    fn trusting(header: ForwardedHeader, from: &[&str]) -> Trusted {
        let from = from.iter().map(|&from| from.to_owned()).collect();
        Trusted::read(&TrustedProxy { header, from }).unwrap()
    }

    fn headers(name: &'static str, lines: &[&str]) -> HeaderMap {
        let name = HeaderName::from_static(name);
        let lines = lines.iter().map(|line| HeaderValue::from_str(line).unwrap());
        lines.map(|line| (name.clone(), line)).collect()
    }

    fn loopback() -> IpAddr {
        "127.0.0.1".parse().unwrap()
    }
}
