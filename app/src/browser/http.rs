//! One HTTP exchange through `gloo-net`: the whole response as text, whatever its status.

use gloo_net::http::RequestBuilder;
use leptos::web_sys::{AbortSignal, FormData};
use send_wrapper::SendWrapper;

use super::timer;

/// What is sent in a body.
pub(crate) enum Body {
    /// Nothing.
    Empty,
    /// A text; its content type is among the headers.
    Text(String),
    /// A form with files; the browser writes its content type.
    Form(SendWrapper<FormData>),
}

/// A request.
pub(crate) struct Request {
    /// `GET`, `POST`, …
    pub(crate) method: String,
    /// Absolute, or a path of our own origin.
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Body,
    /// Ends the request early.
    pub(crate) signal: Option<SendWrapper<AbortSignal>>,
}

impl Request {
    /// A GET.
    pub(crate) fn get(url: String) -> Self {
        Self { method: "GET".to_owned(), url, headers: Vec::new(), body: Body::Empty, signal: None }
    }

    /// A POST of JSON.
    pub(crate) fn post_json(url: String, json: String) -> Self {
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        Self { method: "POST".to_owned(), url, headers, body: Body::Text(json), signal: None }
    }

    /// The request with one more header.
    #[must_use]
    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Sends it. None where no response comes: the server is not reached, or the signal ends the request.
    pub(crate) fn send(self) -> SendWrapper<impl Future<Output = Option<Response>>> {
        SendWrapper::new(async move {
            let method = self.method.parse::<http::Method>().ok()?;
            let signal = self.signal.map(SendWrapper::take);
            let mut request = RequestBuilder::new(&self.url).method(method).abort_signal(signal.as_ref());
            for (name, value) in &self.headers {
                if !is_header(name, value) {
                    return None; // gloo-net panics on it
                }
                request = request.header(name, value);
            }
            let request = match self.body {
                Body::Empty => request.build(),
                Body::Text(text) => request.body(text),
                Body::Form(form) => request.body(form.take()),
            };
            let sent_ms = timer::now_ms();
            let response = request.ok()?.send().await.ok()?;
            let waited_ms = timer::now_ms() - sent_ms;
            let headers = response.headers().entries().collect();
            Some(Response { status: response.status(), headers, body: response.text().await.ok()?, waited_ms })
        })
    }
}

/// Whether a browser takes it as a header: a token (RFC 9110, 5.6.2), and a value without control characters.
fn is_header(name: &str, value: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token) && value.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// A response.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// In the browser's order; a page sees those of its own origin.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    /// How long its head was awaited, in ms.
    pub(crate) waited_ms: f64,
}
