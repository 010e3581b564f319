//! A request as bytes: what is inside of a sealed entry.

use std::net::IpAddr;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use serde::{Deserialize, Serialize};

use crate::limits::{LONGEST_BODY, LONGEST_HEAD};

/// A sender's request, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRequest {
    /// The method.
    pub method: Method,
    /// The public URL that the sender called, with scheme, host, address, path and query.
    pub url: Uri,
    /// The headers, as they are forwarded live.
    pub headers: HeaderMap,
    /// The body's bytes, as they came.
    pub body: Bytes,
    /// From where the sender called, if the relay knows.
    pub remote: Option<IpAddr>,
}

/// The head on the wire, encoded by postcard 1. The fields' order is the format.
#[derive(Serialize, Deserialize)]
struct Head<'a> {
    method: &'a str,
    url: &'a str,
    remote: Option<IpAddr>,
    #[serde(borrow)]
    headers: Vec<(&'a str, &'a [u8])>,
}

impl KeptRequest {
    /// The length of the head (four bytes, most significant first), the head, and then the body to the end.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, RequestError> {
        if self.body.len() > LONGEST_BODY {
            return Err(RequestError::TooLong);
        }
        let url = self.url.to_string();
        let head = postcard::to_allocvec(&Head {
            method: self.method.as_str(),
            url: &url,
            remote: self.remote,
            headers: self
                .headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_bytes()))
                .collect(),
        })
        .map_err(|_| RequestError::Malformed)?;
        if head.len() > LONGEST_HEAD {
            return Err(RequestError::TooLong);
        }
        let mut bytes = Vec::with_capacity(4 + head.len() + self.body.len());
        bytes.extend_from_slice(&(head.len() as u32).to_be_bytes());
        bytes.extend_from_slice(&head);
        bytes.extend_from_slice(&self.body);
        Ok(bytes)
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    pub(super) fn from_bytes(bytes: &Bytes) -> Result<Self, RequestError> {
        let (length, rest) = bytes.split_first_chunk::<4>().ok_or(RequestError::Malformed)?;
        let length = u32::from_be_bytes(*length) as usize;
        if length > LONGEST_HEAD {
            return Err(RequestError::TooLong);
        }
        let (head, body) = rest.split_at_checked(length).ok_or(RequestError::Malformed)?;
        if body.len() > LONGEST_BODY {
            return Err(RequestError::TooLong);
        }
        let (head, after) =
            postcard::take_from_bytes::<Head<'_>>(head).map_err(|_| RequestError::Malformed)?;
        if !after.is_empty() {
            return Err(RequestError::Malformed);
        }
        let url: Uri = head.url.parse().map_err(|_| RequestError::Malformed)?;
        if url.scheme().is_none() || url.authority().is_none() {
            return Err(RequestError::Malformed);
        }
        let mut headers = HeaderMap::new();
        for (name, value) in head.headers {
            let name = HeaderName::from_lowercase(name.as_bytes()).map_err(|_| RequestError::Malformed)?;
            let value = HeaderValue::from_bytes(value).map_err(|_| RequestError::Malformed)?;
            headers
                .try_append(name, value)
                .map_err(|_| RequestError::TooLong)?;
        }
        Ok(Self {
            method: Method::from_bytes(head.method.as_bytes()).map_err(|_| RequestError::Malformed)?,
            url,
            headers,
            body: bytes.slice_ref(body),
            remote: head.remote,
        })
    }
}

/// Why a request cannot be kept, or what was kept is no request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// Its head is longer than [`LONGEST_HEAD`], or its body than [`LONGEST_BODY`].
    #[error("the request is too long to be kept")]
    TooLong,
    /// The bytes are no request.
    #[error("these bytes are no request")]
    Malformed,
}
