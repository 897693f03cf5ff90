//! What the API is, for readers: `/openapi.json`, made from the wire types, and `/docs`, a page made from the same.
//!
//! The page is written here and has no script: it can be read with JavaScript off, needs no hole in its policy (its one
//! style sheet is allowed by its hash) and weighs a hundredth of what a renderer of OpenAPI documents does. Both are
//! made once, at the first request.

mod document;
mod endpoint;
mod endpoints;
mod errno;
mod page;
mod rows;
mod samples;
#[cfg(test)]
mod tests;

use std::{fmt::Write as _, sync::Arc};

use app::Lang;
use axum::{
    Router,
    body::Body,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use tokio::sync::OnceCell;
use tower_http::compression::CompressionLayer;

use crate::{language, state::Server};

/// The tokens of the workbench, and the page's own few rules.
const STYLE: &str = concat!(include_str!("../../../style/10-tokens.css"), include_str!("docs.css"));

struct Docs {
    public_url: Arc<str>,
    demo: bool,
    files: OnceCell<Files>,
}

struct Files {
    document: File,
    chinese: File,
    english: File,
}

/// What `/docs` may be asked for: `zh` or `en`, and otherwise what the browser asks for.
#[derive(Deserialize)]
struct Choice {
    lang: Option<String>,
}

/// A text that is made once, with its policy.
pub(crate) struct File {
    kind: &'static str,
    policy: String,
    tag: String,
    text: Bytes,
}

/// `/openapi.json` and `/docs`, in demo and in live mode.
pub(crate) fn router(server: &Server) -> Router {
    let docs = Docs { public_url: server.public_url.clone(), demo: server.demo.is_some(), files: OnceCell::new() };
    Router::new()
        .route(
            "/openapi.json",
            get(async |State(docs): State<Arc<Docs>>, headers: HeaderMap| {
                docs.serve(&headers, |files| &files.document).await
            }),
        )
        .route(
            "/docs",
            get(async |State(docs): State<Arc<Docs>>, Query(choice): Query<Choice>, headers: HeaderMap| {
                let chosen = choice.lang.as_deref().and_then(Lang::parse);
                let lang = chosen.unwrap_or_else(|| language::wanted(&headers));
                docs.serve(&headers, move |files| files.page(lang)).await
            }),
        )
        .layer(CompressionLayer::new())
        .with_state(Arc::new(docs))
}

impl Docs {
    async fn serve(&self, headers: &HeaderMap, file: impl Fn(&Files) -> &File) -> Response {
        let files = self.files.get_or_try_init(async || {
            let (public_url, demo) = (self.public_url.clone(), self.demo);
            tokio::task::spawn_blocking(move || Files::new(&public_url, demo)).await
        });
        match files.await {
            Ok(files) => file(files).response(headers),
            Err(cause) => {
                tracing::error!(cause = %identity::error_chain(&cause), "the API's document was not made");
                let mut response = Response::new(Body::empty());
                *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
                response
            }
        }
    }
}

impl Files {
    fn new(public_url: &str, demo: bool) -> Self {
        let document = document::document(public_url);
        let hash = STANDARD.encode(Sha256::digest(STYLE));
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'"
        );
        let page =
            |lang| File::new("text/html; charset=utf-8", policy.clone(), page::html(&document, public_url, demo, lang));
        Self {
            chinese: page(Lang::Zh),
            english: page(Lang::En),
            document: File::new(
                "application/json; charset=utf-8",
                "default-src 'none'; frame-ancestors 'none'".to_owned(),
                document.json.to_string(),
            ),
        }
    }

    fn page(&self, lang: Lang) -> &File {
        match lang {
            Lang::Zh => &self.chinese,
            Lang::En => &self.english,
        }
    }
}

impl File {
    /// `kind` is its content type, `policy` its Content-Security-Policy.
    pub(crate) fn new(kind: &'static str, policy: String, text: String) -> Self {
        let mut tag = String::from("\"");
        for byte in Sha256::digest(&text).iter().take(16) {
            // a String takes everything that is written to it
            let _ = write!(tag, "{byte:02x}");
        }
        tag.push('"');
        Self { kind, policy, tag, text: text.into() }
    }

    /// The text, or 304 where the client has it.
    pub(crate) fn response(&self, request: &HeaderMap) -> Response {
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        let fixed = [
            (header::CONTENT_TYPE, self.kind),
            (header::CACHE_CONTROL, "no-cache"), // kept, and asked about: it changes with the server's version
            (header::VARY, "accept-encoding, accept-language"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
        ];
        headers.extend(fixed.map(|(name, value)| (name, HeaderValue::from_static(value))));
        let made = [(header::ETAG, &self.tag), (header::CONTENT_SECURITY_POLICY, &self.policy)];
        headers.extend(made.into_iter().filter_map(|(name, value)| Some((name, HeaderValue::from_str(value).ok()?))));
        if request.get(header::IF_NONE_MATCH).is_some_and(|tag| tag == self.tag.as_str()) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        *response.body_mut() = Body::from(self.text.clone());
        response
    }
}
