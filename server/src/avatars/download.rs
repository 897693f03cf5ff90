//! `GET /oapro/avatar/{sha256}`: a picture addressed by the digest of its content, so that caches can keep it forever.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use identity::Avatar;

use crate::state::Server;

/// The route, in demo and in live mode.
pub(crate) fn router(server: Arc<Server>) -> Router {
    Router::new().route("/oapro/avatar/{name}", get(download)).with_state(server)
}

/// Responds with 404 for an invalid name and for a picture that was deleted.
async fn download(State(server): State<Arc<Server>>, uri: Uri, request_headers: HeaderMap) -> Response {
    let name = uri.path().rsplit('/').next().unwrap_or_default();
    match server.identity.avatar(name).await {
        Ok(Some(avatar)) => response(avatar, name, &request_headers),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(cause) => {
            tracing::error!(cause = %identity::error_chain(&cause), "avatar not read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn response(avatar: Avatar, name: &str, request_headers: &HeaderMap) -> Response {
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'"));
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{name}\"")) {
        let is_fresh = request_headers.get(header::IF_NONE_MATCH) == Some(&tag);
        headers.insert(header::ETAG, tag);
        if is_fresh {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
    }
    let kind = HeaderValue::from_str(&avatar.mime);
    headers.insert(header::CONTENT_TYPE, kind.unwrap_or(HeaderValue::from_static("application/octet-stream")));
    *response.body_mut() = Body::from(avatar.bytes);
    response
}
