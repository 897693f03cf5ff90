//! Around every call: its id, its panic, its line in the log and the metrics, and the headers of every answer.

use std::panic::AssertUnwindSafe;

use app::{protocol::call::Outcome, wire::Errno};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use futures::FutureExt;
use http::{HeaderName, HeaderValue, StatusCode, header};
use identity::Random;
use tokio::time::Instant;
use tracing::Instrument;

use super::{Api, answer, find};
use crate::metrics::OTHER;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// What of the request was refused, and why.
const ERROR: HeaderName = HeaderName::from_static("x-oa-error");

pub(super) async fn shelter(State(api): State<Api>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = request_id(request.headers().get(REQUEST_ID), &api.server.random);
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let counted = api.server.metrics.as_ref().map(|metrics| {
        let registered = find(&api.registry, request.uri()).map_or(OTHER, |(path, _)| path);
        (metrics, registered)
    });
    let span = tracing::info_span!("request", id = id.to_str().unwrap_or_default());
    let work = AssertUnwindSafe(next.run(request)).catch_unwind();
    let mut response = async {
        match work.await {
            Ok(response) if response.extensions().get::<Outcome>().is_some() => response,
            Ok(response) => {
                tracing::error!(status = response.status().as_u16(), "an answer that no endpoint gives");
                answer::refuse(Errno::Internal.into())
            }
            Err(_) => {
                tracing::error!("a panic; its message is on stderr");
                answer::refuse(Errno::Internal.into())
            }
        }
    }
    .instrument(span.clone())
    .await;
    let outcome = response.extensions().get::<Outcome>().cloned().unwrap_or_default();
    let errno = outcome.errno();
    let duration = started.elapsed();
    if let Some((metrics, path)) = counted {
        metrics.requests.answered(path, errno, duration);
    }
    // in 64 bits: of 128 the JSON would make a text
    let (duration_ms, user) = (u64::try_from(duration.as_millis()).unwrap_or(u64::MAX), outcome.user());
    let (reason, dropped) = (outcome.reason(), outcome.dropped());
    let dropped = dropped.as_ref().map(tracing::field::debug);
    span.in_scope(|| {
        tracing::info!(%method, path = shown(&path), errno, duration_ms, user, reason, dropped, "answered");
    });

    *response.status_mut() = StatusCode::OK;
    let headers = response.headers_mut();
    headers.remove(header::LOCATION);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REQUEST_ID, id);
    if let Some(reason) = outcome.reason().and_then(|reason| HeaderValue::from_str(reason).ok()) {
        headers.insert(ERROR, reason);
    }
    if let Some(seconds) = outcome.retry_after_s() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The client's id where it is short and plain, else one of ours: 128 random bits, so that no two nodes and no two starts
/// give the same one.
fn request_id(sent: Option<&HeaderValue>, random: &Random) -> HeaderValue {
    sent.filter(is_plain).cloned().unwrap_or_else(|| {
        let mut bits = [0; 16];
        random(&mut bits);
        let id = format!("{:032x}", u128::from_be_bytes(bits));
        HeaderValue::from_str(&id).unwrap_or(HeaderValue::from_static("0"))
    })
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
