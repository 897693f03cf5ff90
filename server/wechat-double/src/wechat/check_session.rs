//! `GET /wxa/checksession`: whether the server's copy of a session_key is the current one.

use axum::Extension;
use axum::extract::Query;
use serde_json::json;

use super::login_state::Args;
use super::result::{CallResult, JsonBody};
use crate::extract::CallContext;

pub(super) async fn check_session(Extension(context): Extension<CallContext>, Query(args): Query<Args>) -> CallResult {
    context.with(|state, now_ms| args.check(&context, state, now_ms))?;
    JsonBody::json(&json!({ "errcode": 0, "errmsg": "ok" }))
}
