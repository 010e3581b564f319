//! The control stream: messages both ways on one request, in order.

use std::io;

use bytes::Bytes;
use futures_util::{Stream, TryStreamExt, stream};
use http_body::{Body, Frame};
use http_body_util::{BodyExt, StreamBody};
use tokio::io::AsyncRead;
use tokio::sync::mpsc;
use tokio_util::io::StreamReader;
use tokio_util::sync::CancellationToken;

use super::LinkError;
use super::body::{BoxError, LinkBody, boxed};
use crate::control::{FromEngine, FromRelay};
use crate::frame;
use crate::limits::LONGEST_CONTROL_FRAME;

/// Messages that wait in each direction; whoever says more waits for the other end.
const WAITING: usize = 4;

/// One end's handle on the control stream. Whoever drops it says no more, and the link closes.
#[derive(Debug)]
pub struct Control<Say, Hear> {
    say: mpsc::Sender<Say>,
    heard: mpsc::Receiver<Hear>,
}

impl<Say, Hear> Control<Say, Hear> {
    /// Says something to the other end. That it arrived is only known from an answer.
    ///
    /// # Errors
    /// When the link is closed.
    pub async fn say(&self, message: Say) -> Result<(), LinkError> {
        self.say.send(message).await.map_err(|_| LinkError::Closed)
    }

    /// The next message of the other end; `None` once it says no more, because it closes or the link broke.
    ///
    /// Whoever does not listen makes the other end wait. Cancelling loses nothing.
    pub async fn hear(&mut self) -> Option<Hear> {
        self.heard.recv().await
    }
}

/// What is behind a [`Control`]: the link's side of both directions.
pub(super) struct Behind<Say, Hear> {
    pub(super) to_say: mpsc::Receiver<Say>,
    pub(super) heard: mpsc::Sender<Hear>,
}

pub(super) fn control<Say, Hear>() -> (Control<Say, Hear>, Behind<Say, Hear>) {
    let (say, to_say) = mpsc::channel(WAITING);
    let (heard_here, heard) = mpsc::channel(WAITING);
    let behind = Behind {
        to_say,
        heard: heard_here,
    };
    (Control { say, heard }, behind)
}

/// A message of one direction.
pub(super) trait Message: Sized + Send + 'static {
    /// Its bytes; `None` if it cannot be written, which its maker has ruled out.
    fn bytes(&self) -> Option<Vec<u8>>;
    /// The message; `None` where a later version says something new.
    fn read(bytes: &Bytes) -> io::Result<Option<Self>>;
}

impl Message for FromEngine {
    fn bytes(&self) -> Option<Vec<u8>> {
        self.to_bytes().ok()
    }

    fn read(bytes: &Bytes) -> io::Result<Option<Self>> {
        Self::read(bytes).map_err(io::Error::other)
    }
}

impl Message for FromRelay {
    fn bytes(&self) -> Option<Vec<u8>> {
        Some(self.to_bytes())
    }

    fn read(bytes: &Bytes) -> io::Result<Option<Self>> {
        Self::read(bytes).map_err(io::Error::other)
    }
}

/// What is to be said, as a body. Once the link closes it ends after what was said until then.
pub(super) fn saying<Say: Message>(to_say: mpsc::Receiver<Say>, closing: CancellationToken) -> LinkBody {
    let frames = stream::unfold((to_say, closing), |(mut to_say, closing)| async move {
        loop {
            let message = tokio::select! {
                biased;
                message = to_say.recv() => message?,
                () = closing.cancelled(), if !to_say.is_closed() => {
                    to_say.close();
                    continue;
                }
            };
            if let Some(bytes) = message.bytes() {
                let frame = Frame::data(frame::framed(&bytes));
                return Some((Ok::<_, io::Error>(frame), (to_say, closing)));
            }
        }
    });
    boxed(StreamBody::new(frames))
}

/// Passes on what the other end says until it says no more, nobody listens, or the link closes.
pub(super) async fn hearing<Hear: Message>(
    body: impl Incoming,
    heard: mpsc::Sender<Hear>,
    closing: CancellationToken,
) {
    let listening = async {
        let mut bytes = reader(body);
        while let Some(message) = frame::read(&mut bytes, LONGEST_CONTROL_FRAME).await? {
            if let Some(message) = Hear::read(&message)?
                && heard.send(message).await.is_err()
            {
                break;
            }
        }
        Ok::<_, io::Error>(())
    };
    let ended = tokio::select! {
        ended = listening => ended,
        () = heard.closed() => Ok(()),
        () = closing.cancelled() => Ok(()),
    };
    if let Err(why) = ended {
        tracing::debug!(error = %why, "the control stream ended");
    }
}

/// A body from the other end.
pub(super) trait Incoming: Body<Data = Bytes, Error: Into<BoxError>> + Unpin + Send + 'static {}
impl<B: Body<Data = Bytes, Error: Into<BoxError>> + Unpin + Send + 'static> Incoming for B {}

/// The bytes of a body.
pub(super) fn reader<B: Incoming>(body: B) -> impl AsyncRead + Unpin + Send + use<B> {
    StreamReader::new(data(body))
}

fn data<B: Incoming>(body: B) -> impl Stream<Item = io::Result<Bytes>> + Unpin + Send + use<B> {
    body.into_data_stream().map_err(io::Error::other)
}
