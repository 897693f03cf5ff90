//! Rejects requests from other sites' pages, before any state is created.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::avatars;
use crate::double::Shared;
use crate::reply::Refusal;

/// Checks `Host`, except on WeChat's own paths of a standalone double, `Sec-Fetch-Site`, and on `/_double` a POST's
/// content type.
pub(crate) async fn guard(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    match rejection(&shared, &request) {
        Some((status, reason)) => Refusal::of(request.uri().path(), status, reason).into_response(),
        None => next.run(request).await,
    }
}

fn rejection(shared: &Shared, request: &Request) -> Option<(StatusCode, &'static str)> {
    let (path, headers) = (request.uri().path(), request.headers());
    let is_control = path == "/_double" || path.starts_with("/_double/");
    // WeChat's avatars may be embedded in other sites' pages
    let is_image = path.starts_with(avatars::ROOT) && is(headers, "sec-fetch-dest", "image");
    if is_cross_site(headers) && !is_image {
        return Some((StatusCode::FORBIDDEN, "a page of another site may not call the double"));
    }
    if (is_control || shared.config.mounted) && !is_host(headers, &shared.config.allowed_hosts) {
        return Some((StatusCode::FORBIDDEN, "this Host is not the double's"));
    }
    if is_control && request.method() == Method::POST && !is_json(headers) {
        return Some((StatusCode::UNSUPPORTED_MEDIA_TYPE, "content-type must be application/json"));
    }
    None
}

/// Whether the browser marks the request as cross-site.
pub fn is_cross_site(headers: &HeaderMap) -> bool {
    is(headers, "sec-fetch-site", "cross-site")
}

/// Whether `Host` is one of `hosts`, with port. Two `Host` headers are rejected.
pub fn is_host(headers: &HeaderMap, hosts: &[String]) -> bool {
    let mut sent = headers.get_all(HOST).iter();
    let host = sent.next().and_then(|host| host.to_str().ok());
    sent.next().is_none() && host.is_some_and(|host| hosts.iter().any(|own| own.eq_ignore_ascii_case(host)))
}

/// Whether the content type is JSON: a cross-site form cannot send it.
pub fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

fn is(headers: &HeaderMap, name: &str, value: &str) -> bool {
    headers.get_all(name).iter().any(|sent| sent.as_bytes().trim_ascii().eq_ignore_ascii_case(value.as_bytes()))
}
