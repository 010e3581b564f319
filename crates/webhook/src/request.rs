//! The request as it came, and the one check that turns what is not verified into what is.

use bytes::Bytes;
use serde::Deserialize;

use crate::authenticity::{self, Evidence, Presented, Proof, Refused};

/// The methods that a source may be sent with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    Get,
    Post,
    Put,
}

impl Method {
    /// Reads a method's name as it stands on the wire (RFC 9110: it is case-sensitive).
    pub fn read(name: &str) -> Option<Self> {
        match name {
            "GET" => Some(Self::Get),
            "POST" => Some(Self::Post),
            "PUT" => Some(Self::Put),
            _ => None,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

/// A request of which nobody knows yet whether it is genuine. Its body can not be read: only a [`Verified`] one's can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unverified {
    pub method: Method,
    /// What follows the source's key in the path. Some senders append the event's name.
    pub sub_path: String,
    /// As it stands in the address, without the question mark.
    pub query: String,
    /// Names in lower case, in the order of arrival.
    pub headers: Vec<(String, String)>,
    /// The bytes as they came: signatures are made over these.
    pub body: Bytes,
}

impl Unverified {
    /// The way to a [`Verified`] request for whatever comes in from outside.
    ///
    /// # Errors
    /// Which check it failed, and the request again, since a refused one is kept too.
    #[expect(clippy::result_large_err, reason = "the error holds what the success holds")]
    pub fn verify(self, by: &Presented<'_>) -> Result<Verified, (Refused, Self)> {
        match authenticity::check(&self, by) {
            Ok(proof) => Ok(Verified { request: self, proof }),
            Err(refused) => Err((refused, self)),
        }
    }

    /// The way for what was refused and kept: `self` as the log holds it, `kept` what was kept beside it, `key` the
    /// one that the evidence was made with.
    ///
    /// # Errors
    /// As [`Self::verify`].
    #[expect(clippy::result_large_err, reason = "the error holds what the success holds")]
    pub fn verify_again(
        mut self,
        kept: &Evidence,
        by: &Presented<'_>,
        key: &[u8; 32],
    ) -> Result<Verified, (Refused, Self)> {
        match authenticity::check_again(&mut self, kept, by, key) {
            Ok(proof) => Ok(Verified { request: self, proof }),
            Err(refused) => Err((refused, self)),
        }
    }

    /// The way for what was verified before, when it came, and is read again from the log.
    pub fn known_genuine(self) -> Verified {
        Verified {
            request: self,
            proof: Proof::None,
        }
    }

    /// The first header of this lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
}

/// A request that is genuine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    request: Unverified,
    proof: Proof,
}

impl Verified {
    /// How well it is proven. One that [was known to be genuine](Unverified::known_genuine) has no proof with it.
    pub fn proof(&self) -> &Proof {
        &self.proof
    }

    pub(crate) fn as_it_came(&self) -> &Unverified {
        &self.request
    }

    pub fn method(&self) -> Method {
        self.request.method
    }

    pub fn sub_path(&self) -> &str {
        &self.request.sub_path
    }

    pub fn query(&self) -> &str {
        &self.request.query
    }

    pub fn headers(&self) -> &[(String, String)] {
        &self.request.headers
    }

    pub fn body(&self) -> &Bytes {
        &self.request.body
    }

    /// The first header of this lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.request.headers, name)
    }
}

/// The id that the sender gives the event in a header: `webhook-id` (Standard Webhooks) or `Idempotency-Key`.
pub fn sender_event_id(headers: &[(String, String)]) -> Option<&str> {
    ["webhook-id", "idempotency-key"].into_iter().find_map(|name| {
        let value = header(headers, name)?.trim();
        (!value.is_empty() && value.len() <= 256).then_some(value)
    })
}

fn header<'h>(headers: &'h [(String, String)], name: &str) -> Option<&'h str> {
    headers
        .iter()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_read_as_they_are_written() {
        for method in [Method::Get, Method::Post, Method::Put] {
            assert_eq!(Method::read(method.as_str()), Some(method));
        }
        assert_eq!(Method::read("post"), None);
        assert_eq!(Method::read("DELETE"), None);
    }

    #[test]
    fn the_senders_own_id_is_found_in_its_headers() {
        check(
            &[("webhook-id", " msg_1 "), ("idempotency-key", "k")],
            Some("msg_1"),
        );
        check(&[("webhook-id", ""), ("idempotency-key", "k")], Some("k"));
        check(&[("x-request-id", "r")], None);
        check(&[("idempotency-key", &"k".repeat(257))], None);
    }

    fn check(headers: &[(&str, &str)], expected: Option<&str>) {
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        assert_eq!(sender_event_id(&headers), expected);
    }
}
