//! The door for senders.
//!
//! [`router`] serves the sources' addresses and nothing else; it is given to the local [`listener`] and, later, to the
//! tunnel. A request passes: its source (`address`), its method, its [`body`] bounded in size and time, then `intake`,
//! and leaves as a [`reply`]. What is only counted is counted in [`refusals`].

pub(crate) mod address;
mod body;
pub(crate) mod listener;
mod refusals;
mod reply;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::any;
use http_body_util::BodyExt;
use hyper::{HeaderMap, Method, StatusCode, header};
use recado_api::view::SourceState;
use recado_sqlite::WriteError;
use recado_webhook::redact;
use recado_webhook::request::{Unverified, sender_event_id};

pub(crate) use body::Bodies;
pub(crate) use refusals::Refusals;

use crate::core::Core;
use crate::intake::{self, Filed, Filing, Understood, Unsupported};
use crate::store::StoreError;
use crate::store::deliveries::{self, Detail};
use crate::store::sources::SourceRow;
use address::Address;
use body::BodyRefused;
use listener::AnsweringFlag;
use reply::{Refusal, preflight};

/// A body larger than this is understood off the runtime's threads: parsing takes some 10 ms a MiB in a debug build.
const SMALL_BODY: usize = 32 * 1024;

#[derive(Clone)]
struct Receiver {
    core: Arc<Core>,
    bodies: Bodies,
}

/// Serves the addresses of the sources.
pub(crate) fn router(core: Arc<Core>, bodies: Bodies) -> Router {
    Router::new()
        .fallback(any(receive))
        .with_state(Receiver { core, bodies })
}

async fn receive(State(receiver): State<Receiver>, request: Request) -> Response {
    let from_a_page = request.headers().contains_key(header::ORIGIN);
    let mut response = match take(&receiver, request).await {
        Ok(response) => response,
        Err(refusal) => {
            if refusal.is_only_counted() {
                receiver
                    .core
                    .refusals
                    .count(&receiver.core, refusal.source, refusal.status.as_u16());
            }
            refusal.into_response(receiver.core.lang())
        }
    };
    if from_a_page {
        // A landing page may post a form here. No credentials are ever looked at, so any page may.
        response.headers_mut().insert(
            header::ACCESS_CONTROL_ALLOW_ORIGIN,
            header::HeaderValue::from_static("*"),
        );
    }
    response
}

async fn take(receiver: &Receiver, request: Request) -> Result<Response, Refusal> {
    let core = &receiver.core;
    let address = Address::parse(request.uri().path())
        .ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "refuse-unknown"))?;
    let source = core
        .source_by_key(&address.key)
        .ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "refuse-unknown"))?;
    if source.state == SourceState::Removed {
        return Err(gone(&source));
    }
    if *request.method() == Method::OPTIONS {
        return Ok(preflight());
    }
    let method = allowed_method(&source, request.method())?;
    let query = request.uri().query().unwrap_or_default().to_owned();
    let flag = request.extensions().get::<AnsweringFlag>().cloned();
    let (head, incoming) = request.into_parts();
    let headers = text_headers(&head.headers);
    let received_at = core.now();
    let (bytes, _room) = receiver
        .bodies
        .read(&head.headers, incoming.map_err(|error| error.to_string()))
        .await
        .map_err(|refused| body_refusal(&source, &refused))?;
    let _answering = flag.map(AnsweringFlag::begin);

    let unverified = Unverified {
        method,
        sub_path: address.sub_path,
        query,
        headers,
        body: bytes,
    };
    let request_hash = core.hasher.request(
        source.id.as_bytes(),
        method.as_str(),
        &unverified.sub_path,
        &unverified.query,
        &unverified.body,
    );
    let header_id = sender_event_id(&unverified.headers).map(str::to_owned);
    let kept = deliveries::Request {
        method: method.as_str().to_owned(),
        sub_path: unverified.sub_path.clone(),
        query: redact::redacted_query(&unverified.query),
        headers: redact::kept_headers(&unverified.headers),
        body: unverified.body.clone(),
    };
    let understood = understand(core, unverified)
        .await?
        .map_err(|Unsupported(detail)| {
            Refusal::with(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail).of(&source)
        })?;
    let filing = Filing {
        source: source.id,
        source_title: source.title.clone(),
        received_at,
        request: kept,
        request_hash,
        header_id,
        understood,
    };
    file(core, &source, filing).await
}

/// Only the methods that a source takes. `Allow` names them (RFC 9110, section 15.5.6).
fn allowed_method(source: &SourceRow, method: &Method) -> Result<recado_webhook::request::Method, Refusal> {
    match *method {
        Method::POST => Ok(recado_webhook::request::Method::Post),
        Method::GET if source.allow_get => Ok(recado_webhook::request::Method::Get),
        _ => {
            let allow = if source.allow_get { "GET, POST" } else { "POST" };
            let args = vec![("method", method.to_string()), ("allowed", allow.to_owned())];
            let detail = Detail::with_args("refuse-method", args);
            Err(Refusal::with(StatusCode::METHOD_NOT_ALLOWED, detail)
                .allowing(allow)
                .of(source))
        }
    }
}

async fn understand(core: &Core, request: Unverified) -> Result<Result<Understood, Unsupported>, Refusal> {
    let reader = core.reader();
    if request.body.len() <= SMALL_BODY {
        return Ok(intake::understand(request, &reader));
    }
    tokio::task::spawn_blocking(move || intake::understand(request, &reader))
        .await
        .map_err(|error| {
            tracing::error!(error = %error, "a body could not be read: this is a fault in Recado");
            Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "refuse-internal")
        })
}

async fn file(core: &Arc<Core>, source: &SourceRow, filing: Filing) -> Result<Response, Refusal> {
    let inside = core.clone();
    let filed = core.db.write(move |tx| intake::file(tx, &inside, &filing)).await;
    match filed {
        Ok(Filed::Kept {
            detail: Some(detail),
            answered_as,
            verdict: recado_api::view::Verdict::Malformed,
        }) => Err(Refusal::with(StatusCode::BAD_REQUEST, detail)
            .kept_as(answered_as)
            .of(source)),
        Ok(Filed::Kept {
            verdict, answered_as, ..
        }) => Ok(reply::taken(verdict, answered_as)),
        Ok(Filed::Gone) => Err(gone(source)),
        Err(error) => Err(not_stored(source, &error)),
    }
}

fn gone(source: &SourceRow) -> Refusal {
    Refusal::new(StatusCode::GONE, "refuse-removed").of(source)
}

fn body_refusal(source: &SourceRow, refused: &BodyRefused) -> Refusal {
    let refusal = match refused {
        BodyRefused::TooLarge { limit } => {
            let args = vec![("limit", (limit / (1024 * 1024)).to_string())];
            Refusal::with(
                StatusCode::PAYLOAD_TOO_LARGE,
                Detail::with_args("refuse-too-large", args),
            )
        }
        BodyRefused::TooSlow => Refusal::new(StatusCode::REQUEST_TIMEOUT, "refuse-too-slow"),
        BodyRefused::NoRoom => Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "refuse-no-room"),
        BodyRefused::Broken { reason } => {
            let args = vec![("reason", reason.clone())];
            Refusal::with(StatusCode::BAD_REQUEST, Detail::with_args("refuse-broken", args))
        }
    };
    refusal.of(source)
}

/// The sender is asked to try again, whatever the cause: the delivery is not stored.
fn not_stored(source: &SourceRow, error: &WriteError<StoreError>) -> Refusal {
    match error {
        WriteError::Unavailable(reason) => {
            tracing::warn!(source.id = %source.id, error = %reason, "a delivery was not stored; its sender may try again");
        }
        WriteError::Closed => {
            tracing::info!(source.id = %source.id, "a delivery came while Recado was ending")
        }
        WriteError::Job(_) | WriteError::Panicked => {
            tracing::error!(source.id = %source.id, error = %error, "a delivery could not be filed: this is a fault in Recado");
        }
    }
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "refuse-not-stored").of(source)
}

/// Header values that are not text are read as Latin-1, as HTTP once had it (RFC 9110, section 5.5).
fn text_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .map(|(name, value)| {
            let text = match value.to_str() {
                Ok(text) => text.to_owned(),
                Err(_) => value.as_bytes().iter().copied().map(char::from).collect(),
            };
            (name.as_str().to_owned(), text)
        })
        .collect()
}
