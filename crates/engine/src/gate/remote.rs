//! Who sent a request, as far as that can be known.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use hyper::HeaderMap;

use super::trusted::{Named, Trusted};

/// The network address of a sender. Of IPv6 the first 64 bits: the rest its owner chooses freely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Remote(IpAddr);

/// Headers by which a proxy or a tunnel says for whom it asks. Anybody can write them, so they say no more than that
/// the peer may not be the sender.
const OF_PROXIES: [&str; 9] = [
    "forwarded",
    "x-real-ip",
    "true-client-ip",
    "x-client-ip",
    "x-cluster-client-ip",
    "cf-connecting-ip",
    "fastly-client-ip",
    "fly-client-ip",
    "via",
];

impl Remote {
    /// `None` where many senders come in by one door: through a proxy that is not trusted or does not say for whom it
    /// asks, or where there is no peer at all.
    pub(super) fn of(
        peer: Option<SocketAddr>,
        headers: &HeaderMap,
        trusted: Option<&Trusted>,
    ) -> Option<Self> {
        if let (Some(peer), Some(trusted)) = (peer, trusted) {
            match trusted.named(peer.ip(), headers) {
                Named::Sender(sender) => return Some(sender.into()),
                Named::Unclear => return None,
                Named::Nobody => {}
            }
        }
        let through_a_proxy = OF_PROXIES.iter().any(|name| headers.contains_key(*name))
            || headers
                .keys()
                .any(|name| name.as_str().starts_with("x-forwarded-"));
        peer.filter(|_| !through_a_proxy)
            .map(|peer| Self::from(peer.ip()))
    }
}

impl From<IpAddr> for Remote {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self(IpAddr::V4(address)),
            IpAddr::V6(address) if address.is_loopback() => Self(IpAddr::V6(address)),
            IpAddr::V6(address) => {
                let network = address.to_bits() & !u128::from(u64::MAX);
                Self(IpAddr::V6(Ipv6Addr::from_bits(network)))
            }
        }
    }
}

impl fmt::Display for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V6(address) if !address.is_loopback() => write!(f, "{address}/64"),
            IpAddr::V4(_) | IpAddr::V6(_) => self.0.fmt(f),
        }
    }
}

impl FromStr for Remote {
    type Err = std::net::AddrParseError;

    /// Reads what is shown, and any address that belongs to it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        text.strip_suffix("/64").unwrap_or(text).parse().map(IpAddr::into)
    }
}

#[cfg(test)]
mod tests {
    use hyper::header::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn addresses_of_one_network_are_one_remote_and_read_back_as_shown() {
        for (address, shown) in [
            ("203.0.113.9", "203.0.113.9"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("127.0.0.1", "127.0.0.1"),
            ("::1", "::1"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ] {
            let remote = Remote::from(address.parse::<IpAddr>().unwrap());
            assert_eq!(remote.to_string(), shown);
            assert_eq!(shown.parse::<Remote>().unwrap(), remote);
        }
        assert!("somebody".parse::<Remote>().is_err());
    }

    #[test]
    fn who_comes_through_a_proxy_is_not_known_and_who_comes_straight_from_this_computer_is() {
        let peer = Some(SocketAddr::from(([127, 0, 0, 1], 40_000)));
        assert!(Remote::of(peer, &HeaderMap::new(), None).is_some());
        assert_eq!(Remote::of(None, &HeaderMap::new(), None), None);
        for name in [
            "x-forwarded-for",
            "X-Forwarded-Proto",
            "cf-connecting-ip",
            "forwarded",
            "via",
        ] {
            let name: HeaderName = name.parse().unwrap();
            let headers = HeaderMap::from_iter([(name, HeaderValue::from_static("203.0.113.9"))]);
            assert_eq!(Remote::of(peer, &headers, None), None);
        }
    }
}
