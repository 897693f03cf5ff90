//! The page: rendered here for the path that was asked, alive after hydration.

use std::{net::SocketAddr, sync::Arc};

use app::{Head, first, pages::Page};
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderValue, StatusCode, header};
use leptos::{
    context::provide_context,
    prelude::{Owner, ScopedFuture},
};

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
        wasm: assets::WASM,
        css: assets::CSS,
        demo: if server.demo.as_ref().is_some_and(|demo| demo.public) { "public" } else { "local" },
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
    html_answer(html.as_bytes(), coding, &server.public_url)
}

fn html_answer(html: &[u8], coding: Coding, public_url: &str) -> Response {
    let (name, bytes) = match coding {
        Coding::Brotli => ("br", brotli(html)),
        Coding::Gzip => ("gzip", gzip(html)),
        Coding::Plain => ("identity", html.to_vec()),
    };
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
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

fn brotli(html: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 5, lgwin: 18, ..Default::default() };
    match brotli::BrotliCompress(&mut &html[..], &mut packed, &params) {
        Ok(_) => packed,
        Err(_) => Vec::new(), // writing into memory does not fail
    }
}

fn gzip(html: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    match encoder.write_all(html) {
        Ok(()) => encoder.finish().unwrap_or_default(),
        Err(_) => Vec::new(), // as above
    }
}
