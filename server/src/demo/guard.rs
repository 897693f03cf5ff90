//! Who may drive the demo: the same guard as the double's control side, so that a web page elsewhere cannot.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};
use serde_json::json;

use super::Demo;

impl Demo {
    /// Whether the request was sent to the address that we listen on, or to the public one.
    pub(crate) fn is_host(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        self.hosts.iter().any(|own| own.eq_ignore_ascii_case(host))
    }
}

/// Whether the body is said to be JSON: a form on another site cannot say so.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

/// As the double's control side says no.
pub(super) fn refuse(status: StatusCode, reason: &str) -> Response {
    (status, Json(json!({ "error": reason }))).into_response()
}
