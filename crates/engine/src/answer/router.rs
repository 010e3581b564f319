//! The local socket: `POST /ask`, `GET /changes`, `GET /export`.

use std::io;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use data_encoding::BASE64URL_NOPAD;
use futures_util::stream;
use hyper::{StatusCode, header};
use recado_api::client::Reply;
use recado_api::socket::{Accepted, Listener};
use recado_api::view::{Attach, WindowOrder};
use recado_api::{Code, Failure, Position, Request, StreamLine};
use serde::Deserialize;
use tokio::sync::mpsc;

use super::{answer, desktop, failure, hello};
use crate::changes::Subscription;
use crate::core::Core;
use crate::export::{Export, Style};

/// Answers on the socket until the engine stops.
pub(crate) async fn serve(listener: Listener, core: Arc<Core>) {
    let router = Router::new()
        .route("/ask", post(ask))
        .route("/changes", get(changes))
        .route("/export", get(export))
        .with_state(core.clone());
    let stopped = core.stop.clone();
    let served = axum::serve(Door(listener), router).with_graceful_shutdown(async move {
        stopped.cancelled().await;
    });
    if let Err(error) = served.await {
        tracing::error!(error = %error, "the local socket is closed");
    }
}

async fn ask(State(core): State<Arc<Core>>, body: Bytes) -> Response {
    let request: Request = match serde_json::from_slice(&body) {
        Ok(request) => request,
        Err(error) => {
            let message = core
                .lang()
                .text("failure-request", &[("reason", error.to_string().into())]);
            return refused(failure::bad_request(message));
        }
    };
    // Before the look-up: a change after it may be in the answer too, and applying it again does no harm.
    let n = core.changes.last();
    match answer(&core, request).await {
        Ok(ok) => Json(Reply::Ok { ok, n }).into_response(),
        Err(failure) => refused(failure),
    }
}

#[derive(Deserialize)]
struct Follow {
    /// A [`Position`].
    after: Option<String>,
    /// An [`Attach`] as JSON in base64url.
    window: Option<String>,
}

async fn changes(State(core): State<Arc<Core>>, Query(query): Query<Follow>) -> Response {
    let after = match query.after.as_deref().map(Position::parse) {
        Some(None) => return refused(not_understood(&core, "after=EPOCH:N")),
        Some(after) => after,
        None => None,
    };
    let window = match query.window.as_deref().map(read_window) {
        Some(None) => return refused(not_understood(&core, "window=BASE64URL")),
        Some(window) => window,
        None => None,
    };
    // Before the window is presented, so that it misses nothing of what its orders lead to.
    let subscription = core.changes.subscribe(after.as_ref());
    let closing = window.is_some().then(|| Closing(core.clone()));
    let orders = match window {
        Some(window) => desktop::attach(&core, window).await,
        None => None,
    };
    let hello = StreamLine::Hello(hello::hello(&core));
    let lines = stream::unfold(
        Lines {
            next: Some(hello),
            subscription,
            orders,
            _closing: closing,
        },
        |mut lines| async {
            let line = lines.next().await?;
            Some((ndjson(&line), lines))
        },
    );
    let content_type = [(header::CONTENT_TYPE, "application/x-ndjson")];
    (content_type, Body::from_stream(lines)).into_response()
}

fn read_window(text: &str) -> Option<Attach> {
    let json = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
    serde_json::from_slice(&json).ok()
}

fn not_understood(core: &Core, expected: &str) -> Failure {
    let args = [("reason", expected.into())];
    failure::bad_request(core.lang().text("failure-request", &args))
}

/// The hello, then what is subscribed to and, for a window, the desk's orders between.
struct Lines {
    next: Option<StreamLine>,
    subscription: Subscription,
    /// Dropped with the connection, by which the desk knows that the window is gone.
    orders: Option<mpsc::Receiver<WindowOrder>>,
    _closing: Option<Closing>,
}

/// Tells when a window's stream is dropped.
struct Closing(Arc<Core>);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.window_gone.notify_one();
    }
}

impl Lines {
    async fn next(&mut self) -> Option<StreamLine> {
        if let Some(line) = self.next.take() {
            return Some(line);
        }
        if let Some(orders) = &mut self.orders {
            tokio::select! {
                // An order does not wait behind many changes.
                biased;
                Some(order) = orders.recv() => return Some(StreamLine::Window(order)),
                line = self.subscription.next() => return line,
            }
        }
        self.subscription.next().await
    }
}

fn ndjson(line: &StreamLine) -> io::Result<Bytes> {
    let mut line = serde_json::to_vec(line)?;
    line.push(b'\n');
    Ok(line.into())
}

#[derive(Deserialize)]
struct Exported {
    #[serde(default)]
    style: Asked,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "snake_case")]
enum Asked {
    /// That of the business's country.
    Local,
    #[default]
    Brazilian,
    International,
}

async fn export(State(core): State<Arc<Core>>, query: Result<Query<Exported>, QueryRejection>) -> Response {
    let Ok(Query(Exported { style })) = query else {
        return refused(not_understood(&core, "style=local|brazilian|international"));
    };
    let style = match style {
        Asked::Local => Style::of_country(&core.business().country),
        Asked::Brazilian => Style::Brazilian,
        Asked::International => Style::International,
    };
    let export = Export::new(core, style);
    let pieces = stream::try_unfold(export, |mut export| async {
        let piece = export.next().await.map_err(io::Error::other)?;
        Ok::<_, io::Error>(piece.map(|piece| (piece, export)))
    });
    let content_type = [(header::CONTENT_TYPE, "text/csv; charset=utf-8")];
    (content_type, Body::from_stream(pieces)).into_response()
}

fn refused(failure: Failure) -> Response {
    let status = match failure.code {
        Code::BadRequest => StatusCode::BAD_REQUEST,
        Code::Changed => StatusCode::CONFLICT,
        Code::NoDesktop | Code::NotFound => StatusCode::NOT_FOUND,
        Code::Unavailable | Code::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    };
    (status, Json(Reply::<()>::Err { err: failure })).into_response()
}

/// The socket as axum wants it.
struct Door(Listener);

impl axum::serve::Listener for Door {
    type Io = Accepted;
    type Addr = ();

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            match self.0.accept().await {
                Ok(stream) => return (stream, ()),
                Err(error) => {
                    tracing::warn!(error = %error, "cannot accept at the local socket now");
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(())
    }
}
