//! [`PhoneClient`]: the server functions of the API go out through the simulated phone's `wx.request`.
//!
//! Own types for a request and a response, since `wx.request` takes and gives text: so whoever observes the phone sees what
//! was sent and what came. Of server_fn's encodings only those that the API uses can be sent.

use std::borrow::Cow;

use futures::{Sink, Stream, sink, stream};
use server_fn::{Bytes, client::Client, request::ClientReq, response::ClientRes};

use crate::wire::ApiError;

/// The client that every server function of the API names.
pub struct PhoneClient;

/// A call that is to go out.
pub struct PhoneRequest {
    /// The path, with the query.
    address: String,
    /// The JSON of a POST; a GET has none.
    body: Option<String>,
}

/// What came: a body as text, whatever the status was.
pub struct PhoneResponse(String);

impl Client<ApiError> for PhoneClient {
    type Request = PhoneRequest;
    type Response = PhoneResponse;

    #[cfg(feature = "hydrate")]
    fn send(request: PhoneRequest) -> impl Future<Output = Result<PhoneResponse, ApiError>> + Send {
        let sent = super::request::send(request.address, request.body);
        async { sent.await.map(PhoneResponse) }
    }

    /// On the server a server function is a plain call.
    #[cfg(not(feature = "hydrate"))]
    async fn send(request: PhoneRequest) -> Result<PhoneResponse, ApiError> {
        drop((request.address, request.body));
        Err(crate::wire::Errno::Internal.into())
    }

    async fn open_websocket(
        _: &str,
    ) -> Result<
        (
            impl Stream<Item = Result<Bytes, Bytes>> + Send + 'static + use<'_>,
            impl Sink<Bytes> + Send + 'static + use<'_>,
        ),
        ApiError,
    > {
        Err::<(stream::Empty<_>, sink::Drain<_>), _>(unsupported())
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        leptos::task::spawn(future);
    }
}

impl ClientReq<ApiError> for PhoneRequest {
    type FormData = ();

    fn try_new_req_query(path: &str, _: &str, _: &str, query: &str, _: http::Method) -> Result<Self, ApiError> {
        let address = if query.is_empty() { path.to_owned() } else { [path, "?", query].concat() };
        Ok(Self { address, body: None })
    }

    fn try_new_req_text(path: &str, _: &str, _: &str, body: String, _: http::Method) -> Result<Self, ApiError> {
        Ok(Self { address: path.to_owned(), body: Some(body) })
    }

    fn try_new_req_bytes(_: &str, _: &str, _: &str, _: Bytes, _: http::Method) -> Result<Self, ApiError> {
        Err(unsupported())
    }

    fn try_new_req_form_data(_: &str, _: &str, _: &str, (): (), _: http::Method) -> Result<Self, ApiError> {
        Err(unsupported())
    }

    fn try_new_req_multipart(_: &str, _: &str, (): (), _: http::Method) -> Result<Self, ApiError> {
        Err(unsupported())
    }

    fn try_new_req_streaming(
        _: &str,
        _: &str,
        _: &str,
        _: impl Stream<Item = Bytes> + Send + 'static,
        _: http::Method,
    ) -> Result<Self, ApiError> {
        Err(unsupported())
    }
}

impl ClientRes<ApiError> for PhoneResponse {
    async fn try_into_string(self) -> Result<String, ApiError> {
        Ok(self.0)
    }

    async fn try_into_bytes(self) -> Result<Bytes, ApiError> {
        Ok(self.0.into())
    }

    fn try_into_stream(self) -> Result<impl Stream<Item = Result<Bytes, Bytes>> + Send + Sync + 'static, ApiError> {
        Err::<stream::Empty<_>, _>(unsupported())
    }

    /// Of every envelope.
    fn status(&self) -> u16 {
        200
    }

    fn status_text(&self) -> String {
        String::new()
    }

    fn location(&self) -> String {
        String::new()
    }

    fn has_redirect(&self) -> bool {
        false
    }
}

/// What `wx.request` has no way to send.
fn unsupported() -> ApiError {
    ApiError::no_answer(Cow::Borrowed("request:fail unsupported"))
}

#[cfg(test)]
mod tests {
    use server_fn::codec::{GetUrl, IntoReq};

    use super::PhoneRequest;
    use crate::wire::{ApiError, ListRequest};

    #[test]
    fn arguments_become_a_query() {
        let address = |request: ListRequest| {
            let sent = IntoReq::<GetUrl, PhoneRequest, ApiError>::into_req(request, "/a", "application/json");
            sent.unwrap().address
        };
        assert_eq!(address(ListRequest::default()), "/a");
        let second = ListRequest { state: Some(0), page: Some(2), limit: None };
        assert_eq!(address(second), "/a?state=0&page=2");
    }
}
