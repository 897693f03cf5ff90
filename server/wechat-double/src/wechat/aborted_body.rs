//! A body that fails midway, so that the HTTP server closes the connection in the middle of a response.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::Frame;

/// Yields its bytes, and then an error.
pub(super) struct AbortedBody(Option<Bytes>);

impl AbortedBody {
    pub(super) fn after(bytes: Bytes) -> Self {
        Self(Some(bytes))
    }
}

impl http_body::Body for AbortedBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let next = self.0.take().map(Frame::data);
        Poll::Ready(Some(next.ok_or_else(|| io::Error::other("a fault cut the answer"))))
    }
}
