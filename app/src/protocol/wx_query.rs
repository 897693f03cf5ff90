//! [`WxQuery`]: a GET with a query.

use std::marker::PhantomData;

use serde::{Serialize, de::DeserializeOwned};
use server_fn::{
    Protocol,
    client::Client,
    codec::{GetUrl, IntoReq},
    request::Req,
    response::ClientRes,
    server::Server,
};

use super::{Rules, server};
use crate::wire::{ApiError, open};

/// GET with a query. `R` is who may call, `Q` what the query is, as in [`WxJson`](super::WxJson).
pub struct WxQuery<R, Q>(PhantomData<(R, Q)>);

impl<R, Q, I, O, C, S> Protocol<I, O, C, S, ApiError> for WxQuery<R, Q>
where
    R: Rules,
    Q: Serialize + DeserializeOwned + Send + 'static,
    I: From<Q> + Into<Q> + Send,
    O: Serialize + DeserializeOwned + Send,
    C: Client<ApiError>,
    S: Server<ApiError>,
{
    const METHOD: http::Method = http::Method::GET;

    async fn run_server<F, Fut>(request: S::Request, body: F) -> Result<S::Response, ApiError>
    where
        F: Fn(I) -> Fut + Send,
        Fut: Future<Output = Result<O, ApiError>> + Send,
    {
        let query = request.as_query().unwrap_or_default().to_owned();
        let decoded = async {
            server::authorize(R::GUARD).await?;
            server::from_query::<Q>(&query)
        };
        server::respond(decoded.await.map(I::from), body).await
    }

    async fn run_client(path: &str, input: I) -> Result<O, ApiError> {
        let request: C::Request = IntoReq::<GetUrl, _, _>::into_req(input.into() as Q, path, "application/json")?;
        open(&C::send(request).await?.try_into_string().await?)
    }
}
