//! What the binary carries: the page's scripts, WASM and style, and the pictures, embedded by `build.rs`.
//!
//! memory-serve serves them: Brotli and gzip by the weights of `accept-encoding`, `etag` with 304, HEAD, 405, and nothing
//! from the disk in any profile. Others were looked at. rust-embed and rust-embed-for-web embed but do not serve, so
//! negotiation, 304 and 405 would be our own. axum-embed serves by the order of `accept-encoding`, ignores its weights, and
//! is made for an older axum. static-serve has no Brotli. tower-http's `ServeDir` reads the disk. memory-serve keeps the plain
//! and the gzipped form in memory, made from the Brotli one at the start: half a megabyte, and some 50 ms in demo mode.

use std::sync::LazyLock;

use axum::Router;
use http::{HeaderValue, header::X_CONTENT_TYPE_OPTIONS};
use leptos::config::{LeptosOptions, errors::LeptosConfigError, get_configuration};
use memory_serve::{Asset, CacheControl, MemoryServe};
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};
use tracing::subscriber::{NoSubscriber, with_default};

#[cfg_attr(not(feature = "miniprogram"), expect(dead_code, reason = "the runtime's table"))]
mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// Modules that the page's script imports, to be loaded along with it.
pub(crate) const SNIPPETS: &[&str] = embedded::SNIPPETS;

/// A route for each file of the page. Their folder is named by their content, so they are kept for ever.
pub(crate) fn page() -> Router {
    static ROUTER: LazyLock<Router> = LazyLock::new(|| router(embedded::PAGE, "public, max-age=31536000, immutable"));
    ROUTER.clone()
}

/// A route for each picture.
pub(crate) fn images() -> Router {
    static ROUTER: LazyLock<Router> = LazyLock::new(|| router(embedded::IMAGES, "public, max-age=3600"));
    ROUTER.clone()
}

/// A route for each file of the runtime of opened mini-programs; none in a build without esbuild.
#[cfg(feature = "miniprogram")]
pub(crate) fn runtime() -> Option<Router> {
    static ROUTER: LazyLock<Router> = LazyLock::new(|| router(embedded::RUNTIME, "no-cache"));
    (!embedded::RUNTIME.is_empty()).then(|| ROUTER.clone())
}

/// The folder of the viewer of `/docs`; none in a build without Swagger UI.
pub(crate) const VIEWER_FOLDER: Option<&str> = embedded::VIEWER_FOLDER;

/// A route for each file of the viewer of `/docs`. Its folder is named by its content, as the page's.
///
/// It is made at the first request of one: most servers are never asked, and unpacked it takes some 7 MB of memory.
pub(crate) fn viewer() -> Router {
    static ROUTER: LazyLock<Router> = LazyLock::new(|| router(embedded::VIEWER, "public, max-age=31536000, immutable"));
    ROUTER.clone()
}

/// Made once for each table: memory-serve keeps what it has made until the process ends.
fn router(assets: &'static [Asset], cache: &'static str) -> Router {
    let serve = MemoryServe::new(assets).index_file(None).cache_control(CacheControl::Custom(cache));
    // a line for each file at every start is of no use to an operator
    with_default(NoSubscriber::default(), || serve.into_router())
        .layer(SetResponseHeaderLayer::overriding(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")))
}

/// The path of the style sheet.
pub(crate) fn style() -> String {
    format!("/{}/app.css", embedded::FOLDER)
}

/// The path of the sheet that the tools have besides.
pub(crate) fn tools_style() -> String {
    format!("/{}/tools/tools.css", embedded::FOLDER)
}

/// Where the tools find their script and WASM; none where cargo-leptos built the page, which builds one bundle.
pub(crate) fn tools_options() -> Option<LeptosOptions> {
    let folder = format!("{}/tools", embedded::FOLDER);
    (!embedded::CARGO_LEPTOS).then(|| LeptosOptions::builder().output_name("tools").site_pkg_dir(folder).build())
}

/// The path of their WASM.
pub(crate) fn tools_wasm() -> String {
    format!("/{}/tools/tools_bg.wasm", embedded::FOLDER)
}

/// Where the page finds its script and WASM: in this binary, or, where cargo-leptos built it, in the folder that
/// cargo-leptos names in the environment.
///
/// # Errors
/// What is wrong with cargo-leptos' variables.
pub(crate) fn leptos_options() -> Result<LeptosOptions, LeptosConfigError> {
    if embedded::CARGO_LEPTOS {
        return get_configuration(None).map(|configuration| configuration.leptos_options);
    }
    Ok(LeptosOptions::builder().output_name("app").site_pkg_dir(embedded::FOLDER).build())
}

/// The folder of cargo-leptos with its path on the server, where it built this binary.
pub(crate) fn site(options: &LeptosOptions) -> Option<(String, ServeDir)> {
    let path = format!("/{}/{{*file}}", options.site_pkg_dir);
    embedded::CARGO_LEPTOS.then(|| (path, ServeDir::new(&*options.site_root)))
}
