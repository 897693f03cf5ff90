//! The server's half that both protocols share. The browser compiles it too, where none of it is ever called.

use serde::Serialize;
use server_fn::response::TryRes;

use crate::wire::{ApiError, CONTENT_TYPE, envelope};

/// After decoding: runs the function, notes how the call ended, and seals the response.
pub(super) async fn respond<I, O, F, Fut, R>(decoded: Result<I, ApiError>, body: F) -> Result<R, ApiError>
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
    record(&outcome);
    R::try_from_string(CONTENT_TYPE, envelope(outcome))
}

#[cfg(feature = "ssr")]
pub(super) use super::{
    args::{from_json, from_query},
    authorize::{authorize, record},
};

#[cfg(not(feature = "ssr"))]
pub(super) use in_the_browser::*;

/// Stand-ins of the same signatures.
#[cfg(not(feature = "ssr"))]
mod in_the_browser {
    use crate::{
        protocol::Guard,
        wire::{ApiError, Errno},
    };

    pub(in crate::protocol) fn from_json<Q>(_: &[u8], _: &[&str]) -> Result<Q, ApiError> {
        Err(Errno::Internal.into())
    }

    pub(in crate::protocol) fn from_query<Q>(_: &str) -> Result<Q, ApiError> {
        Err(Errno::Internal.into())
    }

    pub(in crate::protocol) fn record<O>(_: &Result<O, ApiError>) {}

    pub(in crate::protocol) async fn authorize(_: Guard) -> Result<(), ApiError> {
        Err(Errno::Internal.into())
    }
}
