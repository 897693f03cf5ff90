//! Every trait of server_fn that we implement: all that depends on its version is in this file.
//!
//! On the server a protocol authenticates (a guarded call does so before it decodes), decodes, runs, and always answers
//! 200 with `{"errno","errmsg","data"?}`. In the browser it undoes that: `errno == 0` is `Ok`.

use std::{borrow::Cow, future::Future, marker::PhantomData};

use serde::{Serialize, de::DeserializeOwned};
use server_fn::{
    Bytes, Protocol,
    client::{Client, browser::BrowserClient},
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
    request::Req,
    response::TryRes,
    server::Server,
};

use super::{
    ApiError, Errno,
    envelope::{CONTENT_TYPE, envelope, of_data},
};
use crate::json::{self, FromJson};

/// Who may make a call, and what of its body counts.
pub trait Rules: Send + 'static {
    /// What to check of the token before anything else is looked at.
    const GUARD: Guard;
    /// Whether the body is looked at; else it counts as `{}`.
    const HAS_BODY: bool = true;
    /// Members of the body that may take it over [`super::MAX_BODY`].
    const UNCOUNTED: &'static [&'static str] = &[];
}

/// How much a call asks of its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// No token is looked at.
    Open,
    /// A session whose account may act.
    Active,
    /// A session whose account may act, and did not read too often.
    Reading,
    /// The same, with its counts.
    Counted,
    /// A session whose account may act, and did not bind phones too often.
    BindPhone,
    /// A session, whatever its account's status.
    AnySession,
}

/// Anybody may call.
pub struct Public;
/// A signed-in, active account may call.
pub struct Guarded;
/// What is only read, and cheaply repeated, is counted.
pub struct Reading;
/// user/index: whose token it is and what is counted are one read; how often is counted too.
pub struct Counted;
/// bindPhone: every call may cost an exchange with WeChat, so they are counted, the malformed ones too.
pub struct Binding;
/// logout: a disabled account may leave too, whatever it says.
pub struct Parting;
/// login_by_weixin: a decoration may be large, and is left out then.
pub struct SigningIn;

impl Rules for Public {
    const GUARD: Guard = Guard::Open;
}
impl Rules for Guarded {
    const GUARD: Guard = Guard::Active;
}
impl Rules for Reading {
    const GUARD: Guard = Guard::Reading;
}
impl Rules for Counted {
    const GUARD: Guard = Guard::Counted;
}
impl Rules for Binding {
    const GUARD: Guard = Guard::BindPhone;
}
impl Rules for Parting {
    const GUARD: Guard = Guard::AnySession;
    const HAS_BODY: bool = false;
}
impl Rules for SigningIn {
    const GUARD: Guard = Guard::Open;
    const UNCOUNTED: &'static [&'static str] = &["userInfo", "shareUserId", "rawData", "signature"];
}

/// POST with a JSON body, whatever its content type says.
pub struct WxJson<R>(PhantomData<R>);

/// GET with a query.
pub struct WxQuery<R>(PhantomData<R>);

impl<R, I, O, C, S> Protocol<I, O, C, S, ApiError> for WxJson<R>
where
    R: Rules,
    I: Serialize + DeserializeOwned + Send,
    O: Serialize + FromJson + Send,
    C: Client<ApiError>,
    S: Server<ApiError>,
{
    const METHOD: http::Method = http::Method::POST;

    async fn run_server<F, Fut>(request: S::Request, body: F) -> Result<S::Response, ApiError>
    where
        F: Fn(I) -> Fut + Send,
        Fut: Future<Output = Result<O, ApiError>> + Send,
    {
        let decoded = async {
            admit(R::GUARD).await?;
            if !R::HAS_BODY {
                return from_json(b"{}", &[]);
            }
            from_json(&request.try_into_bytes().await?, R::UNCOUNTED)
        };
        answer(decoded.await, body).await
    }

    async fn run_client(path: &str, input: I) -> Result<O, ApiError> {
        of_data(send(path.to_owned(), Some(text(&input)?)).await?)
    }
}

impl<R, I, O, C, S> Protocol<I, O, C, S, ApiError> for WxQuery<R>
where
    R: Rules,
    I: Serialize + DeserializeOwned + Send,
    O: Serialize + FromJson + Send,
    C: Client<ApiError>,
    S: Server<ApiError>,
    S::Request: Send + 'static,
{
    const METHOD: http::Method = http::Method::GET;

    async fn run_server<F, Fut>(request: S::Request, body: F) -> Result<S::Response, ApiError>
    where
        F: Fn(I) -> Fut + Send,
        Fut: Future<Output = Result<O, ApiError>> + Send,
    {
        let query = request.as_query().unwrap_or_default().to_owned();
        let decoded = async {
            admit(R::GUARD).await?;
            from_query(&query)
        };
        answer(decoded.await, body).await
    }

    async fn run_client(path: &str, input: I) -> Result<O, ApiError> {
        of_data(send(address(path, &text(&input)?), None).await?)
    }
}

/// The client that every server function must name. No call comes here: a protocol goes straight to the simulated phone's
/// `wx.request`, which is one function for all of them.
pub struct WxClient;

impl Client<ApiError> for WxClient {
    type Request = <BrowserClient as Client<ApiError>>::Request;
    type Response = <BrowserClient as Client<ApiError>>::Response;

    fn send(request: Self::Request) -> impl Future<Output = Result<Self::Response, ApiError>> + Send {
        <BrowserClient as Client<ApiError>>::send(request)
    }

    fn open_websocket(
        path: &str,
    ) -> impl Future<
        Output = Result<
            (
                impl futures::Stream<Item = Result<Bytes, Bytes>> + Send + 'static,
                impl futures::Sink<Bytes> + Send + 'static,
            ),
            ApiError,
        >,
    > + Send {
        <BrowserClient as Client<ApiError>>::open_websocket(path)
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        <BrowserClient as Client<ApiError>>::spawn(future);
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::Deserialization(_) => Errno::Invalid.into(),
            ServerFnErrorErr::MissingArg(_) => Errno::Missing.into(),
            ServerFnErrorErr::Request(_) => Self::no_answer(Cow::Borrowed("request:fail")),
            _ => Errno::Internal.into(),
        }
    }
}

/// The server's half after decoding: run, note how it ended, seal.
async fn answer<I, O, F, Fut, R>(decoded: Result<I, ApiError>, body: F) -> Result<R, ApiError>
where
    O: Serialize,
    F: Fn(I) -> Fut + Send,
    Fut: Future<Output = Result<O, ApiError>> + Send,
    R: TryRes<ApiError>,
{
    let outcome = match decoded {
        Ok(arguments) => body(arguments).await,
        Err(error) => Err(error),
    };
    settle(&outcome);
    R::try_from_string(CONTENT_TYPE, envelope(outcome))
}

/// What a call says.
fn text<I: Serialize>(input: &I) -> Result<String, ApiError> {
    serde_json::to_string(input).map_err(|_| Errno::Invalid.into())
}

/// The path with arguments as its query. They are whole numbers: no GET of the API has another one.
fn address(path: &str, arguments: &str) -> String {
    let mut address = path.to_owned();
    let Some(json::Value::Object(arguments)) = json::value(arguments) else { return address };
    for (name, value) in &arguments {
        if let Some(number) = value.as_i64() {
            let mark = if address.len() == path.len() { "?" } else { "&" };
            address.extend([mark, name, "=", &number.to_string()]);
        }
    }
    address
}

#[cfg(feature = "hydrate")]
use crate::wx::request::send;

/// On the server a server function is a plain call.
#[cfg(not(feature = "hydrate"))]
async fn send(_: String, _: Option<String>) -> Result<String, ApiError> {
    Err(Errno::Internal.into())
}

#[cfg(feature = "ssr")]
use super::{
    args::{from_json, from_query},
    call::{admit, settle},
};

#[cfg(not(feature = "ssr"))]
fn from_json<I>(_: &[u8], _: &[&str]) -> Result<I, ApiError> {
    Err(Errno::Internal.into())
}

#[cfg(not(feature = "ssr"))]
fn from_query<I>(_: &str) -> Result<I, ApiError> {
    Err(Errno::Internal.into())
}

#[cfg(not(feature = "ssr"))]
fn settle<T>(_: &Result<T, ApiError>) {}

#[cfg(not(feature = "ssr"))]
async fn admit(_: Guard) -> Result<(), ApiError> {
    Err(Errno::Internal.into())
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn arguments_become_a_query() {
        assert_eq!(address("/a", "{}"), "/a");
        assert_eq!(address("/a", r#"{"limit":null,"page":2,"state":0}"#), "/a?page=2&state=0");
    }
}
