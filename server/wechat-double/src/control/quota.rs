//! Sets the quota of logins per minute and user.

use axum::body::Bytes;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::Value;

use crate::extract::CallContext;
use crate::reply::Refusal;

#[derive(Deserialize)]
pub(super) struct Params {
    /// 0: no quota.
    login_per_minute: u32,
}

pub(super) async fn quota(Extension(context): Extension<CallContext>, body: Bytes) -> Result<Json<Value>, Refusal> {
    let Params { login_per_minute } = context.body(&body)?;
    context.with(|state, _| state.login_per_minute = login_per_minute);
    Ok(super::done())
}
