//! `GET /wxa/resetusersessionkey`: a new session_key; the old one dies.

use axum::Extension;
use axum::extract::Query;
use serde_json::json;

use super::login_state::Args;
use super::said::{Answer, Said};
use crate::here::Here;

pub(super) async fn reset_user_session_key(Extension(here): Extension<Here>, Query(args): Query<Args>) -> Answer {
    let key = here.with(|state, now_ms| {
        let user = args.check(&here, state, now_ms)?;
        Ok(state.rotate_key(&here.shared, &user, now_ms))
    })?;
    Said::json(&json!({ "errcode": 0, "errmsg": "ok", "openid": args.openid, "session_key": key.base64() }))
}
