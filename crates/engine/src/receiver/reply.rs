//! What a sender is told: 200 with a small JSON body, or a problem (RFC 9457) that a person can act upon.

use axum::Json;
use axum::response::{IntoResponse, Response};
use hyper::{StatusCode, header};
use recado_api::view::Verdict;
use recado_api::{DeliveryId, Lang, SourceId};
use serde_json::json;

use crate::store::deliveries::Detail;
use crate::store::sources::SourceRow;

/// When the sender of something that could not be stored should try again, in seconds: a disk that is full stays so
/// for a while, and senders' own schedules begin in this region.
const RETRY_AFTER: &str = "30";

/// A delivery was taken. A repetition is answered as the first one was.
pub(super) fn taken(verdict: Verdict, delivery: DeliveryId) -> Response {
    let verdict = match verdict {
        Verdict::Duplicate => Verdict::Accepted,
        Verdict::Accepted | Verdict::Unmatched | Verdict::Paused | Verdict::Malformed => verdict,
    };
    Json(json!({ "verdict": verdict.as_str(), "delivery": delivery })).into_response()
}

/// The answer to a browser that asks whether a page may post here. Simple content types only: none is named.
pub(super) fn preflight() -> Response {
    (
        StatusCode::NO_CONTENT,
        [(header::ACCESS_CONTROL_ALLOW_METHODS, "POST")],
    )
        .into_response()
}

/// Why a request was not taken.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) source: Option<SourceId>,
    detail: Detail,
    allow: Option<&'static str>,
    delivery: Option<DeliveryId>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, detail: &str) -> Self {
        Self::with(status, Detail::new(detail))
    }

    pub(super) fn with(status: StatusCode, detail: Detail) -> Self {
        Self {
            status,
            source: None,
            detail,
            allow: None,
            delivery: None,
        }
    }

    pub(super) fn of(self, source: &SourceRow) -> Self {
        Self {
            source: Some(source.id),
            ..self
        }
    }

    pub(super) fn allowing(self, methods: &'static str) -> Self {
        Self {
            allow: Some(methods),
            ..self
        }
    }

    /// The request was refused but is in the log.
    pub(super) fn kept_as(self, delivery: DeliveryId) -> Self {
        Self {
            delivery: Some(delivery),
            ..self
        }
    }

    pub(super) fn is_only_counted(&self) -> bool {
        self.delivery.is_none()
    }

    pub(super) fn into_response(self, lang: Lang) -> Response {
        let mut problem = json!({
            "type": "about:blank",
            "title": self.status.canonical_reason().unwrap_or_default(),
            "status": self.status.as_u16(),
            "detail": self.detail.text(Lang::En),
            "detail_local": self.detail.text(lang),
            "lang": lang.tag(),
        });
        if let (Some(delivery), Some(problem)) = (self.delivery, problem.as_object_mut()) {
            problem.insert("delivery".to_owned(), json!(delivery));
        }
        let content_type = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (self.status, content_type, problem.to_string()).into_response();
        let headers = response.headers_mut();
        if let Some(allow) = self.allow {
            headers.insert(header::ALLOW, header::HeaderValue::from_static(allow));
        }
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, header::HeaderValue::from_static(RETRY_AFTER));
        }
        if matches!(
            self.status,
            StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT
        ) {
            // The rest of the body is not read.
            headers.insert(header::CONNECTION, header::HeaderValue::from_static("close"));
        }
        response
    }
}
