//! How many logins a minute WeChat allows each user.

use axum::body::Bytes;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::Value;

use crate::here::Here;
use crate::reply::Refusal;

#[derive(Deserialize)]
pub(super) struct Ask {
    /// 0: no quota.
    login_per_minute: u32,
}

pub(super) async fn quota(Extension(here): Extension<Here>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let Ask { login_per_minute } = here.body(&body)?;
    here.with(|state, _| state.login_per_minute = login_per_minute);
    Ok(super::done())
}
