//! The client of the server functions: every call goes through the phone's `wx.request`.

use std::future::Future;

use futures::{Sink, Stream, stream};
use send_wrapper::SendWrapper;
use server_fn::{
    Bytes,
    client::{Client, browser::BrowserClient},
    request::browser::BrowserRequest,
    response::ClientRes,
};

use super::{ReceivedResponse, Wx, request};
use crate::{
    browser::{
        self,
        http::{Body, Request},
    },
    wire::ApiError,
};

/// Sends a server function's request as the phone sends its own: with token, device, world and request id, within the
/// phone's time-out, and seen by its observers.
pub struct PhoneClient;

impl Client<ApiError> for PhoneClient {
    type Request = BrowserRequest;
    type Response = PhoneResponse;

    fn send(request: BrowserRequest) -> impl Future<Output = Result<PhoneResponse, ApiError>> + Send {
        SendWrapper::new(async move {
            let wx = Wx::current().ok_or(ApiError::no_answer("request:fail".into()))?;
            let request = read(request).await.ok_or(ApiError::no_answer("request:fail".into()))?;
            let sent = request::send_with_token(wx, "request", request).await;
            sent.map(PhoneResponse).map_err(|error| ApiError::no_answer(error.err_msg))
        })
    }

    fn open_websocket(
        path: &str,
    ) -> impl Future<
        Output = Result<
            (impl Stream<Item = Result<Bytes, Bytes>> + Send + 'static, impl Sink<Bytes> + Send + 'static),
            ApiError,
        >,
    > + Send {
        <BrowserClient as Client<ApiError>>::open_websocket(path)
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        <BrowserClient as Client<ApiError>>::spawn(future);
    }
}

/// What server_fn has put together. Its own `fetch` is not used: it tells nobody what it sends.
async fn read(request: BrowserRequest) -> Option<Request> {
    let headers = request.headers().entries().collect();
    // as a path: an absolute address is the browser's own way to say it
    let (method, url) = (request.method(), browser::history::relative(&request.url()));
    let text = request.text().await.ok()?;
    let body = if method == http::Method::GET { Body::Empty } else { Body::Text(text) };
    Some(Request { method: method.to_string(), url, headers, body, signal: None })
}

/// A response that is there in whole.
pub struct PhoneResponse(ReceivedResponse);

impl ClientRes<ApiError> for PhoneResponse {
    async fn try_into_string(self) -> Result<String, ApiError> {
        Ok(self.0.body)
    }

    async fn try_into_bytes(self) -> Result<Bytes, ApiError> {
        Ok(self.0.body.into())
    }

    fn try_into_stream(self) -> Result<impl Stream<Item = Result<Bytes, Bytes>> + Send + Sync + 'static, ApiError> {
        Ok(stream::iter([Ok(self.0.body.into())]))
    }

    fn status(&self) -> u16 {
        self.0.status
    }

    fn status_text(&self) -> String {
        String::new()
    }

    fn location(&self) -> String {
        String::new()
    }

    /// No call of the API redirects.
    fn has_redirect(&self) -> bool {
        false
    }
}
