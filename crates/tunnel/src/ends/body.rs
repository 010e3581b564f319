//! The bodies that travel on a link.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt;
use http_body_util::combinators::UnsyncBoxBody;
use hyper::body::Incoming;
use tokio::sync::OwnedSemaphorePermit;

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

/// The body of an engine's answer to a live request. The request counts as under way until it is dropped.
#[derive(Debug)]
pub struct LiveBody {
    incoming: Incoming,
    _under_way: OwnedSemaphorePermit,
}

impl LiveBody {
    pub(super) fn new(incoming: Incoming, under_way: OwnedSemaphorePermit) -> Self {
        Self {
            incoming,
            _under_way: under_way,
        }
    }
}

impl Body for LiveBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        Pin::new(&mut self.incoming).poll_frame(task)
    }

    fn is_end_stream(&self) -> bool {
        self.incoming.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.size_hint()
    }
}
