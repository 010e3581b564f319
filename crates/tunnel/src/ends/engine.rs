//! The engine's end: the server of HTTP/2.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body::{Body, Frame};
use http_body_util::Empty;
use http_body_util::channel::Channel;
use hyper::body::Incoming;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_util::sync::CancellationToken;
use tower::{Service, ServiceExt};

use super::body::{BoxError, LinkBody, boxed};
use super::control_stream::{Behind, Control, control, hearing, reader, saying};
use super::tasks::{Owner, Tasks};
use super::turns::in_turns;
use super::watched::Watched;
use super::{CONTROL_PATH, DRAIN_PATH, LinkError, OWN_AUTHORITY, SILENCE, carry};
use crate::control::{FromEngine, FromRelay};
use crate::drain::{Batch, DrainError, Outcome, WaitingEntry};
use crate::limits::{
    ATTACH_STEP, CLOSING_PATIENCE, GIVEN_UP_UNSEEN, LINK_WINDOW, LONGEST_HEAD, PING_AFTER, PING_PATIENCE,
    STREAM_WINDOW, STREAMS,
};

/// What an engine does with what waited at the relay.
pub trait Settle: Send + Sync + 'static {
    /// Settles the entries of a batch and gives an outcome for each, in their order.
    ///
    /// An entry that does not open is settled too, by being refused: it must not hold up those behind it. The future
    /// may be dropped when the link breaks; the relay then offers the entries again.
    fn settle(&self, entries: Vec<WaitingEntry>) -> impl Future<Output = Vec<Outcome>> + Send;
}

/// The engine's end of a link, before it runs.
pub struct EngineEnd<S, R, D> {
    stream: S,
    serving: Arc<Serving<R, D>>,
}

struct Serving<R, D> {
    router: R,
    settle: D,
    control: Mutex<Option<Behind<FromEngine, FromRelay>>>,
    /// Completes when the relay has opened the control stream.
    begun: CancellationToken,
    /// Completes when everything that the relay said there was passed on.
    heard: CancellationToken,
    closing: CancellationToken,
}

/// Makes the engine's end on a stream on which a relay has just said welcome.
///
/// Senders' requests go to `router` with a [`Delivered`](crate::delivery::Delivered) among their extensions; what
/// waited goes to `settle`.
pub fn engine<S, R, D, B>(
    stream: S,
    router: R,
    settle: D,
) -> (Control<FromEngine, FromRelay>, EngineEnd<S, R, D>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    R: Service<Request<Incoming>, Response = Response<B>, Error = Infallible, Future: Send>,
    R: Clone + Send + Sync + 'static,
    D: Settle,
    B: Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    let (handle, behind) = control();
    let serving = Arc::new(Serving {
        router,
        settle,
        control: Mutex::new(Some(behind)),
        begun: CancellationToken::new(),
        heard: CancellationToken::new(),
        closing: CancellationToken::new(),
    });
    (handle, EngineEnd { stream, serving })
}

impl<S, R, D, B> EngineEnd<S, R, D>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    R: Service<Request<Incoming>, Response = Response<B>, Error = Infallible, Future: Send>,
    R: Clone + Send + Sync + 'static,
    D: Settle,
    B: Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    /// Runs the link until it ends. When `stop` completes, the relay is told to send no more, and the requests under
    /// way have [`CLOSING_PATIENCE`] to end. When the relay ends it, what it said last is passed on before: whoever
    /// holds the [`Control`] and does not listen holds up the end for as long.
    ///
    /// # Errors
    /// When the link neither ended by `stop` nor in peace. After `stop` it does not matter how the relay hangs up:
    /// whatever was not answered it offers again.
    pub async fn run(self, stop: impl Future<Output = ()> + Send) -> Result<(), LinkError> {
        let owner = Owner::default();
        let (watched, silent) = Watched::new(self.stream, SILENCE);
        let (stream, mut turns) = in_turns(watched);
        let serving = self.serving;
        let (service, tasks) = (Arc::clone(&serving), owner.tasks());
        let connection = http2::Builder::new(owner.tasks())
            .timer(TokioTimer::new())
            .keep_alive_interval(PING_AFTER)
            .keep_alive_timeout(PING_PATIENCE)
            .initial_stream_window_size(STREAM_WINDOW)
            .initial_connection_window_size(LINK_WINDOW)
            .max_concurrent_streams(STREAMS)
            .max_header_list_size(LONGEST_HEAD as u32)
            // The relay says it to senders, by its own clock.
            .auto_date_header(false)
            // Both are meant against strangers, and would end a link that has carried some thousand requests whose
            // bodies nobody read, or which were given up while the line stalled. The relay is who counts strangers.
            .max_local_error_reset_streams(None)
            .max_pending_accept_reset_streams(GIVEN_UP_UNSEEN)
            .serve_connection(
                TokioIo::new(stream),
                // In a box, since hyper moves it about.
                service_fn(move |request| Box::pin(Arc::clone(&service).answer(request, tasks.clone()))),
            );
        let mut connection = std::pin::pin!(connection);
        let no_control = async {
            let begun = tokio::time::timeout(ATTACH_STEP, serving.begun.cancelled()).await;
            if begun.is_ok() {
                std::future::pending::<()>().await;
            }
        };
        let ended = tokio::select! {
            ended = turns.drive(connection.as_mut()) => {
                // The relay says why it leaves, and closes right behind.
                if serving.begun.is_cancelled() {
                    let _ = tokio::time::timeout(CLOSING_PATIENCE, serving.heard.cancelled()).await;
                }
                if silent.is_set() {
                    Err(LinkError::Silent)
                } else {
                    ended.map_err(LinkError::of)
                }
            }
            () = no_control => Err(LinkError::NoControl),
            () = stop => {
                serving.closing.cancel();
                connection.as_mut().graceful_shutdown();
                let closing = tokio::time::timeout(CLOSING_PATIENCE, turns.drive(connection)).await;
                if let Ok(Err(why)) = closing {
                    tracing::debug!(error = %why, "the relay hung up on a link that was being closed");
                }
                Ok(())
            }
        };
        serving.closing.cancel();
        owner.end(Duration::ZERO).await;
        ended
    }
}

impl<R, D, B> Serving<R, D>
where
    R: Service<Request<Incoming>, Response = Response<B>, Error = Infallible, Future: Send>,
    R: Clone + Send + Sync + 'static,
    D: Settle,
    B: Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    async fn answer(
        self: Arc<Self>,
        mut request: Request<Incoming>,
        tasks: Tasks,
    ) -> Result<Response<LinkBody>, Infallible> {
        if request
            .uri()
            .authority()
            .is_some_and(|named| named == OWN_AUTHORITY)
        {
            return Ok(self.answer_own(request, &tasks));
        }
        let Some(delivered) = carry::take(request.headers_mut()) else {
            return Ok(empty(StatusCode::BAD_REQUEST));
        };
        request.extensions_mut().insert(delivered);
        let answer = self.router.clone().oneshot(request).await?;
        Ok(answer.map(boxed))
    }

    fn answer_own(self: Arc<Self>, request: Request<Incoming>, tasks: &Tasks) -> Response<LinkBody> {
        match (request.method(), request.uri().path()) {
            (&Method::POST, CONTROL_PATH) => {
                let behind = self.control.lock().unwrap_or_else(PoisonError::into_inner).take();
                let Some(behind) = behind else {
                    return empty(StatusCode::CONFLICT);
                };
                self.begun.cancel();
                let (closing, heard) = (&self.closing, self.heard.clone().drop_guard());
                let hearing = hearing(request.into_body(), behind.heard, closing.clone());
                tasks.spawn(async move {
                    hearing.await;
                    drop(heard);
                });
                Response::new(saying(behind.to_say, closing.clone()))
            }
            (&Method::POST, DRAIN_PATH) => {
                let (mut answers, body) = Channel::<Bytes, BoxError>::new(1);
                tasks.spawn(async move {
                    let closing = self.closing.clone();
                    let mut batches = reader(request.into_body());
                    loop {
                        // Closing does not interrupt a batch that is being settled.
                        let next = closing.run_until_cancelled(Batch::read(&mut batches)).await;
                        let answer = match next {
                            Some(Ok(Some(batch))) => self.settle(batch).await,
                            Some(Ok(None)) | None => break,
                            Some(Err(why)) => Err(why),
                        };
                        let sent = match answer {
                            Ok(answer) => answers.send(Frame::data(answer)).await,
                            Err(why) => {
                                tracing::warn!(error = %why, "a drain ended early");
                                answers.abort(why.into());
                                break;
                            }
                        };
                        if sent.is_err() {
                            break;
                        }
                    }
                });
                Response::new(boxed(body))
            }
            _ => empty(StatusCode::NOT_FOUND),
        }
    }

    async fn settle(&self, batch: Batch) -> Result<Bytes, DrainError> {
        let outcomes = self.settle.settle(batch.entries().to_vec()).await;
        batch.answer(&outcomes)
    }
}

fn empty(status: StatusCode) -> Response<LinkBody> {
    let mut response = Response::new(boxed(Empty::new()));
    *response.status_mut() = status;
    response
}
