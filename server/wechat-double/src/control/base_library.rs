//! The base library of the world's phones.

use axum::body::Bytes;
use axum::{Extension, Json};
use http::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use crate::here::Here;
use crate::reply::Refusal;
use crate::version::Version;

#[derive(Deserialize)]
pub(super) struct Ask {
    version: String,
}

pub(super) async fn base_library(Extension(here): Extension<Here>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let ask: Ask = here.body(&body)?;
    let Some(version) = Version::parse(&ask.version) else {
        return Err(here.refuse(StatusCode::BAD_REQUEST, "version must be like 2.21.2"));
    };
    here.with(|state, _| state.base_library = version);
    Ok(super::done())
}
