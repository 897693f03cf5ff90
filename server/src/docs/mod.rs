//! What the API is, for readers: `/openapi.json`, made from the wire types, and `/docs`, where Swagger UI shows it and sends
//! its calls (`server/docs-viewer` says why that one).
//!
//! Both are made once, at the first request. The page has no inline script and no inline style, and loads from this server
//! alone, so its policy has no hole.

mod about;
mod document;
mod endpoint;
mod endpoints;
mod errno;
mod page;
mod samples;
#[cfg(test)]
mod tests;
mod translate;

use std::{fmt::Write as _, sync::Arc};

use app::Lang;
use axum::{
    Router,
    body::Body,
    extract::{Query, Request, State},
    response::Response,
    routing::{any, get},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use tokio::sync::OnceCell;
use tower::ServiceExt as _;
use tower_http::compression::CompressionLayer;

use self::page::Place;
use crate::{assets, language, state::Server};

/// Swagger UI's scripts and sheets from this server, pictures that its sheet holds, and calls to this server: nothing else.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                           base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const DOCUMENT_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

struct Docs {
    public_url: Arc<str>,
    place: Place,
    files: OnceCell<Files>,
}

struct Files {
    /// In both languages.
    document: File,
    chinese: Pair,
    english: Pair,
}

/// The document and the page of a language.
struct Pair {
    document: File,
    page: File,
}

/// What may be asked for: `zh` or `en`.
#[derive(Deserialize)]
struct Choice {
    lang: Option<String>,
}

impl Choice {
    fn lang(&self) -> Option<Lang> {
        self.lang.as_deref().and_then(Lang::parse)
    }
}

/// A text that is made once, with its policy.
pub(crate) struct File {
    kind: &'static str,
    policy: String,
    tag: String,
    text: Bytes,
}

/// `/openapi.json`, and `/docs` with what it loads where `has_page` (`OA_DOCS`), in demo and in live mode.
pub(crate) fn router(server: &Server, has_page: bool) -> Router {
    let place = match &server.demo {
        None => Place::Live,
        Some(demo) if demo.public => Place::PublicDemo,
        Some(_) => Place::Demo,
    };
    let docs = Docs { public_url: server.public_url.clone(), place, files: OnceCell::new() };
    let mut router = Router::new().route("/openapi.json", get(document));
    if has_page {
        router = router.route("/docs", get(page)).route("/docs/{folder}/{file}", any(viewer));
    }
    router.layer(CompressionLayer::new()).with_state(Arc::new(docs))
}

/// In the language of `?lang=`, else in both.
async fn document(State(docs): State<Arc<Docs>>, Query(choice): Query<Choice>, headers: HeaderMap) -> Response {
    let lang = choice.lang();
    docs.serve(&headers, |files| lang.map_or(&files.document, |lang| &files.pair(lang).document)).await
}

/// In the language of `?lang=`, else in the one that the browser asks for.
async fn page(State(docs): State<Arc<Docs>>, Query(choice): Query<Choice>, headers: HeaderMap) -> Response {
    let lang = choice.lang().unwrap_or_else(|| language::wanted(&headers));
    docs.serve(&headers, |files| &files.pair(lang).page).await
}

/// A file of the viewer. The first one unpacks them all, a tenth of a second, which no other call may wait for.
async fn viewer(request: Request) -> Response {
    let files = tokio::task::spawn_blocking(assets::viewer).await.unwrap_or_default();
    let Ok(response) = files.oneshot(request).await;
    response
}

impl Docs {
    async fn serve(&self, headers: &HeaderMap, file: impl Fn(&Files) -> &File) -> Response {
        let files = self.files.get_or_try_init(async || {
            let (public_url, place) = (self.public_url.clone(), self.place);
            tokio::task::spawn_blocking(move || Files::new(&public_url, place)).await
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
    fn new(public_url: &str, place: Place) -> Self {
        let document = |lang| {
            let json = document::document(public_url, lang).to_string();
            File::new("application/json; charset=utf-8", DOCUMENT_POLICY.to_owned(), json)
        };
        let page = |lang| File::new("text/html; charset=utf-8", PAGE_POLICY.to_owned(), page::html(place, lang));
        let pair = |lang| Pair { document: document(Some(lang)), page: page(lang) };
        Self { document: document(None), chinese: pair(Lang::Zh), english: pair(Lang::En) }
    }

    fn pair(&self, lang: Lang) -> &Pair {
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
