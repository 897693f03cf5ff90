//! The developer's tools: pages of their own, whose policy lets them send nothing.

use std::sync::Arc;

use axum::{Router, extract::Request, response::Response, routing::get};
use http::{HeaderMap, HeaderValue, header};
use leptos::{nonce::use_nonce, prelude::use_context};
use leptos_axum::{ResponseOptions, render_app_async_with_context};
use tools::Tool;

use super::pages::with_page_headers;
use crate::{assets, language, state::Server};

/// A route for each tool.
pub(super) fn routes() -> Router<Arc<Server>> {
    let mut router = Router::new();
    for tool in Tool::ALL {
        let handler = get(move |request: Request| render(tool, request));
        router = router.route(tool.path(), handler.clone()).route(&format!("{}/", tool.path()), handler);
    }
    with_page_headers(router)
}

async fn render(tool: Tool, request: Request) -> Response {
    let (lang, may_load) = (language::wanted(request.headers()), loads(request.headers()));
    let styles = || [assets::style(), assets::tools_style()];
    let shell = move || tools::shell(tool, assets::tools_options(), styles(), lang);
    render_app_async_with_context(move || content_security_policy(&may_load), shell)(request).await
}

/// The one address that a tool's script may fetch: its WASM. An address in a policy names its host, and the guard has seen that
/// this `Host` is ours. One that a policy cannot name (IPv6) is `'self'`.
fn loads(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let can_be_named =
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte));
    if can_be_named { format!("{host}{}", assets::tools_wasm()) } else { "'self'".to_owned() }
}

/// The page's own script, WASM, style and pictures; nothing can be sent, not even to ourselves.
fn content_security_policy(may_load: &str) {
    let (Some(response), Some(nonce)) = (use_context::<ResponseOptions>(), use_nonce()) else { return };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self'; connect-src {may_load}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}
