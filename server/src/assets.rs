//! What the binary carries: the page's script, style and pictures, packed by `build.rs`.

use axum::{
    body::Body,
    extract::Request,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

use packed::ASSETS;
pub(crate) use packed::{CSS, JS, MODULES, WASM};

struct Asset {
    path: &'static str,
    kind: &'static str,
    tag: &'static str,
    immutable: bool,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

mod packed {
    use super::Asset;
    include!(concat!(env!("OUT_DIR"), "/assets.rs"));
}

/// Serves an embedded file; a plain 404 for what is none.
pub(crate) async fn serve(request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    let Some(asset) = ASSETS.iter().find(|asset| asset.path == request.uri().path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    asset.answer(request.headers())
}

impl Asset {
    fn answer(&self, asked: &HeaderMap) -> Response {
        let cache = if self.immutable { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert(header::ETAG, HeaderValue::from_static(self.tag));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if asked.get(header::IF_NONE_MATCH).is_some_and(|tag| tag == self.tag) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        let packed = match Coding::wanted(asked) {
            Coding::Brotli => self.brotli.map(|bytes| ("br", bytes)),
            Coding::Gzip => self.gzip.map(|bytes| ("gzip", bytes)),
            Coding::Plain => None,
        };
        let bytes = match packed {
            Some((coding, bytes)) => {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
                bytes
            }
            None => self.plain,
        };
        *response.body_mut() = Body::from(bytes);
        response
    }
}

/// How an answer may be compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// `br`
    Brotli,
    /// `gzip`
    Gzip,
    /// Not at all.
    Plain,
}

impl Coding {
    /// The best one that `accept-encoding` names and does not weigh with 0 (RFC 9110, 12.5.3).
    pub(crate) fn wanted(asked: &HeaderMap) -> Self {
        let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let takes = |name: &str| {
            accepted.split(',').any(|offer| {
                let (coding, weight) = offer.split_once(';').unwrap_or((offer, ""));
                let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0_f32));
                coding.trim().eq_ignore_ascii_case(name) && !refused
            })
        };
        if takes("br") {
            Self::Brotli
        } else if takes("gzip") {
            Self::Gzip
        } else {
            Self::Plain
        }
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};
    use rstest::rstest;

    use super::Coding;

    #[rstest]
    #[case("gzip, deflate, br, zstd", Coding::Brotli)]
    #[case("gzip", Coding::Gzip)]
    #[case("br;q=0, GZIP;q=0.5", Coding::Gzip)]
    #[case("br;q=0.0", Coding::Plain)]
    #[case("", Coding::Plain)]
    fn codings(#[case] accepted: &'static str, #[case] coding: Coding) {
        let mut asked = HeaderMap::new();
        asked.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
        assert_eq!(Coding::wanted(&asked), coding);
    }
}
