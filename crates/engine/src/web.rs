//! How this computer asks others by HTTP: with the system's proxies and certificates, and by one name; and why they do
//! not answer.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use reqwest::{Client, ClientBuilder};

/// How long connecting may take, names and proxies included.
pub(crate) const CONNECTING: Duration = Duration::from_secs(10);

/// A client that follows no redirect: what is sent along is for whom it is meant.
pub(crate) fn client() -> ClientBuilder {
    Client::builder()
        .connect_timeout(CONNECTING)
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("Recado/", env!("CARGO_PKG_VERSION")))
}

/// What went wrong first says most. An address is left out: it may hold a secret.
pub(crate) fn reason(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut innermost: &dyn std::error::Error = &error;
    while let Some(deeper) = innermost.source() {
        innermost = deeper;
    }
    innermost.to_string()
}

/// Whether a host, as it stands in a URL, is this computer.
pub(crate) fn is_this_computer(host: &str) -> bool {
    host == "localhost" || ip(host).is_some_and(|ip| ip.is_loopback())
}

/// Whether it is called by an address of a network at hand, not of the internet.
pub(crate) fn is_near(host: &str) -> bool {
    match ip(host) {
        Some(IpAddr::V4(ip)) => ip.is_private() || ip.is_link_local(),
        Some(IpAddr::V6(ip)) => ip.is_unique_local() || ip.is_unicast_link_local(),
        None => false,
    }
}

fn ip(host: &str) -> Option<IpAddr> {
    host.trim_matches(['[', ']']).parse().ok()
}

/// Why nobody answers, mostly with the first cause's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unreached {
    NoSuchName(String),
    Refused(String),
    NoWay(String),
    Silent,
    /// Its certificate is not good, or it does not speak TLS.
    NotSafe(String),
    Proxy(String),
    Broken(String),
}

impl Unreached {
    /// reqwest says what happened only in its chain of causes, and some of them only by their words.
    pub(crate) fn of(error: reqwest::Error) -> Self {
        if error.is_timeout() {
            return Self::Silent;
        }
        let mut causes = Vec::new();
        let mut kind = None;
        let mut cause: Option<&dyn std::error::Error> = std::error::Error::source(&error);
        while let Some(known) = cause {
            causes.push(known.to_string());
            if let Some(io) = known.downcast_ref::<io::Error>() {
                kind = kind.or(Some(io.kind()));
            }
            cause = known.source();
        }
        let says = |words: &str| causes.iter().any(|cause| cause.contains(words));
        let (name, proxy, certificate) = (
            says("dns error"),
            says("tunnel error") || says("proxy") || says("SOCKS"),
            says("certificate") || says("invalid peer") || says("received corrupt message"),
        );
        let reason = reason(error);
        match kind {
            _ if proxy => Self::Proxy(reason),
            _ if name => Self::NoSuchName(reason),
            _ if certificate => Self::NotSafe(reason),
            Some(io::ErrorKind::ConnectionRefused) => Self::Refused(reason),
            Some(io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable) => Self::NoWay(reason),
            Some(io::ErrorKind::TimedOut) => Self::Silent,
            Some(_) | None => Self::Broken(reason),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_computer_and_of_the_network_at_hand_are_near() {
        for here in ["127.0.0.1", "localhost", "[::1]"] {
            assert!(is_this_computer(here), "{here}");
        }
        for near in ["192.168.0.7", "10.1.2.3", "[fd00::1]", "[fe80::1]"] {
            assert!(is_near(near) && !is_this_computer(near), "{near}");
        }
        for far in [
            "203.0.113.9",
            "relay.example",
            "[2001:db8::1]",
            "localhost.example",
        ] {
            assert!(!is_near(far) && !is_this_computer(far), "{far}");
        }
    }
}
