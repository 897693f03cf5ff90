//! Who may drive the demo: the same guard as the double's control side, so that a web page elsewhere cannot.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, StatusCode};
use serde_json::json;
use wechat_double::{is_cross_site, is_host};

use super::Demo;
use crate::state::Server;

const CROSS_SITE: &str = "a page of another site may not call the demo";

impl Demo {
    /// Whether the demo's own page may have sent a request: it was sent to the address that we listen on, or to the public
    /// one, and no browser says that a page of another site sends it.
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

/// Before every route of the demo. A link elsewhere may lead to the page itself, and to nothing else.
pub(super) async fn guard(State(server): State<Arc<Server>>, request: Request, next: Next) -> Response {
    let Some(demo) = &server.demo else { return StatusCode::NOT_FOUND.into_response() };
    match demo.rejection(request.headers()) {
        Some(rejection) if !(rejection == CROSS_SITE && is_visit(&request)) => refuse(StatusCode::FORBIDDEN, rejection),
        _ => next.run(request).await,
    }
}

/// Whether somebody follows a link to a page: a window of its own opens it, no frame and no script.
fn is_visit(request: &Request) -> bool {
    let says =
        |name: &str, value: &str| request.headers().get(name).is_some_and(|sent| sent.as_bytes() == value.as_bytes());
    let path = request.uri().path();
    (path == "/" || path.starts_with("/pages/"))
        && matches!(*request.method(), Method::GET | Method::HEAD)
        && says("sec-fetch-mode", "navigate")
        && says("sec-fetch-dest", "document")
}

/// As the double's control side says no.
pub(super) fn refuse(status: StatusCode, reason: &str) -> Response {
    (status, Json(json!({ "error": reason }))).into_response()
}
