//! The bodies that travel on a link.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt;
use http_body_util::combinators::UnsyncBoxBody;
use tokio::sync::OwnedSemaphorePermit;

use super::LinkError;
use super::streams::Received;

/// Any error of a body.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A body on its way into a link, of whatever kind.
pub type LinkBody = UnsyncBoxBody<Bytes, BoxError>;

pub(super) fn boxed<B>(body: B) -> LinkBody
where
    B: Body<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    body.map_err(Into::into).boxed_unsync()
}

/// The rest of a request's body, which may still be on its way while the answer comes back.
pub(super) type Sending = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The body of an engine's answer to a live request. The request counts as under way until it is dropped.
pub struct LiveBody {
    received: Received,
    sending: Option<Sending>,
    _under_way: OwnedSemaphorePermit,
}

impl LiveBody {
    pub(super) fn new(received: Received, sending: Option<Sending>, under_way: OwnedSemaphorePermit) -> Self {
        Self {
            received,
            sending,
            _under_way: under_way,
        }
    }
}

impl Body for LiveBody {
    type Data = Bytes;
    type Error = LinkError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, LinkError>>> {
        if let Some(sending) = &mut self.sending
            && sending.as_mut().poll(task).is_ready()
        {
            self.sending = None;
        }
        Pin::new(&mut self.received).poll_frame(task)
    }

    fn is_end_stream(&self) -> bool {
        self.received.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.received.size_hint()
    }
}

impl std::fmt::Debug for LiveBody {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("LiveBody")
    }
}
