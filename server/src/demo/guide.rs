//! `/guide`: the login explained. `app` renders it once for each language; it has no script but the one that applies what the demo has
//! stored, so its policy names that by its hash, as it does the style sheet.

use std::sync::LazyLock;

use app::{Lang, guide};
use axum::{Router, extract::RawQuery, response::Response, routing::get};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{HeaderMap, HeaderValue, header};
use sha2::{Digest as _, Sha256};
use tower_http::compression::CompressionLayer;

use crate::{docs::File, language};

static CHINESE: LazyLock<File> = LazyLock::new(|| render(Lang::Zh));
static ENGLISH: LazyLock<File> = LazyLock::new(|| render(Lang::En));

/// The route.
pub(super) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/guide", get(serve)).layer(CompressionLayer::new())
}

/// In the language of `?lang=`, else in the one that the browser asks for.
async fn serve(RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let asked = query.as_deref().and_then(|query| Lang::parse(query.strip_prefix("lang=")?));
    let page = match asked.unwrap_or_else(|| language::wanted(&headers)) {
        Lang::Zh => &CHINESE,
        Lang::En => &ENGLISH,
    };
    let mut response = page.response(&headers);
    response.headers_mut().append(header::VARY, HeaderValue::from_static("accept-language"));
    response
}

fn render(lang: Lang) -> File {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'",
        hash(guide::STYLE),
        hash(guide::SCRIPT),
    );
    File::new("text/html; charset=utf-8", policy, guide::html(lang))
}
