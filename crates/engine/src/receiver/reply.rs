//! What a sender is told: 200 with a small JSON body, or a problem (RFC 9457) that a person can act upon.

use axum::Json;
use axum::response::{IntoResponse, Response};
use hyper::{StatusCode, header};
use recado_api::view::Verdict;
use recado_api::{DeliveryId, Lang, SourceId};
use recado_http::BodyRefused;
use recado_webhook::preset::{self, AnswerBody, HandshakeAnswer};
use serde_json::json;

use crate::core::Core;
use crate::store::deliveries::Detail;
use crate::store::sources::SourceRow;

/// When the sender of something that could not be stored should try again, in seconds: a disk that is full stays so
/// for a while, and senders' own schedules begin in this region.
const RETRY_AFTER: u64 = 30;

/// Name the delivery and its verdict in the answer to a test of our own, whatever body its sender would get.
pub(crate) const DELIVERY_HEADER: &str = "recado-delivery";
pub(crate) const VERDICT_HEADER: &str = "recado-verdict";

/// What became of a delivery, and where the log has it: of a repetition, the first one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named {
    pub(super) delivery: DeliveryId,
    pub(super) verdict: Verdict,
}

/// A delivery was taken, as its sender wants to hear it. A repetition is answered as the first one was.
pub(super) fn taken(source: &SourceRow, verdict: Verdict, delivery: DeliveryId) -> Response {
    let verdict = match verdict {
        Verdict::Duplicate => Verdict::Accepted,
        Verdict::Accepted
        | Verdict::Ignored
        | Verdict::Unmatched
        | Verdict::Paused
        | Verdict::Handshake
        | Verdict::Malformed
        | Verdict::Refused
        | Verdict::Limited => verdict,
    };
    let ours = || Json(json!({ "verdict": verdict.as_str(), "delivery": delivery }));
    let Some(answer) = preset::find(&source.preset).map(|preset| &preset.answer) else {
        return ours().into_response();
    };
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    match &answer.body {
        AnswerBody::Json => (status, ours()).into_response(),
        AnswerBody::Empty => status.into_response(),
        AnswerBody::Text(text) => {
            let content_type = [(header::CONTENT_TYPE, answer.content_type.as_str())];
            (status, content_type, text.as_str()).into_response()
        }
    }
}

pub(super) fn handshake(answer: HandshakeAnswer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    // A challenge is the asker's own text.
    let harmless = [
        (header::CONTENT_TYPE, answer.content_type),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, harmless, answer.body).into_response()
}

pub(super) fn naming(mut response: Response, named: Named) -> Response {
    let headers = response.headers_mut();
    if let Ok(delivery) = header::HeaderValue::from_str(&named.delivery.to_string()) {
        headers.insert(DELIVERY_HEADER, delivery);
    }
    headers.insert(
        VERDICT_HEADER,
        header::HeaderValue::from_static(named.verdict.as_str()),
    );
    response
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
    detail: Box<Detail>,
    allow: Option<String>,
    /// With what the sender may prove who it is.
    challenge: &'static str,
    /// When it may be tried again, in seconds.
    retry_after: Option<u64>,
    kept_as: Option<Named>,
    test: bool,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, detail: &str) -> Self {
        Self::with(status, Detail::new(detail))
    }

    pub(super) fn with(status: StatusCode, detail: Detail) -> Self {
        Self {
            status,
            source: None,
            detail: Box::new(detail),
            allow: None,
            challenge: "Webhook",
            retry_after: (status == StatusCode::SERVICE_UNAVAILABLE).then_some(RETRY_AFTER),
            kept_as: None,
            test: false,
        }
    }

    pub(super) fn gone(source: &SourceRow) -> Self {
        Self::new(StatusCode::GONE, "refuse-removed").of(source)
    }

    /// Whoever has the request is asked to try again.
    pub(super) fn not_stored(source: &SourceRow) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "refuse-not-stored").of(source)
    }

    pub(super) fn of_body(source: &SourceRow, refused: &BodyRefused<String>) -> Self {
        let refusal = match refused {
            BodyRefused::TooLarge { longest } => {
                let args = vec![("limit", (longest / (1024 * 1024)).to_string())];
                Self::with(
                    StatusCode::PAYLOAD_TOO_LARGE,
                    Detail::with_args("refuse-too-large", args),
                )
            }
            BodyRefused::TooSlow => Self::new(StatusCode::REQUEST_TIMEOUT, "refuse-too-slow"),
            BodyRefused::NoRoom => Self::new(StatusCode::SERVICE_UNAVAILABLE, "refuse-no-room"),
            BodyRefused::Broken(reason) => {
                let args = vec![("reason", reason.clone())];
                Self::with(StatusCode::BAD_REQUEST, Detail::with_args("refuse-broken", args))
            }
        };
        refusal.of(source)
    }

    pub(super) fn of(self, source: &SourceRow) -> Self {
        Self {
            source: Some(source.id),
            ..self
        }
    }

    pub(super) fn after(self, seconds: u64) -> Self {
        Self {
            retry_after: Some(seconds),
            ..self
        }
    }

    /// Some senders show a password only after they were asked for one.
    pub(super) fn asking_for_a_password(self) -> Self {
        Self {
            challenge: r#"Basic realm="Recado", charset="UTF-8""#,
            ..self
        }
    }

    pub(super) fn allowing(self, methods: String) -> Self {
        Self {
            allow: Some(methods),
            ..self
        }
    }

    /// The request was refused but is in the log.
    pub(super) fn kept_as(self, named: Named) -> Self {
        Self {
            kept_as: Some(named),
            ..self
        }
    }

    /// The request was a test of our own: it is counted nowhere.
    pub(super) fn of_test(self) -> Self {
        Self { test: true, ..self }
    }

    pub(super) fn count(&self, core: &Core) {
        core.refusals.count(core, self.source, self.status.as_u16());
    }

    pub(super) fn is_only_counted(&self) -> bool {
        self.kept_as.is_none() && !self.test
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
        if let (Some(named), Some(problem)) = (self.kept_as, problem.as_object_mut()) {
            problem.insert("delivery".to_owned(), json!(named.delivery));
        }
        let content_type = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (self.status, content_type, problem.to_string()).into_response();
        let headers = response.headers_mut();
        if let Some(allow) = self
            .allow
            .and_then(|allow| header::HeaderValue::try_from(allow).ok())
        {
            headers.insert(header::ALLOW, allow);
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            // Required (RFC 9110, section 15.5.2). Senders that know their scheme do not look at it.
            headers.insert(
                header::WWW_AUTHENTICATE,
                header::HeaderValue::from_static(self.challenge),
            );
        }
        if matches!(
            self.status,
            StatusCode::PAYLOAD_TOO_LARGE | StatusCode::REQUEST_TIMEOUT
        ) {
            // The rest of the body is not read.
            headers.insert(header::CONNECTION, header::HeaderValue::from_static("close"));
        }
        match self.kept_as.filter(|_| self.test) {
            Some(named) => naming(response, named),
            None => response,
        }
    }
}
