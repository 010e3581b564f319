//! The relay's end: the client of HTTP/2.

use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use h2::client::SendRequest;
use h2::{Ping, PingPong, SendStream};
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri};
use http_body::Body;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{Semaphore, oneshot};
use tokio_util::sync::CancellationToken;

use super::body::{LiveBody, Sending};
use super::control_stream::{Control, control, hearing, reader, saying};
use super::streams::{Received, send, send_body};
use super::tasks::Owner;
use super::turns::in_turns;
use super::watched::{Silent, Watched};
use super::{CONTROL_PATH, DRAIN_PATH, LinkError, OWN_AUTHORITY, SILENCE, carry};
use crate::control::{FromEngine, FromRelay};
use crate::delivery::Delivered;
use crate::drain::{Batch, DrainError, Outcome};
use crate::limits::{
    ATTACH_STEP, CLOSING_PATIENCE, LINK_WINDOW, LIVE_AT_ONCE, LONGEST_HEAD, PING_AFTER, STREAM_WINDOW,
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
    /// Taken when the link closes: the connection ends once the last of them is gone.
    send: Mutex<Option<SendRequest<Bytes>>>,
    under_way: Arc<Semaphore>,
    origin: Origin,
    closing: CancellationToken,
}

/// What keeps the relay's end of a link alive.
#[derive(Debug)]
pub struct RelayEnd {
    link: Link,
    owner: Owner,
    ended: oneshot::Receiver<Result<(), h2::Error>>,
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
    let (stream, mut turns) = in_turns(watched);
    let (to_engine, mut connection) = h2::client::Builder::new()
        .enable_push(false)
        .initial_window_size(STREAM_WINDOW)
        .initial_connection_window_size(LINK_WINDOW)
        .max_header_list_size(LONGEST_HEAD as u32)
        // Each answer that crosses a request given up counts as an error of the engine's, and the library would end the
        // link after some. An engine that misuses this makes the relay send short refusals, and nothing else.
        .max_local_error_reset_streams(None)
        .handshake(stream)
        .await
        .map_err(LinkError::of_stream)?;
    let (pings, outgoing) = (connection.ping_pong(), turns.outgoing());
    let (end, ended) = oneshot::channel();
    owner.tasks().spawn(async move {
        let connection = pin!(connection);
        let result = tokio::select! {
            biased;
            result = turns.drive(connection) => result,
            why = ask_for_signs(pings) => Err(why),
        };
        // Nobody listens any more where the end was dropped.
        let _ = end.send(result);
    });
    let link = Link {
        shared: Arc::new(Shared {
            send: Mutex::new(Some(to_engine)),
            under_way: Arc::new(Semaphore::new(LIVE_AT_ONCE)),
            origin: origin.clone(),
            closing: CancellationToken::new(),
        }),
    };
    let (handle, behind) = control();
    let closing = &link.shared.closing;
    let said = saying(behind.to_say, closing.clone());
    let answer = tokio::time::timeout(ATTACH_STEP, link.own_request(CONTROL_PATH)).await;
    let (mut to_engine, heard) = answer.map_err(|_| LinkError::NoControl)??;
    owner.tasks().spawn(async move {
        send_body(said, &mut to_engine).await;
        // A stream that nobody holds any more is given up with all that was said last.
        outgoing.is_out().await;
        drop(to_engine);
    });
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
        B: Body<Data = Bytes, Error: Send> + Send + 'static,
    {
        let permit = Arc::clone(&self.shared.under_way).acquire_owned();
        let permit = permit.await.map_err(|_| LinkError::Closed)?;
        let uri = carry::link_url(&self.shared.origin, &live.delivered.url).ok_or(LinkError::NotForHere)?;
        let mut request = Request::new(());
        *request.method_mut() = live.method;
        *request.uri_mut() = uri;
        *request.headers_mut() = live.headers;
        carry::put(request.headers_mut(), &live.delivered).ok_or(LinkError::NotForHere)?;
        let mut to_engine = self.ready().await?;
        let is_empty = live.body.is_end_stream();
        let sent = to_engine.send_request(request, is_empty);
        let (mut answer, mut stream) = sent.map_err(LinkError::of_stream)?;
        let mut sending: Option<Sending> = None;
        if !is_empty {
            sending = Some(Box::pin(async move { send_body(live.body, &mut stream).await }));
        }
        let answer = std::future::poll_fn(|task| {
            if let Some(rest) = &mut sending
                && rest.as_mut().poll(task).is_ready()
            {
                sending = None;
            }
            pin!(&mut answer).poll(task)
        });
        let answer = answer.await.map_err(LinkError::of_stream)?;
        Ok(answer.map(|body| LiveBody::new(Received::new(body), sending, permit)))
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
        let (to_engine, answers) = self.own_request(DRAIN_PATH).await?;
        Ok(Drain {
            to_engine,
            answers: Box::new(reader(answers)),
        })
    }

    /// Whether the link takes no more requests.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        let mut nobody = Context::from_waker(Waker::noop());
        self.sender()
            .is_none_or(|mut sender| matches!(sender.poll_ready(&mut nobody), Poll::Ready(Err(_))))
    }

    fn close(&self) {
        self.shared.under_way.close();
        self.shared.closing.cancel();
        let mut send = self.shared.send.lock().unwrap_or_else(PoisonError::into_inner);
        *send = None;
    }

    /// Begins one of the tunnel's own exchanges, which goes on both ways.
    async fn own_request(&self, path: &'static str) -> Result<(SendStream<Bytes>, Received), LinkError> {
        let mut request = Request::new(());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = Uri::builder()
            .scheme("https")
            .authority(OWN_AUTHORITY)
            .path_and_query(path)
            .build()
            .map_err(|_| LinkError::NotForHere)?;
        let sent = self.ready().await?.send_request(request, false);
        let (answer, to_engine) = sent.map_err(LinkError::of_stream)?;
        let answer = answer.await.map_err(LinkError::of_stream)?;
        if answer.status() == StatusCode::OK {
            Ok((to_engine, Received::new(answer.into_body())))
        } else {
            Err(LinkError::NoControl)
        }
    }

    async fn ready(&self) -> Result<SendRequest<Bytes>, LinkError> {
        let sender = self.sender().ok_or(LinkError::Closed)?;
        sender.ready().await.map_err(LinkError::of_stream)
    }

    fn sender(&self) -> Option<SendRequest<Bytes>> {
        self.shared
            .send
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// Asks the engine for a sign of life again and again: if there is none, the stream of bytes fails.
async fn ask_for_signs(pings: Option<PingPong>) -> h2::Error {
    let Some(mut pings) = pings else {
        return std::future::pending().await;
    };
    loop {
        tokio::time::sleep(PING_AFTER).await;
        if let Err(why) = pings.ping(Ping::opaque()).await {
            return why;
        }
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
        self.owner.end(CLOSING_PATIENCE).await;
        let ended = match ended {
            Some(ended) => ended,
            None => self.ended.await,
        };
        match ended {
            _ if self.silent.is_set() => Err(LinkError::Silent),
            Ok(ended) => ended.map_err(LinkError::of_stream),
            // Out of patience, and cut.
            Err(_) => Ok(()),
        }
    }
}

/// A drain under way.
pub struct Drain {
    to_engine: SendStream<Bytes>,
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
            send(&mut self.to_engine, frame).await.map_err(DrainError::Link)?;
        }
        batch.read_answer(&mut self.answers).await
    }
}

impl std::fmt::Debug for Drain {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Drain")
    }
}
