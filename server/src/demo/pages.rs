//! The page: rendered here for the path that was asked, alive after hydration.

use std::{net::SocketAddr, sync::Arc};

use app::{Head, first, pages::Page};
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, DefaultBodyLimit, Request, State},
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use leptos::{
    context::provide_context,
    prelude::{Owner, ScopedFuture},
};

use super::{events, guard, status};
use crate::{
    assets::{self, Coding},
    state::Server,
};

/// `/` and the mini-program's page addresses.
pub(crate) fn router(server: Arc<Server>) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/pages/{*path}", get(page))
        .route("/assets/{*file}", get(assets::serve))
        .route("/demo/events", get(events::stream))
        .route("/demo/status", post(status::status).layer(DefaultBodyLimit::max(status::LIMIT)))
        .layer(from_fn_with_state(server.clone(), guard::guard))
        .with_state(server)
}

async fn page(State(server): State<Arc<Server>>, peer: ConnectInfo<SocketAddr>, request: Request) -> Response {
    let Some(page) = Page::parse(request.uri().path()) else {
        return (StatusCode::NOT_FOUND, "没有这个页面 no such page").into_response();
    };
    let coding = Coding::wanted(request.headers());
    let call = server.call(request.headers(), peer.0.ip());
    let head = Head {
        js: assets::JS,
        modules: assets::MODULES,
        wasm: assets::WASM,
        css: assets::CSS,
        demo: if server.demo.as_ref().is_some_and(|demo| demo.public) { "public" } else { "local" },
        lang: language(request.headers()),
        public_url: server.public_url.clone(),
    };
    let first = Owner::new()
        .with(|| {
            ScopedFuture::new(async move {
                provide_context(call);
                first::load(page).await
            })
        })
        .await;
    let html = app::html(head, page, first);
    let Some(demo) = &server.demo else { return StatusCode::NOT_FOUND.into_response() };
    html_answer(demo.packed.pack(html, coding).await, coding, &server.public_url)
}

/// The language that the browser asks for first, of the two there are. It may be switched in the page.
fn language(headers: &http::HeaderMap) -> &'static str {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|wanted| wanted.to_str().ok()).unwrap_or_default();
    if wanted.is_empty() || wanted.trim_start().to_ascii_lowercase().starts_with("zh") { "zh" } else { "en" }
}

fn html_answer(html: Bytes, coding: Coding, public_url: &str) -> Response {
    let name = match coding {
        Coding::Brotli => Some("br"),
        Coding::Gzip => Some("gzip"),
        Coding::Plain => None,
    };
    let mut response = Response::new(Body::from(html));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    if let Some(name) = name {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, accept-language"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    // the page's own script and WASM, pictures of ours and of WeChat's avatars, calls to ourselves: nothing else
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
         img-src 'self' data: {public_url} https://*.qlogo.cn; connect-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
