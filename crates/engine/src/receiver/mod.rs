//! The door for senders.
//!
//! [`router`] serves the sources' addresses and nothing else; it is given to the local [`port`] and to the tunnel.
//! A request passes: its source ([`address`]), its method, the gate, its body bounded in size and time, its judgement
//! ([`incoming`]), then `intake`, and leaves as a [`reply`]. What waited at the relay comes whole, past the gate, and is
//! judged and filed alike. What is only counted is counted in [`refusals`].

pub(crate) mod address;
mod checks;
mod incoming;
pub(crate) mod port;
mod refusals;
mod reply;
mod test_marks;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::any;
use http_body_util::BodyExt;
use hyper::{Method, StatusCode, header};
use recado_api::view::Verdict;
use recado_http::{AnsweringFlag, Bodies, throw_away};
use recado_sqlite::WriteError;
use recado_webhook::authenticity::Scheme;
use recado_webhook::preset;

pub(crate) use checks::{Arrived, Checks, Question};
pub(crate) use incoming::Incoming;
pub(crate) use refusals::Refusals;
pub(crate) use reply::{DELIVERY_HEADER, VERDICT_HEADER};
pub(crate) use test_marks::{HEADER as TEST_HEADER, TestMarks};

use crate::core::Core;
use crate::gate::{Limited, Remote};
use crate::intake::{self, Filed, Filing, Understood};
use crate::store::StoreError;
use crate::store::deliveries::Detail;
use crate::store::sources::SourceRow;
use incoming::Called;
use reply::{Named, Refusal, preflight};

/// The largest body, in bytes. WhatsApp sends up to 3 MB.
pub(crate) const LARGEST_BODY: usize = 4 * 1024 * 1024;

/// A body larger than this is understood off the runtime's threads: parsing takes some 10 ms a MiB in a debug build.
const SMALL_BODY: usize = 32 * 1024;

#[derive(Clone)]
struct Receiver {
    core: Arc<Core>,
    bodies: Bodies,
}

/// Room for the bodies that come through all doors together.
pub(crate) fn bodies() -> Bodies {
    Bodies::new(LARGEST_BODY)
}

/// Serves the addresses of the sources.
pub(crate) fn router(core: Arc<Core>, bodies: Bodies) -> Router {
    Router::new()
        .fallback(any(receive))
        .with_state(Receiver { core, bodies })
}

async fn receive(State(receiver): State<Receiver>, request: Request) -> Response {
    if let Some(answer) = receiver.core.checks.answer(&request) {
        return answer;
    }
    let from_a_page = request.headers().contains_key(header::ORIGIN);
    let mut response = match take(&receiver, request).await {
        Ok(response) => response,
        Err(refusal) => {
            if refusal.is_only_counted() {
                refusal.count(&receiver.core);
            }
            refusal.into_response(receiver.core.lang())
        }
    };
    if from_a_page {
        // A landing page may post a form here. No cookie is ever looked at, so any page may.
        response.headers_mut().insert(
            header::ACCESS_CONTROL_ALLOW_ORIGIN,
            header::HeaderValue::from_static("*"),
        );
    }
    response
}

async fn take(receiver: &Receiver, request: Request) -> Result<Response, Refusal> {
    let core = &receiver.core;
    let (head, body) = request.into_parts();
    let body = body.map_err(|error| error.to_string());
    let called = Called::live(core, &head)?;
    if head.method == Method::OPTIONS {
        return Ok(preflight());
    }
    let incoming = Incoming::live(core, called, &head)?;
    let (source, remote, test) = (incoming.source().clone(), incoming.remote(), incoming.is_test());
    // By our clock, which lock-outs and rates go by.
    if !test && let Err(limited) = core.gate.admit(source.id, remote, core.now()) {
        throw_away(body).await;
        return Err(limit(core, &incoming, limited).await);
    }
    let flag = head.extensions.get::<AnsweringFlag>().cloned();
    let taken = async {
        let (bytes, _room) = receiver
            .bodies
            .read(&head.headers, body)
            .await
            .map_err(|refused| Refusal::of_body(&source, &refused))?;
        let complete_at = Instant::now();
        let _answering = flag.map(AnsweringFlag::begin);
        let filing = judge(core, incoming.with(bytes), complete_at).await?;
        file(core, &source, filing, remote).await
    };
    match taken.await {
        Ok((answer, named)) if test => Ok(reply::naming(answer, named)),
        Ok((answer, _)) => Ok(answer),
        Err(refusal) if test => Err(refusal.of_test()),
        Err(refusal) => Err(refusal),
    }
}

/// Where a connection comes from. Travels with each of its requests.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

async fn judge(core: &Arc<Core>, incoming: Incoming, complete_at: Instant) -> Result<Filing, Refusal> {
    let setup = core.setup_of(incoming.source()).await;
    let setup = setup.map_err(|unavailable| unavailable.why);
    if incoming.length() <= SMALL_BODY {
        return incoming.judge(core, setup, Some(complete_at));
    }
    let core = core.clone();
    tokio::task::spawn_blocking(move || incoming.judge(&core, setup, Some(complete_at)))
        .await
        .map_err(|error| {
            tracing::error!(error = %error, "a body could not be read: this is a fault in Recado");
            Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "refuse-internal")
        })?
}

/// Files what was read, and tells the gate who came. Gives the answer with what it names.
async fn file(
    core: &Arc<Core>,
    source: &SourceRow,
    filing: Filing,
    remote: Option<Remote>,
) -> Result<(Response, Named), Refusal> {
    let handshake = match &filing.read.understood {
        Understood::Handshake(answer) => Some(answer.clone()),
        Understood::Refused(_)
        | Understood::Events(_)
        | Understood::Fetch(_)
        | Understood::Ignored(_)
        | Understood::Unmatched
        | Understood::Malformed(_) => None,
    };
    let inside = core.clone();
    let filed = core.db.write(move |tx| intake::file(tx, &inside, &filing)).await;
    let (verdict, http_status, answered_as, detail) = match filed {
        Ok(Filed::Kept {
            verdict,
            http_status,
            answered_as,
            detail,
        }) => (verdict, http_status, answered_as, detail),
        Ok(Filed::Gone | Filed::TooOld) => return Err(Refusal::gone(source)),
        Ok(Filed::CannotWait) => return Err(Refusal::not_stored(source)),
        Err(error) => return Err(not_stored(core, source, &error)),
    };
    if verdict == Verdict::Refused {
        if http_status != 503 {
            core.gate_refused(source.id, remote);
        }
    } else if verdict != Verdict::Handshake {
        // Anybody may ask for a handshake, so that it makes up for no guess.
        core.gate_taken(source.id, remote);
    }
    let named = Named {
        delivery: answered_as,
        verdict,
    };
    if let Some(answer) = handshake {
        return Ok((reply::handshake(answer), named));
    }
    let refused = |status, detail: Option<Detail>| {
        let detail = detail.unwrap_or_else(|| Detail::new("refuse-internal"));
        let refusal = Refusal::with(status, detail).kept_as(named).of(source);
        Err(if wants_a_password(source) {
            refusal.asking_for_a_password()
        } else {
            refusal
        })
    };
    match verdict {
        Verdict::Malformed => refused(StatusCode::BAD_REQUEST, detail),
        Verdict::Refused if http_status == 503 => refused(StatusCode::SERVICE_UNAVAILABLE, detail),
        Verdict::Refused => refused(StatusCode::UNAUTHORIZED, detail),
        Verdict::Accepted
        | Verdict::Duplicate
        | Verdict::Ignored
        | Verdict::Unmatched
        | Verdict::Paused
        | Verdict::Handshake
        | Verdict::Limited => Ok((reply::taken(source, verdict, answered_as), named)),
    }
}

fn wants_a_password(source: &SourceRow) -> bool {
    let preset = preset::find(&source.preset);
    let choice = preset.and_then(|preset| preset.scheme(source.scheme.as_deref()));
    choice.is_some_and(|choice| choice.scheme == Scheme::Basic)
}

/// Turns a request away unread. The first of many has a line in the log.
async fn limit(core: &Arc<Core>, incoming: &Incoming, limited: Limited) -> Refusal {
    let refusal = Refusal::with(StatusCode::TOO_MANY_REQUESTS, limited.why.clone())
        .after(limited.retry_after)
        .of(incoming.source());
    if !limited.first {
        return refusal;
    }
    let inside = core.clone();
    let turned_away = incoming.turned_away(limited.why);
    let kept = core
        .db
        .write(move |tx| intake::turn_away(tx, &inside, &turned_away))
        .await;
    match kept {
        Ok(delivery) => refusal.kept_as(Named {
            delivery,
            verdict: Verdict::Limited,
        }),
        Err(_) => refusal,
    }
}

/// The sender is asked to try again, whatever the cause: the delivery is not stored.
fn not_stored(core: &Core, source: &SourceRow, error: &WriteError<StoreError>) -> Refusal {
    match error {
        WriteError::Unavailable(reason) => {
            core.patience.not_stored(core.now());
            tracing::warn!(source.id = %source.id, error = %reason, "a delivery was not stored; its sender may try again");
        }
        WriteError::Closed => {
            tracing::info!(source.id = %source.id, "a delivery came while Recado was ending")
        }
        WriteError::Job(_) | WriteError::Panicked => {
            tracing::error!(source.id = %source.id, error = %error, "a delivery could not be filed: this is a fault in Recado");
        }
    }
    Refusal::not_stored(source)
}
