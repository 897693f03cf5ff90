//! GET `{base}/frame.html`: the document in which an opened mini-program runs. Its origin is opaque, so that it has no
//! cookies, no storage, and no way to the page around it but the port that the page gives it.

use axum::response::{Html, IntoResponse, Response};
use http::{HeaderMap, HeaderValue, header};

/// The document. The addresses are relative, so that it knows no base.
const DOCUMENT: &str = r#"<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>小程序</title>
<link rel="stylesheet" href="runtime/frame.css">
<script type="module" src="runtime/frame.js" crossorigin="anonymous"></script>
</head>
<body></body>
</html>
"#;

/// The document for a page that is at `host`.
pub(super) fn document(base: &str, headers: &HeaderMap) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    // `'self'` is written out: of a sandboxed document it is nobody
    let own = format!("http://{host}{base}/ https://{host}{base}/");
    let policy = format!(
        "sandbox allow-scripts; default-src 'none'; script-src {own}; style-src {own} 'unsafe-inline'; \
         img-src {own} https: http: data: blob:; media-src {own} https: http: data: blob:; font-src {own} https: http: data:; \
         frame-src https: http:; connect-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
    );
    let mut response = Html(DOCUMENT).into_response();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
