//! What Twilio signs: the public address in full, then the form's names and values in the order of their names, with
//! nothing between. Where the body is no form, the address carries the SHA-256 of it as `bodySHA256`.
//!
//! The rules are those of Twilio's own library (npm `twilio` 6.2, `lib/webhooks/webhooks.js`), its several readings of
//! one address included. Since nothing stands between names and values, whoever caught a request could cut it into
//! other names and values of the same letters; that is Twilio's, and no check of ours can tell it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use data_encoding::HEXLOWER_PERMISSIVE;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::content::Contents;
use super::lookup;
use super::refused::Refused;
use crate::request::Unverified;

/// The parameter with the hash of a body that is no form.
pub(super) const BODY_HASH: &str = "bodySHA256";

/// `urls` as in [`super::Presented`].
pub(super) fn contents(request: &Unverified, urls: &[String]) -> Result<Contents<'static>, Refused> {
    if urls.is_empty() {
        return Err(Refused::NoUrl);
    }
    let form = match lookup::query(request, BODY_HASH) {
        Ok(stated) => {
            let stated = HEXLOWER_PERMISSIVE.decode(stated.as_bytes()).unwrap_or_default();
            if !bool::from(Sha256::digest(&request.body).as_slice().ct_eq(&stated)) {
                return Err(Refused::Body);
            }
            Vec::new()
        }
        Err(Refused::Missing { .. }) if request.body.is_empty() => Vec::new(),
        Err(Refused::Missing { .. }) if is_form(request) => sorted(&request.body),
        Err(Refused::Missing { .. }) => return Err(Refused::BodyNotCovered),
        Err(refused) => return Err(refused),
    };
    let mut addresses = Vec::new();
    for url in urls {
        let url = below(url, &request.sub_path);
        for place in with_and_without_port(&url) {
            for query in readings(&request.query) {
                let address = format!("{place}{query}");
                if !addresses.contains(&address) {
                    addresses.push(address);
                }
            }
        }
    }
    let candidates = addresses
        .into_iter()
        .map(|address| vec![Cow::Owned(address.into_bytes()), Cow::Owned(form.clone())])
        .collect();
    Ok(Contents {
        candidates,
        covers_body: true,
    })
}

pub(super) fn is_form(request: &Unverified) -> bool {
    let content_type = request.header("content-type").unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// Names in order, and of one name the values in order, each once.
fn sorted(form: &[u8]) -> Vec<u8> {
    let mut names: BTreeMap<Vec<u8>, BTreeSet<Vec<u8>>> = BTreeMap::new();
    for (name, value) in lookup::pairs(form) {
        names.entry(name).or_default().insert(value);
    }
    let mut joined = Vec::with_capacity(form.len());
    for (name, values) in &names {
        for value in values {
            joined.extend_from_slice(name);
            joined.extend_from_slice(value);
        }
    }
    joined
}

/// The address without query, with what the sender appended to it, unless the owner wrote that down too.
fn below(url: &str, sub_path: &str) -> String {
    let place = url.split(['?', '#']).next().unwrap_or(url);
    if sub_path.is_empty() || place.ends_with(&format!("/{sub_path}")) {
        place.to_owned()
    } else {
        format!("{}/{sub_path}", place.trim_end_matches('/'))
    }
}

/// Some of Twilio's back ends sign the port, some do not. Nothing is normalised: every character counts.
fn with_and_without_port(url: &str) -> Vec<String> {
    let Some((scheme, rest)) = url.split_once("://") else {
        return vec![url.to_owned()];
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host_from = authority.rfind('@').map_or(0, |at| at + 1);
    let bracket = authority.rfind(']').unwrap_or(host_from);
    let port_from = authority
        .get(bracket..)
        .and_then(|end| end.find(':'))
        .map(|at| bracket + at);
    let (host, port) = authority.split_at(port_from.unwrap_or(authority.len()));
    let port = match port {
        "" if scheme.eq_ignore_ascii_case("https") => ":443",
        "" => ":80",
        port => port,
    };
    vec![
        format!("{scheme}://{host}{path}"),
        format!("{scheme}://{host}{port}{path}"),
    ]
}

/// The query with its question mark: as it came, and as two kinds of back ends write it.
fn readings(query: &str) -> Vec<String> {
    if query.is_empty() {
        return vec![String::new()];
    }
    vec![
        format!("?{query}"),
        format!("?{}", query.replace('\'', "%27")),
        format!("?{}", rewritten(query)),
    ]
}

/// As Node's `querystring` writes what it has read: pairs of one name stand together, and fewer characters are encoded.
fn rewritten(query: &str) -> String {
    const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~')
        .remove(b'!')
        .remove(b'\'')
        .remove(b'(')
        .remove(b')')
        .remove(b'*');
    let mut names: Vec<(Vec<u8>, Vec<Vec<u8>>)> = Vec::new();
    for (name, value) in lookup::pairs(query.as_bytes()) {
        match names.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => names.push((name, vec![value])),
        }
    }
    let pairs = names.iter().flat_map(|(name, values)| {
        values.iter().map(|value| {
            format!(
                "{}={}",
                percent_encode(name, ENCODED),
                percent_encode(value, ENCODED)
            )
        })
    });
    pairs.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_tried_with_and_without_its_port() {
        for (url, expected) in [
            (
                "https://a.example/in/k",
                ["https://a.example/in/k", "https://a.example:443/in/k"],
            ),
            ("http://a.example", ["http://a.example", "http://a.example:80"]),
            (
                "https://a.example:8443/x",
                ["https://a.example/x", "https://a.example:8443/x"],
            ),
            (
                "https://u:p@a.example/x",
                ["https://u:p@a.example/x", "https://u:p@a.example:443/x"],
            ),
            ("https://[::1]/x", ["https://[::1]/x", "https://[::1]:443/x"]),
            ("https://[::1]:9/x", ["https://[::1]/x", "https://[::1]:9/x"]),
        ] {
            assert_eq!(with_and_without_port(url), expected, "{url}");
        }
        assert_eq!(with_and_without_port("no address"), ["no address"]);
    }

    #[test]
    fn what_a_sender_appends_belongs_to_the_address() {
        for (url, sub_path, expected) in [
            ("https://a/in/k?c=7#x", "", "https://a/in/k"),
            ("https://a/in/k", "sms/in", "https://a/in/k/sms/in"),
            ("https://a/in/k/", "sms", "https://a/in/k/sms"),
            ("https://a/in/k/sms", "sms", "https://a/in/k/sms"),
        ] {
            assert_eq!(below(url, sub_path), expected);
        }
    }

    #[test]
    fn a_forms_values_are_sorted_and_each_counts_once() {
        assert_eq!(
            sorted(b"b=2&a=z&a=y&a=z&B=%C3%A9+x&c&=n"),
            "nB\u{e9} xayazb2c".as_bytes()
        );
    }

    #[test]
    fn a_query_is_rewritten_as_node_would() {
        assert_eq!(rewritten("a=%27b+c&d=1&a=(2)&e"), "a='b%20c&a=(2)&d=1&e=");
    }
}
