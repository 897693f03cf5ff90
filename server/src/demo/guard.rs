//! Protects the demo from other sites' pages, with the same guard as the double's control side.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, StatusCode};
use serde_json::json;
use tools::Tool;
use wechat_double::{is_cross_site, is_host};

use super::Demo;
use crate::state::Server;

const CROSS_SITE: &str = "a page of another site may not call the demo";

impl Demo {
    /// Whether a request may come from the demo's own page: `Host` is the listen address or the public one, and the
    /// browser does not mark it as cross-site.
    pub(crate) fn is_own(&self, headers: &HeaderMap) -> bool {
        self.rejection(headers).is_none()
    }

    fn rejection(&self, headers: &HeaderMap) -> Option<&'static str> {
        if !is_host(headers, &self.hosts) {
            return Some(
                "this Host is not the demo's: open it under its own address, or set OA_PUBLIC_URL to this one",
            );
        }
        is_cross_site(headers).then_some(CROSS_SITE)
    }
}

/// The middleware of every demo route. A cross-site link may navigate to a page, and to nothing else.
pub(super) async fn guard(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let Some(demo) = &server.demo else { return StatusCode::NOT_FOUND.into_response() };
    match demo.rejection(request.headers()) {
        Some(rejection) if !(rejection == CROSS_SITE && is_navigation(&request)) => {
            refuse(StatusCode::FORBIDDEN, rejection)
        }
        _ => next.run(request).await,
    }
}

/// The middleware of what an opened mini-program loads. Its frame is nobody's origin, so its requests look cross-site; the
/// path holds a key instead. `Host` must be ours all the same, so that no other name leads here.
#[cfg(feature = "miniprogram")]
pub(super) async fn host_guard(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    match &server.demo {
        Some(demo) if is_host(request.headers(), &demo.hosts) => next.run(request).await,
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Whether the request is a top-level navigation to a page, not a frame or a script.
fn is_navigation(request: &Request) -> bool {
    let has =
        |name: &str, value: &str| request.headers().get(name).is_some_and(|sent| sent.as_bytes() == value.as_bytes());
    let path = request.uri().path();
    (path == "/" || path == "/guide" || path.starts_with("/pages/") || Tool::parse(path).is_some())
        && matches!(*request.method(), Method::GET | Method::HEAD)
        && has("sec-fetch-mode", "navigate")
        && has("sec-fetch-dest", "document")
}

/// A refusal in the format of the double's control side.
pub(super) fn refuse(status: StatusCode, reason: &str) -> Response {
    (status, Json(json!({ "error": reason }))).into_response()
}
