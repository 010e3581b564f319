//! The relay's end: the client of HTTP/2.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri, Version};
use http_body::{Body, Frame};
use http_body_util::channel::{Channel, Sender};
use hyper::body::Incoming;
use hyper::client::conn::http2;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{Semaphore, oneshot};
use tokio_util::sync::CancellationToken;

use super::body::{BoxError, LinkBody, LiveBody, boxed};
use super::control_stream::{Control, control, hearing, reader, saying};
use super::tasks::Owner;
use super::watched::{Silent, Watched};
use super::{CONTROL_PATH, DRAIN_PATH, LinkError, OWN_AUTHORITY, SILENCE, carry};
use crate::control::{FromEngine, FromRelay};
use crate::delivery::Delivered;
use crate::drain::{Batch, DrainError, Outcome};
use crate::limits::{
    ATTACH_STEP, CLOSING_PATIENCE, LINK_WINDOW, LIVE_AT_ONCE, LONGEST_HEAD, PING_AFTER, PING_PATIENCE,
    STREAM_WINDOW,
};
use crate::origin::Origin;

/// A sender's request, to be forwarded.
#[derive(Debug)]
pub struct LiveRequest<B> {
    /// What the relay says of it. The URL's path is what the engine gets, without the address.
    pub delivered: Delivered,
    /// The method.
    pub method: Method,
    /// The headers, after [`clean`](super::clean).
    pub headers: HeaderMap,
    /// The body, which streams.
    pub body: B,
}

/// A handle by which any number of tasks send requests to an attached engine.
#[derive(Debug, Clone)]
pub struct Link {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// Taken when the link closes: hyper ends the connection once the last of them is gone.
    send: Mutex<Option<http2::SendRequest<LinkBody>>>,
    under_way: Arc<Semaphore>,
    origin: Origin,
    closing: CancellationToken,
}

/// What keeps the relay's end of a link alive.
#[derive(Debug)]
pub struct RelayEnd {
    link: Link,
    owner: Owner,
    ended: oneshot::Receiver<hyper::Result<()>>,
    silent: Silent,
}

/// Begins the relay's end on a stream on which an engine has just been welcomed.
///
/// # Errors
/// When the engine's end does not begin as it should.
pub async fn relay<S>(
    stream: S,
    origin: &Origin,
) -> Result<(Link, Control<FromRelay, FromEngine>, RelayEnd), LinkError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    if origin.authority().as_str() == OWN_AUTHORITY {
        return Err(LinkError::NotForHere);
    }
    let owner = Owner::default();
    let (watched, silent) = Watched::new(stream, SILENCE);
    let (send, connection) = http2::Builder::new(owner.tasks())
        .timer(TokioTimer::new())
        .keep_alive_interval(PING_AFTER)
        .keep_alive_timeout(PING_PATIENCE)
        .keep_alive_while_idle(true)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(LINK_WINDOW)
        .max_header_list_size(LONGEST_HEAD as u32)
        // Each answer that crosses a request given up counts as an error of the engine's, and the library would end the
        // link after some. An engine that misuses this makes the relay send short refusals, and nothing else.
        .max_local_error_reset_streams(None)
        .handshake(TokioIo::new(watched))
        .await
        .map_err(LinkError::of)?;
    let (end, ended) = oneshot::channel();
    owner.tasks().spawn(async move {
        // Nobody listens any more where the end was dropped.
        let _ = end.send(connection.await);
    });
    let link = Link {
        shared: Arc::new(Shared {
            send: Mutex::new(Some(send)),
            under_way: Arc::new(Semaphore::new(LIVE_AT_ONCE)),
            origin: origin.clone(),
            closing: CancellationToken::new(),
        }),
    };
    let (handle, behind) = control();
    let closing = &link.shared.closing;
    let said = saying(behind.to_say, closing.clone());
    let answer = tokio::time::timeout(ATTACH_STEP, link.own_request(CONTROL_PATH, said)).await;
    let heard = answer.map_err(|_| LinkError::NoControl)??;
    let (hearing, hearing_link) = (hearing(heard, behind.heard, closing.clone()), link.clone());
    owner.tasks().spawn(async move {
        hearing.await;
        // An engine that says no more takes no more.
        hearing_link.close();
    });
    let end = RelayEnd {
        link: link.clone(),
        owner,
        ended,
        silent,
    };
    Ok((link, handle, end))
}

impl Link {
    /// Forwards a sender's request and gives the engine's answer.
    ///
    /// Where [`LIVE_AT_ONCE`] requests are under way this waits for one to end. There is no limit of time in here: the
    /// caller has the live limit. Dropping the future or the answer's body cancels the request at the engine.
    ///
    /// # Errors
    /// When the link is closed or breaks, or the URL is none of this relay's. The engine may have taken the request
    /// even so: what is kept then must have the same delivery id.
    pub async fn forward<B>(&self, live: LiveRequest<B>) -> Result<Response<LiveBody>, LinkError>
    where
        B: Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
    {
        let permit = Arc::clone(&self.shared.under_way).acquire_owned();
        let permit = permit.await.map_err(|_| LinkError::Closed)?;
        let uri = carry::link_url(&self.shared.origin, &live.delivered.url).ok_or(LinkError::NotForHere)?;
        let mut request = Request::new(boxed(live.body));
        *request.method_mut() = live.method;
        *request.uri_mut() = uri;
        *request.version_mut() = Version::HTTP_2;
        *request.headers_mut() = live.headers;
        carry::put(request.headers_mut(), &live.delivered).ok_or(LinkError::NotForHere)?;
        let answer = self.send(request).await?;
        Ok(answer.map(|body| LiveBody::new(body, permit)))
    }

    /// How many more requests can be under way.
    #[must_use]
    pub fn room(&self) -> usize {
        self.shared.under_way.available_permits()
    }

    /// Begins a drain. One at a time keeps the entries' order.
    ///
    /// # Errors
    /// When the link is closed or breaks.
    pub async fn drain(&self) -> Result<Drain, LinkError> {
        let (to_engine, body) = Channel::new(1);
        let answers = self.own_request(DRAIN_PATH, boxed(body)).await?;
        Ok(Drain {
            to_engine,
            answers: Box::new(reader(answers)),
        })
    }

    /// Whether the link takes no more requests.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        let send = self.shared.send.lock().unwrap_or_else(PoisonError::into_inner);
        send.as_ref().is_none_or(http2::SendRequest::is_closed)
    }

    fn close(&self) {
        self.shared.under_way.close();
        self.shared.closing.cancel();
        let mut send = self.shared.send.lock().unwrap_or_else(PoisonError::into_inner);
        *send = None;
    }

    async fn own_request(&self, path: &'static str, body: LinkBody) -> Result<Incoming, LinkError> {
        let mut request = Request::new(body);
        *request.method_mut() = Method::POST;
        *request.version_mut() = Version::HTTP_2;
        *request.uri_mut() = Uri::builder()
            .scheme("https")
            .authority(OWN_AUTHORITY)
            .path_and_query(path)
            .build()
            .map_err(|_| LinkError::NotForHere)?;
        let answer = self.send(request).await?;
        if answer.status() == StatusCode::OK {
            Ok(answer.into_body())
        } else {
            Err(LinkError::NoControl)
        }
    }

    async fn send(&self, request: Request<LinkBody>) -> Result<Response<Incoming>, LinkError> {
        let sending = {
            let send = self.shared.send.lock().unwrap_or_else(PoisonError::into_inner);
            send.clone()
        };
        let mut sending = sending.ok_or(LinkError::Closed)?;
        sending.send_request(request).await.map_err(LinkError::of)
    }
}

impl RelayEnd {
    /// Runs the link until it ends. When `stop` completes, no new requests are taken, and those under way have
    /// [`CLOSING_PATIENCE`] to end. What is to be said to the engine is said on the control stream before.
    ///
    /// # Errors
    /// When the link did not end in peace.
    pub async fn run(mut self, stop: impl Future<Output = ()> + Send) -> Result<(), LinkError> {
        let ended = tokio::select! {
            ended = &mut self.ended => Some(ended),
            () = stop => None,
        };
        self.link.close();
        // hyper hands out requests in one task and moves bytes in another, which has not ended where the engine only
        // said that it takes no more.
        self.owner.end(CLOSING_PATIENCE).await;
        let ended = match ended {
            Some(ended) => ended,
            None => self.ended.await,
        };
        match ended {
            _ if self.silent.is_set() => Err(LinkError::Silent),
            Ok(ended) => ended.map_err(LinkError::of),
            // Out of patience, and cut.
            Err(_) => Ok(()),
        }
    }
}

/// A drain under way.
pub struct Drain {
    to_engine: Sender<Bytes, BoxError>,
    answers: Box<dyn AsyncRead + Unpin + Send>,
}

impl Drain {
    /// Sends a batch and waits for its outcomes, one for each entry, in order. Only what is settled may be deleted.
    ///
    /// # Errors
    /// When the link breaks in between, or the engine answers something else: nothing of this batch counts as settled.
    /// The drain is of no use afterwards. Nor is it when the future was dropped.
    pub async fn exchange(&mut self, batch: &Batch) -> Result<Vec<Outcome>, DrainError> {
        for frame in batch.frames() {
            let sent = self.to_engine.send(Frame::data(frame)).await;
            sent.map_err(|_| DrainError::Link(LinkError::Closed))?;
        }
        batch.read_answer(&mut self.answers).await
    }
}

impl std::fmt::Debug for Drain {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Drain")
    }
}
