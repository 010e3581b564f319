//! What is served at which path: the relay's health and figures, the engines' door, and all else is a sender's.

use std::sync::Arc;

use http::header::{self, HeaderValue};
use http::{Method, Request, StatusCode};
use hyper::body::Incoming;
use recado_http::{Caller, throw_away};
use recado_tunnel::attach;

use crate::attach::upgrade;
use crate::limits::BUSY_RETRY_AFTER_S;
use crate::metrics::Gauges;
use crate::remote::{Trust, counted};
use crate::sender;
use crate::sender::passing::{Answer, harmless, say, say_later};
use crate::shared::Shared;

/// Answers any request.
pub(crate) async fn answer(shared: &Arc<Shared>, request: Request<Incoming>, caller: Caller) -> Answer {
    let Caller { peer, flag } = caller;
    let remote = shared.trust.remote(peer, request.headers());
    let answer = match request.uri().path() {
        "/healthz" => about_the_relay(shared, request, health).await,
        // Figures are the operator's, and others find nothing here.
        "/metrics" if Trust::is_operator(peer, request.headers()) => {
            about_the_relay(shared, request, figures).await
        }
        attach::PATH => match remote.map(|remote| shared.per_remote.take(counted(remote))) {
            Some(Err(wait)) => say_later(
                StatusCode::TOO_MANY_REQUESTS,
                "Too many requests. Try again later.",
                wait,
            ),
            Some(Ok(())) | None => upgrade(shared, request),
        },
        _ => sender::answer(shared, request, remote, flag).await,
    };
    harmless(answer)
}

async fn about_the_relay(
    shared: &Arc<Shared>,
    request: Request<Incoming>,
    answer: impl AsyncFn(&Shared) -> Answer,
) -> Answer {
    let (head, body) = request.into_parts();
    throw_away(body).await;
    if head.method != Method::GET && head.method != Method::HEAD {
        let mut answer = say(StatusCode::METHOD_NOT_ALLOWED, "Only GET.");
        answer
            .headers_mut()
            .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return answer;
    }
    answer(shared).await
}

/// 200 while the relay takes requests and can keep them.
async fn health(shared: &Shared) -> Answer {
    if shared.stopping.is_cancelled() {
        return say_later(StatusCode::SERVICE_UNAVAILABLE, "stopping", BUSY_RETRY_AFTER_S);
    }
    match shared.queue.whole().await {
        Ok(_) => say(StatusCode::OK, "ok"),
        Err(_) => say_later(
            StatusCode::SERVICE_UNAVAILABLE,
            "the store cannot be used now",
            BUSY_RETRY_AFTER_S,
        ),
    }
}

async fn figures(shared: &Shared) -> Answer {
    let (Ok(waiting), Ok(addresses)) = (shared.queue.whole().await, shared.store.count().await) else {
        return say_later(
            StatusCode::SERVICE_UNAVAILABLE,
            "the store cannot be used now",
            BUSY_RETRY_AFTER_S,
        );
    };
    let text = shared.metrics.text(&Gauges {
        engines: shared.registry.len(),
        addresses,
        waiting,
        connections: shared.connections.open_now(),
    });
    let mut answer = say(StatusCode::OK, text.trim_end());
    answer.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8"),
    );
    answer
}
