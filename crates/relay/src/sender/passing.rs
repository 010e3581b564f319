//! What a sender is told: the engine's answer as far as it is harmless, the table's, or the relay's own.
//!
//! A relay is nobody's web hosting: what passes is small, is no page, sets nothing and leads nowhere.

use bytes::{Bytes, BytesMut};
use http::header::{self, HeaderName};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use recado_tunnel::delivery::DeliveryId;
use recado_tunnel::keys::{KeptAnswer, is_plain_type};

use crate::limits::LONGEST_PASSED;

/// Every answer of a relay.
pub(crate) type Answer = Response<Full<Bytes>>;

/// Names the delivery.
const DELIVERY: HeaderName = HeaderName::from_static("recado-delivery");

/// The headers of an engine's answer that pass, beside the type of its body: when to try again, which methods there
/// are, and what a landing page needs to see that its form arrived.
const PASSED: [HeaderName; 6] = [
    header::RETRY_AFTER,
    header::ALLOW,
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    header::ACCESS_CONTROL_ALLOW_METHODS,
    header::ACCESS_CONTROL_ALLOW_HEADERS,
    header::ACCESS_CONTROL_MAX_AGE,
];

/// The engine's answer, as much of it as passes.
///
/// # Errors
/// When the answer breaks off.
pub(super) async fn pass<B>(answer: Response<B>) -> Result<Answer, B::Error>
where
    B: Body<Data = Bytes> + Unpin,
{
    let (head, mut body) = answer.into_parts();
    if head.status.is_redirection() || head.status.is_informational() {
        return Ok(say(
            StatusCode::BAD_GATEWAY,
            "The answer of the computer behind this address leads elsewhere, and is not passed on.",
        ));
    }
    let content_type = head
        .headers
        .get(header::CONTENT_TYPE)
        .filter(|value| value.to_str().is_ok_and(is_plain_type));
    let mut passed = Response::new(Full::default());
    *passed.status_mut() = head.status;
    for name in PASSED {
        if let Some(value) = head.headers.get(&name) {
            passed.headers_mut().insert(name, value.clone());
        }
    }
    if let Some(content_type) = content_type
        && let Some(bytes) = small(&mut body).await?
        && !bytes.is_empty()
    {
        passed
            .headers_mut()
            .insert(header::CONTENT_TYPE, content_type.clone());
        *passed.body_mut() = Full::new(bytes);
    }
    Ok(passed)
}

/// The body, unless it is longer than what passes.
async fn small<B>(body: &mut B) -> Result<Option<Bytes>, B::Error>
where
    B: Body<Data = Bytes> + Unpin,
{
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        if whole.len() + data.len() > LONGEST_PASSED {
            return Ok(None);
        }
        whole.extend_from_slice(&data);
    }
    Ok(Some(whole.freeze()))
}

/// The answer of the table, for what was kept.
pub(super) fn kept(answer: &KeptAnswer) -> Answer {
    let mut response = Response::new(Full::from(answer.body.clone()));
    *response.status_mut() = answer.status;
    if let Some(content_type) = &answer.content_type {
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, content_type.clone());
    }
    // As the receiver itself: a landing page may see that its form arrived.
    response
        .headers_mut()
        .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

/// A sentence of the relay's own.
pub(crate) fn say(status: StatusCode, sentence: &str) -> Answer {
    let mut response = Response::new(Full::from(format!("{sentence}\n")));
    *response.status_mut() = status;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    response
}

/// The same, and when to try again.
pub(crate) fn say_later(status: StatusCode, sentence: &str, retry_after_s: u64) -> Answer {
    let mut response = say(status, sentence);
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(retry_after_s));
    response
}

/// Puts the delivery's id into an answer.
pub(super) fn naming(mut answer: Answer, id: DeliveryId) -> Answer {
    if let Ok(value) = HeaderValue::try_from(id.to_string()) {
        answer.headers_mut().insert(DELIVERY, value);
    }
    answer
}

/// What every answer carries, so that no browser makes a page of it.
pub(crate) fn harmless(mut answer: Answer) -> Answer {
    let headers: &mut HeaderMap = answer.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'; sandbox",
        ),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Response<Full<Bytes>> {
        let mut answer = Response::new(Full::from(body.to_owned()));
        *answer.status_mut() = StatusCode::from_u16(status).unwrap();
        for (name, value) in headers {
            let name: HeaderName = name.parse().unwrap();
            answer.headers_mut().append(name, value.parse().unwrap());
        }
        answer
    }

    async fn passed(answer: Response<Full<Bytes>>) -> (u16, HeaderMap, String) {
        let passed = harmless(pass(answer).await.unwrap());
        let (head, body) = passed.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        (head.status.as_u16(), head.headers, text)
    }

    #[tokio::test]
    async fn a_small_plain_answer_passes_and_nothing_else_of_it() {
        let (status, headers, body) = passed(answer(
            202,
            &[
                ("content-type", "application/json"),
                ("set-cookie", "a=b"),
                ("location", "https://elsewhere.example"),
                ("refresh", "0; url=https://elsewhere.example"),
                ("link", "<x>; rel=preload"),
                ("server", "x"),
                ("retry-after", "5"),
            ],
            "{\"ok\":true}",
        ))
        .await;
        assert_eq!((status, body.as_str()), (202, "{\"ok\":true}"));
        let mut names: Vec<_> = headers.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "cache-control",
                "content-security-policy",
                "content-type",
                "referrer-policy",
                "retry-after",
                "x-content-type-options"
            ]
        );
    }

    #[tokio::test]
    async fn a_page_and_a_long_text_lose_their_body_and_keep_their_status() {
        for (kind, body) in [
            ("text/html", "<h1>hello</h1>".to_owned()),
            ("image/svg+xml", "<svg/>".to_owned()),
            ("application/javascript", "alert(1)".to_owned()),
            ("text/plain", "x".repeat(LONGEST_PASSED + 1)),
        ] {
            let (status, headers, left) = passed(answer(200, &[("content-type", kind)], &body)).await;
            assert_eq!((status, left.as_str()), (200, ""), "{kind}");
            assert!(!headers.contains_key("content-type"), "{kind}");
        }
        let (_, headers, left) = passed(answer(200, &[], "<h1>untyped</h1>")).await;
        assert_eq!(left, "");
        assert!(!headers.contains_key("content-type"));
    }

    #[tokio::test]
    async fn a_redirect_does_not_pass() {
        for status in [301, 302, 303, 307, 308] {
            let redirect = answer(status, &[("location", "https://elsewhere.example")], "");
            let (status, headers, body) = passed(redirect).await;
            assert_eq!(status, 502);
            assert!(!headers.contains_key("location"));
            assert!(!body.contains("example"));
        }
    }
}
