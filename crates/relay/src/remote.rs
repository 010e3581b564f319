//! Who calls: the other end of the connection or, behind a proxy, whom the proxy names.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use http::HeaderMap;

/// The header in which proxies name whom they speak for, each adding one at the end.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// Whom to believe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trust {
    /// How many proxies of the operator's stand before the relay, each adding its caller. `0`: none; no header is
    /// believed.
    pub proxies: u8,
}

impl Trust {
    /// Who calls; `None` where a proxy stands before the relay and does not say.
    ///
    /// Only a proxy on this machine or in a private network is believed: somebody who reaches the relay past it speaks
    /// for nobody else.
    pub(crate) fn remote(self, peer: SocketAddr, headers: &HeaderMap) -> Option<IpAddr> {
        let peer = canonical(peer.ip());
        if self.proxies == 0 || !is_near(peer) {
            return Some(peer);
        }
        let mut named: Vec<&str> = headers
            .get_all(FORWARDED_FOR)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .collect();
        for _ in 1..self.proxies {
            named.pop();
        }
        named.pop().and_then(read)
    }

    /// Whether the operator is calling: from the machine itself, and not through a proxy.
    pub(crate) fn is_operator(peer: SocketAddr, headers: &HeaderMap) -> bool {
        canonical(peer.ip()).is_loopback()
            && !headers.contains_key(FORWARDED_FOR)
            && !headers.contains_key(http::header::FORWARDED)
            && !headers.contains_key(http::header::VIA)
    }
}

/// Whom a rate counts: IPv6 hands out addresses by the /64.
pub(crate) fn counted(remote: IpAddr) -> IpAddr {
    match remote {
        IpAddr::V4(_) => remote,
        IpAddr::V6(whole) => {
            let [a, b, c, d, ..] = whole.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

/// An address alone, in brackets, or with a port.
fn read(written: &str) -> Option<IpAddr> {
    let bare = written
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(written);
    let with_port = || written.parse().ok().map(|whole: SocketAddr| whole.ip());
    bare.parse().ok().or_else(with_port).map(canonical)
}

/// A socket for both kinds shows IPv4 as IPv6.
fn canonical(address: IpAddr) -> IpAddr {
    address.to_canonical()
}

fn is_near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_loopback() || address.is_private() || address.is_link_local(),
        IpAddr::V6(address) => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remote(proxies: u8, peer: &str, forwarded: &[&str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, value.parse().unwrap());
        }
        let remote = Trust { proxies }.remote(peer.parse().unwrap(), &headers);
        remote.map(|address| address.to_string())
    }

    #[test]
    fn without_a_proxy_no_header_is_believed() {
        let forged = remote(0, "203.0.113.9:1", &["198.51.100.1"]);
        assert_eq!(forged.as_deref(), Some("203.0.113.9"));
        let mapped = remote(0, "[::ffff:203.0.113.9]:1", &[]);
        assert_eq!(mapped.as_deref(), Some("203.0.113.9"));
    }

    #[test]
    fn behind_a_proxy_what_the_sender_wrote_before_it_is_not_believed() {
        let named = remote(1, "127.0.0.1:1", &["10.0.0.1, 198.51.100.1", "203.0.113.9"]);
        assert_eq!(named.as_deref(), Some("203.0.113.9"));
        let named = remote(1, "10.1.2.3:1", &["127.0.0.1, 2001:db8::9"]);
        assert_eq!(named.as_deref(), Some("2001:db8::9"));
        let two = remote(2, "127.0.0.1:1", &["198.51.100.1, 203.0.113.9, 192.0.2.7"]);
        assert_eq!(two.as_deref(), Some("203.0.113.9"));
    }

    #[test]
    fn who_reaches_the_relay_past_its_proxy_speaks_for_itself() {
        let past = remote(1, "203.0.113.9:1", &["198.51.100.1"]);
        assert_eq!(past.as_deref(), Some("203.0.113.9"));
    }

    #[test]
    fn a_proxy_that_names_nobody_leaves_the_remote_unknown() {
        assert_eq!(remote(1, "127.0.0.1:1", &[]), None);
        assert_eq!(remote(1, "127.0.0.1:1", &["unknown"]), None);
        assert_eq!(remote(2, "127.0.0.1:1", &["203.0.113.9"]), None);
    }

    #[test]
    fn an_address_may_have_a_port() {
        for written in ["203.0.113.9", "203.0.113.9:4711"] {
            assert_eq!(read(written).unwrap().to_string(), "203.0.113.9");
        }
        for written in ["2001:db8::9", "[2001:db8::9]", "[2001:db8::9]:4711"] {
            assert_eq!(read(written).unwrap().to_string(), "2001:db8::9");
        }
    }

    #[test]
    fn a_whole_64_counts_as_one() {
        let one = counted("2001:db8:1:2::9".parse().unwrap());
        assert_eq!(one, counted("2001:db8:1:2:ffff::1".parse().unwrap()));
        assert_ne!(one, counted("2001:db8:1:3::9".parse().unwrap()));
    }
}
