//! Who may call at all: no web page elsewhere. Before every call, and before anything is made for it.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::avatars;
use crate::double::Shared;
use crate::reply::Refusal;

/// `Host` everywhere but on WeChat's own paths of a double that runs alone, `Sec-Fetch-Site` everywhere, and on `/_double` a
/// POST's content type.
pub(crate) async fn guard(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    match objection(&shared, &request) {
        Some((status, reason)) => Refusal::of(request.uri().path(), status, reason).into_response(),
        None => next.run(request).await,
    }
}

fn objection(shared: &Shared, request: &Request) -> Option<(StatusCode, &'static str)> {
    let (path, headers) = (request.uri().path(), request.headers());
    let driven = path == "/_double" || path.starts_with("/_double/");
    // WeChat's portraits are pictures on other people's pages
    let picture = path.starts_with(avatars::ROOT) && is(headers, "sec-fetch-dest", "image");
    if is_cross_site(headers) && !picture {
        return Some((StatusCode::FORBIDDEN, "a page of another site may not call the double"));
    }
    if (driven || shared.config.mounted) && !is_host(headers, &shared.config.allowed_hosts) {
        return Some((StatusCode::FORBIDDEN, "this Host is not the double's"));
    }
    if driven && request.method() == Method::POST && !is_json(headers) {
        return Some((StatusCode::UNSUPPORTED_MEDIA_TYPE, "content-type must be application/json"));
    }
    None
}

/// Whether a browser says that a page of another site sends the request.
pub fn is_cross_site(headers: &HeaderMap) -> bool {
    is(headers, "sec-fetch-site", "cross-site")
}

/// Whether a request was sent to one of `hosts`, as `Host` has them, with their port. Two `Host`s are none.
pub fn is_host(headers: &HeaderMap, hosts: &[String]) -> bool {
    let mut sent = headers.get_all(HOST).iter();
    let host = sent.next().and_then(|host| host.to_str().ok());
    sent.next().is_none() && host.is_some_and(|host| hosts.iter().any(|own| own.eq_ignore_ascii_case(host)))
}

/// Whether the body is said to be JSON: a form on another site cannot say so.
pub fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

fn is(headers: &HeaderMap, name: &str, value: &str) -> bool {
    headers.get_all(name).iter().any(|sent| sent.as_bytes().trim_ascii().eq_ignore_ascii_case(value.as_bytes()))
}
