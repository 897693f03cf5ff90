//! The page: rendered by leptos_axum for the path that was requested, alive after hydration.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use app::{ApiUrl, Head, OpenedProgram, Page, api::BASE};
use axum::{
    Router,
    extract::{ConnectInfo, DefaultBodyLimit, Request},
    middleware::from_fn_with_state,
    response::Response,
    routing::{any, get, post},
};
use http::{HeaderName, HeaderValue, StatusCode, header};
use leptos::{
    config::LeptosOptions,
    nonce::use_nonce,
    prelude::{provide_context, use_context},
};
use leptos_axum::{ResponseOptions, render_app_async_with_context};
use tower::ServiceBuilder;
use tower_http::{
    CompressionLevel,
    compression::{CompressionLayer, DefaultPredicate},
    set_header::SetResponseHeaderLayer,
};

use super::{events, guard, guide, status, tools};
use crate::{assets, config::ConfigError, language, state::Server};

/// A page is compressed for each request, since each has its own nonce. Of 44 KB, Brotli makes 9.3 KB at this level, in about
/// a millisecond; at its best it makes 7.5 KB and takes a hundred times as long.
const COMPRESSION: CompressionLevel = CompressionLevel::Precise(4);

/// `/` and the mini-program's page addresses, with what the page loads.
///
/// # Errors
/// What is wrong with cargo-leptos' variables.
pub(crate) fn router(server: Arc<Server>) -> Result<Router, ConfigError> {
    let options =
        assets::leptos_options().map_err(|cause| ConfigError::new("LEPTOS_OUTPUT_NAME", cause.to_string()))?;
    let mut router = pages(&server, &options)
        .merge(guide::router())
        .merge(tools::routes())
        .route("/pages/{*path}", get(async || (StatusCode::NOT_FOUND, "没有这个页面 no such page")))
        // the guard stands before what is not there, too
        .route("/assets/{*file}", any(StatusCode::NOT_FOUND))
        .route("/demo/events", get(events::stream))
        .route("/demo/status", post(status::status).layer(DefaultBodyLimit::max(status::LIMIT)));
    if let Some((path, folder)) = assets::site(&options) {
        router = router.route_service(&path, folder);
    }
    let router = router.with_state(server.clone()).merge(assets::page());
    Ok(router.layer(from_fn_with_state(server, guard::guard)))
}

/// A route for each page; no path besides, so that an unknown one is a 404.
fn pages(server: &Arc<Server>, options: &LeptosOptions) -> Router<Arc<Server>> {
    let mut router = Router::new();
    for (path, page) in Page::ALL.into_iter().map(|page| (page.path(), page)).chain([("/", Page::Index)]) {
        let (server, options) = (server.clone(), options.clone());
        let handler = get(move |peer: ConnectInfo<SocketAddr>, request: Request| {
            render(page, server.clone(), options.clone(), peer.0.ip(), request)
        });
        if path != "/" {
            router = router.route(&format!("{path}/"), handler.clone());
        }
        router = router.route(path, handler);
    }
    with_page_headers(router)
}

/// The headers that every page has, and its compression.
pub(super) fn with_page_headers(router: Router<Arc<Server>>) -> Router<Arc<Server>> {
    let set = |name: HeaderName, value| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    router.layer(
        ServiceBuilder::new()
            .layer(set(header::CACHE_CONTROL, "no-cache"))
            .layer(set(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .layer(set(header::REFERRER_POLICY, "no-referrer"))
            .layer(CompressionLayer::new().quality(COMPRESSION).compress_when(DefaultPredicate::new()))
            // what the answer depends on besides; compression adds accept-encoding
            .layer(set(header::VARY, "accept-language")),
    )
}

async fn render(page: Page, server: Arc<Server>, options: LeptosOptions, peer: IpAddr, request: Request) -> Response {
    let call = server.call(request.headers(), peer);
    let head = Head {
        css: assets::style(),
        snippets: assets::SNIPPETS,
        demo: if server.demo.as_ref().is_some_and(|demo| demo.public) { "public" } else { "local" },
        lang: language::wanted(request.headers()),
    };
    let api_url = ApiUrl(format!("{}{BASE}", server.public_url));
    let opened = opened(&server);
    let context = move || {
        if let Some(opened) = &opened {
            provide_context(opened.clone());
        }
        provide_context(page);
        provide_context(api_url.clone());
        provide_context(call.clone());
        content_security_policy(&server.public_url, opened.is_some());
    };
    render_app_async_with_context(context, move || app::shell(options.clone(), head.clone()))(request).await
}

/// The mini-program that the server was started with.
fn opened(server: &Server) -> Option<OpenedProgram> {
    #[cfg(feature = "miniprogram")]
    return server.demo.as_ref()?.opened.as_ref().map(|opened| opened.program());
    #[cfg(not(feature = "miniprogram"))]
    {
        let _ = server;
        None
    }
}

/// The page's own scripts and WASM, and the inline scripts that Leptos writes with this response's nonce; pictures of ours
/// and of WeChat's avatars; calls to ourselves: nothing else. Leptos renders `style:…` as attributes, which no nonce covers.
/// The frame of an opened mini-program is ours, too; what runs in it has a policy of its own.
fn content_security_policy(public_url: &str, has_frame: bool) {
    let (Some(response), Some(nonce)) = (use_context::<ResponseOptions>(), use_nonce()) else { return };
    // `cargo leptos watch` tells the page of a new build by a WebSocket
    let reload = if std::env::var_os("LEPTOS_WATCH").is_some() { " ws:" } else { "" };
    let frame = if has_frame { " frame-src 'self';" } else { "" };
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         style-src-attr 'unsafe-inline'; img-src 'self' data: {public_url} https://*.qlogo.cn; \
         connect-src 'self'{reload};{frame} base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}
