//! `GET /wxa/resetusersessionkey`: replaces the session_key.

use axum::Extension;
use axum::extract::Query;
use serde_json::json;

use super::login_state::Args;
use super::result::{CallResult, JsonBody};
use crate::extract::CallContext;

pub(super) async fn reset_user_session_key(
    Extension(context): Extension<CallContext>,
    Query(args): Query<Args>,
) -> CallResult {
    let key = context.with(|state, now_ms| {
        let user = args.check(&context, state, now_ms)?;
        Ok(state.rotate_key(&context.shared, &user, now_ms))
    })?;
    JsonBody::json(&json!({ "errcode": 0, "errmsg": "ok", "openid": args.openid, "session_key": key.base64() }))
}
