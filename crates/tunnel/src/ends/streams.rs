//! Bodies on the relay's end, straight on HTTP/2's streams.
//!
//! hyper's client starts a task for each request, as large as the whole connection's. `h2` beneath it needs none: a
//! request is sent, and its answer awaited, by whoever asks.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use h2::{Reason, RecvStream, SendStream};
use http_body::{Body, Frame};

use super::LinkError;

/// What the other end sends as a body. What was read of it makes room for more.
#[derive(Debug)]
pub(super) struct Received(RecvStream);

impl Received {
    pub(super) fn new(stream: RecvStream) -> Self {
        Self(stream)
    }
}

impl Body for Received {
    type Data = Bytes;
    type Error = LinkError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, LinkError>>> {
        if let Some(data) = ready!(self.0.poll_data(task)) {
            let data = data.map_err(LinkError::of_stream)?;
            let flow = self.0.flow_control();
            flow.release_capacity(data.len()).map_err(LinkError::of_stream)?;
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
        let trailers = ready!(self.0.poll_trailers(task)).map_err(LinkError::of_stream)?;
        Poll::Ready(trailers.map(|trailers| Ok(Frame::trailers(trailers))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }
}

/// Sends a body as fast as the other end takes it, until its end or until the other end wants no more.
pub(super) async fn send_body<B>(body: B, to: &mut SendStream<Bytes>)
where
    B: Body<Data = Bytes>,
{
    let mut body = pin!(body);
    loop {
        let next = poll_fn(|task| match to.poll_reset(task) {
            Poll::Ready(_) => Poll::Ready(Err(())),
            Poll::Pending => body.as_mut().poll_frame(task).map(Ok),
        });
        let sent = match next.await {
            Err(()) => return,
            Ok(None) => return end_with(to, Bytes::new()),
            Ok(Some(Err(_))) => return to.send_reset(Reason::INTERNAL_ERROR),
            Ok(Some(Ok(frame))) => match frame.into_data() {
                // It is here already: waiting for the other end's leave would save nothing.
                Ok(data) if body.is_end_stream() => return end_with(to, data),
                Ok(data) => send(to, data).await,
                // Senders' trailers are not passed on.
                Err(_) => Ok(()),
            },
        };
        if sent.is_err() {
            return;
        }
    }
}

/// Sends some bytes as fast as the other end takes them.
///
/// # Errors
/// When it takes no more.
pub(super) async fn send(to: &mut SendStream<Bytes>, mut data: Bytes) -> Result<(), LinkError> {
    while !data.is_empty() {
        to.reserve_capacity(data.len());
        let capacity = match poll_fn(|task| to.poll_capacity(task)).await {
            Some(capacity) => capacity.map_err(LinkError::of_stream)?,
            None => return Err(LinkError::Closed),
        };
        let part = data.split_to(capacity.min(data.len()));
        to.send_data(part, false).map_err(LinkError::of_stream)?;
    }
    Ok(())
}

fn end_with(to: &mut SendStream<Bytes>, last: Bytes) {
    // A stream that is closed has been reset by the other end, which then knows.
    let _ = to.send_data(last, true);
}
