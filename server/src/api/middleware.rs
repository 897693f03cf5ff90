//! What surrounds every call, besides the layers of tower-http that `router` stacks: how request ids are made, what a panic
//! is answered with, and [`observe`]: a line in the log and the metrics for each call, and status 200 with the envelope
//! whatever happens. No layer of a library knows the envelope.

use std::any::Any;

use app::{protocol::call::Outcome, wire::Errno};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderName, HeaderValue, StatusCode, header};
use identity::Random;
use tokio::time::Instant;
use tower_http::request_id::{MakeRequestId, RequestId};
use tracing::Instrument as _;

use super::{Api, answer, find};
use crate::metrics::OTHER;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// What of the request was refused, and why.
const ERROR: HeaderName = HeaderName::from_static("x-oa-error");

/// Logs and counts a call, and makes its response one of the API's.
pub(super) async fn observe(State(api): State<Api>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    let span = tracing::info_span!("request", id = id.unwrap_or_default());
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let counted = api.server.metrics.as_ref().map(|metrics| {
        let registered = find(&api.registry, request.uri()).map_or(OTHER, |(path, _)| path);
        (metrics, registered)
    });
    let response = next.run(request).instrument(span.clone()).await;
    let _entered = span.enter();
    let mut response = if response.extensions().get::<Outcome>().is_some() {
        response
    } else {
        tracing::error!(status = response.status().as_u16(), "an answer that no endpoint gives");
        answer::refuse(Errno::Internal.into())
    };
    let outcome = response.extensions().get::<Outcome>().cloned().unwrap_or_default();
    let errno = outcome.errno();
    let duration = started.elapsed();
    if let Some((metrics, path)) = counted {
        metrics.requests.responded(path, errno, duration);
    }
    // in 64 bits: of 128 the JSON would make a text
    let (duration_ms, user) = (u64::try_from(duration.as_millis()).unwrap_or(u64::MAX), outcome.user());
    let (reason, dropped) = (outcome.reason(), outcome.dropped());
    let dropped = dropped.as_ref().map(tracing::field::debug);
    tracing::info!(%method, path = shown(&path), errno, duration_ms, user, reason, dropped, "answered");

    *response.status_mut() = StatusCode::OK;
    let headers = response.headers_mut();
    // Leptos redirects a browser's form; a mini-program has none
    headers.remove(header::LOCATION);
    if let Some(reason) = outcome.reason().and_then(|reason| HeaderValue::from_str(reason).ok()) {
        headers.insert(ERROR, reason);
    }
    if let Some(seconds) = outcome.retry_after_s() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The response to a call that panicked: 502.
pub(super) fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a panic; its message is on stderr");
    answer::refuse(Errno::Internal.into())
}

/// Makes the id of a request that brings none: 128 random bits, so that no two nodes and no two starts give the same one.
#[derive(Clone)]
pub(super) struct RandomId(pub(super) Random);

impl MakeRequestId for RandomId {
    fn make_request_id<B>(&mut self, _: &http::Request<B>) -> Option<RequestId> {
        let mut bits = [0; 16];
        (self.0)(&mut bits);
        HeaderValue::from_str(&format!("{:032x}", u128::from_be_bytes(bits))).ok().map(RequestId::new)
    }
}

/// Takes away an id that is not short and plain: it would be kept as the request's.
pub(super) async fn keep_plain_id(mut request: Request) -> Request {
    if request.headers().get(REQUEST_ID).is_some_and(|id| !is_plain(&id)) {
        request.headers_mut().remove(REQUEST_ID);
    }
    request
}

/// Whether an id is short and plain.
pub(super) fn is_plain(value: &&HeaderValue) -> bool {
    let bytes = value.as_bytes();
    (1..=64).contains(&bytes.len()) && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}

/// A path for the log: a stranger's path may be long and may hold anything, so only its beginning.
fn shown(path: &str) -> &str {
    path.char_indices().nth(96).and_then(|(end, _)| path.get(..end)).unwrap_or(path)
}
