//! The base library of the world's phones.

use axum::body::Bytes;
use axum::{Extension, Json};
use http::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use crate::extract::CallContext;
use crate::reply::Refusal;
use crate::version::Version;

#[derive(Deserialize)]
pub(super) struct Params {
    version: String,
}

pub(super) async fn base_library(
    Extension(context): Extension<CallContext>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let params: Params = context.body(&body)?;
    let Some(version) = Version::parse(&params.version) else {
        return Err(context.refuse(StatusCode::BAD_REQUEST, "version must be like 2.21.2"));
    };
    context.with(|state, _| state.base_library = version);
    Ok(super::done())
}
