//! [`WxJson`]: a POST with a JSON body.

use std::marker::PhantomData;

use serde::{Serialize, de::DeserializeOwned};
use server_fn::{
    Protocol,
    client::Client,
    request::{ClientReq, Req},
    response::ClientRes,
    server::Server,
};

use super::{Rules, server};
use crate::wire::{ApiError, Errno, open};

const CONTENT_TYPE: &str = "application/json";

/// POST with a JSON body, whatever its content type says. `R` is who may call, `Q` what the body is.
///
/// `Q` is the type of the one argument of the server function, or the function's own struct where it has none. The struct
/// that server_fn makes of one argument would put it into a member (or take it apart by `#[serde(flatten)]`, which forgets
/// what was wrong with which field), so the protocol carries `Q` itself.
pub struct WxJson<R, Q>(PhantomData<(R, Q)>);

impl<R, Q, I, O, C, S> Protocol<I, O, C, S, ApiError> for WxJson<R, Q>
where
    R: Rules,
    Q: Serialize + DeserializeOwned + Send + 'static,
    I: From<Q> + Into<Q> + Send,
    O: Serialize + DeserializeOwned + Send,
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
            server::authorize(R::GUARD).await?;
            if !R::HAS_BODY {
                return server::from_json::<Q>(b"{}", &[]);
            }
            server::from_json::<Q>(&request.try_into_bytes().await?, R::UNCOUNTED)
        };
        server::respond(decoded.await.map(I::from), body).await
    }

    async fn run_client(path: &str, input: I) -> Result<O, ApiError> {
        let body = serde_json::to_string::<Q>(&input.into()).map_err(|_| ApiError::from(Errno::Invalid))?;
        let request = C::Request::try_new_post(path, CONTENT_TYPE, CONTENT_TYPE, body)?;
        open(&C::send(request).await?.try_into_string().await?)
    }
}
