//! Middleware of WeChat's paths: injects faults, completes responses, records calls.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use tokio::time::Instant;

use super::code2session;
use super::errmsg;
use super::result::{Errcode, Outcome};
use crate::double::Shared;
use crate::extract::CallContext;
use crate::fault::Fault;
use crate::journal;

/// The longest response body, in bytes.
const MAX_RESPONSE_BYTES: usize = 64 * 1024;

pub(crate) async fn inject_faults(
    State(shared): State<Arc<Shared>>,
    Extension(context): Extension<CallContext>,
    request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let path = request.uri().path().to_owned();
    let fault = context.with(|state, _| state.faults.take(&path));
    // the delay's permit is acquired first: a call without one must not use the code
    let delay = fault.as_ref().and_then(Fault::delay);
    let permit = delay.map(|_| context.world.waiting.try_acquire());
    let (response, errcode) = match (&fault, &permit) {
        (_, Some(Err(_))) => (page(StatusCode::SERVICE_UNAVAILABLE), None),
        (Some(Fault { status: Some(status), .. }), _) => (page(code(*status)), None),
        (Some(Fault { errcode: Some(errcode), .. }), _) => {
            (set_content_type(&shared, &path, Errcode(*errcode).into_response()).await, Some(*errcode))
        }
        _ => {
            let response = next.run(request).await;
            let errcode = response.extensions().get::<Outcome>().map(|outcome| outcome.0);
            (set_content_type(&shared, &path, response).await, errcode)
        }
    };
    // recorded before the delay, since a client that disconnects ends this call during it
    let waited = delay.filter(|_| matches!(permit, Some(Ok(_)))).unwrap_or(Duration::ZERO);
    let duration_ms = journal::millis(started) + u64::try_from(waited.as_millis()).unwrap_or(u64::MAX);
    journal::record(&context, path, errcode, duration_ms);
    if !waited.is_zero() {
        tokio::time::sleep(waited).await;
    }
    match fault {
        Some(Fault { cut: true, .. }) => cut(response).await,
        Some(Fault { truncate: true, .. }) => truncate(response).await,
        _ => response,
    }
}

/// Sets WeChat's content types; `/sns/jscode2session` responds with `text/plain`.
async fn set_content_type(shared: &Shared, path: &str, mut response: Response) -> Response {
    let Some(Outcome(errcode)) = response.extensions().get::<Outcome>().copied() else {
        return response; // an invalid query: the extractor's own response
    };
    if errcode != 0 {
        response = errmsg::body(shared, errcode).into_response();
    }
    let content_type = if path == code2session::PATH { "text/plain" } else { "application/json; charset=UTF-8" };
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY)
}

/// The error page of a gateway.
fn page(status: StatusCode) -> Response {
    (status, Html(format!("<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>")))
        .into_response()
}

async fn bytes_of(response: Response) -> (http::response::Parts, Bytes) {
    let (mut parts, body) = response.into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    (parts, to_bytes(body, MAX_RESPONSE_BYTES).await.unwrap_or_default())
}

/// Truncates the response to half, with a matching length.
async fn truncate(response: Response) -> Response {
    let (parts, bytes) = bytes_of(response).await;
    let half = bytes.slice(..bytes.len() / 2);
    Response::from_parts(parts, Body::from(half))
}

/// Sends half of the response, and then breaks the connection.
async fn cut(response: Response) -> Response {
    let (mut parts, bytes) = bytes_of(response).await;
    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    let half = bytes.slice(..bytes.len() / 2);
    Response::from_parts(parts, Body::new(super::aborted_body::AbortedBody::after(half)))
}
