//! Around every call of WeChat's: the fault that is due, the dress of the answer, the journal.

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
use super::said::{Errcode, Outcome};
use crate::double::Shared;
use crate::fault::Fault;
use crate::here::Here;
use crate::journal;

/// The longest answer that the double gives, in bytes.
const MAX_ANSWER_BYTES: usize = 64 * 1024;

pub(crate) async fn entry(
    State(shared): State<Arc<Shared>>,
    Extension(here): Extension<Here>,
    request: Request,
    next: Next,
) -> Response {
    let begun = Instant::now();
    let path = request.uri().path().to_owned();
    let fault = here.with(|state, _| state.faults.take(&path));
    // the place among the waiting comes first: a call that finds none must not spend the code
    let waits = fault.as_ref().and_then(Fault::delay);
    let place = waits.map(|_| here.world.waiting.try_acquire());
    let (response, errcode) = match (&fault, &place) {
        (_, Some(Err(_))) => (page(StatusCode::SERVICE_UNAVAILABLE), None),
        (Some(Fault { status: Some(status), .. }), _) => (page(code(*status)), None),
        (Some(Fault { errcode: Some(errcode), .. }), _) => {
            (dress(&shared, &path, Errcode(*errcode).into_response()).await, Some(*errcode))
        }
        _ => {
            let response = next.run(request).await;
            let errcode = response.extensions().get::<Outcome>().map(|outcome| outcome.0);
            (dress(&shared, &path, response).await, errcode)
        }
    };
    // written before the wait, since a client that hangs up ends this call where it waits
    let waited = waits.filter(|_| matches!(place, Some(Ok(_)))).unwrap_or(Duration::ZERO);
    let duration_ms = journal::millis(begun) + u64::try_from(waited.as_millis()).unwrap_or(u64::MAX);
    journal::write(&here, path, errcode, duration_ms);
    if !waited.is_zero() {
        tokio::time::sleep(waited).await;
    }
    match fault {
        Some(Fault { cut: true, .. }) => cut(response).await,
        Some(Fault { truncate: true, .. }) => truncate(response).await,
        _ => response,
    }
}

/// WeChat's content types; `/sns/jscode2session` is known for its `text/plain`.
async fn dress(shared: &Shared, path: &str, mut response: Response) -> Response {
    let Some(Outcome(errcode)) = response.extensions().get::<Outcome>().copied() else {
        return response; // arguments that are no query: the extractor's own
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

/// What stands before WeChat answers when WeChat does not.
fn page(status: StatusCode) -> Response {
    (status, Html(format!("<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>")))
        .into_response()
}

async fn bytes_of(response: Response) -> (http::response::Parts, Bytes) {
    let (mut parts, body) = response.into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    (parts, to_bytes(body, MAX_ANSWER_BYTES).await.unwrap_or_default())
}

/// Half of the answer, as if it were the whole.
async fn truncate(response: Response) -> Response {
    let (parts, bytes) = bytes_of(response).await;
    let half = bytes.slice(..bytes.len() / 2);
    Response::from_parts(parts, Body::from(half))
}

/// Half of the answer, and then the connection breaks.
async fn cut(response: Response) -> Response {
    let (mut parts, bytes) = bytes_of(response).await;
    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    let half = bytes.slice(..bytes.len() / 2);
    Response::from_parts(parts, Body::new(super::broken::Broken::after(half)))
}
