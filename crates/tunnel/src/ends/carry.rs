//! How a sender's request looks on a link.
//!
//! Its `:authority` is the relay's and its `:path` what follows the engine's address; what the relay says of it stands
//! in headers that begin with `recado-`, which no sender's request keeps. The engine's end takes them out again: its
//! router finds a [`Delivered`] among the extensions.

use http::header::{self, HeaderName};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Request, Uri};

use crate::delivery::Delivered;
use crate::keys::way;
use crate::origin::Origin;
use crate::seal::KeptRequest;

const ID: HeaderName = HeaderName::from_static("recado-delivery");
const RECEIVED_AT: HeaderName = HeaderName::from_static("recado-received-at");
const PUBLIC_URL: HeaderName = HeaderName::from_static("recado-url");
const REMOTE: HeaderName = HeaderName::from_static("recado-remote");

/// Takes out of a sender's headers what belongs to its connection with the relay, what claims to be said by a proxy,
/// and what only the relay may say.
///
/// The relay calls this once, before it forwards or seals, so that both copies are alike. Where it is itself behind a
/// trusted proxy it reads the forwarded headers before.
pub fn clean(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|names| names.split(','))
        .filter_map(|name| HeaderName::from_bytes(name.trim().as_bytes()).ok())
        .collect();
    let own: Vec<HeaderName> = headers
        .keys()
        .filter(|name| {
            let name = name.as_str();
            name.starts_with("recado-") || name.starts_with("x-forwarded-")
        })
        .cloned()
        .collect();
    for name in named.into_iter().chain(own) {
        headers.remove(name);
    }
    for name in [
        header::CONNECTION,
        header::EXPECT,
        header::FORWARDED,
        header::HOST,
        header::PROXY_AUTHENTICATE,
        header::PROXY_AUTHORIZATION,
        header::TE,
        header::TRAILER,
        header::TRANSFER_ENCODING,
        header::UPGRADE,
        HeaderName::from_static("http2-settings"),
        HeaderName::from_static("keep-alive"),
        HeaderName::from_static("proxy-connection"),
        HeaderName::from_static("x-real-ip"),
    ] {
        headers.remove(name);
    }
}

/// The URL of a request on the link, if the public URL belongs to this relay.
pub(super) fn link_url(origin: &Origin, public: &Uri) -> Option<Uri> {
    let same_host = public.authority() == Some(origin.authority());
    if !same_host || public.scheme() != Some(&origin.scheme()) {
        return None;
    }
    Uri::builder()
        .scheme(origin.scheme())
        .authority(origin.authority().clone())
        .path_and_query(engine_path(public)?)
        .build()
        .ok()
}

/// What follows the address in a public URL, with its query.
fn engine_path(public: &Uri) -> Option<PathAndQuery> {
    let (_, path) = way::split(public.path()).ok()?;
    match public.query() {
        Some(query) => format!("{path}?{query}").parse().ok(),
        None => path.parse().ok(),
    }
}

/// Puts what the relay says of a delivery into the headers.
pub(super) fn put(headers: &mut HeaderMap, delivered: &Delivered) -> Option<()> {
    let mut id = HeaderValue::try_from(delivered.id.to_string()).ok()?;
    let mut received_at = HeaderValue::from(delivered.received_at_ms);
    // No two are alike: HPACK would only push what comes again out of its table.
    id.set_sensitive(true);
    received_at.set_sensitive(true);
    headers.insert(ID, id);
    headers.insert(RECEIVED_AT, received_at);
    headers.insert(PUBLIC_URL, HeaderValue::try_from(delivered.url.to_string()).ok()?);
    if let Some(remote) = delivered.remote {
        headers.insert(REMOTE, HeaderValue::try_from(remote.to_string()).ok()?);
    }
    Some(())
}

/// Takes it out again.
pub(super) fn take(headers: &mut HeaderMap) -> Option<Delivered> {
    let (id, received_at) = (headers.remove(ID)?, headers.remove(RECEIVED_AT)?);
    let (url, remote) = (headers.remove(PUBLIC_URL)?, headers.remove(REMOTE));
    Some(Delivered {
        id: id.to_str().ok()?.parse().ok()?,
        received_at_ms: received_at.to_str().ok()?.parse().ok()?,
        url: Uri::try_from(url.as_bytes()).ok()?,
        remote: match remote {
            Some(written) => Some(written.to_str().ok()?.parse().ok()?),
            None => None,
        },
    })
}

/// A request that was opened from its seal, as the engine's router would have got it live: the same path, headers and
/// body, and its [`Delivered`] among the extensions.
///
/// `None` if its URL has no address and key in it, which no relay keeps.
#[must_use]
pub fn to_request<B: From<bytes::Bytes>>(delivered: Delivered, kept: KeptRequest) -> Option<Request<B>> {
    let mut parts = kept.url.into_parts();
    parts.path_and_query = Some(engine_path(&delivered.url)?);
    let mut request = Request::new(B::from(kept.body));
    *request.method_mut() = kept.method;
    *request.uri_mut() = Uri::from_parts(parts).ok()?;
    *request.headers_mut() = kept.headers;
    request.extensions_mut().insert(delivered);
    Some(request)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::DeliveryId;
    use crate::identity::Identity;

    fn delivered() -> Delivered {
        let address = Identity::from_seeds([1; 32], [2; 32]).address();
        Delivered {
            id: DeliveryId::from_bytes([7; 16]),
            received_at_ms: 1_790_000_000_000,
            url: format!("https://relay.example/{address}/in/abc-form/x?a=b%20c")
                .parse()
                .unwrap(),
            remote: Some("2001:db8::9".parse().unwrap()),
        }
    }

    #[test]
    fn what_the_relay_says_is_read_back_and_taken_out() {
        for remote in [delivered().remote, None] {
            let said = Delivered {
                remote,
                ..delivered()
            };
            let mut headers = HeaderMap::new();
            put(&mut headers, &said).unwrap();
            assert_eq!(take(&mut headers), Some(said));
            assert!(headers.is_empty(), "{headers:?}");
        }
        assert_eq!(take(&mut HeaderMap::new()), None);
    }

    #[test]
    fn a_sender_can_neither_speak_for_the_relay_nor_for_a_proxy() {
        let mut headers = HeaderMap::new();
        put(&mut headers, &delivered()).unwrap();
        for (name, value) in [
            ("recado-anything", "x"),
            ("x-forwarded-for", "127.0.0.1"),
            ("x-forwarded-proto", "https"),
            ("forwarded", "for=127.0.0.1"),
            ("x-real-ip", "127.0.0.1"),
            ("host", "tunnel.invalid"),
            ("connection", "close, X-Secret-Hop"),
            ("x-secret-hop", "1"),
            ("transfer-encoding", "chunked"),
            ("te", "trailers"),
            ("content-type", "application/json"),
            ("x-hub-signature-256", "sha256=00"),
        ] {
            headers.append(name, HeaderValue::from_static(value));
        }
        clean(&mut headers);
        let left: Vec<_> = headers.keys().map(HeaderName::as_str).collect();
        assert_eq!(left, ["content-type", "x-hub-signature-256"]);
    }

    #[test]
    fn on_a_link_the_url_is_the_relay_s_without_the_address() {
        let origin: Origin = "https://relay.example".parse().unwrap();
        let url = link_url(&origin, &delivered().url).unwrap();
        assert_eq!(url, "https://relay.example/in/abc-form/x?a=b%20c");
        for other in [
            "https://tunnel.invalid/in/abc",
            "https://relay.example/in/abc",
            "http://relay.example/in/abc",
            "/in/abc",
        ] {
            assert_eq!(link_url(&origin, &other.parse().unwrap()), None, "{other}");
        }
        let elsewhere = delivered()
            .url
            .to_string()
            .replace("relay.example", "tunnel.invalid");
        assert_eq!(link_url(&origin, &elsewhere.parse().unwrap()), None);
    }

    #[test]
    fn an_opened_request_is_like_a_live_one() {
        let kept = KeptRequest {
            method: http::Method::POST,
            url: delivered().url,
            headers: HeaderMap::new(),
            body: bytes::Bytes::from_static(b"{}"),
            remote: None,
        };
        let request: Request<bytes::Bytes> = to_request(delivered(), kept).unwrap();
        assert_eq!(request.uri(), "https://relay.example/in/abc-form/x?a=b%20c");
        assert_eq!(request.extensions().get::<Delivered>(), Some(&delivered()));
        assert_eq!(request.body(), "{}");
    }
}
