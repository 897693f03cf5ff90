//! POST `{base}/proxy`: a call of the opened mini-program to somebody else's backend. The page cannot make it itself: another
//! origin would have to allow it (CORS), and a mini-program's backend has no reason to. It goes only to the backends that were
//! named at the start (`--backend`), and the page alone may ask for it.
//!
//! The call is in headers, so that the body travels as it is: `x-oa-target-url`, `x-oa-target-method` and
//! `x-oa-target-headers` (a JSON object). The response has `x-oa-target-status` and `x-oa-target-headers`, and the backend's
//! body. Where there is none, it has neither, and its body is `{"errMsg": "…"}`, as WeChat's `wx.request` words it; with the
//! status 200, because a browser writes any other one on its console as if the page were at fault.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Json,
    body::{Body, Bytes},
    response::{IntoResponse, Response},
};
use futures::{StreamExt as _, future};
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use serde_json::json;
use url::Url;
use wechat::{Tls, Unavailable};

use super::backend::Backend;

/// The longest body of a call, in bytes: WeChat's own bound of `wx.uploadFile`.
pub(super) const MAX_BODY: usize = 10 << 20;
/// The longest body of a response, in bytes. What is longer is cut off, and the call fails.
const MAX_RESPONSE: usize = 50 << 20;
/// The longest address, and the longest headers as JSON, in bytes.
const MAX_HEAD: usize = 8 << 10;
/// How long a call may take; WeChat's `networkTimeout`. The frame gives up earlier where the mini-program says so.
const TIMEOUT: Duration = Duration::from_secs(60);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How many redirects are followed, each to an allowed backend.
const MAX_REDIRECTS: usize = 5;
/// How many hosts that are not allowed are told of.
const MAX_TOLD: usize = 100;

const TARGET_URL: HeaderName = HeaderName::from_static("x-oa-target-url");
const TARGET_METHOD: HeaderName = HeaderName::from_static("x-oa-target-method");
const TARGET_HEADERS: HeaderName = HeaderName::from_static("x-oa-target-headers");
const TARGET_STATUS: HeaderName = HeaderName::from_static("x-oa-target-status");

/// Headers that belong to one connection, or that this client writes.
const OWN_HEADERS: [HeaderName; 12] = [
    header::HOST,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    header::TE,
    header::TRAILER,
    header::PROXY_AUTHORIZATION,
    header::PROXY_AUTHENTICATE,
    header::ACCEPT_ENCODING,
    header::ORIGIN,
    header::EXPECT,
];

/// The way to the backends.
pub(super) struct Proxy {
    http: reqwest::Client,
    backends: Vec<Backend>,
    /// The origins that were refused, each told of once.
    told: Mutex<BTreeSet<String>>,
}

impl Proxy {
    /// A proxy to `backends` alone.
    ///
    /// # Errors
    /// When the TLS backend cannot be initialised.
    pub(super) fn new(backends: Vec<Backend>) -> Result<Self, reqwest::Error> {
        let allowed = backends.clone();
        let redirect = reqwest::redirect::Policy::custom(move |attempt| {
            if attempt.previous().len() > MAX_REDIRECTS || !is_allowed(&allowed, attempt.url()) {
                attempt.stop()
            } else {
                attempt.follow()
            }
        });
        let http =
            wechat::client_builder().connect_timeout(CONNECT_TIMEOUT).timeout(TIMEOUT).redirect(redirect).build()?;
        Ok(Self { http, backends, told: Mutex::default() })
    }

    /// Makes the call that `headers` describe.
    pub(super) async fn call(&self, headers: &HeaderMap, body: Bytes) -> Response {
        let (method, url, target_headers) = match target(headers) {
            Ok(target) => target,
            Err(why) => return refuse(why),
        };
        if !is_allowed(&self.backends, &url) {
            self.tell(&url);
            return refuse("url not in domain list");
        }
        match self.http.request(method, url).headers(target_headers).body(body).send().await {
            Ok(response) => forward(response),
            Err(error) if error.is_timeout() => refuse("timeout"),
            Err(error) => refuse(reason(&wechat::classify(&error))),
        }
    }

    /// Says once for each origin how it is allowed.
    fn tell(&self, url: &Url) {
        let origin = url.origin().ascii_serialization();
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.len() < MAX_TOLD && told.insert(origin.clone()) {
            tracing::warn!(
                backend = origin,
                "the mini-program calls a backend that is not allowed; start with --backend and it"
            );
        }
    }
}

/// The call: its method, where it goes, and its headers.
fn target(headers: &HeaderMap) -> Result<(Method, Url, HeaderMap), &'static str> {
    let text = |name: &HeaderName| {
        let value = headers.get(name)?.to_str().ok()?;
        (value.len() <= MAX_HEAD).then_some(value)
    };
    let url = text(&TARGET_URL).and_then(|url| Url::parse(url).ok()).ok_or("invalid url")?;
    let has_host = matches!(url.scheme(), "http" | "https") && url.host().is_some();
    if !has_host || !url.username().is_empty() || url.password().is_some() {
        return Err("invalid url");
    }
    let method = text(&TARGET_METHOD).and_then(|method| method.parse().ok()).ok_or("parameter error: method")?;
    let wanted: BTreeMap<String, String> =
        text(&TARGET_HEADERS).and_then(|json| serde_json::from_str(json).ok()).ok_or("parameter error: header")?;
    let mut sent = HeaderMap::new();
    for (name, value) in wanted {
        let name: HeaderName = name.parse().map_err(|_| "parameter error: header")?;
        let value: HeaderValue = value.parse().map_err(|_| "parameter error: header")?;
        if !OWN_HEADERS.contains(&name) {
            sent.insert(name, value);
        }
    }
    Ok((method, url, sent))
}

fn is_allowed(backends: &[Backend], url: &Url) -> bool {
    backends.iter().any(|backend| backend.is_at(url))
}

/// The backend's response, its body as it comes, up to the bound.
fn forward(response: reqwest::Response) -> Response {
    let status = HeaderValue::from(response.status().as_u16());
    let mut told = BTreeMap::<&str, String>::new();
    for (name, value) in response.headers() {
        if OWN_HEADERS.contains(name) {
            continue;
        }
        let value = String::from_utf8_lossy(value.as_bytes());
        let joined = told.entry(name.as_str()).or_default();
        if !joined.is_empty() {
            joined.push_str(", ");
        }
        joined.push_str(&value);
    }
    let Some(headers) = ascii_json(&told) else { return refuse("response header") };
    let mut left = MAX_RESPONSE;
    let body = response.bytes_stream().map(move |chunk| {
        let chunk = chunk.map_err(|_| "the backend's response broke off")?;
        left = left.checked_sub(chunk.len()).ok_or("the backend's response is too long")?;
        Ok::<_, &'static str>(chunk)
    });
    // nothing after the error
    let body = body.scan(false, |failed, chunk| {
        let ended = std::mem::replace(failed, chunk.is_err());
        future::ready((!ended).then_some(chunk))
    });
    let head = [
        (TARGET_STATUS, status),
        (TARGET_HEADERS, headers),
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (head, Body::from_stream(body)).into_response()
}

/// JSON that a header can carry: what is not ASCII is escaped.
fn ascii_json(headers: &BTreeMap<&str, String>) -> Option<HeaderValue> {
    let json = serde_json::to_string(headers).ok()?;
    let mut ascii = String::with_capacity(json.len());
    let mut units = [0; 2];
    for letter in json.chars() {
        if letter.is_ascii() {
            ascii.push(letter);
        } else {
            ascii.extend(letter.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    HeaderValue::try_from(ascii).ok()
}

/// The reason as Chromium's network stack names it, which is what WeChat's developer tools show.
fn reason(unavailable: &Unavailable) -> &'static str {
    match unavailable {
        Unavailable::NoAddress => "net::ERR_NAME_NOT_RESOLVED",
        Unavailable::Refused => "net::ERR_CONNECTION_REFUSED",
        Unavailable::ConnectTimeout => "net::ERR_CONNECTION_TIMED_OUT",
        Unavailable::Tls(Tls::NoRoots | Tls::Untrusted) => "net::ERR_CERT_AUTHORITY_INVALID",
        Unavailable::Tls(Tls::Expired | Tls::NotYetValid) => "net::ERR_CERT_DATE_INVALID",
        Unavailable::Tls(Tls::WrongName) => "net::ERR_CERT_COMMON_NAME_INVALID",
        Unavailable::Tls(Tls::Certificate) => "net::ERR_CERT_INVALID",
        Unavailable::Tls(Tls::Handshake) => "net::ERR_SSL_PROTOCOL_ERROR",
        _ => "net::ERR_CONNECTION_FAILED",
    }
}

fn refuse(why: &str) -> Response {
    Json(json!({ "errMsg": why })).into_response()
}
